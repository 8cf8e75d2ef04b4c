"""The strip of results: the search, the count, and the way between field and tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from turbo_studio.core.query import Query
from turbo_studio.ui.gallery.results_strip import ResultsStrip

if TYPE_CHECKING:
    from tests.ui.gallery.conftest import Desk

_Key = Qt.Key


class Stand(NamedTuple):
    desk: Desk
    strip: ResultsStrip

    @property
    def asked(self) -> list[str]:
        """The words of each first page that was asked for."""
        pages = self.desk.engine.calls_of("fetch_page")
        return [query.words for query, before, _limit in pages if before is None]


@pytest.fixture
def stand(desk: Desk) -> Stand:
    strip = ResultsStrip(desk.session, desk.bridge, desk.model, desk.chosen)
    desk.qtbot.addWidget(strip)
    strip.resize(700, 170)
    strip.show()
    strip.activateWindow()
    desk.qtbot.waitUntil(strip.isActiveWindow)
    return Stand(desk, strip)


def test_typing_searches_once_when_it_stops(stand: Stand) -> None:
    QTest.keyClicks(stand.strip.gallery_search, "teapot")
    stand.desk.qtbot.waitUntil(lambda: bool(stand.asked))
    assert stand.asked == ["teapot"]


def test_enter_searches_at_once_and_leads_to_the_results(stand: Stand) -> None:
    stand.desk.fill(30)
    stand.strip.gallery_search.insert("茶")
    QTest.keyClick(stand.strip.gallery_search, _Key.Key_Return)
    assert stand.asked[-1] == "茶"
    assert stand.strip.gallery_list.hasFocus()


def test_escape_clears_the_search_and_then_leaves_it(stand: Stand) -> None:
    stand.desk.fill(30)
    field = stand.strip.gallery_search
    field.setFocus()
    QTest.keyClicks(field, "cup")
    QTest.keyClick(field, _Key.Key_Escape)
    assert (field.text(), field.hasFocus()) == ("", True)
    QTest.keyClick(field, _Key.Key_Escape)
    assert stand.strip.gallery_list.hasFocus()


def test_a_letter_over_the_results_begins_a_search(stand: Stand) -> None:
    stand.desk.fill(30)
    stand.strip.gallery_list.take_focus()
    QTest.keyClicks(stand.strip.gallery_list, "t")
    assert stand.strip.gallery_search.hasFocus()
    QTest.keyClicks(stand.strip.gallery_search, "ea")
    assert stand.strip.gallery_search.text() == "tea"
    stand.desk.qtbot.waitUntil(lambda: stand.asked[-1] == "tea")


def test_the_field_follows_a_query_from_elsewhere(stand: Stand) -> None:
    stand.desk.session.results.set_query(Query(words="a pot"))
    assert stand.strip.gallery_search.text() == "a pot"
    stand.desk.qtbot.wait(200)
    assert stand.asked == ["a pot"]


def test_the_count_is_told_and_why_there_is_nothing(stand: Stand) -> None:
    label, empty = stand.strip.count_label, stand.strip.gallery_list.empty_label
    assert (label.text(), empty.text()) == ("", "Pictures that come back appear here")
    stand.desk.fill(1_204)
    assert label.text().replace(",", "") == "1204 · newest first"
    stand.desk.session.results.set_query(Query(words="teapot"))
    stand.desk.qtbot.waitUntil(lambda: label.text() == "")
    assert empty.text() == "No result is like that"


def test_every_control_has_a_name(stand: Stand) -> None:
    for widget, name in (
        (stand.strip.gallery_list, "gallery_list"),
        (stand.strip.gallery_search, "gallery_search"),
    ):
        assert widget.objectName() == name
        assert widget.accessibleName()


def test_what_the_filters_of_the_gallery_hide_can_be_shown_again(stand: Stand) -> None:
    stand.desk.fill(30)
    assert stand.strip.findChild(QPushButton, "show_all_button") is None
    stand.desk.session.results.set_query(Query(words="number 2", stars_min=5))
    stand.desk.qtbot.waitUntil(lambda: stand.strip.count_label.text() == "0 · filtered")
    button = stand.strip.findChild(QPushButton, "show_all_button")
    assert button is not None
    button.click()
    assert stand.desk.session.results.query == Query(words="number 2")
    stand.desk.qtbot.waitUntil(lambda: stand.strip.count_label.text() == "12 · newest first")
    assert not button.isVisible()
