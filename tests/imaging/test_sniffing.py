"""What a file is, is told by its bytes, also where it is no picture."""

from __future__ import annotations

import pytest

from tests.imaging.making import encode, make_photo
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.imaging.sniffing import detect_picture_type


@pytest.mark.parametrize("pillow_format", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_knows_pictures(pillow_format: str) -> None:
    assert detect_picture_type(encode(make_photo(), pillow_format)) == f"image/{pillow_format.lower()}"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b'\xef\xbb\xbf <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', "SVG"),
        (b"<!DOCTYPE html><title>x</title>", "HTML"),
        (b"PK\x03\x04\x14\0", "ZIP"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\0\0\0\x20ftypisom", "MP4"),
        (b"\x7fELF\x02", "ELF"),
        (b"just words", ""),
        (b"\0" * 100, ""),
    ],
)
def test_names_what_is_no_picture(head: bytes, found: str) -> None:
    with pytest.raises(PictureError) as caught:
        detect_picture_type(head)
    assert caught.value.problem.code is ProblemCode.NOT_A_PICTURE
    assert caught.value.problem.params == {"found": found}


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"8BPS\0\x01", "PSD"),
        (b"\0\0\0\x20ftypheic", "HEIC"),
        (b"\xff\x0a\0", "JPEG XL"),
        (b"v/1\x01", "OpenEXR"),
    ],
)
def test_names_pictures_that_are_not_read(head: bytes, name: str) -> None:
    with pytest.raises(PictureError) as caught:
        detect_picture_type(head)
    assert caught.value.problem.code is ProblemCode.PICTURE_UNSUPPORTED
    assert caught.value.problem.params == {"format": name}
