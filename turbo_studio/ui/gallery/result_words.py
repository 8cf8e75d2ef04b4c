"""What is said about a result: as a tooltip, and to those who cannot see its tile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from turbo_studio.core.marks import Flag, Label
from turbo_studio.ui.figures import say_quality
from turbo_studio.ui.gallery.query_words import say_label
from turbo_studio.ui.panels.tiles import as_tooltip
from turbo_studio.ui.words import say_other_size

if TYPE_CHECKING:
    from turbo_studio.core.result import Result

translate = QCoreApplication.translate

SANDBOX = "sandbox"
"""``Provenance.gateway`` of pictures that nobody paid for."""
_PROMPT_CHARACTERS = 400

_FLAGS: dict[Flag, object] = {
    Flag.PICK: QT_TRANSLATE_NOOP("ResultWords", "picked"),
    Flag.REJECT: QT_TRANSLATE_NOOP("ResultWords", "rejected"),
}


def say_as_tooltip(result: Result) -> str:
    return as_tooltip("\n".join(_describe(result)))


def say_aloud(result: Result) -> str:
    """For screen readers: what the tile shows by signs, and the rest after it."""
    return "; ".join((_say_prompt(result), *_say_marks(result), *_describe(result)[1:]))


def _describe(result: Result) -> list[str]:
    """Prompt, size and quality, time, what it cost, and who made it."""
    made_by, locale = result.provenance, QLocale()
    size = result.size or made_by.size
    created = result.created_at.astimezone().replace(tzinfo=None).isoformat(" ", "minutes")
    lines = [
        _say_prompt(result),
        translate("ResultWords", "{width} × {height}, quality: {quality}").format(
            width=size.width, height=size.height, quality=say_quality(made_by.quality)
        ),
        translate("ResultWords", "{time}, took {seconds} s").format(
            time=created, seconds=round((made_by.finished_at - made_by.started_at).total_seconds())
        ),
    ]
    if not result.is_as_asked:
        lines.insert(1, say_other_size(result))
    if result.is_missing:
        lines.insert(1, translate("ResultWords", "The file is missing: it was moved or deleted"))
    if result.usage is not None and result.usage.total_tokens is not None:
        lines.append(
            translate("ResultWords", "{tokens} tokens").format(
                tokens=locale.toString(result.usage.total_tokens)
            )
        )
    lines.append(
        translate("ResultWords", "Made in the sandbox") if made_by.gateway == SANDBOX else made_by.gateway
    )
    return lines


def _say_prompt(result: Result) -> str:
    prompt = result.provenance.prompt.strip()
    return prompt[:_PROMPT_CHARACTERS] + ("…" if len(prompt) > _PROMPT_CHARACTERS else "")


def _say_marks(result: Result) -> list[str]:
    marks = result.marks
    said = []
    if marks.stars:
        said.append(translate("ResultWords", "stars: {count}").format(count=marks.stars))
    if marks.label is not Label.NONE:
        said.append(translate("ResultWords", "label: {label}").format(label=say_label(marks.label)))
    if marks.flag is not Flag.NONE:
        said.append(translate("ResultWords", str(_FLAGS[marks.flag])))
    return said
