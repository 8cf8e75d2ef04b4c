"""Exports: which results leave the gallery, as what, under which names, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.geometry import Size

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.problems import Problem
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Note

SIDE_MAX_PX = 16_383
"""WEBP takes no longer side."""
PER_CENT_MAX = 400


class Preset(StrEnum):
    """What is to be in the file besides the pixels."""

    ORIGINAL = "original"
    """The bytes as they came; nothing else can be chosen with it."""
    CLEAN = "clean"
    """Nothing."""
    DESCRIBED = "described"
    """What the picture shows by its prompt, and that a model made it."""


class FileFormat(StrEnum):
    KEEP = "keep"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    WEBP_LOSSLESS = "webp_lossless"


class Collision(StrEnum):
    """What becomes of names that are taken in the folder."""

    REPLACE = "replace"
    KEEP_BOTH = "keep_both"
    SKIP = "skip"


class LongerSide(NamedTuple):
    """Scale so that the longer side has so many pixels."""

    side_px: int
    enlarges: bool = False
    """Whether a smaller picture grows; otherwise it keeps its size."""


class PerCent(NamedTuple):
    per_cent: int


Resize = LongerSide | PerCent


def find_export_size(size: Size, resize: Resize | None) -> Size:
    """What a picture of ``size`` becomes; its longer side never grows beyond ``SIDE_MAX_PX``."""
    match resize:
        case None:
            return size
        case LongerSide(side_px, enlarges):
            factor = side_px / max(size)
            factor = factor if enlarges else min(1.0, factor)
        case PerCent(per_cent):
            factor = per_cent / 100
    factor = min(factor, max(1.0, SIDE_MAX_PX / max(size)))
    return Size(*(max(1, round(side * factor)) for side in size))


class ExportOptions(NamedTuple):
    preset: Preset = Preset.ORIGINAL
    format: FileFormat = FileFormat.KEEP
    quality: int = 90
    """Of JPEG and of WEBP with loss, 1 to 100."""
    resize: Resize | None = None
    background: str = "#ffffff"
    """What is seen through transparent parts in a JPEG, as ``#rrggbb``."""


class ExportFile(NamedTuple):
    """One result and the name that it is to have in the folder."""

    result: Result
    name: str


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """Complete and frozen, as a request is."""

    results: tuple[Result, ...]
    template: str
    """Of the names, as ``core.export_names`` fills it."""
    options: ExportOptions
    folder: Path
    collision: Collision | None = None
    """None where nobody was asked yet: then nothing is written if any of the names is taken."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What became of an order."""

    folder: Path
    paths: tuple[Path, ...] = ()
    """The files that lie there now, whole."""
    skipped: tuple[str, ...] = ()
    """Names that were taken and stay as they are."""
    failures: tuple[tuple[str, Problem], ...] = ()
    """Names of results' files that could not be exported, and why."""
    notes: tuple[Note, ...] = ()
    """What was done to any of the pictures on the way."""
    problem: Problem | None = None
    """What ended it before all were tried: the folder takes no more."""
    is_cancelled: bool = False
