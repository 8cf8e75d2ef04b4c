"""The request panel with real keys and presses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.helpers import fake_engine
from turbo_studio.core.facts import ConnectionChanged, SpendingChanged
from turbo_studio.core.geometry import Size
from turbo_studio.core.price import Prices
from turbo_studio.core.profile import Quality
from turbo_studio.core.request import EditRequest, GenerationRequest
from turbo_studio.core.spending import Spending
from turbo_studio.ui.panels.request_panel import RequestPanel
from turbo_studio.ui.panels.size_field import CUSTOM
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QComboBox
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge


class Desk(NamedTuple):
    panel: RequestPanel
    session: Session
    bridge: Bridge
    engine: FakeEngine


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    session, bridge, engine = fake_engine.build_session()
    panel = RequestPanel(session, bridge)
    qtbot.addWidget(panel)
    panel.resize(320, 620)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return Desk(panel, session, bridge, engine)


def choose(box: QComboBox, data: str) -> None:
    """As a user does with the keys: down the open list to the entry."""
    row = box.findData(data)
    assert row >= 0, f"{data} is not offered"
    box.setFocus()
    if row == box.count() - 1:
        QTest.keyClick(box, Qt.Key.Key_End)
    while box.currentIndex() != row:
        step = Qt.Key.Key_Down if box.currentIndex() < row else Qt.Key.Key_Up
        QTest.keyClick(box, step)


def paste(desk: Desk, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    desk.panel.prompt_edit.insertFromMimeData(mime)


# The prompt


def test_a_prompt_that_is_typed_is_sent_with_ctrl_enter(desk: Desk) -> None:
    QTest.keyClicks(desk.panel.prompt_edit, "a cup of tea")
    QTest.keyClick(desk.panel.prompt_edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (job,) = desk.engine.submitted
    assert isinstance(job.request, GenerationRequest)
    assert job.request.prompt == "a cup of tea"
    assert desk.panel.prompt_edit.toPlainText() == "a cup of tea"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("tea", 3),
        ("猫" * 5, 5),
        ("😀" * 20_000, 20_000),
        ("👩‍👩‍👧", 5),
        ("a\x00\x07b\tc\n", 5),
        ("e\u0301", 2),
    ],
)
def test_the_counter_counts_code_points_as_they_are_sent(desk: Desk, text: str, count: int) -> None:
    paste(desk, text)
    assert desk.panel.counter.text().replace(",", "") == f"{count} / 32000"
    assert desk.panel.counter.property("role") == "secondary"


def test_the_counter_marks_one_character_too_many(desk: Desk) -> None:
    paste(desk, "x" * 32_000)
    assert desk.panel.counter.property("role") == "secondary"
    QTest.keyClicks(desk.panel.prompt_edit, "y")
    assert desk.panel.counter.property("role") == "error"
    QTest.mouseClick(desk.panel.submit_button, Qt.MouseButton.LeftButton)
    assert "32" in desk.panel.prompt_note.text()
    assert not desk.engine.submitted
    QTest.keyClick(desk.panel.prompt_edit, Qt.Key.Key_Backspace)
    assert desk.panel.prompt_note.isHidden()
    QTest.mouseClick(desk.panel.submit_button, Qt.MouseButton.LeftButton)
    assert len(desk.engine.submitted) == 1


@pytest.mark.parametrize("text", ["x" * 10_000_000, "word " * 100_000, "😀" * 100_000])
def test_a_huge_paste_is_cut_aloud(desk: Desk, text: str) -> None:
    paste(desk, text)
    assert len(desk.panel.prompt_edit.toPlainText()) == 40_000
    assert desk.session.draft.prompt == text[:40_000]
    assert "40" in desk.panel.prompt_note.text()


def test_what_is_selected_makes_room_for_a_paste(desk: Desk) -> None:
    paste(desk, "x" * 40_000)
    desk.panel.prompt_edit.selectAll()
    paste(desk, "y" * 40_000)
    assert desk.session.draft.prompt == "y" * 40_000
    assert desk.panel.prompt_note.isHidden()


def test_tab_leaves_the_prompt(desk: Desk) -> None:
    desk.panel.prompt_edit.setFocus()
    QTest.keyClick(desk.panel.prompt_edit, Qt.Key.Key_Tab)
    assert desk.panel.prompt_edit.toPlainText() == ""
    assert not desk.panel.prompt_edit.hasFocus()


def test_files_are_no_text(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    """A file manager gives a dropped file's name as text too."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "cup.png"))])
    mime.setText(str(tmp_path / "cup.png"))
    assert not desk.panel.prompt_edit.canInsertFromMimeData(mime)
    with qtbot.waitSignal(desk.panel.paste_as_source_requested):
        desk.panel.prompt_edit.insertFromMimeData(mime)
    assert desk.panel.prompt_edit.toPlainText() == ""


