"""The one table of actions: it feeds the menus, the tooltips, the shortcuts and the key sheet.

Keys of the scope ``CANVAS`` and ``GALLERY`` work only while the focus is there: as keys of the whole
window, single letters, Space and Delete would be stolen from fields, buttons and lists.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from turbo_studio.ui.icons import build_icon

if TYPE_CHECKING:
    from collections.abc import Sequence


class Scope(StrEnum):
    """Where the keys of an action work."""

    WINDOW = "window"
    CANVAS = "canvas"
    GALLERY = "gallery"
    COMPARISON = "comparison"
    """The page listens for them itself."""


class ActionSpec(NamedTuple):
    """One row of the table. ``text`` and ``keys`` are untranslated; ``menu`` is empty for none."""

    verb: str
    text: object
    menu: str
    keys: tuple[str, ...] = ()
    scope: Scope = Scope.WINDOW
    icon: str = ""
    is_checkable: bool = False
    starts_group: bool = False
    """A line stands above it in its menu."""
    repeats: bool = False
    """Holding the key down goes on doing it."""
    is_held: bool = False
    """Works while the key is held; the canvas itself listens for it."""


MENUS: dict[str, object] = {
    "file": QT_TRANSLATE_NOOP("Actions", "&File"),
    "edit": QT_TRANSLATE_NOOP("Actions", "&Edit"),
    "mask": QT_TRANSLATE_NOOP("Actions", "&Mask"),
    "view": QT_TRANSLATE_NOOP("Actions", "&View"),
    "gallery": QT_TRANSLATE_NOOP("Actions", "&Gallery"),
    "help": QT_TRANSLATE_NOOP("Actions", "&Help"),
}

SUBMENUS: dict[str, object] = {
    "mask_look": QT_TRANSLATE_NOOP("Actions", "Mask Loo&k"),
    "surround": QT_TRANSLATE_NOOP("Actions", "&Surround"),
    "marks": QT_TRANSLATE_NOOP("Actions", "Mar&ks"),
}
SUBMENUS_AFTER: dict[str, tuple[str, ...]] = {
    "toggle_overlay": ("mask_look", "surround"),
    "reveal_result": ("marks",),
}
"""Where they are: by the action that they follow."""

_CANVAS, _GALLERY = Scope.CANVAS, Scope.GALLERY

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open_images", QT_TRANSLATE_NOOP("Actions", "&Open Images…"), "file", ("Ctrl+O",)),
    ActionSpec("paste_source", QT_TRANSLATE_NOOP("Actions", "&Paste as Source"), "file", ("Ctrl+V",)),
    ActionSpec("reopen_work", QT_TRANSLATE_NOOP("Actions", "Reopen &Work Put Aside"), "file"),
    ActionSpec(
        "move_source_earlier",
        QT_TRANSLATE_NOOP("Actions", "Move Source &Earlier"),
        "file",
        ("Ctrl+Shift+Left",),
        starts_group=True,
    ),
    ActionSpec(
        "move_source_later",
        QT_TRANSLATE_NOOP("Actions", "Move Source &Later"),
        "file",
        ("Ctrl+Shift+Right",),
    ),
    ActionSpec("remove_source", QT_TRANSLATE_NOOP("Actions", "&Remove Source"), "file"),
    ActionSpec(
        "submit",
        QT_TRANSLATE_NOOP("Actions", "&Generate or Edit"),
        "file",
        ("Ctrl+Enter", "Ctrl+Return"),
        starts_group=True,
    ),
    ActionSpec("cancel_job", QT_TRANSLATE_NOOP("Actions", "&Cancel Job"), "file"),
    ActionSpec("retry_job", QT_TRANSLATE_NOOP("Actions", "R&un Job Again"), "file"),
    ActionSpec("pause_jobs", QT_TRANSLATE_NOOP("Actions", "Pause &Jobs"), "file", is_checkable=True),
    ActionSpec("cancel_waiting", QT_TRANSLATE_NOOP("Actions", "Cancel Jobs T&hat Wait"), "file"),
    ActionSpec("connect", QT_TRANSLATE_NOOP("Actions", "Co&nnect…"), "file", starts_group=True),
    ActionSpec("quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), "file", ("Ctrl+Q",), starts_group=True),
    ActionSpec("undo", QT_TRANSLATE_NOOP("Actions", "&Undo"), "edit", ("Ctrl+Z",), repeats=True),
    ActionSpec(
        "redo", QT_TRANSLATE_NOOP("Actions", "&Redo"), "edit", ("Ctrl+Shift+Z", "Ctrl+Y"), repeats=True
    ),
    ActionSpec(
        "select_all",
        QT_TRANSLATE_NOOP("Actions", "Select &All"),
        "edit",
        ("Ctrl+A",),
        _CANVAS,
        starts_group=True,
    ),
    ActionSpec("select_none", QT_TRANSLATE_NOOP("Actions", "Select &None"), "edit", ("Ctrl+D",), _CANVAS),
    ActionSpec(
        "settings", QT_TRANSLATE_NOOP("Actions", "&Settings…"), "edit", ("Ctrl+,",), starts_group=True
    ),
    ActionSpec(
        "brush",
        QT_TRANSLATE_NOOP("Actions", "&Brush"),
        "mask",
        ("B",),
        _CANVAS,
        icon="brush",
        is_checkable=True,
    ),
    ActionSpec(
        "eraser",
        QT_TRANSLATE_NOOP("Actions", "&Eraser"),
        "mask",
        ("E",),
        _CANVAS,
        icon="eraser",
        is_checkable=True,
    ),
    ActionSpec(
        "lasso",
        QT_TRANSLATE_NOOP("Actions", "L&asso"),
        "mask",
        ("L",),
        _CANVAS,
        icon="lasso",
        is_checkable=True,
    ),
    ActionSpec(
        "rectangle",
        QT_TRANSLATE_NOOP("Actions", "&Rectangle"),
        "mask",
        ("M",),
        _CANVAS,
        icon="square-dashed",
        is_checkable=True,
    ),
    ActionSpec(
        "ellipse",
        QT_TRANSLATE_NOOP("Actions", "E&llipse"),
        "mask",
        ("Shift+M",),
        _CANVAS,
        icon="circle-dashed",
        is_checkable=True,
    ),
    ActionSpec(
        "wand",
        QT_TRANSLATE_NOOP("Actions", "&Wand"),
        "mask",
        ("W",),
        _CANVAS,
        icon="wand-sparkles",
        is_checkable=True,
    ),
    ActionSpec(
        "outline",
        QT_TRANSLATE_NOOP("Actions", "O&utline Object"),
        "mask",
        ("Shift+W",),
        _CANVAS,
        icon="scan-search",
        is_checkable=True,
    ),
    ActionSpec(
        "swap_paint_erase",
        QT_TRANSLATE_NOOP("Actions", "&Swap Paint and Erase"),
        "mask",
        ("X",),
        _CANVAS,
    ),
    ActionSpec("paint", QT_TRANSLATE_NOOP("Actions", "Back to &Paint"), "mask", ("D",), _CANVAS),
    ActionSpec(
        "fill_mask",
        QT_TRANSLATE_NOOP("Actions", "&Fill Mask"),
        "mask",
        ("Alt+Backspace", "Shift+Backspace"),
        _CANVAS,
        starts_group=True,
    ),
    ActionSpec("clear_mask", QT_TRANSLATE_NOOP("Actions", "&Clear Mask"), "mask", ("Delete",), _CANVAS),
    ActionSpec("invert_mask", QT_TRANSLATE_NOOP("Actions", "&Invert Mask"), "mask", ("Ctrl+I",)),
    ActionSpec("grow_mask", QT_TRANSLATE_NOOP("Actions", "&Grow…"), "mask", starts_group=True),
    ActionSpec("shrink_mask", QT_TRANSLATE_NOOP("Actions", "Shrin&k…"), "mask"),
    ActionSpec("smooth_mask", QT_TRANSLATE_NOOP("Actions", "Smoo&th…"), "mask"),
    ActionSpec("fill_holes", QT_TRANSLATE_NOOP("Actions", "Fill &Holes"), "mask"),
    ActionSpec("remove_specks", QT_TRANSLATE_NOOP("Actions", "Remo&ve Specks…"), "mask"),
    ActionSpec(
        "feather_preview",
        QT_TRANSLATE_NOOP("Actions", "Feathere&d Preview"),
        "mask",
        ("Shift+Q",),
        _CANVAS,
        is_checkable=True,
        starts_group=True,
    ),
    ActionSpec(
        "feather_size", QT_TRANSLATE_NOOP("Actions", "Feather Si&ze…"), "mask", ("Shift+F6",), _CANVAS
    ),
    ActionSpec(
        "mask_from_transparency",
        QT_TRANSLATE_NOOP("Actions", "From Transparenc&y"),
        "mask",
        starts_group=True,
    ),
    ActionSpec("open_mask", QT_TRANSLATE_NOOP("Actions", "&Open as Mask…"), "mask"),
    ActionSpec("paste_mask", QT_TRANSLATE_NOOP("Actions", "Paste as &Mask"), "mask", ("Ctrl+Shift+V",)),
    ActionSpec("save_mask", QT_TRANSLATE_NOOP("Actions", "Save Mask as P&NG…"), "mask"),
    ActionSpec(
        "brush_smaller",
        QT_TRANSLATE_NOOP("Actions", "Brush S&maller"),
        "",
        ("[",),
        _CANVAS,
        repeats=True,
    ),
    ActionSpec(
        "brush_larger", QT_TRANSLATE_NOOP("Actions", "Brush &Larger"), "", ("]",), _CANVAS, repeats=True
    ),
    ActionSpec(
        "brush_softer",
        QT_TRANSLATE_NOOP("Actions", "Brush S&ofter"),
        "",
        ("Shift+[", "{"),
        _CANVAS,
        repeats=True,
    ),
    ActionSpec(
        "brush_harder",
        QT_TRANSLATE_NOOP("Actions", "Brush &Harder"),
        "",
        ("Shift+]", "}"),
        _CANVAS,
        repeats=True,
    ),
    ActionSpec(
        "hand", QT_TRANSLATE_NOOP("Actions", "&Hand"), "view", ("H",), _CANVAS, icon="hand", is_checkable=True
    ),
    ActionSpec(
        "zoom",
        QT_TRANSLATE_NOOP("Actions", "&Zoom"),
        "view",
        ("Z",),
        _CANVAS,
        icon="zoom-in",
        is_checkable=True,
    ),
    ActionSpec(
        "zoom_in",
        QT_TRANSLATE_NOOP("Actions", "Zoom &In"),
        "view",
        ("Ctrl+=", "Ctrl++"),
        starts_group=True,
        repeats=True,
    ),
    ActionSpec("zoom_out", QT_TRANSLATE_NOOP("Actions", "Zoom &Out"), "view", ("Ctrl+-",), repeats=True),
    ActionSpec("zoom_fit", QT_TRANSLATE_NOOP("Actions", "&Fit"), "view", ("Ctrl+0",)),
    ActionSpec("zoom_actual", QT_TRANSLATE_NOOP("Actions", "&100 %"), "view", ("Ctrl+1",)),
    ActionSpec(
        "toggle_overlay",
        QT_TRANSLATE_NOOP("Actions", "&Mask Overlay"),
        "view",
        ("Q",),
        _CANVAS,
        is_checkable=True,
        starts_group=True,
    ),
    ActionSpec("look_tint", QT_TRANSLATE_NOOP("Actions", "&Tint"), "mask_look", is_checkable=True),
    ActionSpec(
        "look_outline", QT_TRANSLATE_NOOP("Actions", "Marching &Outline"), "mask_look", is_checkable=True
    ),
    ActionSpec(
        "look_black_and_white",
        QT_TRANSLATE_NOOP("Actions", "&Black and White"),
        "mask_look",
        is_checkable=True,
    ),
    ActionSpec("look_hatch", QT_TRANSLATE_NOOP("Actions", "&Stripes"), "mask_look", is_checkable=True),
    ActionSpec(
        "marks_outside",
        QT_TRANSLATE_NOOP("Actions", "Mark &What Stays"),
        "mask_look",
        is_checkable=True,
        starts_group=True,
    ),
    ActionSpec(
        "surround_theme", QT_TRANSLATE_NOOP("Actions", "As the &Theme"), "surround", is_checkable=True
    ),
    ActionSpec(
        "surround_black",
        QT_TRANSLATE_NOOP("Actions", "&Black"),
        "surround",
        is_checkable=True,
        starts_group=True,
    ),
    ActionSpec("surround_dark", QT_TRANSLATE_NOOP("Actions", "&Dark Grey"), "surround", is_checkable=True),
    ActionSpec(
        "surround_middle", QT_TRANSLATE_NOOP("Actions", "&Middle Grey"), "surround", is_checkable=True
    ),
    ActionSpec("surround_light", QT_TRANSLATE_NOOP("Actions", "&Light Grey"), "surround", is_checkable=True),
    ActionSpec("pixel_grid", QT_TRANSLATE_NOOP("Actions", "Pi&xel Grid"), "view", is_checkable=True),
    ActionSpec(
        "show_original",
        QT_TRANSLATE_NOOP("Actions", "Picture without mask, while held"),
        "",
        ("\\",),
        _CANVAS,
        is_held=True,
    ),
    ActionSpec(
        "lights_out",
        QT_TRANSLATE_NOOP("Actions", "Hide &Panels"),
        "view",
        ("F",),
        _CANVAS,
        is_checkable=True,
        starts_group=True,
    ),
    ActionSpec(
        "full_screen", QT_TRANSLATE_NOOP("Actions", "F&ull Screen"), "view", ("F11",), is_checkable=True
    ),
    ActionSpec("show_gallery", QT_TRANSLATE_NOOP("Actions", "&Gallery"), "gallery", ("G",), _CANVAS),
    ActionSpec("find_results", QT_TRANSLATE_NOOP("Actions", "Fin&d Results"), "gallery", ("Ctrl+F",)),
    ActionSpec(
        "use_as_source",
        QT_TRANSLATE_NOOP("Actions", "&Use as Source"),
        "gallery",
        ("U",),
        _GALLERY,
        starts_group=True,
    ),
    ActionSpec(
        "reuse_settings", QT_TRANSLATE_NOOP("Actions", "&Reuse Settings"), "gallery", ("R",), _GALLERY
    ),
    ActionSpec(
        "reopen_result",
        QT_TRANSLATE_NOOP("Actions", "Reo&pen with Its Sources"),
        "gallery",
        ("Shift+Enter", "Shift+Return"),
        _GALLERY,
    ),
    ActionSpec(
        "edit_from_original",
        QT_TRANSLATE_NOOP("Actions", "&Edit from the Original"),
        "gallery",
        ("Shift+U",),
        _GALLERY,
    ),
    ActionSpec("show_lineage", QT_TRANSLATE_NOOP("Actions", "Show Li&neage"), "gallery", ("L",), _GALLERY),
    ActionSpec("copy_image", QT_TRANSLATE_NOOP("Actions", "&Copy Image"), "gallery", ("Ctrl+C",), _GALLERY),
    ActionSpec(
        "open_result",
        QT_TRANSLATE_NOOP("Actions", "&Open Picture"),
        "gallery",
        ("Enter", "Return"),
        _GALLERY,
        starts_group=True,
    ),
    ActionSpec("reveal_result", QT_TRANSLATE_NOOP("Actions", "&Show in Folder"), "gallery"),
    ActionSpec("compare", QT_TRANSLATE_NOOP("Actions", "Comp&are"), "gallery", ("C",), _GALLERY),
    ActionSpec("export", QT_TRANSLATE_NOOP("Actions", "E&xport…"), "gallery", ("Ctrl+E",)),
    ActionSpec("contact_sheet", QT_TRANSLATE_NOOP("Actions", "Contact S&heet…"), "gallery"),
    ActionSpec("loupe", QT_TRANSLATE_NOOP("Actions", "&Quick Look"), "gallery", ("Space",), _GALLERY),
    ActionSpec(
        "view_full_screen",
        QT_TRANSLATE_NOOP("Actions", "On the &Whole Screen"),
        "gallery",
        ("Shift+Space",),
        _GALLERY,
    ),
    ActionSpec("pick", QT_TRANSLATE_NOOP("Actions", "&Pick"), "marks", ("P",), _GALLERY),
    ActionSpec("reject", QT_TRANSLATE_NOOP("Actions", "Re&ject"), "marks", ("X",), _GALLERY),
    ActionSpec("unflag", QT_TRANSLATE_NOOP("Actions", "&Neither"), "marks", ("N",), _GALLERY),
    ActionSpec(
        "stars_0", QT_TRANSLATE_NOOP("Actions", "N&o Stars"), "marks", ("0",), _GALLERY, starts_group=True
    ),
    ActionSpec("stars_1", QT_TRANSLATE_NOOP("Actions", "&1 ★"), "marks", ("1",), _GALLERY),
    ActionSpec("stars_2", QT_TRANSLATE_NOOP("Actions", "&2 ★★"), "marks", ("2",), _GALLERY),
    ActionSpec("stars_3", QT_TRANSLATE_NOOP("Actions", "&3 ★★★"), "marks", ("3",), _GALLERY),
    ActionSpec("stars_4", QT_TRANSLATE_NOOP("Actions", "&4 ★★★★"), "marks", ("4",), _GALLERY),
    ActionSpec("stars_5", QT_TRANSLATE_NOOP("Actions", "&5 ★★★★★"), "marks", ("5",), _GALLERY),
    ActionSpec(
        "label_red", QT_TRANSLATE_NOOP("Actions", "&Red"), "marks", ("6",), _GALLERY, starts_group=True
    ),
    ActionSpec("label_yellow", QT_TRANSLATE_NOOP("Actions", "&Yellow"), "marks", ("7",), _GALLERY),
    ActionSpec("label_green", QT_TRANSLATE_NOOP("Actions", "&Green"), "marks", ("8",), _GALLERY),
    ActionSpec("label_blue", QT_TRANSLATE_NOOP("Actions", "&Blue"), "marks", ("9",), _GALLERY),
    ActionSpec("label_purple", QT_TRANSLATE_NOOP("Actions", "P&urple"), "marks"),
    ActionSpec("label_none", QT_TRANSLATE_NOOP("Actions", "No &Label"), "marks"),
    ActionSpec(
        "add_to_collection",
        QT_TRANSLATE_NOOP("Actions", "Add to Collect&ion…"),
        "gallery",
        ("Ctrl+G",),
        _GALLERY,
        starts_group=True,
    ),
    ActionSpec(
        "remove_from_collection",
        QT_TRANSLATE_NOOP("Actions", "Re&move from Collection"),
        "gallery",
        ("Ctrl+Shift+G",),
        _GALLERY,
    ),
    ActionSpec(
        "move_to_trash",
        QT_TRANSLATE_NOOP("Actions", "Move to &Trash"),
        "gallery",
        ("Del",),
        _GALLERY,
        starts_group=True,
    ),
    ActionSpec("bring_back", QT_TRANSLATE_NOOP("Actions", "Bring Back Recentl&y Deleted"), "gallery"),
    ActionSpec("find_missing_file", QT_TRANSLATE_NOOP("Actions", "Find Missing &File…"), "gallery"),
    ActionSpec("remove_missing", QT_TRANSLATE_NOOP("Actions", "Remove Missing from Ga&llery"), "gallery"),
    ActionSpec(
        "verify_gallery", QT_TRANSLATE_NOOP("Actions", "&Verify Files…"), "gallery", starts_group=True
    ),
    ActionSpec("rebuild_index", QT_TRANSLATE_NOOP("Actions", "Re&build Index"), "gallery"),
    ActionSpec("keys", QT_TRANSLATE_NOOP("Actions", "&Keys"), "help", ("F1",)),
    ActionSpec("about", QT_TRANSLATE_NOOP("Actions", "&About Turbo Studio"), "help"),
)

TOOL_VERBS = ("brush", "eraser", "lasso", "rectangle", "ellipse", "wand", "outline", "hand", "zoom")
FLAG_VERBS = ("pick", "reject", "unflag")
STAR_VERBS = ("stars_0", "stars_1", "stars_2", "stars_3", "stars_4", "stars_5")
LABEL_VERBS = ("label_red", "label_yellow", "label_green", "label_blue", "label_purple", "label_none")
MARK_VERBS = (*FLAG_VERBS, *STAR_VERBS, *LABEL_VERBS)
MASK_VERBS = (
    *("grow_mask", "shrink_mask", "smooth_mask", "fill_holes", "remove_specks"),
    *("mask_from_transparency", "open_mask", "paste_mask", "save_mask"),
)


def say_text(text: object) -> str:
    """A text of the tables in the user's language, with its mnemonic."""
    return QCoreApplication.translate("Actions", str(text))


