"""Copies of results made in a real child."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.helpers.results import RESULT
from tests.imaging.making import decode, encode, make_photo
from turbo_studio.core.exporting import ExportOptions, FileFormat, LongerSide, PerCent, Preset
from turbo_studio.core.problems import PictureError, ProblemCode
from turbo_studio.imaging.exporter import ChildExporter

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.result import Result


@pytest.fixture
def result(tmp_path: Path) -> Result:
    path = tmp_path / "picture.png"
    path.write_bytes(encode(make_photo(), "PNG"))
    return replace(RESULT, path=path, digest=hashlib.sha256(path.read_bytes()).hexdigest())


def write_copies(result: Result, scratch: Path, *options: ExportOptions) -> list[bytes]:
    async def run() -> list[bytes]:
        exporter = ChildExporter(scratch)
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
