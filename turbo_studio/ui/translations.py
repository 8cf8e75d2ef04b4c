"""The language of the window: which one it is, and its translators in the application."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from turbo_studio.ui.resources import resource_path

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Codes of the languages that there are, with their own names."""


def load_translator(application: QCoreApplication, language: str) -> list[QTranslator]:
    """Show the window in a language; an empty or unknown code follows the system.

    Called before widgets are built. The translators of an earlier call are taken out.
    """
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    code = pick_language(language)
    QLocale.setDefault(_pick_locale(code))
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    own_folder = str(resource_path("translations"))
    installed = []
    for name, folder in ((f"qtbase_{code}", qt_folder), (f"turbo_studio_{code}", own_folder)):
        translator = QTranslator(application)
        if translator.load(name, folder):
            application.installTranslator(translator)
            installed.append(translator)
    return installed


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
