"""Turns what a stranger sent into short plain text that is safe in a window, a log and a terminal."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from turbo_studio.gateway.redaction import Redact

DETAIL_CHARACTERS_MAX = 500
_READ_CHARACTERS_MAX = 16_384

_TERMINAL_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b.?")
_INVISIBLE_BLOCK = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_DROPPED_CATEGORIES = frozenset({"Cf", "Cs", "Co", "Cn"})
_SPACE_CATEGORIES = frozenset({"Cc", "Zl", "Zp"})


def _strip_markup(text: str) -> str:
    text = _TAG.sub(" ", _INVISIBLE_BLOCK.sub(" ", html.unescape(text)))
    return text.replace("<", " ") if _TAG.search(text) else text


def _strip_invisible(text: str) -> str:
    """Without control, bidirectional and other characters that change how the rest is shown."""
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category in _SPACE_CATEGORIES:
            kept.append(" ")
        elif category not in _DROPPED_CATEGORIES:
            kept.append(character)
    return "".join(kept)


def format_plain_text(text: str, redact: Redact, limit: int = DETAIL_CHARACTERS_MAX) -> str:
    """One line of at most ``limit`` characters, without markup, escapes, controls or the key.

    The key is looked for last, so that no character which is taken out can hide it.
    """
    text = _TERMINAL_SEQUENCE.sub("", text[:_READ_CHARACTERS_MAX])
    text = " ".join(_strip_invisible(_strip_markup(text)).split())
    text = redact(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"
