"""The walk over a PNG: strict about what is there, and nothing but pixels is left in the core."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imaging.making import (
    CANARY,
    decode,
    encode,
    insert_chunks,
    make_chunk,
    make_exif,
    make_header,
    make_photo,
    make_png,
    make_wide_profile,
)
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.png_file import scan_png

PNG = encode(make_photo(), "PNG")
BOMB = zlib.compress(b"\0" * 60_000_000)


def refusal(content: bytes) -> ProblemCode:
    with pytest.raises(PictureError) as caught:
        scan_png(content)
    return caught.value.problem.code


def test_plain_file_is_its_own_core() -> None:
    scan = scan_png(PNG)
    assert (scan.core, scan.size, scan.is_plain, scan.notes) == (PNG, (40, 30), True, frozenset())


@pytest.mark.parametrize("length", [*range(8, 60), len(PNG) // 2, len(PNG) - 13, len(PNG) - 1])
def test_cut_file_is_refused(length: int) -> None:
    assert refusal(PNG[:length]) is ProblemCode.PICTURE_DAMAGED


@given(st.integers(8, len(PNG) - 1), st.integers(1, 255))
def test_any_changed_byte_is_found(position: int, change: int) -> None:
    changed = bytearray(PNG)
    changed[position] ^= change
    with pytest.raises(PictureError):
        scan_png(bytes(changed))


@pytest.mark.parametrize(
    "content",
    [
        PNG[:33] + PNG[8:],  # two headers
        PNG[:8] + PNG[33:],  # none
        make_png(make_header(1, 1, depth=3), [b"\0\0\0"]),
        make_png(make_header(1, 1, colour=5), [b"\0\0\0"]),
        PNG[:33] + make_chunk(b"IEND", b""),
        insert_chunks(PNG, make_chunk(b"XXXX", b"")),
        PNG[:-12] + make_chunk(b"tRNS", b"\0" * 6) + PNG[-12:],
        make_png(make_header(0, 5), []),
    ],
)
def test_broken_structure_is_refused(content: bytes) -> None:
    assert refusal(content) is ProblemCode.PICTURE_DAMAGED


@pytest.mark.parametrize("side", [65535, 30000, 2**31 - 1])
def test_dimension_bomb_is_refused_from_its_header(side: int) -> None:
    assert refusal(make_png(make_header(side, side, 1, 0), [])) is ProblemCode.PICTURE_TOO_MANY_PIXELS


def test_chunks_without_end_are_refused() -> None:
    content = insert_chunks(PNG, make_chunk(b"tEXt", b"a\0b") * 200_000)
    assert refusal(content) is ProblemCode.PICTURE_TOO_COMPLEX


def test_metadata_is_left_out_and_told() -> None:
    chunks = [make_chunk(b"tEXt", b"Comment\0" + CANARY), make_chunk(b"zTXt", b"x\0\0" + BOMB)]
    scan = scan_png(insert_chunks(PNG, *chunks, make_chunk(b"caBX", CANARY)) + b"after the end")
    assert scan.core == PNG
    assert scan.notes == {Note.METADATA_LEFT_OUT}


def test_exif_tells_orientation_and_location() -> None:
    scan = scan_png(insert_chunks(PNG, make_chunk(b"eXIf", make_exif(8, location=True))))
    assert scan.orientation == 8
    assert scan.notes == {Note.METADATA_LEFT_OUT, Note.LOCATION_LEFT_OUT}


def test_resolution_and_srgb_mark_are_not_worth_a_note() -> None:
    scan = scan_png(insert_chunks(PNG, make_chunk(b"pHYs", b"\0" * 9), make_chunk(b"sRGB", b"\0")))
    assert (scan.core, scan.notes) == (PNG, frozenset())


def test_profile_is_read() -> None:
    profile = make_wide_profile()
    scan = scan_png(encode(make_photo(), "PNG", icc_profile=profile))
    assert (scan.profile, scan.core) == (profile, PNG)


@pytest.mark.parametrize("body", [b"", b"name", b"name\0\0", b"name\0\0nonsense", b"name\0\0" + BOMB])
def test_broken_profile_is_ignored_with_a_note(body: bytes) -> None:
    scan = scan_png(insert_chunks(PNG, make_chunk(b"iCCP", body)))
    assert (scan.profile, scan.notes) == (b"", frozenset({Note.PROFILE_IGNORED}))


@pytest.mark.parametrize(
    "chunk", [make_chunk(b"gAMA", b"\0\x01\x86\xa0"), make_chunk(b"cICP", b"\x09\x10\0\x01")]
)
def test_other_colour_tags_are_ignored_with_a_note(chunk: bytes) -> None:
    assert scan_png(insert_chunks(PNG, chunk)).notes == {Note.PROFILE_IGNORED}


def test_first_frame_of_an_animation_is_the_core() -> None:
    photo = make_photo()
    animation = encode(photo, "PNG", save_all=True, append_images=[photo.rotate(180)])
    scan = scan_png(animation)
    assert scan.notes == {Note.FIRST_FRAME_ONLY}
    assert b"fdAT" not in scan.core
    assert decode(scan.core).tobytes() == photo.tobytes()


@pytest.mark.parametrize(
    ("mode", "is_plain"), [("L", True), ("LA", True), ("RGBA", True), ("P", False), ("1", False)]
)
def test_only_full_colours_are_plain(mode: str, is_plain: bool) -> None:
    assert scan_png(encode(make_photo().convert(mode), "PNG")).is_plain is is_plain


def test_transparent_key_is_not_plain() -> None:
    assert not scan_png(insert_chunks(PNG, make_chunk(b"tRNS", b"\0" * 6))).is_plain


def test_16_bits_are_not_plain_and_told() -> None:
    scan = scan_png(make_png(make_header(1, 1, 16, 2), [b"\0" * 6]))
    assert (scan.is_plain, scan.notes) == (False, frozenset({Note.REDUCED_TO_8_BITS}))


@given(
    st.sampled_from(["L", "LA", "RGB", "RGBA", "P"]),
    st.lists(
        st.tuples(st.sampled_from([b"tEXt", b"tIME", b"prVt", b"pHYs"]), st.binary(max_size=50)), max_size=5
    ),
)
def test_core_has_the_same_pixels(mode: str, beside: list[tuple[bytes, bytes]]) -> None:
    content = encode(make_photo(9, 7).convert(mode), "PNG")
    full = insert_chunks(content, *(make_chunk(kind, body) for kind, body in beside))
    core = decode(scan_png(full).core)
    assert (core.mode, core.tobytes()) == (decode(content).mode, decode(content).tobytes())
