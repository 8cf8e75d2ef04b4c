"""The strict reader of multipart bodies."""

from __future__ import annotations

import pytest

from tests.helpers.multipart import Part, parse_multipart

_TYPE = "multipart/form-data; boundary=frontier"
_FIELD = b'--frontier\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nt\xc3\xa9a\r\n'
_FILE = (
    b'--frontier\r\nContent-Disposition: form-data; name="image[]"; filename="image-1.png"\r\n'
    b"Content-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n\x00\r\n--front\r\n"
)


def test_fields_and_files_are_read_byte_by_byte() -> None:
    parts = parse_multipart(_TYPE, _FIELD + _FILE + b"--frontier--\r\n")
    assert parts == [
        Part("prompt", b"t\xc3\xa9a"),
        Part("image[]", b"\x89PNG\r\n\x1a\n\x00\r\n--front", "image-1.png", "image/png"),
    ]
    assert parts[0].text == "téa"


@pytest.mark.parametrize(
    "body",
    [
        _FIELD,  # no end
        b"junk" + _FIELD + b"--frontier--\r\n",
        _FIELD + b"--frontier--\r\njunk",
        b"--frontier--\r\n",
        b"--frontierX\r\n\r\n--frontier--\r\n",
        b"--frontier\r\nno blank line\r\n--frontier--\r\n",
        b'--frontier\r\nContent-Disposition: form-data; name="a"\r\nX-More: 1\r\n\r\n\r\n--frontier--\r\n',
        b'--frontier\r\nContent-Disposition: inline; name="a"\r\n\r\n\r\n--frontier--\r\n',
    ],
)
def test_anything_else_is_an_error(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which one does not matter
        parse_multipart(_TYPE, body)


def test_a_body_needs_its_boundary() -> None:
    with pytest.raises(ValueError, match="no boundary"):
        parse_multipart("application/json", b"{}")
