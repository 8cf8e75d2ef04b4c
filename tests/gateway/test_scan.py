"""The scanner against ``json.loads`` on the whole document, the slow reference."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from turbo_studio.gateway.pictures import read_slices
from turbo_studio.gateway.scan import CutJsonError, scan_json

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.gateway.scan import Document

STRINGS = st.text(max_size=40) | st.text(alphabet='\\"/\n{}[]:,a', max_size=60)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | STRINGS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(STRINGS, inner, max_size=4),
    max_leaves=12,
)
LAX = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _restore(document: Document, value: Any) -> Any:
    """Put the long strings back, to compare with the reference."""
    if isinstance(value, dict):
        return {_restore(document, name): _restore(document, entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_restore(document, entry) for entry in value]
    span = document.find_span(value)
    if span is None:
        return value
    with document.path.open("rb") as file:
        return json.loads(b'"' + b"".join(read_slices(file, span)) + b'"', strict=False)


def _scan(folder: Path, content: bytes, long_bytes: int = 8) -> Document:
    path = folder / "answer.json"
    path.write_bytes(content)
    return scan_json(path, long_bytes)


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
@LAX
def test_it_reads_what_json_reads(tmp_path: Path, value: Any, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    content = text.encode("utf-8", "replace")
    document = _scan(tmp_path, content)
    assert _restore(document, document.root) == json.loads(content)


@given(st.dictionaries(STRINGS, VALUES, min_size=1, max_size=4), st.data())
@LAX
def test_a_document_cut_anywhere_is_called_cut(
    tmp_path: Path, value: dict[str, Any], data: st.DataObject
) -> None:
    content = json.dumps(value).encode()
    cut = content[: data.draw(st.integers(1, len(content) - 1))]
    with pytest.raises(CutJsonError):
        _scan(tmp_path, cut)


@given(st.binary(max_size=80) | st.text(alphabet='{}[]:,"\\tnf01.-e ', max_size=60).map(str.encode))
@LAX
def test_nothing_that_json_refuses_is_read(tmp_path: Path, content: bytes) -> None:
    try:
        expected = json.loads(content.decode("utf-8", "replace").lstrip("\ufeff"), strict=False)
    except ValueError:
        with pytest.raises(ValueError, match=r"(?s).*"):
            _scan(tmp_path, content, 10**6)
    else:
        document = _scan(tmp_path, content, 10**6)
        assert repr(document.root) == repr(expected)  # repr, for NaN is not itself


def test_long_strings_stay_in_the_file(tmp_path: Path) -> None:
    long = "A" * 3_000_000
    document = _scan(tmp_path, json.dumps({"x": long, "short": "B", "y": [long]}).encode(), 4_096)
    assert document.root["short"] == "B"
    spans = [document.find_span(document.root["x"]), document.find_span(document.root["y"][0])]
    assert [span.end - span.start for span in spans if span] == [3_000_000, 3_000_000]


@pytest.mark.parametrize("count", [1, 2, 15, 16, 17, 4_001, 4_002])
def test_quotes_behind_any_run_of_backslashes(tmp_path: Path, count: int) -> None:
    value = {"a": "\\" * count + '"' * count, "b": 1}
    document = _scan(tmp_path, json.dumps(value).encode())
    assert _restore(document, document.root) == value


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b" " * 300_000 + b"1",
        b'{"a": "' + b'\\"' * 300_000 + b'"}',
        b'{"a": "' + b"\\" * 300_000 + b'"}',
        b"[" + b'"a",' * 100_000 + b'"a"]',
        b"9" * 5_000,
        '{"a": 1}'.encode("utf-16"),
        b'{"a": 1} 2',
        b'{"a": 1}{',
        b"{'a': 1}",
    ],
    ids=lambda content: repr(content[:12]),
)
def test_hostile_documents_end_in_an_error_soon(tmp_path: Path, content: bytes) -> None:
    with pytest.raises((ValueError, RecursionError)):
        _scan(tmp_path, content, 4_096)


def test_a_byte_order_mark_and_broken_utf8_are_no_reason_to_lose_a_picture(tmp_path: Path) -> None:
    assert _scan(tmp_path, b'\xef\xbb\xbf{"a": "\xff"}').root == {"a": "\ufffd"}
