"""What a query asks for, in words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from turbo_studio.core.marks import STARS_MAX, Flag, Label
from turbo_studio.core.query import Kind

_LABELS: dict[Label, object] = {
    Label.NONE: QT_TRANSLATE_NOOP("Query", "No label"),
    Label.RED: QT_TRANSLATE_NOOP("Query", "Red"),
    Label.YELLOW: QT_TRANSLATE_NOOP("Query", "Yellow"),
    Label.GREEN: QT_TRANSLATE_NOOP("Query", "Green"),
    Label.BLUE: QT_TRANSLATE_NOOP("Query", "Blue"),
    Label.PURPLE: QT_TRANSLATE_NOOP("Query", "Purple"),
}
_FLAGS: dict[Flag | None, object] = {
    None: QT_TRANSLATE_NOOP("Query", "Any"),
    Flag.NONE: QT_TRANSLATE_NOOP("Query", "Undecided"),
    Flag.PICK: QT_TRANSLATE_NOOP("Query", "Picked"),
    Flag.REJECT: QT_TRANSLATE_NOOP("Query", "Rejected"),
}
_KINDS: dict[Kind | None, object] = {
    None: QT_TRANSLATE_NOOP("Query", "Any"),
    Kind.GENERATION: QT_TRANSLATE_NOOP("Query", "Generating"),
    Kind.EDIT: QT_TRANSLATE_NOOP("Query", "Editing"),
}
_PLACES: dict[bool | None, object] = {
    None: QT_TRANSLATE_NOOP("Query", "Anywhere"),
    False: QT_TRANSLATE_NOOP("Query", "A gateway"),
    True: QT_TRANSLATE_NOOP("Query", "The sandbox"),
}


def say_stars(stars_min: int) -> str:
    if stars_min == 0:
        return _say(QT_TRANSLATE_NOOP("Query", "Any"))
    stars = "★" * stars_min
    return stars if stars_min == STARS_MAX else _say(QT_TRANSLATE_NOOP("Query", "{0} and more")).format(stars)


def say_label(label: Label) -> str:
    return _say(_LABELS[label])


def say_flag(flag: Flag | None) -> str:
    return _say(_FLAGS[flag])


def say_kind(kind: Kind | None) -> str:
    return _say(_KINDS[kind])


def say_place(is_sandbox: bool | None) -> str:
    """Where results are made."""
    return _say(_PLACES[is_sandbox])


def _say(text: object) -> str:
    return QCoreApplication.translate("Query", str(text))
