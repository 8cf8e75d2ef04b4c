"""The round brush: its size, hardness and spacing, without the arrays that it is stamped with."""

from __future__ import annotations

from typing import NamedTuple

SIZE_MIN_PX = 1
SIZE_MAX_PX = 5_000
SPACING = 0.1
"""Share of the diameter between dabs: scallops stay under r/200, half a pixel at a diameter of 200."""
SPACING_MIN, SPACING_MAX = 0.01, 2.0
STRING_MAX_UNITS = 200
_STEP = 0.1
_HARD_RADIUS_PX = 1.5
_PRESSURE_STEPS = 32  # a pen tells thousands; a tip for each of them would be a stamp for each


class Brush(NamedTuple):
    """``size_px`` is the diameter in image pixels; ``hardness`` runs from 0 (soft) to 1 (hard)."""

    size_px: int = 80
    hardness: float = 0.8
    spacing: float = SPACING
    """From dab to dab, as a share of the diameter."""
    is_sized_by_pressure: bool = False
    is_hardened_by_pressure: bool = False
    string_units: int = 0
    """By how long a string the hand pulls the brush, on the screen; 0 lets it follow at once."""

    @property
    def core_radius_px(self) -> float:
        """Where the falloff begins. A brush of 3 pixels or less is hard, or it would select nothing."""
        radius = self.size_px / 2
        return max(radius * self.hardness, min(radius, _HARD_RADIUS_PX))

    @property
    def selected_radius_px(self) -> float:
        """Where the falloff of a dab crosses half coverage: what one dab selects."""
        return (self.core_radius_px + self.size_px / 2) / 2


def press_brush(brush: Brush, pressure: float) -> Brush:
    """The brush as a pen presses it, from 0 to 1, where it heeds that; a mouse presses fully."""
    pressure = round(min(max(pressure, 0.0), 1.0) * _PRESSURE_STEPS) / _PRESSURE_STEPS
    if brush.is_sized_by_pressure:
        brush = brush._replace(size_px=max(SIZE_MIN_PX, round(brush.size_px * pressure)))
    if brush.is_hardened_by_pressure:
        brush = brush._replace(hardness=brush.hardness * pressure)
    return brush


def grow_brush(brush: Brush, steps: int) -> Brush:
    """About 10 % larger a step (smaller where steps are negative), by a pixel at least."""
    size_px = brush.size_px
    for _ in range(abs(steps)):
        step_px = max(1, round(size_px * _STEP))
        size_px += step_px if steps > 0 else -step_px
    return brush._replace(size_px=min(max(size_px, SIZE_MIN_PX), SIZE_MAX_PX))


def harden_brush(brush: Brush, steps: int) -> Brush:
    """10 points harder a step, softer where steps are negative."""
    hardness = round(brush.hardness + steps * _STEP, 2)
    return brush._replace(hardness=min(max(hardness, 0.0), 1.0))
