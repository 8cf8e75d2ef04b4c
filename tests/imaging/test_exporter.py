"""Copies of results made in a real child."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.process_state import list_children
from tests.helpers.results import RESULT
from tests.imaging.making import decode, encode, make_photo
from turbo_studio.core.contact_sheet import SheetOptions
from turbo_studio.core.exporting import ExportOptions, FileFormat, LongerSide, PerCent, Preset
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.core.result import Upload
from turbo_studio.imaging.exporter import ChildExporter
from turbo_studio.imaging.xmp import Origin

if TYPE_CHECKING:
    from turbo_studio.core.ports import Sheet
    from turbo_studio.core.result import Result

UPLOAD = Upload(Path("input"), "2" * 64, "image/png", Size(40, 30), 9)
SHEET_COMMAND = (sys.executable, "-I", "-m", "turbo_studio.ui.sheets.child")


@pytest.fixture
def result(tmp_path: Path) -> Result:
    path = tmp_path / "picture.png"
    path.write_bytes(encode(make_photo(), "PNG"))
    return replace(RESULT, path=path, digest=hashlib.sha256(path.read_bytes()).hexdigest())


def write_copies(result: Result, scratch: Path, *options: ExportOptions) -> list[bytes]:
    async def run() -> list[bytes]:
        exporter = ChildExporter(scratch, SHEET_COMMAND)
        copies = []
        try:
            for one in options:
                async with exporter.write_copy(result, one) as (path, _):
                    copies.append(path.read_bytes())
                assert not path.exists()
        finally:
            await exporter.close()
        return copies

    return asyncio.run(run())


def test_copies_are_made_as_asked(result: Result, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    jpeg, small, large, described = write_copies(
        result,
        scratch,
        ExportOptions(Preset.CLEAN, FileFormat.JPEG),
        ExportOptions(Preset.CLEAN, resize=LongerSide(20)),
        ExportOptions(Preset.CLEAN, resize=PerCent(200)),
        ExportOptions(Preset.DESCRIBED, FileFormat.WEBP_LOSSLESS),
    )
    assert decode(jpeg).format == "JPEG"
    assert decode(small).size == (20, 15)
    assert decode(large).size == (80, 60)
    assert b"A cup of tea" in described
    assert b"A cup of tea" not in jpeg
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    ("gateway", "uploads", "origin", "model"),
    [
        ("https://gateway.example", (), Origin.GENERATED, "gpt-image-2"),
        ("https://gateway.example", (UPLOAD,), Origin.EDITED, "gpt-image-2"),
        ("sandbox", (UPLOAD,), Origin.SYNTHETIC, "Turbo Studio sandbox"),
    ],
)
def test_description_says_what_made_it(
    result: Result, tmp_path: Path, gateway: str, uploads: tuple[Upload, ...], origin: Origin, model: str
) -> None:
    made = replace(result.provenance, gateway=gateway, uploads=uploads)
    (copy,) = write_copies(
        replace(result, provenance=made), tmp_path / "scratch", ExportOptions(Preset.DESCRIBED)
    )
    assert f'digitalsourcetype/{origin}"'.encode() in copy
    assert f'AISystemUsed="{model}"'.encode() in copy


def test_problem_of_the_file_is_told(result: Result, tmp_path: Path) -> None:
    options = ExportOptions(Preset.CLEAN)
    with pytest.raises(PictureError) as raised:
        write_copies(replace(result, digest="1" * 64), tmp_path / "scratch", options)
    assert raised.value.problem.code is ProblemCode.RESULT_CHANGED
    result.path.unlink()
    with pytest.raises(PictureError) as raised:
        write_copies(result, tmp_path / "scratch", options)
    assert raised.value.problem.code is ProblemCode.FILE_UNREADABLE
    assert list((tmp_path / "scratch").iterdir()) == []


def test_contact_sheet_shows_what_it_can_and_tells_the_rest(result: Result, tmp_path: Path) -> None:
    told: list[int] = []
    changed = replace(result, digest="1" * 64)

    async def run(options: SheetOptions) -> tuple[list[bytes], Sheet]:
        exporter = ChildExporter(tmp_path / "scratch", SHEET_COMMAND)
        try:
            async with exporter.write_sheet([result, changed, result], options, told.append) as sheet:
                return [page.read_bytes() for page in sheet.pages], sheet
        finally:
            await exporter.close()

    (pdf,), sheet = asyncio.run(run(SheetOptions(title="茶")))
    assert pdf.startswith(b"%PDF-")
    assert [problem.code for _, problem in sheet.failures] == [ProblemCode.RESULT_CHANGED]
    assert told == [0, 1, 2, 3]
    pages, _ = asyncio.run(run(SheetOptions(is_pdf=False, columns=1, is_landscape=True)))
    assert [decode(page).size for page in pages] == [(2339, 1654)] * 3
    assert list((tmp_path / "scratch").iterdir()) == []


def test_any_prompt_is_nothing_but_a_caption(result: Result, tmp_path: Path) -> None:
    """T12, T17: of whatever came with a picture, a sheet shows the letters."""
    prompts = [
        "$(touch pwned) `id`",
        "<b>bold</b><img src='http://127.0.0.1:9/x'>",
        "line\nbreak\r\n\u2028two",
        "\u202egnp.exe \u2067x",
        "\x00nul\x07",
        "half of a \ud800",
        "\u0301" * 5_000,
        "a" * 32_000,
        "",
    ]
    results = [replace(result, provenance=replace(result.provenance, prompt=prompt)) for prompt in prompts]

    async def run(options: SheetOptions) -> tuple[list[bytes], Sheet]:
        exporter = ChildExporter(tmp_path / "scratch", SHEET_COMMAND)
        try:
            async with exporter.write_sheet(results, options, lambda done: None) as sheet:
                return [page.read_bytes() for page in sheet.pages], sheet
        finally:
            await exporter.close()

    for options in (SheetOptions(title="<b>\x00\ud800" * 99), SheetOptions(is_pdf=False)):
        (page,), sheet = asyncio.run(run(options))
        assert page.startswith(b"%PDF-" if options.is_pdf else b"\x89PNG")
        assert sheet.failures == ()


def test_cancelled_sheet_leaves_nothing_behind(result: Result, tmp_path: Path) -> None:
    async def run() -> None:
        exporter = ChildExporter(tmp_path / "scratch", SHEET_COMMAND)
        begun = asyncio.Event()

        async def make() -> None:
            async with exporter.write_sheet([result] * 50, SheetOptions(), lambda done: begun.set()):
                raise AssertionError("it was to be cancelled before")

        making = asyncio.create_task(make())
        await begun.wait()
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
        assert list_files(tmp_path / "scratch") == []
        await exporter.close()
        assert list_children() == []

    asyncio.run(run())


def list_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
