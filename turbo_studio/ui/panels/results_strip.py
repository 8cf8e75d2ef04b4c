"""The strip of results: the search, the list, and what can be done with a result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QPoint, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from turbo_studio.ui.panels.results_model import ResultRole, ResultsModel
from turbo_studio.ui.panels.results_view import ResultsView

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from turbo_studio.core.facts import ResultsFetched
    from turbo_studio.core.result import Result
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.panels.file_copy import FileCopier
    from turbo_studio.ui.panels.reveal import Revealer

_SEARCH_DELAY_MS = 200
_SEARCH_WIDTH_PX = 240
_SEARCH_CHARACTERS_MAX = 500


class ResultsStrip(QWidget):
    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._model = ResultsModel(session, self)
        self._copier: FileCopier | None = None
        self._revealer: Revealer | None = None
        self.count_label = QLabel(self)
        self.count_label.setProperty("role", "secondary")
        self._search_delay = QTimer(self)
        self._search_delay.setSingleShot(True)
        self._search_delay.setInterval(_SEARCH_DELAY_MS)
        self._build_search()
        self._build_list()
        self._lay_out()
        self._connect(bridge)
        self._on_model_total_changed(0)

    def current_result(self) -> Result | None:
        result: Result | None = self.gallery_list.currentIndex().data(ResultRole.RESULT)
        return result

    @Slot(object)
    def refresh(self) -> None:
        """Ask for what is shown once more."""
        self._model.set_search(self._model.search)

    def select_result(self, result: Result) -> None:
        """Choose a result and bring it into view, where the search shows it."""
        row = self._model.find_row(result)
        if row >= 0:
            self.gallery_list.setCurrentIndex(self._model.index(row))
            self.gallery_list.scrollTo(self._model.index(row))

    # What can be done with the chosen result

    @Slot()
    def open_result(self) -> None:
        """Show it in the desktop's own viewer."""
        result = self._find_file()
        if result is not None:
            from PySide6.QtCore import QUrl  # both late, for the start-up
            from PySide6.QtGui import QDesktopServices

            QDesktopServices.openUrl(QUrl.fromLocalFile(str(result.path)))

    @Slot()
    def reveal_result(self) -> None:
        result = self._find_file()
        if result is not None:
            from turbo_studio.ui.panels.reveal import Revealer  # needed by few

            self._revealer = self._revealer or Revealer(self)
            self._revealer.reveal(result.path)

    @Slot()
    def use_as_source(self) -> None:
        result = self._find_file()
        if result is not None:
            self._session.use_result_as_source(result)

    @Slot()
    def copy_image(self) -> None:
        result = self._find_file()
        if result is not None:
            self._use_copier().copy(result.path, result.media_type)

    def _use_copier(self) -> FileCopier:
        if self._copier is None:
            from turbo_studio.ui.panels.file_copy import FileCopier  # late, for the start-up

            self._copier = FileCopier(self)
            self._copier.copy_failed.connect(self._on_copier_copy_failed)
        return self._copier

    @Slot()
    def reuse_settings(self) -> None:
        result = self.current_result()
        if result is not None:
            self._session.reuse_settings(result)

    def _find_file(self) -> Result | None:
        """The chosen result, if its file is still there; else that is said in the message bar."""
        result = self.current_result()
        if result is not None and not result.path.is_file():
            self._tell_unreadable(result.path.name, self.tr("it was moved or deleted"))
            return None
        return result

    def _tell_unreadable(self, name: str, reason: str) -> None:
        from turbo_studio.core.problems import Problem, ProblemCode  # late, for the start-up

        problem = Problem(ProblemCode.FILE_UNREADABLE, {"reason": reason})
        self._bridge.message_shown.emit(problem, name)

    # Building

    def _build_search(self) -> None:
        self.gallery_search = QLineEdit(self)
        self.gallery_search.setObjectName("gallery_search")
        self.gallery_search.setAccessibleName(self.tr("Search the results"))
        self.gallery_search.setPlaceholderText(self.tr("Search prompts"))
        self.gallery_search.setMaxLength(_SEARCH_CHARACTERS_MAX)
        self.gallery_search.setFixedWidth(_SEARCH_WIDTH_PX)

    def _build_list(self) -> None:
        self.gallery_list = ResultsView()
        self.gallery_list.setObjectName("gallery_list")
        self.gallery_list.setAccessibleName(self.tr("Results"))
        self.gallery_list.setAccessibleDescription(self.tr("Newest first; Enter opens a picture"))
        self.gallery_list.setModel(self._model)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Results"), self)
        title.setProperty("role", "heading")
        heading = QHBoxLayout()
        heading.setContentsMargins(14, 0, 14, 0)
        heading.setSpacing(8)
        heading.addWidget(title)
        heading.addWidget(self.count_label)
        heading.addStretch()
        heading.addWidget(self.gallery_search)
        list_row = QHBoxLayout()
        list_row.setContentsMargins(9, 0, 9, 0)
        list_row.addWidget(self.gallery_list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 2)
        layout.setSpacing(4)
        layout.addLayout(heading)
        layout.addLayout(list_row)

    def _connect(self, bridge: Bridge) -> None:
        view = self.gallery_list
        self.gallery_search.textChanged.connect(self._on_search_text_changed)
        self.gallery_search.returnPressed.connect(self._on_search_delay_timeout)
        self._search_delay.timeout.connect(self._on_search_delay_timeout)
        view.doubleClicked.connect(self.open_result)
        view.open_requested.connect(self.open_result)
        view.customContextMenuRequested.connect(self._on_list_context_menu_requested)
        self._model.total_changed.connect(self._on_model_total_changed)
        bridge.results_fetched.connect(self._on_bridge_results_fetched)
        bridge.results_arrived.connect(self._on_bridge_results_arrived)
        bridge.message_shown.connect(self._on_bridge_message_shown)

    # Slots

    @Slot()
    def _on_search_text_changed(self) -> None:
        self.gallery_search.setClearButtonEnabled(True)  # nothing to clear before, and 1 ms of the start-up
        self._search_delay.start()

    @Slot()
    def _on_search_delay_timeout(self) -> None:
        self._search_delay.stop()
        search = self.gallery_search.text().strip()
        if search != self._model.search:
            self._model.set_search(search)

    @Slot(int)
    def _on_model_total_changed(self, total: int) -> None:
        words = self.tr("{count} · newest first").format(count=QLocale().toString(total))
        self.count_label.setText(words if total else "")
        self.gallery_list.empty_label.setText(
            self.tr("No result has these words in its prompt")
            if self._model.search
            else self.tr("Pictures that come back appear here")
        )

    @Slot(object)
    def _on_bridge_results_fetched(self, page: ResultsFetched) -> None:
        self._model.take_page(page)

    @Slot(object)
    def _on_bridge_results_arrived(self, results: tuple[Result, ...]) -> None:
        self._model.take_arrivals(results)

    @Slot()
    def _on_bridge_message_shown(self) -> None:
        """A page that could not be read comes as a message and in no other way."""
        self._model.give_up_page()

    @Slot(str, str)
    def _on_copier_copy_failed(self, path: str, reason: str) -> None:
        self._tell_unreadable(Path(path).name, reason)

    @Slot(QPoint)
    def _on_list_context_menu_requested(self, position: QPoint) -> None:
        """The press has made the result under the pointer the current one."""
        if self.gallery_list.indexAt(position).isValid():
            self._build_menu().popup(self.gallery_list.viewport().mapToGlobal(position))

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Use as source"), self.use_as_source)
        menu.addAction(self.tr("Reuse settings"), self.reuse_settings)
        menu.addSeparator()
        menu.addAction(self.tr("Copy image"), self.copy_image)
        menu.addAction(self.tr("Open picture"), self.open_result)
        menu.addAction(self.tr("Show in folder"), self.reveal_result)
        return menu

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.gallery_search.text():
            self._search_delay.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """A search that is still being typed waits until the strip is seen again, if it ever is."""
        self._search_delay.stop()
        if self._copier is not None:
            self._copier.stop()
        super().hideEvent(event)
