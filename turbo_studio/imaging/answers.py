"""Reads what a child process answers and believes no more of it than has a known form.

A decoder that a hostile picture has taken over can say what it likes; it cannot make the parent do
more than refuse a picture, or keep a wrong one.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from turbo_studio.core.comparing import Measure
from turbo_studio.core.geometry import Box, Size
from turbo_studio.core.problems import PictureError, ProblemCode, StorageError
from turbo_studio.core.sources import Note
from turbo_studio.imaging.limits import PIXELS_MAX

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbo_studio.core.problems import Param, StudioError

_MEDIA_TYPES = {
    "image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/tiff", "image/avif",
    "application/pdf",
}  # fmt: skip
_TEXT_CHARACTERS_MAX = 300
_NUMBER_MAX = 2**48
_STORAGE_PROBLEMS = {ProblemCode.DISK_FULL, ProblemCode.STORAGE_FAILED}
_PICTURE_PROBLEMS = {
    ProblemCode.FILE_NOT_REGULAR: set[str](),
    ProblemCode.FILE_UNREADABLE: {"reason"},
    ProblemCode.RESULT_CHANGED: set[str](),
    ProblemCode.FILE_TOO_LARGE: {"size_bytes", "limit_bytes"},
    ProblemCode.NOT_A_PICTURE: {"found"},
    ProblemCode.PICTURE_UNSUPPORTED: {"format"},
    ProblemCode.PICTURE_DAMAGED: set[str](),
    ProblemCode.PICTURE_TOO_MANY_PIXELS: {"width", "height", "limit"},
    ProblemCode.PICTURE_TOO_COMPLEX: set[str](),
    ProblemCode.DECODER_DIED: set[str](),
    ProblemCode.SOURCE_DOES_NOT_FIT: {"limit_bytes"},
    ProblemCode.UNEXPECTED: {"kind"},
    ProblemCode.MASK_DOES_NOT_FIT: {"limit_bytes"},
    ProblemCode.MASK_LOST: {"width", "height"},
    ProblemCode.DISK_FULL: {"folder"},
    ProblemCode.STORAGE_FAILED: {"reason"},
}
"""What a child may report, and the parameters that belong to it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a task found out."""

    media_type: str
    size: Size
    notes: tuple[Note, ...]
    has_alpha: bool
    preview_size: Size | None = None
    """Of the coarse raster, where the task wrote one."""


@dataclass(frozen=True, slots=True)
class FoundBox:
    """Where the pixels lie that a task found; the pixels are in the task's file."""

    box: Box
    is_from_alpha: bool


Answer = Facts | FoundBox | Measure


def parse_answer(line: bytes) -> Answer | StudioError:
    """What an answer says, or the problem that it reports; ValueError for anything else."""
    try:
        answer = json.loads(line)
        if "problem" in answer:
            return _parse_problem(answer["problem"])
        facts = answer["facts"]
        if "changed_pixels" in facts:
            return _parse_measure(facts)
        return _parse_found(facts) if "box" in facts else _parse_facts(facts)
    except (KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError(f"not an answer: {fault}") from fault


def _parse_facts(facts: Mapping[str, Any]) -> Facts:
    media_type, has_alpha = facts["media_type"], facts.get("has_alpha", False)
    if media_type not in _MEDIA_TYPES or type(has_alpha) is not bool:
        raise ValueError("facts of a wrong type")
    notes = tuple(Note(note) for note in facts["notes"])
    preview = _parse_size(facts, "preview_") if "preview_width" in facts else None
    return Facts(media_type, _parse_size(facts), notes, has_alpha, preview)


def _parse_size(facts: Mapping[str, Any], prefix: str = "") -> Size:
    width, height = facts[prefix + "width"], facts[prefix + "height"]
    if type(width) is not int or type(height) is not int:
        raise ValueError("a size of a wrong type")
    if min(width, height) < 1 or width * height > PIXELS_MAX:
        raise ValueError("a size out of bounds")
    return Size(width, height)


def _parse_found(facts: Mapping[str, Any]) -> FoundBox:
    sides, is_from_alpha = facts["box"], facts["is_from_alpha"]
    if type(is_from_alpha) is not bool or any(type(side) is not int for side in sides):
        raise ValueError("a find of a wrong type")
    box = Box(*sides)
    is_in_order = 0 <= box.left <= box.right and 0 <= box.upper <= box.lower
    if not is_in_order or box.width * box.height > PIXELS_MAX:
        raise ValueError("a find out of bounds")
    return FoundBox(box, is_from_alpha)


def _parse_measure(facts: Mapping[str, Any]) -> Measure:
    pixels, changed, total, maximum = (facts[name] for name in Measure._fields)
    if type(pixels) is not int or type(changed) is not int:
        raise ValueError("a measure of a wrong type")
    if not (0 <= changed <= pixels <= PIXELS_MAX and 0 <= total <= _NUMBER_MAX and 0 <= maximum <= total):
        raise ValueError("a measure out of bounds")
    return Measure(pixels, changed, float(total), float(maximum))


def _parse_problem(problem: Mapping[str, Any]) -> StudioError:
    code = ProblemCode(problem["code"])
    if problem["params"].keys() != _PICTURE_PROBLEMS[code]:
        raise ValueError("parameters that do not belong to the problem")
    params = {name: _parse_param(value) for name, value in problem["params"].items()}
    detail = _clean(problem["detail"])
    if code in _STORAGE_PROBLEMS:
        return StorageError(code, detail, **params)
    return PictureError(code, detail, **params)


def _parse_param(value: object) -> Param:
    if isinstance(value, str):
        return _clean(value)
    if type(value) is int and 0 <= value <= _NUMBER_MAX:
        return value
    raise ValueError("a parameter of a wrong type")


def _clean(text: str) -> str:
    """Plain, short text of one line, without characters that steer a terminal or a label."""
    shown = (character if unicodedata.category(character)[0] != "C" else " " for character in text)
    return "".join(shown)[:_TEXT_CHARACTERS_MAX]
