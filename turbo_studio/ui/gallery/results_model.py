"""The results of the gallery as a list model, newest first: rows are read when a view comes near them."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtCore import QObject

    from turbo_studio.core.facts import AnchorsFetched, MembersChanged, PageFetched, ResultsCounted
    from turbo_studio.core.query import Query
    from turbo_studio.core.result import Result, ResultId
    from turbo_studio.session.result_rows import ResultRows
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

Index = QModelIndex | QPersistentModelIndex
_PROMPT_CHARACTERS = 400
_NEAR_ROWS = 100
"""Are read before they are seen."""
_ASKED_MAX = 2
"""Pages on their way: what is near when one has come is asked for next, and not what was near before."""


class ResultRole(IntEnum):
    PATH = Qt.ItemDataRole.UserRole
    """Empty for a row that has not been read."""
    RESULT = Qt.ItemDataRole.UserRole + 1


class ResultsModel(QAbstractListModel):
    """The rows of the session's query; those of the old one stay until a page of the new one has come."""

    total_changed = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: ResultRows | None = None
        self._query: Query | None = None
        """Of ``_rows``."""
        self._next: ResultRows | None = None
        """Of the session's query, until their first page has come."""
        self._near = range(0)
        self._kept_row = 0
        self._mended: set[ResultId] = set()
        self._held: list[tuple[QItemSelection, Callable[[], None]]] = []
        for signal, slot in (
            (bridge.query_changed, self._on_bridge_query_changed),
            (bridge.page_fetched, self._on_bridge_page_fetched),
            (bridge.results_counted, self._on_bridge_results_counted),
            (bridge.anchors_fetched, self._on_bridge_anchors_fetched),
            (bridge.results_arrived, self._on_bridge_results_arrived),
            (bridge.results_restored, self._on_bridge_results_arrived),
            (bridge.results_changed, self._on_bridge_results_changed),
            (bridge.results_removed, self._on_bridge_results_removed),
            (bridge.members_changed, self._on_bridge_members_changed),
            (bridge.message_shown, self._on_bridge_message_shown),
        ):
            signal.connect(slot)

    @property
    def is_narrowed(self) -> bool:
        """Whether the query keeps any result out."""
        return self._query is not None and self._query != type(self._query)()

    @property
    def is_filtered(self) -> bool:
        """Whether anything but words keeps results out."""
        return self._query is not None and self._query != type(self._query)(words=self._query.words)

    @property
    def is_unread(self) -> bool:
        """Whether no page has come yet, perhaps because there is no gallery."""
        return self._rows is None

    @property
    def is_turning(self) -> bool:
        """Whether the rows of another query are on their way."""
        return self._next is not None

    def result_at(self, row: int) -> Result | None:
        """None for a row that has not been read."""
        return self._rows[row] if self._rows is not None else None

    def come_near(self, rows: range, current_row: int) -> None:
        """A view shows these rows: read them and what is around them, and keep the current one."""
        self._near = range(max(0, rows.start - _NEAR_ROWS), min(self.rowCount(), rows.stop + _NEAR_ROWS))
        self._kept_row = max(0, current_row)
        self._read_on()

    def find_index(self, result: Result) -> QModelIndex:
        """Where a result is; invalid where it is not among those that have been read."""
        if self._rows is not None:
            for row in self._rows.find_place(result.sequence):
                each = self._rows[row]
                if each is not None and each.id == result.id:
                    return self.index(row)
        return QModelIndex()

    def cover(self, result: Result) -> QItemSelection:
        """The rows among which a result must be, if the query lets it through."""
        if self._rows is None or not len(self._rows):
            return QItemSelection()
        place = self._rows.find_place(result.sequence)
        return QItemSelection(self.index(place.start), self.index(place.stop - 1))

    def when_read(self, selection: QItemSelection, callback: Callable[[], None]) -> None:
        """Call back as soon as these rows have been read, which may be now.

        Never if another query comes meanwhile. The selection follows what happens to its rows.
        """
        self._held.append((selection, callback))
        self._answer_held()
        self._read_on()

    def mend_thumbnail(self, result: Result) -> None:
        """Have a thumbnail made anew, once, that is missing or damaged; ``dataChanged`` tells of it."""
        if result.id not in self._mended and result.size is not None and not result.is_missing:
            self._mended.add(result.id)
            self._session.results.remake_thumbnail(result)

    # Reading

    def _read_on(self) -> None:
        """Ask for what is nearest, a few pages at a time."""
        rows = self._rows
        if rows is None:
            return
        wanted = (self._near, *(rows for held, _ in self._held for rows in iterate_ranges(held)))
        for readings in map(rows.find_readings, wanted):
            for reading in readings:
                if rows.asked_count >= _ASKED_MAX:
                    return
                rows.note_asked(reading)
                self._session.results.fetch_page(reading.before, reading.limit)
        if not self._held:
            rows.drop_far((self._near.start + self._near.stop) // 2, [self._kept_row])

    def _answer_held(self) -> None:
        rows, held = self._rows, self._held
        if rows is not None:
            is_read = [all(map(rows.has_read, iterate_ranges(selection))) for selection, _ in held]
            self._held = [each for each, read in zip(held, is_read, strict=True) if not read]
            for (_, callback), read in zip(held, is_read, strict=True):
                if read:
                    callback()

    # What comes

    @Slot()
    def _on_bridge_query_changed(self) -> None:
        from turbo_studio.session.result_rows import ResultRows  # late, for the start-up

        self._next = ResultRows()
        (first,) = self._next.find_readings(range(1))
        self._next.note_asked(first)
        self._session.results.fetch_page(first.before, first.limit)

    @Slot(object)
    def _on_bridge_page_fetched(self, page: PageFetched) -> None:
        if self._next is not None and page.before is None and page.query == self._session.results.query:
            self._show_next(self._next, page)
        elif self._rows is not None and page.query == self._query:
            self._take_page(self._rows, page)
        self._answer_held()
        self._read_on()

    def _take_page(self, rows: ResultRows, page: PageFetched) -> None:
        from turbo_studio.session.result_rows import Reading  # late, for the start-up

        rows.take_page(Reading(page.before, page.limit), page.results)

    def _show_next(self, rows: ResultRows, page: PageFetched) -> None:
        self.beginResetModel()
        self._take_page(rows, page)
        self._rows, self._next, self._query = rows, None, page.query
        self._near, self._held = range(0), []
        rows.watcher = self
        self.endResetModel()
        self.total_changed.emit()
        if not rows.is_whole:
            from turbo_studio.session.result_rows import BLOCK_ROWS  # late, for the start-up

            self._session.results.count()
            self._session.results.fetch_anchors(BLOCK_ROWS)

    @Slot(object)
    def _on_bridge_results_counted(self, counted: ResultsCounted) -> None:
        if self._rows is not None and counted.query == self._query:
            self._rows.take_total(counted.total)

    @Slot(object)
    def _on_bridge_anchors_fetched(self, anchors: AnchorsFetched) -> None:
        if self._rows is not None and anchors.query == self._query:
            self._rows.take_anchors(anchors.step, anchors.sequences)
            self._read_on()

    @Slot(object)
    def _on_bridge_results_arrived(self, results: tuple[Result, ...]) -> None:
        for rows in self._each_rows():
            for result in results:
                if self._session.results.meets(result):
                    rows.place(result)

    @Slot(object)
    def _on_bridge_results_changed(self, results: tuple[Result, ...]) -> None:
        """What the query does not let through any more goes, and what it does now comes."""
        from turbo_studio.core.searching import meets  # late, for the start-up

        rows, query = self._rows, self._query
        if rows is None or query is None:
            return
        rows.remove([result.id for result in results if not meets(result, query)])
        for result in results:
            if meets(result, query) and not (rows.replace(result) or query.collection):
                rows.place_if_read(result)
        self._count_again()

    @Slot(object)
    def _on_bridge_results_removed(self, ids: Sequence[ResultId]) -> None:
        for rows in self._each_rows():
            rows.remove(ids)
        self._count_again()

    @Slot(object)
    def _on_bridge_members_changed(self, change: MembersChanged) -> None:
        """They come and go where that collection is shown, or is about to be."""
        from turbo_studio.core.searching import meets  # late, for the start-up

        for rows, query in ((self._rows, self._query), (self._next, self._session.results.query)):
            if rows is not None and query is not None and query.collection == change.collection:
                rows.remove(change.left)
                for result in change.joined:
                    if meets(result, query):
                        rows.place(result)
        self._count_again()

    def _each_rows(self) -> Iterator[ResultRows]:
        """Those that are shown, and those that are on their way."""
        return (rows for rows in (self._rows, self._next) if rows is not None)

    def _count_again(self) -> None:
        """Rows that have not been read may be more or fewer now."""
        if self._rows is not None and self._next is None and not self._rows.is_whole:
            self._session.results.count()

    @Slot()
    def _on_bridge_message_shown(self) -> None:
        """A page that could not be read comes as a message and in no other way."""
        if self._rows is not None:
            self._rows.forget_asked()

    # What the rows tell

    def about_to_insert(self, row: int, count: int) -> None:
        self.beginInsertRows(QModelIndex(), row, row + count - 1)

    def inserted(self) -> None:
        self.endInsertRows()
        self.total_changed.emit()

    def about_to_remove(self, row: int, count: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row + count - 1)

    def removed(self) -> None:
        self.endRemoveRows()
        self.total_changed.emit()

    def changed(self, row: int, count: int) -> None:
        self.dataChanged.emit(self.index(row), self.index(row + count - 1))

    # Qt virtuals

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if self._rows is None or (parent is not None and parent.isValid()) else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        result = self.result_at(index.row()) if index.isValid() else None
        if role == ResultRole.RESULT:
            return result
        if result is None:
            return self.tr("Being read…") if role == Qt.ItemDataRole.AccessibleTextRole else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return result.provenance.prompt[:_PROMPT_CHARACTERS]
            case ResultRole.PATH:
                return str(result.path)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                from turbo_studio.ui.gallery import result_words  # late, for the start-up

                say = (
                    result_words.say_as_tooltip
                    if role == Qt.ItemDataRole.ToolTipRole
                    else result_words.say_aloud
                )
                return say(result)
        return None


def iterate_ranges(selection: QItemSelection) -> Iterator[range]:
    """The rows of a selection, a range for each of its parts."""
    for part in selection.toList():
        yield range(part.top(), part.bottom() + 1)
