"""Marks by key and menu, on all that is chosen: stars, colour labels, picked or rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from turbo_studio.core.marks import Flag, Label
from turbo_studio.ui.actions import LABEL_VERBS, STAR_VERBS

if TYPE_CHECKING:
    from turbo_studio.core.result import Result
    from turbo_studio.ui.window import MainWindow

_FLAGS = {"pick": Flag.PICK, "reject": Flag.REJECT, "unflag": Flag.NONE}


class Commands(QObject):
    """A flag or a label that all of them have already is taken off; stars are set to what the key says."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def run(self, verb: str) -> None:
        self._window.chosen.with_selected(lambda results: self._mark(verb, results))

    def _mark(self, verb: str, results: tuple[Result, ...]) -> None:
        session, ids = self._window.session.results, [result.id for result in results]
        if verb in STAR_VERBS:
            session.change_marks(ids, stars=STAR_VERBS.index(verb))
        elif verb in LABEL_VERBS:
            label = Label(verb.removeprefix("label_").replace("none", ""))
            has_all = all(result.marks.label is label for result in results)
            session.change_marks(ids, label=Label.NONE if has_all else label)
        else:
            flag = _FLAGS[verb]
            has_all = all(result.marks.flag is flag for result in results)
            session.change_marks(ids, flag=Flag.NONE if has_all else flag)
