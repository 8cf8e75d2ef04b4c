"""The window: it lays out the canvas, the panels and the bars, and passes on what comes from outside."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from turbo_studio.ui.actions import MENUS, SUBMENUS_AFTER, Actions, Scope, say_text
from turbo_studio.ui.bars import build_bar, build_tool_strip
from turbo_studio.ui.canvas.canvas import Canvas
from turbo_studio.ui.canvas.tool_options import ToolOptions
from turbo_studio.ui.commands import Commands
from turbo_studio.ui.gallery.chosen import Chosen
from turbo_studio.ui.gallery.results_model import ResultsModel
from turbo_studio.ui.gallery.results_strip import ResultsStrip
from turbo_studio.ui.panels.jobs_panel import JobsPanel
from turbo_studio.ui.panels.request_panel import RequestPanel
from turbo_studio.ui.panels.sources_strip import SourcesStrip
from turbo_studio.ui.stage import Stage
from turbo_studio.ui.status_line import StatusLine
from turbo_studio.ui.theme import indent_spin_boxes
from turbo_studio.ui.view_commands import ViewCommands, fill_submenu

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDragMoveEvent,
        QDropEvent,
        QPaintEvent,
    )
    from PySide6.QtWidgets import QMenu, QStackedWidget

    from turbo_studio.core.facts import ConnectionChanged
    from turbo_studio.session.session import Session
    from turbo_studio.ui.autosave import Autosave
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.canvas.zoom_view import ZoomView
    from turbo_studio.ui.departure import Departure
    from turbo_studio.ui.gallery.gallery_page import GalleryPage
    from turbo_studio.ui.garbage import GarbageCollector
    from turbo_studio.ui.sandbox_bar import SandboxBar

_LAYOUT_FILE = "window.layout"
_START_SIZE = QSize(1440, 900)
_MINIMUM_SIZE = QSize(960, 640)
_SCREEN_SHARE = 0.94
_PANEL_WIDTH = 320
_PANEL_HEIGHTS = [440, 240, 150]
_LOW_HEIGHT = 780
_PANEL_HEIGHTS_LOW = [500, 90, 90]
"""The request takes all that the others can spare."""
_RESULTS_HEIGHT_MIN = 600
"""In a lower window the results would cover the request: they wait in the menu, and for their key, and
then they take the place of the jobs."""


class MainWindow(QMainWindow):
    """The one window. ``close()`` ends the session; ``closed`` tells that it has ended."""

    closed = Signal()
    page_changed = Signal()

    def __init__(
        self, session: Session, bridge: Bridge, settings_folder: Path, images: Sequence[Path] = ()
    ) -> None:
        """``settings_folder`` takes the layout of the window; ``images`` are opened after the first paint."""
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Turbo Studio")
        self.setMinimumSize(_MINIMUM_SIZE.boundedTo(QGuiApplication.primaryScreen().availableSize()))
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.session = session
        self.bridge = bridge
        self._images = list(images)
        self._layout_path = settings_folder / _LAYOUT_FILE
        self._is_laid_out = False
        self._is_started = False
        self._is_leaving = False
        self._departure: Departure | None = None
        self._autosave: Autosave | None = None
        self._garbage_collector: GarbageCollector | None = None
        self._hidden_panels: list[QWidget] = []
        self._sandbox_bar: SandboxBar | None = None
        self._pages: QStackedWidget | None = None
        self._is_strip_covered = False
        self._kept_looks: dict[str, bytes] = {}
        """How pages looked that may not have been shown in this run."""
        self._build_parts()
        self._fill_menus()
        self._connect()

    # Building

    def _build_parts(self) -> None:
        session, bridge = self.session, self.bridge
        self.actions_table = Actions(self)
        self.canvas = Canvas(session, bridge)
        self.request_panel = RequestPanel(session, bridge)
        self.jobs_panel = JobsPanel(session, bridge)
        self.sources_strip = SourcesStrip(session, bridge)
        self.results = ResultsModel(session, bridge, self)
        self.chosen = Chosen(self.results, self)
        self.chosen.refused.connect(self.show_notice)
        self.results_strip = ResultsStrip(session, bridge, self.results, self.chosen)
        self._options_bar = build_bar("options_bar", self.tr("Tool options"))
        options = ToolOptions(session, bridge, self.canvas)
        self._options_bar.addWidget(options)
        sizes = self.request_panel.size_field
        indent_spin_boxes(
            options.brush_options.brush_size_box,
            options.brush_options.brush_hardness_box,
            self.request_panel.variations_box,
            sizes.width_box,
            sizes.height_box,
        )
        self._status_line = StatusLine(session, bridge, self.canvas)
        self.setStatusBar(self._status_line)
        self.menus = {name: self._build_menu(name, text) for name, text in MENUS.items()}
        self._lay_out()

    def _lay_out(self) -> None:
        """The stage (tools, canvas, sources) in the middle, the panels right of it, the results below all."""
        self.stage = Stage(self.canvas)
        self.message_bar = self.stage.message_bar
        tools = build_tool_strip(self.actions_table, self.tr("Tools"), self.tr("More tools"))
        self.stage.addToolBar(Qt.ToolBarArea.LeftToolBarArea, tools)
        self.setCentralWidget(self.stage)
        self.addToolBar(self._options_bar)
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            self.setCorner(corner, Qt.DockWidgetArea.BottomDockWidgetArea)
        right, bottom = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
        self.docks = [
            _build_dock("request_dock", self.tr("Request"), self.request_panel, self, right),
            _build_dock("jobs_dock", self.tr("Jobs"), self.jobs_panel, self, right),
            _build_dock("sources_dock", self.tr("Sources"), self.sources_strip, self.stage, bottom),
            _build_dock("results_dock", self.tr("Results"), self.results_strip, self, bottom),
        ]
        self.commands = Commands(self)
        self.view_commands = ViewCommands(self)

    def _build_menu(self, name: str, text: object) -> QMenu:
        menu = self.menuBar().addMenu(say_text(text))
        menu.setObjectName(f"menu_{name}")
        return menu

    def _fill_menus(self) -> None:
        for name, menu in self.menus.items():
            for action, starts_group in self.actions_table.in_menu(name):
                if starts_group:
                    menu.addSeparator()
                menu.addAction(action)
                for submenu in SUBMENUS_AFTER.get(action.objectName().removeprefix("action_"), ()):
                    fill_submenu(menu, submenu, self.actions_table.in_menu(submenu))
                if name == "view" and action is self.actions_table["pixel_grid"]:
                    menu.addSeparator()
                    menu.addActions([dock.toggleViewAction() for dock in self.docks])
        for widget, scope in (
            (self, Scope.WINDOW),
            (self.canvas, Scope.CANVAS),
            (self.results_strip.gallery_list, Scope.GALLERY),
        ):
            widget.addActions(self.actions_table.in_scope(scope))
        self.results_strip.gallery_list.addAction(self.actions_table["show_gallery"])

    def _connect(self) -> None:
        self.bridge.connection_changed.connect(self._on_bridge_connection_changed)
        self.bridge.raise_requested.connect(self._on_bridge_raise_requested)
        self.jobs_panel.result_chosen.connect(self.chosen.choose)
        _, jobs, _, results = self.docks
        results.toggleViewAction().triggered.connect(self._on_results_toggled)
        jobs.toggleViewAction().triggered.connect(self._on_jobs_toggled)
        gallery_list = self.results_strip.gallery_list
        gallery_list.customContextMenuRequested.connect(self._on_gallery_list_menu_requested)
        gallery_list.doubleClicked.connect(self.actions_table["loupe"].trigger)
        self.jobs_panel.answer_chosen.connect(self._on_jobs_panel_answer_chosen)

    @Slot(QPoint)
    def _on_gallery_list_menu_requested(self, position: QPoint) -> None:
        """The press has made the result under the pointer the current one."""
        from turbo_studio.ui.gallery.result_menu import show_result_menu  # late, for the start-up

        show_result_menu(self, self.results_strip.gallery_list, position)

    # The layout of the last time

    def _restore_layout(self) -> None:
        self.resize(self._pick_start_size())
        request, jobs, _, results = self.docks
        self.resizeDocks([request], [_PANEL_WIDTH], Qt.Orientation.Horizontal)
        heights = _PANEL_HEIGHTS_LOW if self.height() < _LOW_HEIGHT else _PANEL_HEIGHTS
        self.resizeDocks([request, jobs, results], heights, Qt.Orientation.Vertical)
        if self._layout_path.is_file():
            from turbo_studio.ui.layout import load_layout  # late, for the start-up

            self._kept_looks = load_layout(self._layout_path, self, self.stage)
        if self._is_low:  # also of a layout that a larger screen has left
            results.hide()
        self._options_bar.show()

    @property
    def _is_low(self) -> bool:
        """Whether there is no room for jobs and results at once."""
        return self.height() < _RESULTS_HEIGHT_MIN

    @Slot()
    def _on_results_toggled(self) -> None:
        """In a low window jobs and results take turns."""
        _, jobs, _, results = self.docks
        if self._is_low:
            jobs.setHidden(not results.isHidden())

    @Slot()
    def _on_jobs_toggled(self) -> None:
        _, jobs, _, results = self.docks
        if self._is_low and not jobs.isHidden():
            results.hide()

    def _pick_start_size(self) -> QSize:
        """Nearly the whole screen where that is small."""
        screen = QGuiApplication.primaryScreen()
        return _START_SIZE.boundedTo(screen.availableSize() * _SCREEN_SHARE).expandedTo(self.minimumSize())

    def _save_layout(self) -> None:
        from turbo_studio.ui.layout import save_layout

        self.set_panels_hidden(hidden=False)
        if "gallery_page" in self.__dict__:
            self._kept_looks |= self.gallery_page.save_state()
        save_layout(self._layout_path, self, self.stage, self._kept_looks)

    # What the window shows

    def set_panels_hidden(self, *, hidden: bool) -> None:
        """Lights out: the canvas alone; what was visible before comes back."""
        if hidden == bool(self._hidden_panels):
            return
        panels = (
            [panel for panel in (*self.docks, self._options_bar, self._status_line) if not panel.isHidden()]
            if hidden
            else self._hidden_panels
        )
        for panel in panels:
            panel.setVisible(not hidden)
        if not hidden and self.page is None:  # where a page was in front when they went
            self._options_bar.show()
        self._hidden_panels = panels if hidden else []

    def set_full_screen(self, *, full: bool) -> None:
        state = self.windowState()
        flag = Qt.WindowState.WindowFullScreen
        self.setWindowState(state | flag if full else state & ~flag)

    @cached_property
    def gallery_page(self) -> GalleryPage:
        """Made when it is first shown."""
        from turbo_studio.ui.gallery.detail_panel import DetailPanel  # all late, for the start-up
        from turbo_studio.ui.gallery.finding_column import FindingColumn
        from turbo_studio.ui.gallery.gallery_page import GalleryPage

        page = GalleryPage(self)
        page.set_left(FindingColumn(self))
        page.set_right(DetailPanel(self))
        page.restore_state(self._kept_looks)
        return page

    @property
    def is_gallery_shown(self) -> bool:
        return self.page is not None and self.page is self.__dict__.get("gallery_page")

    @Slot()
    def toggle_gallery(self) -> None:
        """Show the gallery with the focus on its tiles, or the canvas again."""
        if self.is_gallery_shown:
            self.show_page(None)
            self.canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.show_page(self.gallery_page)
            self.gallery_page.take_focus()
            if self.results.is_unread:
                self.session.results.refresh()  # a gallery that was missing may be there again

    @Slot()
    def find_results(self) -> None:
        """Lead the keyboard to the search, in the gallery or in the strip."""
        if self.is_gallery_shown:
            self.gallery_page.search_field.begin("")
            return
        self.docks[-1].show()
        self._on_results_toggled()
        self.results_strip.gallery_search.begin("")

    @property
    def page(self) -> QWidget | None:
        """What stands in the place of the canvas, if anything does."""
        shown = self._pages.currentWidget() if self._pages is not None else self.stage
        return None if shown is self.stage else shown

    @property
    def zoom_view(self) -> ZoomView | None:
        """What is zoomed by key: the canvas, or the ``zoom_view`` of the page in its place, if it has one."""
        page = self.page
        return self.canvas if page is None else getattr(page, "zoom_view", None)

    def show_page(self, page: QWidget | None) -> None:
        """Show a page in the place of the canvas, its tools and its sources; None brings these back.

        A page that was shown once belongs to the window.
        """
        if page is self.page:
            return
        shown = page if page is not None else self.stage
        pages = self._use_pages()
        if pages.indexOf(shown) < 0:
            pages.addWidget(shown)
        pages.setCurrentWidget(shown)
        self._options_bar.setVisible(page is None and not self._hidden_panels)
        self.stage.float_messages(page)
        self._cover_strip(is_covered=self.is_gallery_shown)
        self.page_changed.emit()

    def _cover_strip(self, *, is_covered: bool) -> None:
        """The gallery shows all that the strip does: meanwhile its room is the gallery's."""
        strip = self.docks[-1]
        if is_covered:
            self._is_strip_covered = not strip.isHidden()
            strip.hide()
        elif self._is_strip_covered:
            self._is_strip_covered = False
            if self._hidden_panels:
                self._hidden_panels.append(strip)  # until the panels come back
            else:
                strip.show()

    def _use_pages(self) -> QStackedWidget:
        """Made with the first page: until then the stage needs nothing around it."""
        if self._pages is None:
            from PySide6.QtWidgets import QStackedWidget  # late, for the start-up

            self._pages = QStackedWidget()
            self.takeCentralWidget()
            self._pages.addWidget(self.stage)
            self.setCentralWidget(self._pages)
            self._pages.show()
        return self._pages

    def _show_sandbox(self, *, is_sandbox: bool) -> None:
        """The bar is built when it is first wanted: never before it is known whether there is a key."""
        if is_sandbox and self._sandbox_bar is None:
            from turbo_studio.ui.sandbox_bar import SandboxBar  # late, for the start-up

            self._sandbox_bar = SandboxBar(self.actions_table["connect"])
            self.insertToolBar(self._options_bar, self._sandbox_bar)
            self.insertToolBarBreak(self._options_bar)
        if self._sandbox_bar is not None:
            self._sandbox_bar.setVisible(is_sandbox)

    def show_notice(self, text: str, label: str = "", accept: Callable[[], None] | None = None) -> None:
        """Say what was done, with a button for what can be done about it where one is named."""
        self.message_bar.show_notice(text, label, accept)

    @Slot(object)
    def _on_bridge_connection_changed(self, connection: ConnectionChanged) -> None:
        self._show_sandbox(is_sandbox=connection.is_sandbox)

    @Slot()
    def _on_bridge_raise_requested(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @Slot(object)
    def _on_jobs_panel_answer_chosen(self, answer: Path) -> None:
        """In the file manager: it is no picture, and nobody knows what would open it."""
        from turbo_studio.ui.panels.reveal import Revealer  # late, for the start-up

        Revealer(self).reveal(answer)

    # The first paint and the end

    def _start(self) -> None:
        """The worker, and what it brings along, only after the window is to be seen."""
        if self._is_leaving:
            return
        from turbo_studio.ui.autosave import Autosave  # all late, for the start-up
        from turbo_studio.ui.gallery.intake_notices import IntakeNotices
        from turbo_studio.ui.gallery.lineage_notices import LineageNotices
        from turbo_studio.ui.garbage import GarbageCollector
        from turbo_studio.ui.menu_keys import MenuKeys
        from turbo_studio.ui.problem_notices import ProblemNotices

        for menu in self.menus.values():
            MenuKeys(menu)
        self._garbage_collector = GarbageCollector(self)
        ProblemNotices(self)
        self.session.start(restore=not self._images)
        self._autosave = Autosave(self.session, self)
        IntakeNotices(self)
        LineageNotices(self)
        if self._images:
            self.session.open_files(self._images)

    @Slot()
    def leave(self) -> None:
        """Close the window as the user asks for it: with a question where a picture might be lost."""
        if not self.session.job_list.unsettled_count:
            self.close()
            return
        if self._departure is None:
            from turbo_studio.ui.departure import Departure  # late, for the start-up

            self._departure = Departure(self)
        self._departure.ask()

    # Qt virtuals

    def setVisible(self, visible: bool) -> None:
        """Lay out what is shown for the first time: a layout keeps the gaps of the style that it met."""
        if visible and not self._is_laid_out:
            self._is_laid_out = True
            self._restore_layout()
        super().setVisible(visible)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_started:
            self._is_started = True
            QTimer.singleShot(0, self, self._start)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once where the window system closes it while jobs run; ``close()`` never asks."""
        if event.spontaneous() and self.session.job_list.unsettled_count:
            event.ignore()
            self.leave()
            return
        if not self._is_leaving:
            self._is_leaving = True
            if self._autosave is not None:
                self._autosave.end()
            self.show_page(None)  # which lets go of what it shows
            self._save_layout()
            self.canvas.release()
            self.session.close()
            if self._garbage_collector is not None:
                self._garbage_collector.end()
            if QGuiApplication.platformName() == "offscreen":
                # That platform crashes at the end of the process while anything is on its clipboard.
                QGuiApplication.clipboard().clear()
            self.closed.emit()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from turbo_studio.ui.incoming import holds_pictures

        if holds_pictures(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        from turbo_studio.ui.incoming import take_drop

        if take_drop(self, event, self.tr("Dropped picture")):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()


def _build_dock(
    name: str, title: str, panel: QWidget, window: QMainWindow, area: Qt.DockWidgetArea
) -> QDockWidget:
    """A panel that can be resized and hidden; its own heading is its title."""
    dock = QDockWidget(title, window)
    dock.setObjectName(name)
    dock.setTitleBarWidget(QWidget(dock))
    dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
    dock.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    dock.setWidget(panel)
    window.addDockWidget(area, dock)
    dock.toggleViewAction().setObjectName(f"action_toggle_{name}")
    return dock
