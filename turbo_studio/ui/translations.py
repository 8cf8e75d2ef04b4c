"""The language of the window: which one it is, and its translators in the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTranslator

from turbo_studio.ui.resources import resource_path

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Codes of the languages that there are, with their own names."""
_installed: list[QTranslator] = []
"""Qt does not own its translators; asking an application for them would wrap all that it owns."""


def load_translator(application: QCoreApplication, language: str) -> None:
    """Show the window in a language; an empty or unknown code follows the system.

    Called before widgets are built. The translators of an earlier call are taken out.
    """
    while _installed:
        application.removeTranslator(_installed.pop())
    code = pick_language(language)
    QLocale.setDefault(_pick_locale(code))
    if code != "en":
        from PySide6.QtCore import QLibraryInfo  # late, for the start-up

        _install(application, f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    _install(application, f"turbo_studio_{code}", str(resource_path("translations")))


def _install(application: QCoreApplication, name: str, folder: str) -> None:
    translator = QTranslator()
    if translator.load(name, folder):
        application.installTranslator(translator)
        _installed.append(translator)


def pick_language(language: str) -> str:
    """A code of ``LANGUAGES``: any Chinese reads the one Chinese that there is, all others English."""
    system = QLocale.system().uiLanguages()
    wanted = language if _has_language(language) else next(iter(system), "en")
    return "zh_CN" if wanted.lower().startswith("zh") else "en"


def _has_language(language: str) -> bool:
    return language.lower().replace("-", "_").partition("_")[0] in {"en", "zh"}


def _pick_locale(code: str) -> QLocale:
    """The system's own way with numbers where it speaks the language, else that of the language."""
    system, chosen = QLocale.system(), QLocale(code)
    return system if system.language() == chosen.language() else chosen
