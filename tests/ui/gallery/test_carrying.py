"""What another program sees of results that are dragged to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.helpers.fake_engine import build_result
from turbo_studio.ui.gallery.carrying import CarriedResults

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication


def test_one_result_is_a_file_and_a_picture(qapp: QApplication, tmp_path: Path) -> None:
    result = build_result(tmp_path)
    mime = CarriedResults([result])
    assert [url.toLocalFile() for url in mime.urls()] == [str(result.path)]
    assert set(mime.formats()) >= {"text/uri-list", "image/png"}
    assert mime.hasFormat("image/png")
    assert mime.data("image/png").data() == result.path.read_bytes()


def test_several_are_files_in_their_order(qapp: QApplication, tmp_path: Path) -> None:
    results = [build_result(tmp_path, number) for number in (3, 1, 2)]
    mime = CarriedResults(results)
    assert [url.toLocalFile() for url in mime.urls()] == [str(result.path) for result in results]
    assert not mime.hasFormat("image/png")


def test_what_is_not_there_is_not_carried(qapp: QApplication, tmp_path: Path) -> None:
    there, gone = build_result(tmp_path, 1), replace(build_result(tmp_path, 2), is_missing=True)
    assert len(CarriedResults([gone, there]).urls()) == 1
    mime = CarriedResults([there])
    there.path.unlink()
    assert mime.data("image/png").isEmpty()


def test_a_path_of_any_name_is_one_address(qapp: QApplication, tmp_path: Path) -> None:
    result = build_result(tmp_path)
    hostile = result.path.rename(result.path.with_name("a b\n#%41?猫.png"))
    (url,) = CarriedResults([replace(result, path=hostile)]).urls()
    assert url.toLocalFile() == str(hostile)
