"""Which language shows, and that the translations of the tree are complete."""

from __future__ import annotations

import ast
import html
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from turbo_studio.ui.translations import LANGUAGES, load_translator, pick_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

_ROOT = Path(__file__).parents[2]
_SCRIPT = _ROOT / "packaging" / "translate.py"
_SOURCES = _ROOT / "turbo_studio"
_CHINESE = _ROOT / "resources" / "translations" / "turbo_studio_zh_CN.ts"


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("en", "en"),
        ("en_GB", "en"),
        ("zh_CN", "zh_CN"),
        ("zh-Hans", "zh_CN"),
        ("zh_TW", "zh_CN"),
        ("ZH", "zh_CN"),
    ],
)
def test_code_picks_a_language(asked: str, wanted: str) -> None:
    assert pick_language(asked) == wanted


@pytest.mark.parametrize("asked", ["", "tlh", "../../etc/passwd", "zhx"])
def test_unknown_code_follows_the_system(asked: str) -> None:
    system = QLocale.system().uiLanguages()
    wanted = "zh_CN" if system and system[0].lower().startswith("zh") else "en"
    assert pick_language(asked) == wanted


def test_each_language_is_loaded_in_place_of_the_last(qapp: QApplication) -> None:
    for language, said in (("zh_CN", "撤销(&U)"), ("en", "&Undo"), ("zh_CN", "撤销(&U)"), ("en", "&Undo")):
        load_translator(qapp, language)
        assert QCoreApplication.translate("Actions", "&Undo") == said
        assert QLocale().name().partition("_")[0] == language.partition("_")[0]


def test_qt_speaks_the_language_too(qapp: QApplication) -> None:
    load_translator(qapp, "zh_CN")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    load_translator(qapp, "en")


def test_english_has_its_plurals(qapp: QApplication) -> None:
    load_translator(qapp, "en")
    said = [
        QCoreApplication.translate("LeaveBox", "%n job(s) are still running.", "", count) for count in (1, 3)
    ]
    assert said == ["1 job is still running.", "3 jobs are still running."]


def iterate_texts() -> Iterator[str]:
    """What the program passes on to be translated, as far as it is written there."""
    places = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}
    for source in _SOURCES.rglob("*.py"):
        for call in filter(lambda node: isinstance(node, ast.Call), ast.walk(ast.parse(source.read_text()))):
            assert isinstance(call, ast.Call)
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            for text in call.args[places[name] :][:1] if name in places else ():
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield text.value


def test_each_text_is_found_by_the_tool_that_extracts_them() -> None:
    """It passes over those within f-strings, and over some with a number, and does not say so."""
    sources = re.findall(r"<source>(.*?)</source>", _CHINESE.read_text("utf-8"), re.DOTALL)
    extracted = set(map(html.unescape, sources))
    assert set(iterate_texts()) - extracted == set()


def test_translations_are_complete_and_compiled() -> None:
    """What CI checks: no text is new, gone, unfinished or not compiled."""
    checked = subprocess.run(
        [sys.executable, str(_SCRIPT), "--check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert set(LANGUAGES) == {"en", "zh_CN"}
