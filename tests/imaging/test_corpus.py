"""Files of every bad kind, made in code: each is opened rightly or refused with one sentence, in two seconds.

The children are real, with their real limits; a crash, a hang or an answer without a form would be told as
the decoder's death, which no file here may bring about.
"""

from __future__ import annotations

import asyncio
import struct
import time
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.helpers.process_state import find_processor_s
from tests.imaging.making import (
    encode,
    insert_chunks,
    insert_segments,
    make_chunk,
    make_exif,
    make_header,
    make_interlaced_png,
    make_jpeg_of_scans,
    make_photo,
    make_png,
    make_press_profile,
    make_segment,
    make_tiny_webp,
    make_wide_profile,
)
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.sources import Note
from turbo_studio.imaging.reader import ChildPictureReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbo_studio.core.sources import Source

PROCESSOR_S_MAX = 2.0
"""For one file, of this process and its children: no machine is too busy for that."""
PATIENCE_S = 20.0
"""On the clock, for what might wait without computing."""
_OUTCOME_OF_A_FAULT = {ProblemCode.DECODER_DIED, ProblemCode.DECODER_TIMED_OUT, ProblemCode.UNEXPECTED}
MUTATIONS = 2000

Outcome = ProblemCode | tuple[str, Size]


def open_all(tmp_path: Path, files: list[bytes]) -> list[Source | ProblemCode]:
    """What becomes of each file."""

    async def run() -> list[Source | ProblemCode]:
        reader = ChildPictureReader(tmp_path / "scratch")
        try:
            return [await _open(reader, tmp_path, content) for content in files]
        finally:
            await reader.close()

    return asyncio.run(run())


async def _open(reader: ChildPictureReader, folder: Path, content: bytes) -> Source | ProblemCode:
    path = folder / "stranger.png"
    path.write_bytes(content)
    begun_s, processor_s = time.monotonic(), find_processor_s()
    try:
        source = (await reader.open_source(path, path.name)).source
    except PictureError as error:
        return error.problem.code
    finally:
        assert find_processor_s() - processor_s < PROCESSOR_S_MAX
        assert time.monotonic() - begun_s < PATIENCE_S
    for kept in (source.path, source.preview.path if source.preview else None):
        if kept is not None:
            kept.unlink()
    return source


def _make_sized(content: bytes, marker: bytes, offset: int, sides: bytes) -> bytes:
    """A file whose header tells other sides than its pixels have."""
    at = content.index(marker) + offset
    return content[:at] + sides + content[at + len(sides) :]


def _make_apng() -> bytes:
    frames = [make_photo(20, 10), make_photo(20, 10).transpose(Image.Transpose.ROTATE_180)]
    return encode(frames[0], "PNG", save_all=True, append_images=frames[1:])


def _make_frames(pillow_format: str) -> bytes:
    frames = [make_photo(20, 10), make_photo(20, 10).transpose(Image.Transpose.ROTATE_180)]
    return encode(frames[0], pillow_format, save_all=True, append_images=frames[1:])


def _make_bomb(kind: bytes, head: bytes) -> bytes:
    """A chunk that inflates to 200 MB."""
    return make_chunk(kind, head + zlib.compress(bytes(200_000_000), 9))


PNG = encode(make_photo(), "PNG")
JPEG = encode(make_photo(), "JPEG")
WEBP = encode(make_photo(), "WEBP", lossless=True)
SIZE = Size(40, 30)
TEXT = make_chunk(b"tEXt", b"Comment\0x")