def test_a_picture_on_the_clipboard_is_left_to_the_window(desk: Desk, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    with qtbot.waitSignal(desk.panel.paste_as_source_requested):
        desk.panel.prompt_edit.insertFromMimeData(mime)


def test_html_stays_text(desk: Desk) -> None:
    mime = QMimeData()
    mime.setHtml("<b>bold</b>")
    mime.setText("<b>bold</b>")
    desk.panel.prompt_edit.insertFromMimeData(mime)
    assert desk.session.draft.prompt == "<b>bold</b>"


# What stands in the way


def test_an_empty_prompt_is_refused_at_its_field(desk: Desk) -> None:
    panel = desk.panel
    QTest.mouseClick(panel.submit_button, Qt.MouseButton.LeftButton)
    assert not desk.engine.submitted
    assert panel.prompt_note.isVisible()
    assert panel.prompt_note.property("role") == "error"
    assert panel.prompt_edit.hasFocus()
    assert tokens().error.name() in panel.prompt_edit.styleSheet()
    assert panel.prompt_edit.accessibleDescription() == panel.prompt_note.text() != ""
    assert panel.prompt_edit.geometry().bottom() < panel.prompt_note.geometry().top()

    QTest.keyClicks(panel.prompt_edit, "t")
    assert panel.prompt_note.isHidden()
    assert panel.prompt_edit.styleSheet() == ""


def test_a_source_that_is_being_opened_is_waited_for(desk: Desk, tmp_path: Path) -> None:
    QTest.keyClicks(desk.panel.prompt_edit, "tea")
    desk.session.open_files([tmp_path / "cup.png"])
    desk.panel.submit()
    assert desk.panel.sources_note.isVisible()
    assert not desk.engine.submitted


# The size


def test_a_generation_offers_the_three_sizes_and_no_other(desk: Desk) -> None:
    box = desk.panel.size_field.size_box
    assert [box.itemData(row) for row in range(box.count())] == ["1024x1024", "1536x1024", "1024x1536"]
    assert box.itemText(1) == "1536 × 1024"


def test_an_edit_proposes_the_size_of_image_1_and_takes_custom_ones(desk: Desk, tmp_path: Path) -> None:
    fake_engine.open_source(desk.session, tmp_path, "cup.png", Size(1600, 1200))
    box = desk.panel.size_field.size_box
    assert box.currentData() == "1600x1200"
    assert box.currentIndex() == 0
    assert box.itemText(0) == "1600 × 1200 · like image 1"
    assert box.itemData(box.count() - 1) == CUSTOM


def test_a_size_that_is_chosen_is_sent(desk: Desk) -> None:
    choose(desk.panel.size_field.size_box, "1024x1536")
    QTest.keyClicks(desk.panel.prompt_edit, "tea")
    desk.panel.submit()
    assert desk.engine.submitted[0].request.size == Size(1024, 1536)


def test_a_custom_size_snaps_when_its_editing_ends(desk: Desk, tmp_path: Path) -> None:
    fake_engine.open_source(desk.session, tmp_path, "cup.png", Size(1600, 1200))
    field = desk.panel.size_field
    assert not field.width_box.isVisible()
    choose(field.size_box, CUSTOM)
    assert field.width_box.isVisible()
    field.width_box.setFocus()
    field.width_box.selectAll()
    QTest.keyClicks(field.width_box, "1500")
    assert desk.session.draft.size == Size(1500, 1200)
    assert "16" in field.note.text()
    assert field.note.property("role") == "error"
    QTest.keyClick(field.width_box, Qt.Key.Key_Tab)
    assert desk.session.draft.size == Size(1504, 1200)
    assert field.width_box.value() == 1504
    assert not field.note.isVisible()
    QTest.keyClick(field.height_box, Qt.Key.Key_Up)
    assert desk.session.draft.size == Size(1504, 1216)


def test_a_press_ends_the_editing_of_a_size(desk: Desk, tmp_path: Path) -> None:
    fake_engine.open_source(desk.session, tmp_path, "cup.png", Size(1600, 1200))
    field = desk.panel.size_field
    QTest.keyClicks(desk.panel.prompt_edit, "tea")
    choose(field.size_box, CUSTOM)
    field.height_box.setFocus()
    field.height_box.selectAll()
    QTest.keyClicks(field.height_box, "1210")
    desk.panel.submit()
    assert desk.engine.submitted[0].request.size == Size(1600, 1216)


@pytest.mark.parametrize(("size", "words"), [((3840, 1200), "narrow"), ((3840, 2400), "too large")])
def test_a_custom_size_that_is_not_legal_says_why(
    desk: Desk, tmp_path: Path, size: tuple[int, int], words: str
) -> None:
    fake_engine.open_source(desk.session, tmp_path)
    field = desk.panel.size_field
    choose(field.size_box, CUSTOM)
    field.width_box.setValue(size[0])
    field.height_box.setValue(size[1])
    assert words in field.note.text()
    QTest.keyClicks(desk.panel.prompt_edit, "tea")
    desk.panel.submit()
    assert not desk.engine.submitted
    assert field.width_box.hasFocus()
    assert words in field.note.text()


@pytest.mark.parametrize(("data", "says_something"), [("3840x2160", True), ("1024x1536", False)])
def test_advice_stands_beside_a_size_and_refuses_nothing(
    desk: Desk, tmp_path: Path, data: str, says_something: bool
) -> None:
    fake_engine.open_source(desk.session, tmp_path)
    choose(desk.panel.size_field.size_box, data)
    assert bool(desk.panel.size_field.note.text()) is says_something
    assert desk.panel.size_field.note.property("role") == "secondary"
    QTest.keyClicks(desk.panel.prompt_edit, "tea")
    desk.panel.submit()
    assert len(desk.engine.submitted) == 1


def test_without_sources_a_custom_size_gives_way(desk: Desk, tmp_path: Path) -> None:
    source = fake_engine.open_source(desk.session, tmp_path)
    field = desk.panel.size_field
    choose(field.size_box, CUSTOM)
    field.width_box.setValue(2000)
    desk.session.remove_source(source.id)
    assert field.size_box.currentData() == "1024x1024"
    assert field.size_box.findData(CUSTOM) == -1
    assert not field.width_box.isVisible()
    assert not field.note.isVisible()


# The rest


def test_variations_are_as_many_requests(desk: Desk) -> None:
    QTest.keyClicks(desk.panel.prompt_edit, "tea")
    one = desk.panel.estimate_label.text()
    desk.panel.variations_box.setFocus()
    QTest.keyClick(desk.panel.variations_box, Qt.Key.Key_Up)
    QTest.keyClick(desk.panel.variations_box, Qt.Key.Key_Up)
    assert desk.panel.estimate_label.text() != one
    assert desk.panel.estimate_label.text().startswith("3 requests")
    desk.panel.submit()
    assert [(job.variation, job.variations) for job in desk.engine.submitted] == [(1, 3), (2, 3), (3, 3)]
    assert desk.panel.variations_box.maximum() == desk.session.profile.variations_max


def test_a_quality_that_is_chosen_is_sent_and_changes_the_estimate(desk: Desk) -> None:
    QTest.keyClicks(desk.panel.prompt_edit, "tea")
    high = desk.panel.estimate_label.text()
    choose(desk.panel.quality_box, "low")
    assert desk.panel.estimate_label.text() != high
    assert "$" in high
    desk.panel.submit()
    assert desk.engine.submitted[0].request.quality is Quality.LOW


def test_the_button_says_what_it_does(desk: Desk, tmp_path: Path) -> None:
    button = desk.panel.submit_button
    assert button.accessibleName() == "Generate · ≈ $0.21"
    assert button.text().startswith("Generate")
    assert "Enter" in button.text()
    fake_engine.open_source(desk.session, tmp_path, "cup.png")
    assert button.accessibleName().startswith("Edit 1 image · ≈ $")
    fake_engine.open_source(desk.session, tmp_path, "cat.png")
    assert button.accessibleName().startswith("Edit 2 images · ≈ $")
    desk.panel.prompt_edit.setPlainText("tea")
    desk.panel.submit()
    request = desk.engine.submitted[0].request
    assert isinstance(request, EditRequest)
    assert len(request.sources) == 2


def test_the_button_names_the_estimate_of_all_variations(desk: Desk) -> None:
    assert "Enter" in desk.panel.submit_button.text()
    desk.panel.variations_box.setValue(10)
    assert "≈ $2.11" in desk.panel.submit_button.text()
    assert "about $2.11 (estimate)" in desk.panel.estimate_label.text()


def test_the_key_gives_way_where_the_button_has_no_room_for_it(desk: Desk, tmp_path: Path) -> None:
    desk.session.set_preferences(desk.session.preferences._replace(prices=Prices(image_out=100.0)))
    for number in range(10):
        fake_engine.open_source(desk.session, tmp_path, f"cup{number}.png", Size(3840, 2160))
    desk.panel.variations_box.setValue(10)
    button = desk.panel.submit_button
    assert button.text() == button.accessibleName()
    assert "Enter" in button.toolTip()
    assert button.minimumSizeHint().width() <= button.width()


def test_a_price_that_nobody_knows_is_not_called_nothing(desk: Desk, tmp_path: Path) -> None:
    unpriced = desk.session.preferences._replace(prices=Prices(0.0, 0.0, 0.0))
    desk.session.set_preferences(unpriced)
    desk.panel.variations_box.setValue(2)
    assert "price unknown" in desk.panel.estimate_label.text()
    assert "$" not in desk.panel.estimate_label.text()
    assert "$" not in desk.panel.submit_button.text()
    fake_engine.open_source(desk.session, tmp_path, "cup.png", Size(3840, 2160))
    assert desk.panel.cheaper_button is not None
    assert "tokens less" in desk.panel.cheaper_button.text()


def test_a_press_over_the_days_limit_says_so_before_it_is_made(desk: Desk) -> None:
    desk.session.receive(ConnectionChanged("https://gateway.example/v1", is_sandbox=False))
    desk.session.receive(SpendingChanged(Spending(today=19.7, today_maybe=0.0)))
    QTest.keyClicks(desk.panel.prompt_edit, "tea")
    assert desk.panel.findChild(QLabel, "cap_note") is None
    desk.panel.variations_box.setValue(2)
    note = desk.panel.findChild(QLabel, "cap_note")
    assert note is not None
    assert note.isVisible()
    assert "$20.00" in note.text()
    assert "$19.70" in note.text()
    assert desk.panel.submit_button.accessibleDescription() == note.text()
    desk.panel.variations_box.setValue(1)
    assert note.isHidden()
    desk.panel.submit()
    assert note.isVisible(), "what is sent already counts as spent"
    desk.session.receive(ConnectionChanged("http://127.0.0.1:1/v1", is_sandbox=True))
    assert note.isHidden()


def test_the_sandbox_names_no_price_on_the_button(desk: Desk) -> None:
    desk.session.receive(ConnectionChanged("http://127.0.0.1:1/v1", is_sandbox=True))
    assert desk.panel.estimate_label.text().startswith("Free in the sandbox; elsewhere about 7")
    assert desk.panel.submit_button.accessibleName() == "Generate"
    desk.session.receive(ConnectionChanged("https://gateway.example/v1", is_sandbox=False))
    assert desk.panel.submit_button.accessibleName() == "Generate · ≈ $0.21"


def test_a_cheaper_size_close_by_is_taken_with_a_press(desk: Desk, tmp_path: Path) -> None:
    assert desk.panel.findChild(QPushButton, "cheaper_size_button") is None
    fake_engine.open_source(desk.session, tmp_path, "cup.png", Size(3840, 2160))
    button = desk.panel.findChild(QPushButton, "cheaper_size_button")
    assert button is not None
    assert button.isVisible()
    assert button.text().startswith("3744 × 2032 would cost about $0.04 less")
    before = desk.session.estimate.tokens
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert desk.session.draft.size == Size(3744, 2032)
    assert desk.panel.size_field.width_box.value() == 3744
    assert desk.session.estimate.tokens < before
    choose(desk.panel.size_field.size_box, "1024x1024")
    assert not button.isVisible()


def test_reused_settings_show_and_can_be_taken_back(desk: Desk, tmp_path: Path) -> None:
    QTest.keyClicks(desk.panel.prompt_edit, "tea")
    desk.session.reuse_settings(fake_engine.build_result(tmp_path, 1, "a teapot"))
    assert desk.panel.prompt_edit.toPlainText() == "a teapot"
    assert desk.panel.size_field.size_box.currentData() == "1536x1024"
    assert desk.session.draft.prompt == "a teapot"
    desk.panel.prompt_edit.undo()
    assert desk.session.draft.prompt == "tea"


@pytest.mark.parametrize(
    "name",
    ["prompt_edit", "size_box", "width_box", "height_box", "quality_box", "variations_box", "submit_button"],
)
def test_every_control_can_be_found_and_has_a_name(desk: Desk, name: str) -> None:
    control = desk.panel.findChild(QWidget, name)
    assert control is not None
    assert control.accessibleName()


# The look


def test_nothing_is_squeezed_where_the_panel_is_low(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.panel.resize(320, 220)
    fake_engine.open_source(desk.session, tmp_path, "cup.png", Size(3840, 2160))
    desk.panel.variations_box.setValue(2)
    field, button = desk.panel.size_field, desk.panel.submit_button

    def is_whole() -> bool:
        parts = (field.size_box, field.note, desk.panel.variations_box, desk.panel.estimate_label, button)
        return all(
            part.height() >= max(part.minimumSizeHint().height(), part.heightForWidth(part.width()))
            for part in parts
        )

    qtbot.waitUntil(is_whole)
    assert button.visibleRegion().boundingRect() == button.rect(), "the button is never out of sight"


@pytest.mark.parametrize("padding_px", [0, 6])
def test_labels_stand_level_with_their_fields_in_any_style(desk: Desk, qtbot: QtBot, padding_px: int) -> None:
    desk.panel.setStyleSheet(f"QComboBox, QSpinBox {{ padding: {padding_px}px; border: 1px solid grey }}")
    boxes = (desk.panel.size_field.size_box, desk.panel.quality_box, desk.panel.variations_box)
    labels = {label.buddy(): label for label in desk.panel.findChildren(QLabel) if label.buddy() is not None}

    def is_level() -> bool:
        fields = (desk.panel.size_field, desk.panel.quality_box, desk.panel.variations_box)
        middles = [
            (_middle(labels[field], desk.panel), _middle(box, desk.panel))
            for field, box in zip(fields, boxes, strict=True)
        ]
        return all(abs(label - box) <= 1 for label, box in middles)

    qtbot.waitUntil(is_level)


def _middle(widget: QWidget, panel: QWidget) -> int:
    return widget.mapTo(panel, widget.rect().center()).y()
