"""The arrangement of a comparison: which pictures are its sides, in which mode, and how that is set."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from turbo_studio.core.comparing import AMPLIFICATIONS, Difference, HeatMap, Region
from turbo_studio.ui.compare.sides import pick_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbo_studio.core.result import Result, Upload
    from turbo_studio.ui.compare.sides import Side

BLINK_S_MIN = 0.35
"""A picture stays at least so long: three flashes a second are the most that WCAG 2.2 (2.3.1) lets pass."""
BLINK_S_MAX = 3.0


class Mode(StrEnum):
    """How the sides are shown; all but the first two lay A and B over each other."""

    TWO_UP = "two_up"
    ALL_UP = "all_up"
    SWIPE = "swipe"
    ONION = "onion"
    BLINK = "blink"
    DIFFERENCE = "difference"
    HEAT_MAP = "heat_map"


APART = (Mode.TWO_UP, Mode.ALL_UP)
MEASURING = (Mode.DIFFERENCE, Mode.HEAT_MAP)


class Arrangement(QObject):
    """What the page shows. Whoever changes it calls a method; whoever shows it hears a signal."""

    sides_changed = Signal()
    """Which pictures there are to choose from, or which of them are shown."""
    mode_changed = Signal()
    look_changed = Signal()
    """A setting of the mode."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: tuple[Side, ...] = ()
        self._shown: list[int] = []
        self.mode = Mode.TWO_UP
        self.divider = 0.5
        """Where A ends and B begins, as a share of the view's width."""
        self.opacity = 0.5
        """Of B over A."""
        self.is_second_up = False
        """Which of the two blinks up now."""
        self.is_blinking = False
        self.blink_s = 0.8
        self.amplification = 4
        self.region = Region.WHOLE
        self.is_mask_shown = False

    # Sides

    @property
    def shown(self) -> tuple[Side, ...]:
        """The sides A, B and so on."""
        return tuple(self.choices[index] for index in self._shown)

    @property
    def shown_indexes(self) -> tuple[int, ...]:
        return tuple(self._shown)

    @property
    def paned(self) -> tuple[Side, ...]:
        """The sides that the mode shows."""
        return self.shown if self.mode is Mode.ALL_UP else self.shown[:2]

    @property
    def is_apart(self) -> bool:
        """Whether each side has a place of its own."""
        return self.mode in APART

    @property
    def mask(self) -> Upload | None:
        """The mask that says what was to change: of B where it has one, else of A."""
        masks = [side.mask for side in reversed(self.shown[:2]) if side.mask is not None]
        return masks[0] if masks else None

    @property
    def awaited(self) -> tuple[Result | Upload, ...]:
        """All that must be there before the mode can show what it is set to."""
        pictures = tuple(side.picture for side in self.paned)
        is_masked = self.is_mask_shown or (self.mode in MEASURING and self.region is not Region.WHOLE)
        return (*pictures, self.mask) if self.mask is not None and is_masked else pictures

    def set_choices(self, choices: Sequence[Side]) -> None:
        """Compare others from now on."""
        self.choices = tuple(choices)
        self._shown = list(pick_shown(choices))
        self.mode = Mode.ALL_UP if len(self._shown) > 2 else self.mode
        if self.mode is Mode.ALL_UP and len(self._shown) < 3:
            self.mode = Mode.TWO_UP
        self._tell_sides()
        self.mode_changed.emit()

    def choose(self, place: int, index: int) -> None:
        """Put another picture in the place of a side; where it is shown already, the two change places."""
        if index in self._shown:
            self._shown[self._shown.index(index)] = self._shown[place]
        self._shown[place] = index
        self._tell_sides()

    def swap(self) -> None:
        """A becomes B."""
        self._shown[:2] = reversed(self._shown[:2])
        self._tell_sides()

    def _tell_sides(self) -> None:
        if self.mask is None:
            self.region, self.is_mask_shown = Region.WHOLE, False
        self.sides_changed.emit()

    # Modes

    def set_mode(self, mode: Mode) -> None:
        if mode is not self.mode and (mode is not Mode.ALL_UP or len(self._shown) > 2):
            self.mode = mode
            self.is_second_up = False
            self.mode_changed.emit()

    @property
    def look(self) -> Difference | HeatMap | None:
        """What is to be measured in this mode."""
        if self.mode is Mode.DIFFERENCE:
            return Difference(self.amplification)
        return HeatMap() if self.mode is Mode.HEAT_MAP else None

    def adjust(self, steps: int) -> bool:
        """Set what the mode is set by, by hundredths or steps; False where there is no such thing."""
        match self.mode:
            case Mode.SWIPE:
                self.set_divider(self.divider + steps / 100)
            case Mode.ONION:
                self.set_opacity(self.opacity + steps / 100)
            case Mode.DIFFERENCE:
                place = AMPLIFICATIONS.index(self.amplification) + (1 if steps > 0 else -1)
                self.set_amplification(AMPLIFICATIONS[min(max(place, 0), len(AMPLIFICATIONS) - 1)])
            case _:
                return False
        return True

    def set_divider(self, divider: float) -> None:
        self.divider = min(max(divider, 0.0), 1.0)
        self.look_changed.emit()

    def set_opacity(self, opacity: float) -> None:
        self.opacity = min(max(opacity, 0.0), 1.0)
        self.look_changed.emit()

    def show_second(self, *, shown: bool) -> None:
        """Which of the two is up while they blink, or are made to by hand."""
        self.is_second_up = shown
        self.look_changed.emit()

    def set_blinking(self, *, blinking: bool) -> None:
        self.is_blinking = blinking
        self.look_changed.emit()

    def set_blink_s(self, blink_s: float) -> None:
        self.blink_s = min(max(blink_s, BLINK_S_MIN), BLINK_S_MAX)
        self.look_changed.emit()

    def set_amplification(self, amplification: int) -> None:
        self.amplification = amplification
        self.look_changed.emit()

    def set_region(self, region: Region) -> None:
        """What counts of a difference; all of it where there is no mask."""
        self.region = region if self.mask is not None else Region.WHOLE
        self.look_changed.emit()

    def show_mask(self, *, shown: bool) -> None:
        self.is_mask_shown = shown and self.mask is not None
        self.look_changed.emit()