GOOD: dict[str, tuple[Callable[[], bytes], Size, set[Note]]] = {
    "wrong extension": (lambda: JPEG, SIZE, set()),
    "CMYK": (lambda: encode(make_photo(mode="CMYK"), "JPEG"), SIZE, {Note.CONVERTED_FROM_CMYK}),
    "CMYK with a profile": (
        lambda: encode(make_photo(mode="CMYK"), "JPEG", icc_profile=make_press_profile()),
        SIZE,
        {Note.CONVERTED_FROM_CMYK, Note.CONVERTED_TO_SRGB},
    ),
    "16 bits": (
        lambda: encode(Image.fromarray(np.arange(1200, dtype=np.uint16).reshape(30, 40) * 50), "PNG"),
        SIZE,
        {Note.REDUCED_TO_8_BITS},
    ),
    "1 bit": (lambda: encode(make_photo(mode="L").convert("1"), "PNG"), SIZE, set()),
    "palette": (lambda: encode(make_photo().quantize(7), "PNG"), SIZE, set()),
    "interlaced": (lambda: make_interlaced_png(make_photo()), SIZE, set()),
    "APNG": (_make_apng, Size(20, 10), {Note.FIRST_FRAME_ONLY}),
    "animated WEBP": (lambda: _make_frames("WEBP"), Size(20, 10), {Note.FIRST_FRAME_ONLY}),
    "MPO": (lambda: _make_frames("MPO"), Size(20, 10), {Note.FIRST_FRAME_ONLY}),
    "wide colours": (
        lambda: encode(make_photo(), "PNG", icc_profile=make_wide_profile()),
        SIZE,
        {Note.CONVERTED_TO_SRGB},
    ),
    "broken profile": (
        lambda: encode(make_photo(), "JPEG", icc_profile=b"no profile" * 20),
        SIZE,
        {Note.PROFILE_IGNORED},
    ),
    "where it was taken": (
        lambda: insert_segments(JPEG, make_segment(0xE1, b"Exif\0\0" + make_exif(1, location=True))),
        SIZE,
        {Note.METADATA_LEFT_OUT, Note.LOCATION_LEFT_OUT},
    ),
    "an iCCP that inflates for ever": (
        lambda: insert_chunks(PNG, _make_bomb(b"iCCP", b"x\0\0")),
        SIZE,
        {Note.PROFILE_IGNORED},
    ),
    "a zTXt that inflates for ever": (
        lambda: insert_chunks(PNG, _make_bomb(b"zTXt", b"x\0\0")),
        SIZE,
        {Note.METADATA_LEFT_OUT},
    ),
    "one column": (lambda: encode(make_photo(1, 16384), "PNG"), Size(1, 16384), set()),
    **{
        f"orientation {value}": (
            lambda value=value: insert_segments(  # type: ignore[misc]
                JPEG, make_segment(0xE1, b"Exif\0\0" + make_exif(value))
            ),
            Size(30, 40) if 5 <= value <= 8 else SIZE,
            {Note.METADATA_LEFT_OUT} | ({Note.TURNED_UPRIGHT} if 2 <= value <= 8 else set()),
        )
        for value in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 65535)
    },
}

