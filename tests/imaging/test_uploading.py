"""What is sent: the file's own coding where nothing must change, no metadata, always under the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.imaging.making import (
    CANARY,
    ROCKET,
    decode,
    encode,
    insert_chunks,
    insert_segments,
    make_chunk,
    make_exif,
    make_photo,
    make_segment,
    make_wide_profile,
)
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.uploading import Encoded, write_upload

if TYPE_CHECKING:
    from pathlib import Path

    from tests.imaging.conftest import KeepBytes

LIMIT = 25_000_000
JPEG = encode(make_photo(), "JPEG")


def write(path: Path, limit_bytes: int = LIMIT) -> Encoded:
    target = path.with_name(path.name + ".upload")
    encoded = write_upload(path, target, limit_bytes)
    assert target.read_bytes() == encoded.content
    assert len(encoded.content) < limit_bytes
    assert CANARY not in encoded.content
    return encoded


def make_grain(mode: str, side: int = 160) -> Image.Image:
    """What no encoder makes small."""
    channels = len(mode)
    pixels = np.random.default_rng(5).integers(0, 256, (side, side, channels), dtype=np.uint8)
    return Image.fromarray(pixels)


@pytest.mark.parametrize(
    ("pillow_format", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "L"),
        ("PNG", "LA"),
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("WEBP", "RGBA"),
    ],
)
def test_good_file_is_sent_byte_for_byte(keep_bytes: KeepBytes, pillow_format: str, mode: str) -> None:
    content = encode(make_photo(mode=mode), pillow_format)
    encoded = write(keep_bytes(content))
    assert encoded == Encoded(content, f"image/{pillow_format.lower()}", encoded.size, frozenset())


@pytest.mark.parametrize(
    "content",
    [
        insert_chunks(
            encode(make_photo(), "PNG"),
            make_chunk(b"tEXt", b"a\0" + CANARY),
            make_chunk(b"eXIf", make_exif(1, location=True)),
        ),
        insert_segments(
            JPEG, make_segment(0xE1, b"Exif\0\0" + make_exif(1, location=True)), make_segment(0xFE, CANARY)
        ),
        encode(make_photo(), "WEBP", exif=make_exif(1, location=True), xmp=CANARY),
    ],
)
def test_metadata_is_cut_out_without_coding_anew(keep_bytes: KeepBytes, content: bytes) -> None:
    assert CANARY in content
    encoded = write(keep_bytes(content))
    assert encoded.notes == {Note.METADATA_LEFT_OUT, Note.LOCATION_LEFT_OUT}
    assert decode(encoded.content).tobytes() == decode(content).tobytes()


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (insert_segments(JPEG, make_segment(0xE1, b"Exif\0\0" + make_exif(6))), Note.TURNED_UPRIGHT),
        (encode(make_photo(), "PNG", icc_profile=make_wide_profile()), Note.CONVERTED_TO_SRGB),
        (encode(make_photo(mode="CMYK"), "JPEG"), Note.CONVERTED_FROM_CMYK),
        (
            encode(make_photo(), "WEBP", save_all=True, append_images=[make_photo().rotate(180)]),
            Note.FIRST_FRAME_ONLY,
        ),
        (encode(make_photo(), "TIFF"), Note.ENCODED_LOSSLESS),
        (encode(make_photo(), "GIF"), Note.ENCODED_LOSSLESS),
        (encode(make_photo().convert("P"), "PNG"), Note.ENCODED_LOSSLESS),
    ],
)
def test_other_pixels_are_coded_anew_without_loss(keep_bytes: KeepBytes, content: bytes, note: Note) -> None:
    encoded = write(keep_bytes(content))
    sent = decode(encoded.content)
    assert (encoded.media_type, sent.mode, sent.info) == ("image/png", "RGB", {})
    assert {note, Note.ENCODED_LOSSLESS} <= encoded.notes
    assert sent.size == encoded.size


def test_turned_picture_is_sent_upright(keep_bytes: KeepBytes) -> None:
    content = insert_chunks(encode(make_photo(), "PNG"), make_chunk(b"eXIf", make_exif(6)))
    expected = make_photo().transpose(Image.Transpose.ROTATE_270)
    assert decode(write(keep_bytes(content)).content).tobytes() == expected.tobytes()


def test_colours_under_full_transparency_are_kept(keep_bytes: KeepBytes) -> None:
    photo = make_photo()
    photo.putalpha(0)
    content = encode(photo, "PNG", icc_profile=b"")
    turned = insert_chunks(content, make_chunk(b"eXIf", make_exif(3)))
    sent = decode(write(keep_bytes(turned)).content)
    assert sent.tobytes() == photo.transpose(Image.Transpose.ROTATE_180).tobytes()


def test_limit_is_strict(keep_bytes: KeepBytes) -> None:
    content = encode(make_photo(), "PNG")
    assert write(keep_bytes(content), len(content) + 1).content == content
    assert write(keep_bytes(content), len(content)).content != content


@pytest.mark.parametrize(
    ("mode", "share", "media_type", "notes"),
    [
        ("RGB", 1.2, "image/png", {Note.ENCODED_LOSSLESS}),
        ("RGB", 0.7, "image/jpeg", {Note.ENCODED_LOSSY}),
        ("RGB", 0.1, "image/jpeg", {Note.ENCODED_LOSSY, Note.SCALED_TO_FIT}),
        ("RGBA", 0.7, "image/webp", {Note.ENCODED_LOSSY}),
        ("RGBA", 0.1, "image/webp", {Note.ENCODED_LOSSY, Note.SCALED_TO_FIT}),
    ],
)
def test_as_little_as_possible_is_given_up(
    keep_bytes: KeepBytes, mode: str, share: float, media_type: str, notes: set[Note]
) -> None:
    grain = make_grain(mode)
    limit_bytes = int(len(grain.tobytes()) * share)
    encoded = write(keep_bytes(encode(grain, "BMP" if mode == "RGB" else "TIFF")), limit_bytes)
    assert (encoded.media_type, encoded.notes) == (media_type, frozenset(notes))
    assert (encoded.size == grain.size) is (Note.SCALED_TO_FIT not in notes)
    assert decode(encoded.content).size == encoded.size


def test_sides_that_no_lossy_format_takes_are_scaled(keep_bytes: KeepBytes) -> None:
    strip = Image.fromarray(np.random.default_rng(5).integers(0, 256, (1, 66000, 3), dtype=np.uint8))
    encoded = write(keep_bytes(encode(strip, "PNG")), 100_000)
    assert encoded.size.width < 65500


def test_nothing_fits_into_nothing(keep_bytes: KeepBytes) -> None:
    with pytest.raises(PictureError) as caught:
        write(keep_bytes(encode(make_photo(), "PNG")), 20)
    assert caught.value.problem.code is ProblemCode.SOURCE_DOES_NOT_FIT
    assert caught.value.problem.params == {"limit_bytes": 20}


def test_photograph_of_a_camera(keep_bytes: KeepBytes) -> None:
    encoded = write(keep_bytes(ROCKET.read_bytes()))
    assert encoded.notes == {Note.METADATA_LEFT_OUT, Note.CONVERTED_TO_SRGB, Note.ENCODED_LOSSLESS}
    assert encoded.size == (640, 427)


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg"])
def test_large_picture_is_judged_by_its_tiles_first(keep_bytes: KeepBytes, media_type: str) -> None:
    grain = make_grain("RGB", side=1100)
    flat = Image.new("RGB", grain.size, (1, 2, 3))
    content = encode(flat if media_type == "image/png" else grain, "BMP")
    encoded = write(keep_bytes(content), 200_000)
    assert encoded.media_type == media_type
    assert (Note.SCALED_TO_FIT in encoded.notes) is (media_type == "image/jpeg")
