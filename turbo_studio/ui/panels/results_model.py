"""The results that a search finds as a list model, newest first, a page at a time."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from turbo_studio.ui.figures import format_size, say_quality
from turbo_studio.ui.panels.tiles import as_tooltip

if TYPE_CHECKING:
    from PySide6.QtCore import (
        QObject,
    )

    from turbo_studio.core.facts import ResultsFetched
    from turbo_studio.core.result import Result, ResultId
    from turbo_studio.session.session import Session

Index = QModelIndex | QPersistentModelIndex
_PROMPT_CHARACTERS = 400
SANDBOX = "sandbox"
"""``Provenance.gateway`` of pictures that nobody paid for."""


class ResultRole(IntEnum):
    PATH = Qt.ItemDataRole.UserRole
    RESULT = Qt.ItemDataRole.UserRole + 1
    THUMBNAIL = Qt.ItemDataRole.UserRole + 2
    """Path of the thumbnail, empty where there is none."""
    IS_SANDBOX = Qt.ItemDataRole.UserRole + 3
    OTHER_SIZE = Qt.ItemDataRole.UserRole + 4
    """The size in words where it is another one than was asked for, else empty."""


class ResultsModel(QAbstractListModel):
    """``search`` is what is asked for; answers to an earlier search are dropped."""

    total_changed = Signal(int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[Result] = []
        self._ids: set[ResultId] = set()
        self._is_fetching = False
        self.search = ""
        self.total = 0

    def set_search(self, search: str) -> None:
        """Ask for the first page; the rows of the old search stay until it comes."""
        self.search = search
        self._is_fetching = True
        self._session.fetch_results(search)

    def take_page(self, page: ResultsFetched) -> None:
        if page.search != self.search:
            return
        self._is_fetching = False
        if page.is_first_page:
            self.beginResetModel()
            self._rows, self._ids = list(page.results), {result.id for result in page.results}
            self.endResetModel()
        else:
            self._insert(len(self._rows), page.results)
        self._set_total(max(page.total, len(self._rows)))

    def give_up_page(self) -> None:
        """Let a page be asked for again; one that comes twice does no harm."""
        self._is_fetching = False

    def take_arrivals(self, results: tuple[Result, ...]) -> None:
        """Put new results on top, those that the search would find."""
        found = tuple(result for result in reversed(results) if self._matches(result))
        self._set_total(self.total + self._insert(0, found))

    def find_row(self, result: Result) -> int:
        """The row of a result, -1 where it is not here."""
        ids = (row for row, each in enumerate(self._rows) if each.id == result.id)
        return next(ids, -1) if result.id in self._ids else -1

    def _matches(self, result: Result) -> bool:
        return self.search.casefold() in result.provenance.prompt.casefold()

    def _insert(self, row: int, results: tuple[Result, ...]) -> int:
        """How many were put there; one that is here already, come with a page before, is left out."""
        new = [result for result in results if result.id not in self._ids]
        if new:
            self.beginInsertRows(QModelIndex(), row, row + len(new) - 1)
            self._rows[row:row] = new
            self._ids.update(result.id for result in new)
            self.endInsertRows()
        return len(new)

    def _set_total(self, total: int) -> None:
        self.total = total
        self.total_changed.emit(total)

    def _describe(self, result: Result) -> list[str]:
        """Prompt, size and quality, time, what it cost, and who made it."""
        made_by, locale = result.provenance, QLocale()
        prompt = made_by.prompt.strip()
        size = result.size or made_by.size
        created = result.created_at.astimezone().replace(tzinfo=None).isoformat(" ", "minutes")
        lines = [
            prompt[:_PROMPT_CHARACTERS] + ("…" if len(prompt) > _PROMPT_CHARACTERS else ""),
            self.tr("{width} × {height}, quality: {quality}").format(
                width=size.width, height=size.height, quality=say_quality(made_by.quality)
            ),
            self.tr("{time}, took {seconds} s").format(
                time=created, seconds=round((made_by.finished_at - made_by.started_at).total_seconds())
            ),
        ]
        if not result.is_as_asked:
            from turbo_studio.ui.words import say_other_size  # late, for the start-up

            lines.insert(1, say_other_size(result))
        if result.usage is not None and result.usage.total_tokens is not None:
            lines.append(self.tr("{tokens} tokens").format(tokens=locale.toString(result.usage.total_tokens)))
        lines.append(self.tr("Made in the sandbox") if made_by.gateway == SANDBOX else made_by.gateway)
        return lines

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        return bool(self._rows) and len(self._rows) < self.total and not self._is_fetching

    def fetchMore(self, parent: Index) -> None:
        self._is_fetching = True
        self._session.fetch_results(self.search, before=self._rows[-1])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        result = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return result.provenance.prompt[:_PROMPT_CHARACTERS]
            case Qt.ItemDataRole.ToolTipRole:
                return as_tooltip("\n".join(self._describe(result)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return "; ".join(self._describe(result))
            case ResultRole.PATH:
                return str(result.path)
            case ResultRole.RESULT:
                return result
            case ResultRole.THUMBNAIL:
                return str(result.thumbnail) if result.thumbnail is not None else ""
            case ResultRole.IS_SANDBOX:
                return result.provenance.gateway == SANDBOX
            case ResultRole.OTHER_SIZE:
                return format_size(result.size) if result.size is not None and not result.is_as_asked else ""
        return None
