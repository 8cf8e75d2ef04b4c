"""The walk over a WEBP: one still bitstream with its alpha is left, and nothing beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imaging.making import (
    CANARY,
    decode,
    encode,
    make_exif,
    make_photo,
    make_riff,
    make_tiny_webp,
    make_wide_profile,
)
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.webp_file import scan_webp

WEBP = encode(make_photo(), "WEBP")


def refusal(content: bytes) -> ProblemCode:
    with pytest.raises(PictureError) as caught:
        scan_webp(content)
    return caught.value.problem.code


def make_rich(mode: str, *, lossless: bool) -> bytes:
    return encode(
        make_photo(21, 18, mode),
        "WEBP",
        lossless=lossless,
        exact=True,
        exif=make_exif(6, location=True),
        xmp=CANARY,
        icc_profile=make_wide_profile(),
    )


def test_simple_file_is_its_own_core() -> None:
    scan = scan_webp(WEBP)
    assert (scan.core, scan.size, scan.is_plain, scan.notes) == (WEBP, (40, 30), True, frozenset())


@given(st.integers(12, len(WEBP) - 2))
def test_cut_file_is_refused(length: int) -> None:
    assert refusal(WEBP[:length]) is ProblemCode.PICTURE_DAMAGED


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("lossless", [True, False])
def test_core_has_the_same_pixels_and_nothing_else(mode: str, lossless: bool) -> None:
    content = make_rich(mode, lossless=lossless)
    scan = scan_webp(content)
    assert scan.notes == {Note.METADATA_LEFT_OUT, Note.LOCATION_LEFT_OUT}
    assert (scan.orientation, scan.profile) == (6, make_wide_profile())
    assert CANARY not in scan.core
    assert b"ICCP" not in scan.core
    assert decode(scan.core).tobytes() == decode(content).tobytes()


def test_first_frame_of_an_animation_is_the_core() -> None:
    photo = make_photo()
    content = encode(photo, "WEBP", save_all=True, append_images=[photo.rotate(180)], lossless=True)
    scan = scan_webp(content)
    assert (scan.is_plain, scan.notes) == (False, frozenset({Note.FIRST_FRAME_ONLY}))
    assert len(scan.core) < len(content)
    assert decode(scan.core).convert("RGB").tobytes() == photo.tobytes()


@pytest.mark.parametrize(
    "content",
    [
        make_riff(),
        make_riff((b"EXIF", b"x")),
        make_riff((b"VP8X", b"\0" * 10)),
        make_riff((b"VP8 ", b"\0" * 10)),
        make_riff((b"VP8X", b"\x02" + b"\0" * 9), (b"ANMF", b"\0" * 20)),
        make_riff(*[(b"XXXX", b"")] * 200_000),
    ],
)
def test_broken_structure_is_refused(content: bytes) -> None:
    assert refusal(content) is ProblemCode.PICTURE_DAMAGED


def test_dimension_bomb_is_refused_from_its_header() -> None:
    assert refusal(make_tiny_webp(16383, 16383)) is ProblemCode.PICTURE_TOO_MANY_PIXELS
    assert refusal(make_riff((b"VP8X", b"\0" * 4 + b"\xff" * 6))) is ProblemCode.PICTURE_TOO_MANY_PIXELS
