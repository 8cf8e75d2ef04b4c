"""The mask menu in the window: what is asked of whom, and what is asked of the user first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog

from tests.helpers.fake_engine import build_session, decode_shown, open_source
from turbo_studio.core.facts import MaskSaved, PixelsFound
from turbo_studio.core.geometry import Box
from turbo_studio.core.operators import (
    FillHoles,
    FoundPixels,
    Grow,
    MaskFile,
    MaskPixels,
    RemoveSpecks,
    Rework,
    Shrink,
    Smooth,
)
from turbo_studio.ui.actions import MASK_VERBS
from turbo_studio.ui.translations import load_translator
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.operators import MaskOperator, Selecting


class Parts:
    """A window with a picture."""

    def __init__(self, window: MainWindow, engine: FakeEngine, folder: Path) -> None:
        self.window = window
        self.engine = engine
        self.folder = folder

    def trigger(self, verb: str) -> None:
        self.window.actions_table[verb].trigger()

    @property
    def asked(self) -> Selecting:
        *_, (_, asked) = self.engine.calls_of("find_pixels")
        selecting: Selecting = asked
        return selecting


@pytest.fixture
def parts(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Parts]:
    load_translator(qapp, "en")
    session, bridge, engine = build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(engine.calls_of("fetch_page")))
    open_source(session, tmp_path)
    decode_shown(session, tmp_path)
    yield Parts(window, engine, tmp_path)
    window.close()


@pytest.mark.parametrize(
    ("verb", "operator"),
    [
        ("grow_mask", Grow(7)),
        ("shrink_mask", Shrink(7)),
        ("smooth_mask", Smooth(7)),
        ("remove_specks", RemoveSpecks(7)),
    ],
)
def test_a_number_is_asked_for_and_remembered(parts: Parts, verb: str, operator: MaskOperator) -> None:
    for _ in range(2):
        parts.trigger(verb)
        dialog = parts.window.findChild(QInputDialog, f"{verb}_dialog")
        assert isinstance(dialog, QInputDialog)
        assert not parts.engine.calls_of("find_pixels") or dialog.intValue() == 7
        dialog.setIntValue(7)
        dialog.accept()
        QApplication.processEvents()
    assert isinstance(parts.asked, Rework)
    assert parts.asked.operator == operator


def test_holes_are_filled_without_a_question(parts: Parts) -> None:
    parts.trigger("fill_holes")
    assert isinstance(parts.asked, Rework)
    assert parts.asked.operator == FillHoles()


def test_nothing_is_on_offer_without_a_picture(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    session, bridge, _ = build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    assert not any(window.actions_table[verb].isEnabled() for verb in MASK_VERBS)
    window.close()


def test_an_opaque_picture_has_no_transparency_to_select(parts: Parts) -> None:
    assert not parts.window.actions_table["mask_from_transparency"].isEnabled()
    assert parts.window.actions_table["paste_mask"].isEnabled()


def test_a_picture_file_is_offered_as_a_mask(parts: Parts) -> None:
    parts.trigger("open_mask")
    dialog = parts.window.findChild(QFileDialog, "open_mask_dialog")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(parts.folder / "m.png"))
    dialog.reject()

    size = parts.window.session.document.sources[0].size
    assert parts.asked == MaskFile(parts.folder / "m.png", size)


def test_a_pasted_picture_is_offered_and_taken_by_enter(parts: Parts) -> None:
    image = QImage(3, 2, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.white)
    mime = QMimeData()
    mime.setImageData(image)
    QGuiApplication.clipboard().setMimeData(mime)

    parts.trigger("paste_mask")
    asked = parts.asked
    assert isinstance(asked, MaskPixels)
    assert (asked.rgba_size, asked.rgba) == ((3, 2), b"\xff" * 24)

    ((token, _),) = parts.engine.calls_of("find_pixels")
    found = FoundPixels(Box(0, 0, 20, 10), np.full((10, 20), 255, np.uint8))
    parts.window.session.receive(PixelsFound(token, found))
    QTest.keyClick(parts.window.canvas, Qt.Key.Key_Return)

    mask = parts.window.session.painter.shown_mask
    assert mask is not None
    assert mask.selected_pixels == 200
    QGuiApplication.clipboard().clear()


def test_a_pasted_file_is_read_as_a_mask(parts: Parts) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(parts.folder / "m.png"))])
    QGuiApplication.clipboard().setMimeData(mime)
    parts.trigger("paste_mask")
    assert isinstance(parts.asked, MaskFile)
    QGuiApplication.clipboard().clear()


def test_a_clipboard_without_a_picture_is_said(parts: Parts) -> None:
    QGuiApplication.clipboard().setText("words")
    parts.trigger("paste_mask")
    assert parts.window.message_bar.accessibleName() == "There is no picture on the clipboard."
    QGuiApplication.clipboard().clear()


def test_a_mask_is_saved_and_that_is_said(parts: Parts) -> None:
    parts.trigger("save_mask")
    dialog = parts.window.findChild(QFileDialog, "save_mask_dialog")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(parts.folder / "out.png"))
    dialog.reject()

    ((_, path),) = parts.engine.calls_of("save_mask")
    parts.window.session.receive(MaskSaved(path))
    assert parts.window.message_bar.accessibleName() == "The mask is saved as out.png."


def test_painting_on_another_source_tells_whose_mask_is_sent_once(parts: Parts) -> None:
    session = parts.window.session
    other = open_source(session, parts.folder, "other.png")
    session.painter.show_source(other.id)
    decode_shown(session, parts.folder)
    session.painter.fill_mask()
    said = parts.window.message_bar.accessibleName()
    assert said.startswith("Only the mask of image 1 is sent.")

    parts.window.show_notice("something else")
    session.painter.clear_mask()
    session.painter.fill_mask()
    assert parts.window.message_bar.accessibleName() == "something else"
