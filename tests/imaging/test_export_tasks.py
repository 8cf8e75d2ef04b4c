"""Copies of results: their pixels, what is left beside them, and what an independent reader finds."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from tests.imaging.making import CANARY, ROCKET, decode, encode, insert_chunks, make_chunk, make_photo
from turbo_studio.core.exporting import FileFormat, LongerSide, PerCent, find_export_size
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.imaging.export_tasks import export_picture
from turbo_studio.imaging.scanning import load_scan
from turbo_studio.imaging.xmp import Description, Origin, build_xmp

if TYPE_CHECKING:
    from pathlib import Path

    from tests.imaging.conftest import KeepBytes

TOLD = Description("A cup of tea", "gpt-image-2", "2026-11-20T16:12:33+00:00", Origin.GENERATED)
NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "iptc": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


def export(
    path: Path, file_format: FileFormat = FileFormat.KEEP, **asked: Any
) -> tuple[bytes, dict[str, Any]]:
    """The copy's bytes and what is told of it."""
    target = path.with_name(f"{path.name}.copy")
    plain: dict[str, Any] = {
        "digest": hashlib.sha256(path.read_bytes()).hexdigest(),
        "quality": 90,
        "longer_side": None,
        "per_cent": None,
        "background": "#ffffff",
        "description": None,
    }
    facts = export_picture(path, target, file_format=file_format.value, **(plain | asked))
    return target.read_bytes(), facts


def read_xmp(packet: bytes) -> tuple[dict[str, str], str, str]:
    """The properties of a packet, its description and the description's language."""
    described = ET.fromstring(packet).find(".//rdf:Description", NAMES)  # noqa: S314
    assert described is not None
    text = described.find("dc:description/rdf:Alt/rdf:li", NAMES)
    assert text is not None
    properties = {name.rpartition("}")[2]: value for name, value in described.items()}
    return properties, text.text or "", text.attrib[f"{{{NAMES['xml']}}}lang"]


def pixels_of(content: bytes) -> np.ndarray[Any, Any]:
    return np.asarray(decode(content).convert("RGBA"))


