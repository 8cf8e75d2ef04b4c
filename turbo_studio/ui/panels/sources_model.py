"""The sources in their order as a list model, and what is said about each."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from turbo_studio.ui.panels.tiles import as_tooltip

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from turbo_studio.core.sources import Source
    from turbo_studio.session.session import Session

Index = QModelIndex | QPersistentModelIndex


class SourceRole(IntEnum):
    SOURCE = Qt.ItemDataRole.UserRole
    THUMBNAIL = Qt.ItemDataRole.UserRole + 1
    HAS_MASK = Qt.ItemDataRole.UserRole + 2


class SourcesModel(QAbstractListModel):
    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: tuple[Source, ...] = session.document.sources

    def refresh(self) -> bool:
        """Take the document's list over; False where it is the same."""
        if self._rows == self._session.document.sources:
            return False
        self.beginResetModel()
        self._rows = self._session.document.sources
        self.endResetModel()
        return True

    def refresh_masks(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [SourceRole.HAS_MASK])

    def find_row(self, source: Source | None) -> int:
        """The row of a source, -1 where it has none."""
        return self._rows.index(source) if source in self._rows else -1

    def source_at(self, row: int) -> Source:
        return self._rows[row]

    def _has_mask(self, source: Source) -> bool:
        mask = self._session.document.find_mask(source.id)
        return mask is not None and mask.selected_pixels > 0

    def _describe(self, row: int) -> list[str]:
        """Number, name and size, what was done to it, and what its mask means."""
        source = self._rows[row]
        size = f"{source.size.width} × {source.size.height}"
        lines = [
            self.tr("Image {number}: {name}, {size}").format(number=row + 1, name=source.name, size=size)
        ]
        from turbo_studio.ui.words import say_note  # late, for the start-up

        lines += [say_note(note) for note in source.notes]
        if self._has_mask(source):
            lines.append(
                self.tr("Its mask is sent")
                if row == 0
                else self.tr("Has a mask, which is not sent: only that of image 1 is")
            )
        return lines

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        source = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return source.name
            case Qt.ItemDataRole.ToolTipRole:
                return as_tooltip("\n".join(self._describe(index.row())))
            case Qt.ItemDataRole.AccessibleTextRole:
                return "; ".join(self._describe(index.row()))
            case SourceRole.SOURCE:
                return source
            case SourceRole.THUMBNAIL:
                return str(self._session.thumbnails[source.id])
            case SourceRole.HAS_MASK:
                return self._has_mask(source)
        return None
