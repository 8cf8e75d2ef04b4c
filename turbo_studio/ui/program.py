"""The program as it is seen: the application with its language and its theme, and the window in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from turbo_studio.ui.bridge import Bridge
from turbo_studio.ui.theme import FUSION_ARGUMENTS, apply_theme, prepare_theme
from turbo_studio.ui.translations import load_translator
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from turbo_studio.session.session import Session


def show_window(session: Session, settings_folder: Path, images: Sequence[Path], language: str) -> MainWindow:
    """Build and show the window of a session; makes the QApplication if there is none.

    ``settings_folder`` and ``images`` as for the window; ``language`` as for ``load_translator``.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        # Every move of the pointer is to reach the stroke, also those that come faster than they are painted.
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, on=False)
        application = QApplication(["turbo-studio", *FUSION_ARGUMENTS])
    theme = session.preferences.theme
    load_translator(application, language)
    prepare_theme(application, theme)
    window = MainWindow(session, Bridge(session), settings_folder, images)
    apply_theme(application, theme)
    window.show()
    return window