SPEAKING = {
    "png": insert_chunks(
        encode(make_photo(), "PNG"),
        make_chunk(b"tEXt", b"Comment\0" + CANARY),
        make_chunk(b"caBX", CANARY),
        make_chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\0" + CANARY),
    ),
    "jpeg": encode(make_photo(), "JPEG", quality=88, comment=CANARY),
    "webp": encode(make_photo(), "WEBP", quality=80, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0" + CANARY),
    "webp-lossless": encode(make_photo(mode="RGBA"), "WEBP", lossless=True, exact=True, xmp=CANARY),
}


@pytest.mark.parametrize("kind", SPEAKING)
@pytest.mark.parametrize("description", [None, TOLD._asdict()], ids=["clean", "described"])
def test_copy_keeps_the_coding_and_loses_what_was_beside_it(
    keep_bytes: KeepBytes, kind: str, description: dict[str, Any] | None
) -> None:
    path = keep_bytes(SPEAKING[kind])
    content, facts = export(path, description=description)
    assert CANARY in SPEAKING[kind]
    assert CANARY not in content
    assert facts["media_type"] == f"image/{kind.partition('-')[0]}"
    assert np.array_equal(pixels_of(content), pixels_of(SPEAKING[kind]))
    if description is None:
        assert content == load_scan(path).core
        assert not {"xmp", "exif", "comment"} & decode(content).info.keys()
    else:
        assert read_xmp(decode(content).info["xmp"])[1] == "A cup of tea"


@pytest.mark.parametrize("file_format", list(FileFormat))
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_each_format_can_be_described(keep_bytes: KeepBytes, file_format: FileFormat, mode: str) -> None:
    path = keep_bytes(encode(make_photo(mode=mode), "PNG"))
    content, facts = export(path, file_format, description=TOLD._asdict())
    picture = decode(content)
    assert facts["media_type"] == Image.MIME[picture.format or ""]
    properties, text, language = read_xmp(picture.info["xmp"])
    assert (text, language) == ("A cup of tea", "x-default")
    assert properties == {
        "about": "",
        "CreatorTool": "Turbo Studio",
        "CreateDate": "2026-11-20T16:12:33+00:00",
        "ImageWidth": "40",
        "ImageLength": "30",
        "AISystemUsed": "gpt-image-2",
        "DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    }
    if file_format in {FileFormat.PNG, FileFormat.WEBP_LOSSLESS}:
        assert np.array_equal(pixels_of(content), pixels_of(path.read_bytes()))


@pytest.mark.parametrize("origin", Origin)
def test_origin_is_one_of_the_published_codes(origin: Origin) -> None:
    properties, _, _ = read_xmp(build_xmp(TOLD._replace(origin=origin), Size(4, 3)))
    codes = "http://cv.iptc.org/newscodes/digitalsourcetype/"
    published = {"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia"}
    assert properties["DigitalSourceType"] in {codes + name for name in published}


HOSTILE = st.text() | st.text("<>&\"'{}]\r\n\t\x00\x0b\ufffe\U0010ffff\ud800 a一🦦{prompt}", max_size=60)


@given(HOSTILE, HOSTILE)
def test_hostile_prompt_stays_text(prompt: str, model: str) -> None:
    properties, text, _ = read_xmp(build_xmp(TOLD._replace(prompt=prompt, model=model), Size(4, 3)))
    assert text == "".join(character for character in prompt if _is_xml(character))
    assert len(properties) == 7
    if model.isprintable():
        assert properties["AISystemUsed"] == "".join(filter(_is_xml, model))


def _is_xml(character: str) -> bool:
    code = ord(character)
    return character in "\t\n\r" or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD or code >= 0x10000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(HOSTILE, st.sampled_from([FileFormat.PNG, FileFormat.JPEG, FileFormat.WEBP]))
def test_hostile_prompt_is_read_back_from_the_file(
    keep_bytes: KeepBytes, prompt: str, file_format: FileFormat
) -> None:
    path = keep_bytes(SPEAKING["png"])
    content, _ = export(path, file_format, description=TOLD._replace(prompt=prompt)._asdict())
    assert read_xmp(decode(content).info["xmp"])[1] == "".join(filter(_is_xml, prompt))


@pytest.mark.parametrize("prompt", ["<b>" * 10_000, "一" * 32_000])
def test_long_prompt_fits_a_jpeg(keep_bytes: KeepBytes, prompt: str) -> None:
    path = keep_bytes(SPEAKING["jpeg"])
    content, _ = export(path, description=TOLD._replace(prompt=prompt)._asdict())
    text = read_xmp(decode(content).info["xmp"])[1]
    assert text.endswith("…")
    assert prompt.startswith(text[:-1])
    assert len(text) > 5_000
    whole, _ = export(path, FileFormat.PNG, description=TOLD._replace(prompt=prompt)._asdict())
    assert read_xmp(decode(whole).info["xmp"])[1] == prompt


def test_sixteen_bits_stay_where_the_coding_stays_and_are_told_where_not(keep_bytes: KeepBytes) -> None:
    deep = np.arange(40 * 30, dtype=np.uint16).reshape(30, 40) * 50
    path = keep_bytes(insert_chunks(encode(Image.fromarray(deep), "PNG"), make_chunk(b"tEXt", b"a\0b")))
    content, facts = export(path, FileFormat.PNG)
    assert np.array_equal(np.asarray(decode(content)), deep)
    assert facts["notes"] == []
    content, facts = export(path, FileFormat.PNG, per_cent=50)
    assert decode(content).size == (20, 15)
    assert facts["notes"] == ["reduced_to_8_bits"]


def test_picture_is_turned_and_its_colours_are_converted(keep_bytes: KeepBytes) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    path = keep_bytes(encode(make_photo(), "JPEG", exif=exif, icc_profile=wide))
    content, facts = export(path)
    picture = decode(content)
    assert picture.size == (30, 40)
    assert not {"exif", "icc_profile"} & picture.info.keys()
    assert set(facts["notes"]) == {"turned_upright", "profile_ignored"}


def test_what_shows_through_gets_the_background_in_a_jpeg(keep_bytes: KeepBytes) -> None:
    clear = Image.new("RGBA", (32, 32), (255, 0, 0, 0))
    content, _ = export(keep_bytes(encode(clear, "PNG")), FileFormat.JPEG, background="#0040ff", quality=100)
    red, green, blue = (int(band) for band in decode(content).getpixel((16, 16)))  # type: ignore[union-attr]
    assert abs(red) + abs(green - 0x40) + abs(blue - 0xFF) < 6


def test_quality_makes_the_difference(keep_bytes: KeepBytes) -> None:
    path = keep_bytes(ROCKET.read_bytes())
    for file_format in (FileFormat.JPEG, FileFormat.WEBP):
        small, large = (len(export(path, file_format, quality=quality)[0]) for quality in (40, 95))
        assert small < large / 2


@pytest.mark.parametrize(
    ("resize", "expected"),
    [
        (None, (300, 200)),
        (LongerSide(150), (150, 100)),
        (LongerSide(600), (300, 200)),
        (LongerSide(600, enlarges=True), (600, 400)),
        (LongerSide(1), (1, 1)),
        (PerCent(50), (150, 100)),
        (PerCent(200), (600, 400)),
    ],
)
def test_size_of_a_copy(resize: LongerSide | PerCent | None, expected: tuple[int, int]) -> None:
    assert find_export_size(Size(300, 200), resize) == expected


@given(st.integers(1, 20_000), st.integers(1, 20_000), st.integers(1, 400))
def test_copy_never_gets_a_side_that_cannot_be_written(width: int, height: int, per_cent: int) -> None:
    size = find_export_size(Size(width, height), PerCent(per_cent))
    assert min(size) >= 1
    assert max(size) <= max(16_383, width, height)


def test_scaling_does_not_draw_in_what_is_hidden(keep_bytes: KeepBytes) -> None:
    halves = Image.new("RGBA", (40, 40), (0, 255, 0, 0))
    halves.paste((255, 0, 0, 255), (0, 0, 20, 40))
    content, facts = export(keep_bytes(encode(halves, "PNG")), longer_side=[15, 0])
    assert (facts["width"], facts["height"]) == (15, 15)
    scaled = np.asarray(decode(content)).astype(int)
    assert scaled[scaled[..., 3] > 0][:, 1].max() < 8


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (SPEAKING["png"][:-30], ProblemCode.PICTURE_DAMAGED),
        (SPEAKING["jpeg"][: len(SPEAKING["jpeg"]) // 2], ProblemCode.PICTURE_DAMAGED),
        (b"not a picture at all", ProblemCode.NOT_A_PICTURE),
    ],
)
def test_damaged_picture_is_refused(keep_bytes: KeepBytes, content: bytes, code: ProblemCode) -> None:
    with pytest.raises(PictureError) as raised:
        export(keep_bytes(content))
    assert raised.value.problem.code is code


def test_other_bytes_than_came_back_are_refused(keep_bytes: KeepBytes, tmp_path: Path) -> None:
    with pytest.raises(PictureError) as raised:
        export(keep_bytes(SPEAKING["png"]), digest="0" * 64)
    assert raised.value.problem.code is ProblemCode.RESULT_CHANGED
    with pytest.raises(PictureError) as raised:
        export_picture(tmp_path / "gone", tmp_path / "copy", "0" * 64, "keep", 90, None, None, "#fff", None)
    assert raised.value.problem.code is ProblemCode.FILE_UNREADABLE
