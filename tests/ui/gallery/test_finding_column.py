"""The left column of the gallery: filters, saved searches and collections, by hand and by keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QPushButton

from tests.helpers.fake_engine import build_session, open_source
from turbo_studio.core.collection import Collection, SavedSearch, SearchId
from turbo_studio.core.facts import CollectionDeleted, CollectionsChanged
from turbo_studio.core.geometry import Size
from turbo_studio.core.marks import Flag, Label
from turbo_studio.core.profile import Quality
from turbo_studio.core.query import CollectionId, Kind, Query
from turbo_studio.core.result import ResultId
from turbo_studio.ui.gallery.date_filter import find_midnight
from turbo_studio.ui.gallery.finding_column import FindingColumn
from turbo_studio.ui.translations import load_translator
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QComboBox
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.session.session import Session
    from turbo_studio.ui.gallery.filter_panel import FilterPanel
    from turbo_studio.ui.gallery.shelf_panel import ShelfPanel

TEA = Collection(CollectionId("c1"), "Tea", 12)
CATS = Collection(CollectionId("c2"), "Cats", 3)
BEST = SavedSearch(SearchId("s1"), "Best edits", Query(stars_min=4, kind=Kind.EDIT))


@dataclass
class Shown:
    window: MainWindow
    session: Session
    engine: FakeEngine
    column: FindingColumn
    folder: Path

    @property
    def filters(self) -> FilterPanel:
        return self.column.filter_panel

    @property
    def shelf(self) -> ShelfPanel:
        return self.column.shelf_panel

    @property
    def query(self) -> Query:
        return self.session.results.query

    def press(self, name: str) -> None:
        button = self.column.findChild(QPushButton, name)
        assert isinstance(button, QPushButton), name
        button.click()

    def accept_offer(self) -> None:
        button = self.window.message_bar.findChild(QPushButton, "message_remedy_button")
        assert isinstance(button, QPushButton)
        button.click()

    def answer(self, text: str) -> None:
        """The question for a name that is open."""
        (dialog,) = (each for each in self.window.findChildren(QInputDialog) if each.isVisible())
        dialog.setTextValue(text)
        dialog.accept()


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    load_translator(qapp, "en")
    session, bridge, engine = build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    column = FindingColumn(window)
    window.show_page(column)
    session.receive(CollectionsChanged((CATS, TEA), (BEST,)))
    yield Shown(window, session, engine, column, tmp_path)
    window.close()


def choose(box: QComboBox, text: str) -> None:
    """By the keyboard, as one does who cannot see the list."""
    box.setFocus()
    for _ in range(box.count()):
        QTest.keyClick(box, Qt.Key.Key_Up)
    for _ in range(box.findText(text)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == text


def test_each_filter_narrows_the_query_and_clear_takes_them_back(shown: Shown) -> None:
    shown.session.results.set_query(Query("tea", collection=TEA.id))
    filters = shown.filters
    choose(filters.stars_box, "★★★ and more")
    choose(filters.flag_box, "Picked")
    choose(filters.kind_box, "Editing")
    choose(filters.place_box, "A gateway")
    choose(filters.size_box, "1536 × 1024")
    shown.press("filter_label_red_button")
    shown.press("filter_label_blue_button")
    shown.press("filter_quality_high_button")
    filters.dollars_min_box.setValue(0.05)
    filters.dollars_max_box.setValue(0.25)
    assert shown.query == Query(
        words="tea",
        stars_min=3,
        labels=frozenset({Label.RED, Label.BLUE}),
        flag=Flag.PICK,
        kind=Kind.EDIT,
        qualities=frozenset({Quality.HIGH}),
        size=Size(1536, 1024),
        dollars_min=0.05,
        dollars_max=0.25,
        is_sandbox=False,
        collection=TEA.id,
    )
    shown.press("filter_clear_button")
    assert shown.query == Query("tea", collection=TEA.id)
    assert not filters.clear_button.isEnabled()
    assert filters.stars_box.currentText() == "Any"
    assert filters.dollars_min_box.text() == "any"


def test_days_begin_and_end_where_the_user_is(shown: Shown) -> None:
    dates, today = shown.filters.dates, QDate.currentDate()
    choose(dates.days_box, "Last 7 days")
    assert (shown.query.since, shown.query.until) == (find_midnight(today.addDays(-6)), None)
    choose(dates.days_box, "From … to …")
    dates.first_edit.setDate(QDate(2026, 3, 1))
    dates.last_edit.setDate(QDate(2026, 3, 31))
    assert shown.query.since == find_midnight(QDate(2026, 3, 1))
    assert shown.query.until == find_midnight(QDate(2026, 4, 1))
    choose(dates.days_box, "Any")
    assert shown.query == Query()


def test_what_was_made_from_the_picture_on_the_canvas(shown: Shown) -> None:
    check = shown.filters.source_check
    assert not check.isEnabled()
    source = open_source(shown.session, shown.folder, "cup & saucer.png")
    assert check.text() == "cup && saucer.png"
    assert check.accessibleName() == "Made from cup & saucer.png"
    check.click()
    assert shown.query.source_digest == source.digest
    check.click()
    assert shown.query == Query()


_moments = st.dates(date(2021, 1, 1), date(2026, 11, 1)).map(
    lambda day: find_midnight(QDate(day.year, day.month, day.day))
)
_queries = st.builds(
    Query,
    words=st.text(max_size=5),
    stars_min=st.integers(0, 5),
    labels=st.frozensets(st.sampled_from([label for label in Label if label])),
    flag=st.sampled_from([None, *Flag]),
    kind=st.sampled_from([None, *Kind]),
    qualities=st.frozensets(st.sampled_from(Quality)),
    size=st.sampled_from([None, Size(1024, 1024), Size(640, 4_000)]),
    since=_moments,
    until=_moments,
    dollars_min=st.sampled_from([None, 0.05]),
    dollars_max=st.sampled_from([None, 12.5]),
    is_sandbox=st.sampled_from([None, True, False]),
    source_digest=st.sampled_from(["", "ab" * 32]),
    collection=st.sampled_from([None, TEA.id]),
)


@given(query=_queries)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_fields_tell_any_query_as_it_is(shown: Shown, query: Query) -> None:
    shown.filters.show_query(query)
    assert shown.filters._read() == query


def test_a_saved_search_is_shown_by_a_click_and_left_by_another(shown: Shown) -> None:
    searches = shown.shelf.searches_list
    row = searches.visualItemRect(searches.item(0)).center()
    QTest.mouseClick(searches.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert shown.query == BEST.query
    assert searches.item(0).font().bold()
    assert searches.selectedItems() == [searches.item(0)]
    assert shown.filters.stars_box.currentText() == "★★★★ and more"
    QTest.mouseClick(searches.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert shown.query == Query()
    assert not searches.item(0).font().bold()
    assert not searches.selectedItems()


def test_collections_are_chosen_renamed_and_deleted_by_keys(shown: Shown) -> None:
    collections = shown.shelf.collections_list
    assert [collections.item(row).text() for row in range(2)] == ["Cats   3", "Tea   12"]
    collections.setFocus()
    collections.setCurrentRow(1)
    QTest.keyClick(collections, Qt.Key.Key_Return)
    assert shown.query == Query(collection=TEA.id)
    QTest.keyClick(collections, Qt.Key.Key_F2)
    shown.answer("  Green\n tea ")
    assert shown.engine.calls_of("rename_collection") == [(TEA.id, "Green tea")]
    QTest.keyClick(collections, Qt.Key.Key_Delete)
    assert shown.engine.calls_of("delete_collection") == [(TEA.id,)]
    assert shown.query == Query()


def test_a_deleted_collection_can_be_brought_back(shown: Shown) -> None:
    members = (ResultId("a" * 32), ResultId("b" * 32))
    shown.session.receive(CollectionDeleted("Tea", members))
    assert "Tea" in shown.window.message_bar.text
    shown.accept_offer()
    assert shown.engine.calls_of("create_collection") == [("Tea", members)]


def test_a_deleted_search_can_be_brought_back(shown: Shown) -> None:
    searches = shown.shelf.searches_list
    searches.setCurrentRow(0)
    QTest.keyClick(searches, Qt.Key.Key_Delete)
    assert shown.engine.calls_of("delete_search") == [(BEST.id,)]
    shown.accept_offer()
    assert shown.engine.calls_of("save_search") == [(BEST.name, BEST.query)]


def test_what_is_asked_for_is_saved_under_a_name(shown: Shown) -> None:
    query = Query("teapot", since=datetime(2026, 1, 1, tzinfo=UTC))
    shown.session.results.set_query(query)
    shown.shelf.save_button.click()
    shown.answer(" \n")
    assert shown.engine.calls_of("save_search") == []
    shown.shelf.save_button.click()
    shown.answer("Teapots")
    assert shown.engine.calls_of("save_search") == [("Teapots", query)]