BAD: dict[str, tuple[Callable[[], bytes], ProblemCode]] = {
    "nothing": (lambda: b"", ProblemCode.NOT_A_PICTURE),
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ProblemCode.NOT_A_PICTURE),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", ProblemCode.NOT_A_PICTURE),
    "a signature alone": (lambda: PNG[:8], ProblemCode.PICTURE_DAMAGED),
    "PNG cut": (lambda: PNG[: len(PNG) // 2], ProblemCode.PICTURE_DAMAGED),
    "JPEG cut": (lambda: JPEG[: len(JPEG) // 2], ProblemCode.PICTURE_DAMAGED),
    "WEBP cut": (lambda: WEBP[: len(WEBP) // 2], ProblemCode.PICTURE_DAMAGED),
    "a wrong checksum": (lambda: PNG[:60] + bytes([PNG[60] ^ 1]) + PNG[61:], ProblemCode.PICTURE_DAMAGED),
    "rows that are missing": (
        lambda: make_png(make_header(40, 30), [bytes(120)] * 29),
        ProblemCode.PICTURE_DAMAGED,
    ),
    "a million chunks": (lambda: insert_chunks(PNG, TEXT * 1_000_000), ProblemCode.PICTURE_TOO_COMPLEX),
    "4,000 scans": (lambda: make_jpeg_of_scans(4_000), ProblemCode.PICTURE_TOO_COMPLEX),
    "PNG sides of 2**31": (
        lambda: make_png(make_header(2**31 - 1, 2**31 - 1), [b""]),
        ProblemCode.PICTURE_TOO_MANY_PIXELS,
    ),
    "JPEG sides of 65535": (
        lambda: _make_sized(JPEG, b"\xff\xc0", 5, struct.pack(">HH", 65535, 65535)),
        ProblemCode.PICTURE_TOO_MANY_PIXELS,
    ),
    "JPEG sides that its pixels do not fill": (
        lambda: _make_sized(JPEG, b"\xff\xc0", 5, struct.pack(">HH", 4000, 4000)),
        ProblemCode.PICTURE_DAMAGED,
    ),
    "lossless JPEG": (lambda: JPEG.replace(b"\xff\xc0", b"\xff\xc3", 1), ProblemCode.PICTURE_UNSUPPORTED),
    "34 bytes of WEBP for 81 MP": (lambda: make_tiny_webp(9000, 9000), ProblemCode.PICTURE_TOO_COMPLEX),
    "34 bytes of WEBP for 268 MP": (
        lambda: make_tiny_webp(16_383, 16_383),
        ProblemCode.PICTURE_TOO_MANY_PIXELS,
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_odd_pictures_are_opened_and_what_is_odd_is_said(tmp_path: Path, name: str) -> None:
    make, size, notes = GOOD[name]
    (source,) = open_all(tmp_path, [make()])
    assert not isinstance(source, ProblemCode), source
    assert (source.size, set(source.notes)) == (size, notes)


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_one_reason(tmp_path: Path, name: str) -> None:
    make, code = BAD[name]
    assert open_all(tmp_path, [make()]) == [code]


def test_a_child_that_refused_serves_on(tmp_path: Path) -> None:
    outcomes = open_all(tmp_path, [make_tiny_webp(9000, 9000), PNG])
    assert outcomes[0] is ProblemCode.PICTURE_TOO_COMPLEX
    assert not isinstance(outcomes[1], ProblemCode)


@pytest.mark.timeout(300)
def test_mutations_neither_crash_nor_hang(tmp_path: Path) -> None:
    """A fixed seed. A quarter has its checksums put right again, so that it comes further than the walk."""
    rng = np.random.default_rng(20261121)
    originals = [PNG, JPEG, WEBP, encode(make_photo(), "JPEG", progressive=True), encode(make_photo(), "GIF")]
    originals += [encode(make_photo(), "TIFF"), encode(make_photo(), "BMP"), _make_apng()]
    files = [_mutate(originals[number % len(originals)], rng) for number in range(MUTATIONS)]
    outcomes = open_all(tmp_path, files)
    codes = [outcome for outcome in outcomes if isinstance(outcome, ProblemCode)]
    assert not _OUTCOME_OF_A_FAULT & set(codes)
    assert len(outcomes) - len(codes) > MUTATIONS // 100  # some are good all the same
    assert len(codes) > MUTATIONS // 2


def _mutate(content: bytes, rng: np.random.Generator) -> bytes:
    mutated = bytearray(content)
    for _ in range(int(rng.integers(1, 6))):
        at = int(rng.integers(2, len(mutated)))
        match int(rng.integers(0, 4)):
            case 0:
                mutated[at] ^= 1 << int(rng.integers(0, 8))
            case 1:
                mutated[at : at + 4] = rng.bytes(4)
            case 2:
                del mutated[at : at + int(rng.integers(1, 40))]
            case _:
                mutated[at:at] = mutated[max(0, at - 30) : at]
        if len(mutated) < 8:
            return content
    return _mend_checksums(bytes(mutated)) if rng.random() < 0.25 else bytes(mutated)


def _mend_checksums(png: bytes) -> bytes:
    """The same chunks with right checksums; anything else as it is."""
    if not png.startswith(PNG[:8]):
        return png
    mended, stream = BytesIO(), BytesIO(png)
    mended.write(stream.read(8))
    while head := stream.read(8):
        length = int.from_bytes(head[:4], "big")
        if len(head) < 8 or length > len(png):
            return png
        body = stream.read(length)
        mended.write(head + body + struct.pack(">I", zlib.crc32(head[4:] + body)))
        stream.read(4)
    return mended.getvalue()
