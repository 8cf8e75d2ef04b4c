"""Decoding is strict, upright and in sRGB; the pixels are those that the formats' documents ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.imaging.making import (
    ROCKET,
    encode,
    insert_chunks,
    insert_segments,
    make_chunk,
    make_exif,
    make_grey_profile,
    make_header,
    make_interlaced_png,
    make_photo,
    make_png,
    make_press_profile,
    make_segment,
    make_wide_profile,
)
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.decoding import decode_picture, find_upright_size
from turbo_studio.imaging.scanning import load_scan

if TYPE_CHECKING:
    from tests.imaging.conftest import KeepBytes
    from turbo_studio.imaging.decoding import Picture

# How a stored picture is seen, by the EXIF specification: one entry an orientation, on (row, column) arrays.
UPRIGHT = {
    1: lambda stored: stored,
    2: lambda stored: stored[:, ::-1],
    3: lambda stored: stored[::-1, ::-1],
    4: lambda stored: stored[::-1],
    5: lambda stored: stored.transpose(1, 0, 2),
    6: lambda stored: stored[::-1].transpose(1, 0, 2),
    7: lambda stored: stored[::-1, ::-1].transpose(1, 0, 2),
    8: lambda stored: stored[:, ::-1].transpose(1, 0, 2),
}
PNG_PIXELS = [[0, 1, 2, 3], [3, 2, 1, 0]]


def decode_bytes(keep_bytes: KeepBytes, content: bytes) -> Picture:
    return decode_picture(load_scan(keep_bytes(content)))


def refusal(keep_bytes: KeepBytes, content: bytes) -> ProblemCode:
    with pytest.raises(PictureError) as caught:
        decode_bytes(keep_bytes, content)
    return caught.value.problem.code


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("pillow_format", ["PNG", "JPEG", "WEBP", "TIFF", "AVIF"])
def test_is_turned_upright(keep_bytes: KeepBytes, orientation: int, pillow_format: str) -> None:
    stored = make_photo(24, 16)
    if pillow_format == "PNG":
        content = insert_chunks(encode(stored, "PNG"), make_chunk(b"eXIf", make_exif(orientation)))
    elif pillow_format == "JPEG":
        content = insert_segments(
            encode(stored, "JPEG"), make_segment(0xE1, b"Exif\0\0" + make_exif(orientation))
        )
    else:
        exif = Image.Exif()
        exif[0x0112] = orientation
        content = encode(
            stored, pillow_format, exif=exif, **({"lossless": True} if pillow_format == "WEBP" else {})
        )
    scan = load_scan(keep_bytes(content))
    picture = decode_picture(scan)
    with Image.open(
        keep_bytes(encode(stored, pillow_format, **({"lossless": True} if pillow_format == "WEBP" else {})))
    ) as same:
        expected = UPRIGHT[orientation](np.asarray(same.convert("RGB")))
    assert np.array_equal(np.asarray(picture.image), expected)
    assert find_upright_size(scan) == picture.image.size
    assert (Note.TURNED_UPRIGHT in picture.notes) is (orientation != 1)


@pytest.mark.parametrize("depth", [1, 2, 4])
@pytest.mark.parametrize("with_key", [True, False])
def test_grey_of_few_bits(keep_bytes: KeepBytes, depth: int, with_key: bool) -> None:
    values = np.array(PNG_PIXELS) % (1 << depth)
    rows = [
        int("".join(f"{value:0{depth}b}" for value in row).ljust(16, "0"), 2).to_bytes(2, "big")[
            : -(-4 * depth // 8)
        ]
        for row in values
    ]
    key = [make_chunk(b"tRNS", b"\0\x01")] if with_key else []
    picture = decode_bytes(keep_bytes, make_png(make_header(4, 2, depth, 0), rows, *key))
    grey = (values * 255 // ((1 << depth) - 1)).astype(np.uint8)
    assert np.array_equal(np.asarray(picture.image)[..., 0], grey)
    assert picture.image.mode == ("RGBA" if with_key else "RGB")
    if with_key:
        assert np.array_equal(np.asarray(picture.image)[..., 3] == 0, values == 1)


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
def test_palette_with_alpha(keep_bytes: KeepBytes, depth: int) -> None:
    values = np.array(PNG_PIXELS) % (1 << depth)
    rows = [
        int("".join(f"{value:0{depth}b}" for value in row).ljust(32, "0"), 2).to_bytes(4, "big")[
            : -(-4 * depth // 8)
        ]
        for row in values
    ]
    colours = np.array([[9, 8, 7], [200, 0, 0], [0, 200, 0], [0, 0, 200]][: 1 << depth], np.uint8)
    alpha = np.array([0, 128, 255, 255][: 1 << depth], np.uint8)
    chunks = [make_chunk(b"PLTE", colours.tobytes()), make_chunk(b"tRNS", alpha[:2].tobytes())]
    picture = decode_bytes(keep_bytes, make_png(make_header(4, 2, depth, 3), rows, *chunks))
    assert np.array_equal(np.asarray(picture.image), np.dstack([colours[values], alpha[values]]))


def test_16_bit_grey_is_scaled_not_clipped(keep_bytes: KeepBytes) -> None:
    deep = np.array([[0, 128, 129, 257, 32768, 65535]], ">u2")
    picture = decode_bytes(keep_bytes, make_png(make_header(6, 1, 16, 0), [deep.tobytes()]))
    assert np.asarray(picture.image)[0, :, 0].tolist() == [0, 0, 1, 1, 128, 255]
    assert picture.notes == {Note.REDUCED_TO_8_BITS}


@pytest.mark.parametrize(("colour", "channels"), [(2, 3), (4, 2), (6, 4)])
def test_16_bit_colours_keep_their_upper_byte(keep_bytes: KeepBytes, colour: int, channels: int) -> None:
    deep = (np.arange(4 * channels) * 4000 + 77).astype(">u2")
    picture = decode_bytes(keep_bytes, make_png(make_header(4, 1, 16, colour), [deep.tobytes()]))
    bands = (deep >> 8).astype(np.uint8).reshape(1, 4, channels)
    expected = np.dstack([bands[..., :1]] * 3 + [bands[..., 1:]]) if colour == 4 else bands
    assert np.array_equal(np.asarray(picture.image), expected)


def test_16_bit_transparent_keys(keep_bytes: KeepBytes) -> None:
    grey = make_png(make_header(2, 1, 16, 0), [b"\x12\x34\x12\x35"], make_chunk(b"tRNS", b"\x12\x34"))
    assert np.asarray(decode_bytes(keep_bytes, grey).image)[0, :, 3].tolist() == [0, 255]
    pixels, key = b"\x12\x34\0\0\xff\xff" + b"\x13\x34\0\0\xff\xff", b"\x12\x34\0\0\xff\xff"
    colour = make_png(make_header(2, 1, 16, 2), [pixels], make_chunk(b"tRNS", key))
    assert np.asarray(decode_bytes(keep_bytes, colour).image)[0, :, 3].tolist() == [0, 255]


def test_8_bit_transparent_key(keep_bytes: KeepBytes) -> None:
    content = make_png(make_header(2, 1), [b"\1\2\3\1\2\4"], make_chunk(b"tRNS", b"\0\1\0\2\0\3"))
    assert np.asarray(decode_bytes(keep_bytes, content).image).tolist() == [[[1, 2, 3, 0], [1, 2, 4, 255]]]


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (9, 17), (40, 30)])
def test_interlaced(keep_bytes: KeepBytes, size: tuple[int, int]) -> None:
    photo = make_photo(*size)
    assert decode_bytes(keep_bytes, make_interlaced_png(photo)).image.tobytes() == photo.tobytes()


@pytest.mark.parametrize("size", [(1, 1), (1, 16384), (16384, 1), (3, 5)])
def test_odd_sizes(keep_bytes: KeepBytes, size: tuple[int, int]) -> None:
    assert decode_bytes(keep_bytes, encode(make_photo(*size), "PNG")).image.size == size


def test_alpha_that_hides_nothing_is_dropped(keep_bytes: KeepBytes) -> None:
    photo = make_photo()
    opaque = photo.convert("RGBA")
    assert decode_bytes(keep_bytes, encode(opaque, "PNG")).image.tobytes() == photo.tobytes()
    opaque.putpixel((3, 4), (1, 2, 3, 0))
    assert decode_bytes(keep_bytes, encode(opaque, "PNG")).image.getpixel((3, 4)) == (1, 2, 3, 0)


@pytest.mark.parametrize("pillow_format", ["GIF", "TIFF", "AVIF"])
def test_first_of_several_frames(keep_bytes: KeepBytes, pillow_format: str) -> None:
    flat = Image.new("RGB", (20, 16), (200, 30, 40))
    content = encode(flat, pillow_format, save_all=True, append_images=[Image.new("RGB", (20, 16))])
    picture = decode_bytes(keep_bytes, content)
    assert picture.notes == {Note.FIRST_FRAME_ONLY}
    assert np.abs(np.asarray(picture.image).astype(int) - (200, 30, 40)).max() <= 2


@pytest.mark.parametrize("pillow_format", ["JPEG", "TIFF"])
def test_cmyk_without_a_profile(keep_bytes: KeepBytes, pillow_format: str) -> None:
    content = encode(Image.new("CMYK", (16, 16), (255, 0, 0, 0)), pillow_format)
    picture = decode_bytes(keep_bytes, content)
    assert picture.notes == {Note.CONVERTED_FROM_CMYK}
    assert picture.image.getpixel((8, 8)) == (0, 255, 255)


def test_cmyk_through_its_profile(keep_bytes: KeepBytes) -> None:
    content = encode(Image.new("CMYK", (16, 16), (255, 0, 0, 0)), "JPEG", icc_profile=make_press_profile())
    picture = decode_bytes(keep_bytes, content)
    assert {Note.CONVERTED_FROM_CMYK, Note.CONVERTED_TO_SRGB} <= picture.notes
    red, green, blue = picture.image.convert("RGB").getpixel((8, 8))  # type: ignore[misc]  # a tuple of RGB
    assert red == green == blue
    assert 160 < red < 210  # that profile's cyan is three quarters of white's lightness


def test_adobe_rgb_becomes_srgb(keep_bytes: KeepBytes) -> None:
    with Image.open(ROCKET) as stored:
        raw = np.asarray(stored).astype(int)
    picture = decode_bytes(keep_bytes, ROCKET.read_bytes())
    assert Note.CONVERTED_TO_SRGB in picture.notes
    chroma = np.ptp(np.asarray(picture.image).astype(int), axis=2).mean()
    assert chroma > np.ptp(raw, axis=2).mean()  # narrower primaries need larger numbers for the same colours


def test_wide_profile_keeps_grey_and_stretches_colour(keep_bytes: KeepBytes) -> None:
    flat = Image.new("RGBA", (2, 1), (128, 128, 128, 77))
    flat.putpixel((1, 0), (200, 100, 100, 255))
    picture = decode_bytes(keep_bytes, encode(flat, "PNG", icc_profile=make_wide_profile()))
    grey, red = np.asarray(picture.image)[0].astype(int)
    assert (np.abs(grey - (128, 128, 128, 77)) <= (2, 2, 2, 0)).all()
    assert red[0] > 202
    assert red[1] < 98


def test_srgb_profile_changes_nothing(keep_bytes: KeepBytes) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = decode_bytes(keep_bytes, encode(make_photo(), "PNG", icc_profile=profile))
    assert (picture.image.tobytes(), picture.notes) == (make_photo().tobytes(), frozenset())


def test_grey_profile(keep_bytes: KeepBytes) -> None:
    content = encode(Image.new("LA", (1, 1), (128, 9)), "PNG", icc_profile=make_grey_profile(1.0))
    picture = decode_bytes(keep_bytes, content)
    assert picture.notes == {Note.CONVERTED_TO_SRGB}
    red, *_, alpha = np.asarray(picture.image)[0, 0].tolist()
    assert (abs(red - 188) <= 1, alpha) == (True, 9)  # half the light is 188 in sRGB


@pytest.mark.parametrize(
    "profile", [b"nonsense", make_grey_profile(2.2), make_wide_profile()[:200], make_press_profile()]
)
def test_profile_that_does_not_fit_is_ignored_with_a_note(keep_bytes: KeepBytes, profile: bytes) -> None:
    picture = decode_bytes(keep_bytes, encode(make_photo(), "PNG", icc_profile=profile))
    assert (picture.image.tobytes(), picture.notes) == (
        make_photo().tobytes(),
        frozenset({Note.PROFILE_IGNORED}),
    )


@pytest.mark.parametrize("last", [0, 255])
def test_pixels_that_end_too_early_are_refused(keep_bytes: KeepBytes, last: int) -> None:
    """Also where what is missing looks like what is there: black."""
    rows = [bytes([7]) * 120] * 29 + [bytes([last]) * 120]
    assert decode_bytes(keep_bytes, make_png(make_header(40, 30), rows)).image.size == (40, 30)
    for short in ([*rows[:-1], rows[-1][:-1]], rows[:-1], []):
        content = make_png(make_header(40, 30), short)
        assert refusal(keep_bytes, content) is ProblemCode.PICTURE_DAMAGED


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (9, 17), (40, 30)])
def test_interlaced_pixels_are_counted_by_pass(keep_bytes: KeepBytes, size: tuple[int, int]) -> None:
    content = make_interlaced_png(make_photo(*size))
    assert decode_bytes(keep_bytes, content).image.size == size
    wider = make_header(size[0] + 1, size[1] + 1, interlace=1)
    assert refusal(keep_bytes, content[:8] + wider + content[33:]) is ProblemCode.PICTURE_DAMAGED


def test_excess_pixels_are_not_inflated(keep_bytes: KeepBytes) -> None:
    content = make_png(make_header(4, 1), [b"\0" * 60_000_000])
    assert decode_bytes(keep_bytes, content).image.size == (4, 1)


@pytest.mark.parametrize("pillow_format", ["GIF", "BMP", "TIFF", "AVIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_cut_files_of_other_formats_are_refused(
    keep_bytes: KeepBytes, pillow_format: str, share: float
) -> None:
    content = encode(make_photo(), pillow_format)
    assert refusal(keep_bytes, content[: int(len(content) * share)]) is ProblemCode.PICTURE_DAMAGED


def test_corrupt_bitstreams_are_refused(keep_bytes: KeepBytes) -> None:
    content = bytearray(encode(make_photo(), "WEBP", lossless=True))
    content[40:] = b"\xff" * (len(content) - 40)
    assert refusal(keep_bytes, bytes(content)) is ProblemCode.PICTURE_DAMAGED


@pytest.mark.parametrize("mode", ["F", "LAB", "I"])
def test_pixels_of_other_kinds_are_refused_by_name(keep_bytes: KeepBytes, mode: str) -> None:
    content = encode(make_photo().convert("L" if mode == "I" else "RGB").convert(mode), "TIFF")
    assert refusal(keep_bytes, content) is ProblemCode.PICTURE_UNSUPPORTED


@pytest.mark.parametrize("pillow_format", ["BMP", "TIFF", "GIF"])
def test_dimension_bombs_of_other_formats(keep_bytes: KeepBytes, pillow_format: str) -> None:
    content = bytearray(encode(Image.new("L", (251, 253)), pillow_format))
    for side in (251, 253):
        for order in ("little", "big"):
            content = bytearray(bytes(content).replace(side.to_bytes(2, order), b"\xff\x7f"))
    assert refusal(keep_bytes, bytes(content)) is ProblemCode.PICTURE_TOO_MANY_PIXELS
