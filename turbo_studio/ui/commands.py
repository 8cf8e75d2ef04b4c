"""Joins the actions to what they do, and keeps each enabled exactly while it can do something."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from turbo_studio.ui.actions import MARK_VERBS, MASK_VERBS, TOOL_VERBS

if TYPE_CHECKING:
    from typing import Protocol

    from PySide6.QtWidgets import QDialog

    from turbo_studio.core.sources import SourceId
    from turbo_studio.ui.mask_commands import MaskCommands
    from turbo_studio.ui.window import MainWindow

    class VerbRunner(Protocol):
        def run(self, verb: str) -> None: ...


GALLERY_VERBS: dict[str, tuple[str, ...]] = {
    "collection_commands": ("add_to_collection", "remove_from_collection"),
    "compare_commands": ("compare",),
    "export_commands": ("export", "contact_sheet"),
    "lineage_commands": ("reopen_result", "edit_from_original", "show_lineage"),
    "loupe_commands": ("loupe", "view_full_screen"),
    "mark_commands": MARK_VERBS,
    "result_commands": ("use_as_source", "reuse_settings", "copy_image", "open_result", "reveal_result"),
    "trash_commands": ("move_to_trash", "bring_back", "find_missing_file", "remove_missing"),
}
"""Modules of ``ui.gallery`` and the verbs that their ``Commands`` run; each is loaded with its first verb."""
RESULT_VERBS = (
    *MARK_VERBS,
    *("loupe", "view_full_screen"),
    *("use_as_source", "reuse_settings", "copy_image", "open_result", "reveal_result"),
    *("compare", "export", "contact_sheet", "move_to_trash", "add_to_collection", "remove_from_collection"),
    *("reopen_result", "edit_from_original", "show_lineage"),
)
_ZOOM_VERBS = ("zoom_in", "zoom_out", "zoom_fit", "zoom_actual")
MISSING_VERBS = ("find_missing_file", "remove_missing")
"""For a result whose file is not there."""
_PATTERNS = "*.png *.jpg *.jpeg *.webp"


class Commands(QObject):
    """One slot an action; the window's parts do the work."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._actions = window.actions_table
        self._mask_commands: MaskCommands | None = None
        self._gallery_commands: dict[str, VerbRunner] = {}
        self._told_of: SourceId | None = None
        self._can_undo_trash = False
        self._connect_to_session()
        self._connect_to_canvas()
        self._connect_to_panels()
        self._connect_to_window()
        self._connect_states()

    # Joining

    def _connect_to_session(self) -> None:
        session, actions = self._session, self._actions
        actions["reopen_work"].triggered.connect(session.reopen_work)
        actions["undo"].triggered.connect(self._on_undo_triggered)
        actions["redo"].triggered.connect(self._on_redo_triggered)
        for verb in ("fill_mask", "select_all"):
            actions[verb].triggered.connect(session.painter.fill_mask)
        for verb in ("clear_mask", "select_none"):
            actions[verb].triggered.connect(session.painter.clear_mask)
        actions["invert_mask"].triggered.connect(session.painter.invert_mask)

    def _connect_to_canvas(self) -> None:
        canvas, actions = self._window.canvas, self._actions
        for verb in _ZOOM_VERBS:
            actions[verb].triggered.connect(self._on_zoom_triggered)
        for verb, slot in (
            ("swap_paint_erase", canvas.swap_paint_and_erase),
            ("paint", canvas.back_to_paint),
            ("brush_smaller", canvas.shrink_brush),
            ("brush_larger", canvas.grow_brush),
            ("brush_softer", canvas.soften_brush),
            ("brush_harder", canvas.harden_brush),
        ):
            actions[verb].triggered.connect(slot)
        for verb in TOOL_VERBS:
            actions[verb].triggered.connect(self._on_tool_triggered)
        for verb in MASK_VERBS:
            actions[verb].triggered.connect(self._on_mask_verb_triggered)
        canvas.tool_changed.connect(self._on_canvas_tool_changed)
        self._on_canvas_tool_changed(canvas.tool)
        actions["toggle_overlay"].setChecked(canvas.is_overlay_visible)
        actions["toggle_overlay"].toggled.connect(canvas.set_overlay_visible)
        canvas.overlay_changed.connect(actions["toggle_overlay"].setChecked)

    def _connect_to_panels(self) -> None:
        window, actions = self._window, self._actions
        actions["submit"].triggered.connect(window.request_panel.submit)
        actions["find_results"].triggered.connect(window.find_results)
        actions["show_gallery"].triggered.connect(window.toggle_gallery)
        for verb, slot in (
            ("remove_source", window.sources_strip.remove_current),
            ("move_source_earlier", window.sources_strip.move_current_earlier),
            ("move_source_later", window.sources_strip.move_current_later),
            ("cancel_job", window.jobs_panel.cancel_current),
            ("cancel_waiting", self._session.job_list.cancel_waiting),
            ("pause_jobs", self._on_pause_jobs_triggered),
            ("retry_job", window.jobs_panel.retry_current),
        ):
            actions[verb].triggered.connect(slot)

    def _connect_to_window(self) -> None:
        actions = self._actions
        for verb, slot in (
            ("open_images", self._on_open_images_triggered),
            ("paste_source", self._on_paste_source_triggered),
            ("connect", self._on_connect_triggered),
            ("settings", self._on_settings_triggered),
            ("verify_gallery", self._on_verify_gallery_triggered),
            ("rebuild_index", self._on_rebuild_index_triggered),
            ("keys", self._on_keys_triggered),
            ("about", self._on_about_triggered),
            ("lights_out", self._on_lights_out_triggered),
            ("full_screen", self._on_full_screen_triggered),
        ):
            actions[verb].triggered.connect(slot)
        for verbs in GALLERY_VERBS.values():
            for verb in verbs:
                actions[verb].triggered.connect(self._on_gallery_verb_triggered)
        actions["quit"].triggered.connect(self._window.leave)
        self._window.bridge.index_rebuilt.connect(self._on_bridge_index_rebuilt)
        self._window.sources_strip.open_requested.connect(self._on_open_images_triggered)
        self._window.request_panel.paste_as_source_requested.connect(self._on_paste_source_triggered)

    def _connect_states(self) -> None:
        bridge = self._window.bridge
        for signal in (bridge.sources_changed, bridge.shown_changed):
            signal.connect(self._refresh_sources)
        self._window.page_changed.connect(self._refresh_zoom)
        bridge.history_changed.connect(self._refresh_history)
        bridge.history_changed.connect(self._on_bridge_history_changed)
        bridge.trash_changed.connect(self._on_bridge_trash_changed)
        for signal in (bridge.job_changed, bridge.jobs_replaced, bridge.queue_changed):
            signal.connect(self._refresh_jobs)
        for signal in (self._window.chosen.changed, bridge.query_changed):
            signal.connect(self._refresh_results)
        self._actions["bring_back"].setEnabled(False)
        self._refresh_sources()
        self._refresh_history()
        self._refresh_jobs()
        self._refresh_results()

    # States

    @Slot()
    def _refresh_jobs(self) -> None:
        jobs = self._session.job_list
        ended = (view for view in jobs.jobs.values() if view.state.is_final)
        self._actions["cancel_job"].setEnabled(jobs.running_count > 0)
        self._actions["cancel_waiting"].setEnabled(jobs.waiting_count > 0)
        self._actions["pause_jobs"].setChecked(jobs.is_paused)
        self._actions["retry_job"].setEnabled(any(not view.is_done for view in ended))

    @Slot()
    def _refresh_results(self) -> None:
        result = self._window.chosen.current_result()
        for verb in RESULT_VERBS:
            self._actions[verb].setEnabled(result is not None)
        is_in_collection = result is not None and self._session.results.query.collection is not None
        self._actions["remove_from_collection"].setEnabled(is_in_collection)
        for verb in MISSING_VERBS:
            self._actions[verb].setEnabled(result is not None and result.is_missing)

    @Slot()
    def _refresh_history(self) -> None:
        self._actions["undo"].setEnabled(self._session.can_undo or self._can_undo_trash)
        self._actions["redo"].setEnabled(self._session.can_redo)

    @Slot()
    def _refresh_sources(self) -> None:
        index, count = self._find_shown_index(), len(self._session.document.sources)
        self._actions["remove_source"].setEnabled(index >= 0)
        self._actions["move_source_earlier"].setEnabled(index > 0)
        self._actions["move_source_later"].setEnabled(0 <= index < count - 1)
        for verb in ("fill_mask", "clear_mask", "invert_mask", "select_all", "select_none", *MASK_VERBS):
            self._actions[verb].setEnabled(self._session.painter.can_paint)
        raster = self._session.painter.raster
        self._actions["mask_from_transparency"].setEnabled(
            self._session.painter.can_paint and raster is not None and raster.has_alpha
        )
        self._refresh_zoom()

    @Slot()
    def _refresh_zoom(self) -> None:
        """A page is asked when it is in front; the canvas has nothing to zoom before there is a picture."""
        view, canvas = self._window.zoom_view, self._window.canvas
        for verb in _ZOOM_VERBS:
            self._actions[verb].setEnabled(
                view is not None and (view is not canvas or canvas.viewport is not None)
            )

    def _find_shown_index(self) -> int:
        ids = [source.id for source in self._session.document.sources]
        shown = self._session.painter.shown_id
        return ids.index(shown) if shown in ids else -1

    # Slots

    @Slot()
    def _on_bridge_history_changed(self) -> None:
        """Tell those who paint on another source than the first, once for each, what becomes of it."""
        shown = self._session.painter.shown_id
        mask = self._session.painter.shown_mask
        if (
            self._find_shown_index() > 0
            and shown != self._told_of
            and mask is not None
            and mask.selected_pixels
        ):
            self._told_of = shown
            self._window.show_notice(
                self.tr("Only the mask of image 1 is sent. Move this image to the front to send its mask.")
            )

    @Slot()
    def _on_bridge_trash_changed(self) -> None:
        self._can_undo_trash = self._session.trash.can_undo
        self._actions["bring_back"].setEnabled(self._session.trash.can_bring_back)
        self._refresh_history()

    @Slot()
    def _on_undo_triggered(self) -> None:
        text = _find_focused_text()
        if text is not None:
            text.undo()
        elif self._can_undo_trash and (self._is_in_gallery() or not self._session.can_undo):
            self._session.trash.undo()
        else:
            self._session.undo()

    def _is_in_gallery(self) -> bool:
        """Whether the keys are for results: in their strip, on a page, or on the whole screen."""
        window, focused = self._window, QApplication.focusWidget()
        is_in_strip = focused is not None and window.results_strip.isAncestorOf(focused)
        is_on_screen = focused is not None and focused.window() is not window
        return window.page is not None or is_in_strip or is_on_screen

    @Slot()
    def _on_redo_triggered(self) -> None:
        text = _find_focused_text()
        if text is not None:
            text.redo()
        else:
            self._session.redo()

    @Slot()
    def _on_zoom_triggered(self) -> None:
        """Zoom what is in front: the canvas, or what a page shows in its place."""
        sender, view = self.sender(), self._window.zoom_view
        for verb in _ZOOM_VERBS:
            if self._actions[verb] is sender and view is not None:
                getattr(view, verb)()

    @Slot()
    def _on_tool_triggered(self) -> None:
        sender = self.sender()
        for verb in TOOL_VERBS:
            if self._actions[verb] is sender:
                self._window.canvas.set_tool(verb)

    @Slot()
    def _on_mask_verb_triggered(self) -> None:
        sender = self.sender()
        for verb in MASK_VERBS:
            if self._actions[verb] is sender:
                self._use_mask_commands().run(verb)

    @Slot()
    def _on_gallery_verb_triggered(self) -> None:
        sender = self.sender()
        for module, verbs in GALLERY_VERBS.items():
            for verb in verbs:
                if self._actions[verb] is sender:
                    self._use_gallery_commands(module).run(verb)

    def _use_gallery_commands(self, module: str) -> VerbRunner:
        if module not in self._gallery_commands:
            from importlib import import_module  # both late, for the start-up

            made = import_module(f"turbo_studio.ui.gallery.{module}").Commands(self._window)
            self._gallery_commands[module] = made
        return self._gallery_commands[module]

    def _use_mask_commands(self) -> MaskCommands:
        if self._mask_commands is None:
            from turbo_studio.ui.mask_commands import MaskCommands  # late, for the start-up

            self._mask_commands = MaskCommands(self._window)
        return self._mask_commands

    @Slot(str)
    def _on_canvas_tool_changed(self, tool: str) -> None:
        self._actions[tool].setChecked(True)

    @Slot(bool)
    def _on_pause_jobs_triggered(self, paused: bool) -> None:
        """The check follows the queue, which tells when it stands or goes on."""
        jobs = self._session.job_list
        (jobs.pause if paused else jobs.resume)()

    @Slot()
    def _on_open_images_triggered(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        pictures, others = self.tr("Pictures"), self.tr("All files")
        patterns = f"{pictures} ({_PATTERNS});;{others} (*)"
        dialog = QFileDialog(self._window, self.tr("Open images as sources"), "", patterns)
        dialog.setObjectName("open_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_open_dialog_files_selected)
        _open(dialog)

    @Slot(list)
    def _on_open_dialog_files_selected(self, files: list[str]) -> None:
        self._session.open_files([Path(file) for file in files])

    @Slot()
    def _on_paste_source_triggered(self) -> None:
        from turbo_studio.ui.incoming import holds_pictures, take_pictures

        mime = QGuiApplication.clipboard().mimeData()
        name = self.tr("Pasted picture")
        if not (holds_pictures(mime) and take_pictures(self._session, mime, name)):
            self._window.show_notice(self.tr("There is no picture on the clipboard."))

    @Slot()
    def _on_connect_triggered(self) -> None:
        from turbo_studio.ui.dialogs.connect import ConnectDialog

        _open(ConnectDialog(self._session, self._window.bridge, self._window))

    @Slot()
    def _on_settings_triggered(self) -> None:
        from turbo_studio.ui.dialogs.settings import SettingsDialog

        _open(SettingsDialog(self._session, self._window))

    @Slot()
    def _on_keys_triggered(self) -> None:
        from turbo_studio.ui.dialogs.keys import KeysDialog

        _open(KeysDialog(self._window))

    @Slot()
    def _on_verify_gallery_triggered(self) -> None:
        from turbo_studio.ui.dialogs.verify import VerifyDialog

        window = self._window
        dialog = window.findChild(VerifyDialog) or VerifyDialog(self._session, window.bridge, window)
        dialog.show()
        dialog.raise_()

    @Slot()
    def _on_rebuild_index_triggered(self) -> None:
        self._session.upkeep.rebuild_index()

    @Slot(int)
    def _on_bridge_index_rebuilt(self, count: int) -> None:
        self._window.show_notice(self.tr("The index was built anew: %n result(s).", "", count))
        self._session.results.refresh()

    @Slot()
    def _on_about_triggered(self) -> None:
        from turbo_studio.ui.dialogs.about import AboutDialog

        _open(AboutDialog(self._window))

    @Slot(bool)
    def _on_lights_out_triggered(self, hidden: bool) -> None:
        self._window.set_panels_hidden(hidden=hidden)

    @Slot(bool)
    def _on_full_screen_triggered(self, full: bool) -> None:
        self._window.set_full_screen(full=full)


def _find_focused_text() -> QPlainTextEdit | QLineEdit | None:
    """The text that has the focus: its undo is its own."""
    focused = QApplication.focusWidget()
    return focused if isinstance(focused, QPlainTextEdit | QLineEdit) else None


def _open(dialog: QDialog) -> None:
    """Modal to the window, without a loop of its own, and gone once closed; never two of a kind."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