def say_plain(text: object) -> str:
    """The same without the mnemonic; Chinese texts carry theirs as (&X) at the end."""
    said = say_text(text)
    start = said.find("(&")
    if start >= 0:
        said = said[:start] + said[start + 4 :]
    return said.replace("&", "")


def say_scope(scope: Scope) -> str:
    return say_text(_SCOPE_TEXTS[scope])


_SCOPE_TEXTS: dict[Scope, object] = {
    Scope.WINDOW: QT_TRANSLATE_NOOP("Actions", "Everywhere"),
    Scope.CANVAS: QT_TRANSLATE_NOOP("Actions", "On the canvas"),
    Scope.GALLERY: QT_TRANSLATE_NOOP("Actions", "In the results"),
    Scope.COMPARISON: QT_TRANSLATE_NOOP("Actions", "While comparing"),
}


def format_keys(keys: tuple[str, ...]) -> str:
    """As this desktop writes them, the first form of each key: braces only stand in for Shift."""
    shown = [QKeySequence(key) for key in keys if key not in {"{", "}", "Return", "Ctrl+Return", "Ctrl++"}]
    return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in shown)


class Actions(QObject):
    """Every action of the table as a QAction; the window joins them to what they do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.by_name: dict[str, QAction] = {spec.verb: self._build(spec) for spec in ACTIONS}
        self._group(TOOL_VERBS)
        for prefix in ("look_", "surround_"):
            self._group([verb for verb in self.by_name if verb.startswith(prefix)])

    def _group(self, verbs: Sequence[str]) -> None:
        """Of these, one is checked."""
        group = QActionGroup(self)
        for verb in verbs:
            group.addAction(self.by_name[verb])

    def __getitem__(self, verb: str) -> QAction:
        return self.by_name[verb]

    def in_scope(self, scope: Scope) -> list[QAction]:
        """What a widget of that scope takes with ``addActions`` so that the keys work there."""
        return [self.by_name[spec.verb] for spec in ACTIONS if spec.scope is scope]

    def in_menu(self, menu: str) -> list[tuple[QAction, bool]]:
        """The actions of a menu, each with whether a line stands above it."""
        return [(self.by_name[spec.verb], spec.starts_group) for spec in ACTIONS if spec.menu == menu]

    def _build(self, spec: ActionSpec) -> QAction:
        action = QAction(say_text(spec.text), self)
        action.setObjectName(f"action_{spec.verb}")
        action.setCheckable(spec.is_checkable)
        action.setAutoRepeat(spec.repeats)
        action.setMenuRole(_MENU_ROLES.get(spec.verb, QAction.MenuRole.NoRole))
        if spec.icon:
            action.setIcon(build_icon(spec.icon))
            action.setIconVisibleInMenu(False)
            action.setToolTip(f"{say_plain(spec.text)} ({format_keys(spec.keys)})")  # menus show none
        if not spec.is_held:
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
        if spec.scope is not Scope.WINDOW:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action


_MENU_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "settings": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
}
