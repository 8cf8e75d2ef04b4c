"""The walk over a JPEG: the coding is kept, what is written beside it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imaging.making import (
    CANARY,
    ROCKET,
    decode,
    encode,
    insert_segments,
    make_exif,
    make_jpeg_of_scans,
    make_photo,
    make_segment,
)
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.jpeg_file import scan_jpeg

JPEG = encode(make_photo(), "JPEG")
FRAME = JPEG.index(b"\xff\xc0")


def refusal(content: bytes) -> ProblemCode:
    with pytest.raises(PictureError) as caught:
        scan_jpeg(content)
    return caught.value.problem.code


def replace_frame(marker: int, precision: int = 8, height: int = 30, width: int = 40) -> bytes:
    sides = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return (
        JPEG[: FRAME + 1]
        + bytes((marker,))
        + JPEG[FRAME + 2 : FRAME + 4]
        + bytes((precision,))
        + sides
        + JPEG[FRAME + 9 :]
    )


def test_plain_file_is_its_own_core() -> None:
    scan = scan_jpeg(JPEG)
    assert (scan.core, scan.size, scan.is_plain, scan.notes) == (JPEG, (40, 30), True, frozenset())


def test_real_photograph() -> None:
    scan = scan_jpeg(ROCKET.read_bytes())
    assert (scan.size, len(scan.profile), scan.notes) == (
        (640, 427),
        560,
        frozenset({Note.METADATA_LEFT_OUT}),
    )
    assert decode(scan.core).tobytes() == decode(ROCKET.read_bytes()).tobytes()


@given(st.integers(2, len(JPEG) - 1))
def test_cut_file_is_refused(length: int) -> None:
    assert refusal(JPEG[:length]) is ProblemCode.PICTURE_DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xd9",
        insert_segments(JPEG, make_segment(0xC0, b"\x08\0\x05\0\x05\x01\x01\x11\0")),  # two frames
        insert_segments(JPEG, b"\xff\xe1\0\0"),  # a length that does not hold itself
        insert_segments(JPEG, b"garbage"),
        replace_frame(0xC0, height=0),
        b"\xff\xd8" + b"\xff" * 1_000_000,
    ],
)
def test_broken_structure_is_refused(content: bytes) -> None:
    assert refusal(content) is ProblemCode.PICTURE_DAMAGED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (replace_frame(0xC3), ProblemCode.PICTURE_UNSUPPORTED),
        (replace_frame(0xC1, precision=12), ProblemCode.PICTURE_UNSUPPORTED),
        (replace_frame(0xC0, height=65500, width=65500), ProblemCode.PICTURE_TOO_MANY_PIXELS),
        (make_jpeg_of_scans(100), ProblemCode.PICTURE_TOO_COMPLEX),
        (make_jpeg_of_scans(4000), ProblemCode.PICTURE_TOO_COMPLEX),
        (insert_segments(JPEG, make_segment(0xFE, b"") * 20_000), ProblemCode.PICTURE_TOO_COMPLEX),
    ],
)
def test_hostile_headers_are_refused(content: bytes, code: ProblemCode) -> None:
    assert refusal(content) is code


def test_ninety_scans_are_read() -> None:
    assert scan_jpeg(make_jpeg_of_scans(90)).size == (64, 64)


def test_metadata_is_left_out_and_told() -> None:
    beside = [
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
        (0xED, b"Photoshop 3.0\0"),
        (0xEB, b"C2PA"),
        (0xFE, b""),
    ]
    scan = scan_jpeg(insert_segments(JPEG, *(make_segment(marker, body + CANARY) for marker, body in beside)))
    assert (scan.core, scan.notes) == (JPEG, frozenset({Note.METADATA_LEFT_OUT}))


@pytest.mark.parametrize("body", [b"Exif\0\0" + make_exif(6, location=True), b"exif:GPSLatitude='1'"])
def test_location_is_told(body: bytes) -> None:
    scan = scan_jpeg(insert_segments(JPEG, make_segment(0xE1, body)))
    assert scan.notes == {Note.METADATA_LEFT_OUT, Note.LOCATION_LEFT_OUT}


def test_only_the_first_exif_block_turns() -> None:
    blocks = [make_segment(0xE1, b"Exif\0\0" + make_exif(turn)) for turn in (6, 3)]
    assert scan_jpeg(insert_segments(JPEG, *blocks)).orientation == 6


@pytest.mark.parametrize(
    ("parts", "profile"),
    [
        ([(1, 2, b"ab"), (2, 2, b"cd")], b"abcd"),
        ([(2, 2, b"cd"), (1, 2, b"ab")], b"abcd"),
        ([(1, 2, b"ab")], b""),
        ([(2, 1, b"ab")], b""),
    ],
)
def test_profile_is_joined_or_ignored(parts: list[tuple[int, int, bytes]], profile: bytes) -> None:
    segments = [make_segment(0xE2, b"ICC_PROFILE\0" + bytes((at, of)) + body) for at, of, body in parts]
    scan = scan_jpeg(insert_segments(JPEG, *segments))
    assert scan.profile == profile
    assert (Note.PROFILE_IGNORED in scan.notes) is (not profile)


def test_second_picture_behind_the_first_is_left_out() -> None:
    photo = make_photo()
    pair = encode(photo, "MPO", save_all=True, append_images=[photo.rotate(180)])
    scan = scan_jpeg(pair)
    assert Note.FIRST_FRAME_ONLY in scan.notes
    assert decode(scan.core).tobytes() == decode(JPEG).tobytes()


@given(
    st.booleans(),
    st.sampled_from(["L", "RGB", "CMYK"]),
    st.lists(st.tuples(st.sampled_from([0xE1, 0xE2, 0xE5, 0xED, 0xFE]), st.binary(max_size=50)), max_size=5),
)
def test_core_has_the_same_pixels(progressive: bool, mode: str, beside: list[tuple[int, bytes]]) -> None:
    content = encode(make_photo(20, 17).convert(mode), "JPEG", progressive=progressive)
    full = insert_segments(content, *(make_segment(marker, body) for marker, body in beside))
    core = decode(scan_jpeg(full).core)
    assert (core.mode, core.tobytes()) == (decode(content).mode, decode(content).tobytes())
