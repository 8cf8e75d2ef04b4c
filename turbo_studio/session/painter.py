"""What is on the canvas, and what a hand does to its mask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbo_studio.core.brush import Brush
from turbo_studio.core.geometry import EMPTY_BOX

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.document import Changed, Document
    from turbo_studio.core.facts import SourceDecoded
    from turbo_studio.core.geometry import Box, Point
    from turbo_studio.core.mask import Mask
    from turbo_studio.core.operators import FoundPixels
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.shapes import Combine, Shape
    from turbo_studio.core.sources import Raster, Source, SourceId
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.views import Views
    from turbo_studio.settings.preferences import Preferences


class Painter:
    """The shown source, its pixels, and the verbs of brush and mask. Each verb is one undoable step."""

    def __init__(self, document: Document, brush: Brush, use_engine: Callable[[], Engine]) -> None:
        self.document = document
        self.brush = brush
        self.shown_id: SourceId | None = None
        self.raster: Raster | None = None
        """The pixels of the shown source: its preview while they are being decoded; None without one."""
        self.shown_problem: Problem | None = None
        """Why the shown source has no pixels, where they could not be decoded."""
        self._use_engine = use_engine
        self._views: Views
        self._last_point: Point | None = None
        self._after_stroke: list[Callable[[], None]] = []
        self._after_pixels: list[Callable[[Raster], None]] = []

    def show_in(self, views: Views) -> None:
        self._views = views

    # What is shown

    @property
    def shown_source(self) -> Source | None:
        return None if self.shown_id is None else self.document.find_source(self.shown_id)

    @property
    def shown_mask(self) -> Mask | None:
        return None if self.shown_id is None else self.document.find_mask(self.shown_id)

    def show_source(self, source_id: SourceId) -> None:
        """Put a source on the canvas."""
        source = self.document.find_source(source_id)
        if source is None or source_id == self.shown_id:
            return
        self.commit_stroke()
        self._last_point = None
        self.document.drop_blank_masks(but=source_id)
        self._after_pixels.clear()
        self._use_engine().decode_source(source, with_mask=self.document.find_mask(source_id) is None)
        self._show(source_id, source.preview)

    def show_nothing(self) -> None:
        self._show(None, None)

    def receive_pixels(self, fact: SourceDecoded) -> None:
        """Show the pixels that have come, unless another source is asked for by now."""
        if fact.source_id != self.shown_id:
            fact.raster.path.unlink(missing_ok=True)
            return
        if fact.mask is not None:
            self.document.set_mask(fact.source_id, fact.mask)
        self._show(fact.source_id, fact.raster)
        calls, self._after_pixels = self._after_pixels, []
        for call in calls:
            call(fact.raster)

    def run_with_pixels(self, call: Callable[[Raster], None]) -> None:
        """Call with the pixels of the shown source, once they are there and not only coarse ones."""
        if self.raster is None or self.raster.is_preview:
            self._after_pixels.append(call)
        else:
            call(self.raster)

    def receive_problem(self, source_id: SourceId, problem: Problem) -> None:
        if source_id == self.shown_id:
            self._show(source_id, None, problem)

    def _show(
        self, source_id: SourceId | None, raster: Raster | None, problem: Problem | None = None
    ) -> None:
        """Change what is on the canvas; the former pixels' file goes once the canvas has let go of it."""
        former = self.raster
        self.shown_id, self.raster, self.shown_problem = source_id, raster, problem
        self._views.shown_changed.emit()
        if former is not None and not former.is_preview:
            former.path.unlink(missing_ok=True)

    # Strokes

    @property
    def can_paint(self) -> bool:
        return self.raster is not None and self.shown_mask is not None

    def begin_stroke(
        self, point: Point, pressure: float = 1.0, *, erase: bool, is_line: bool = False
    ) -> None:
        """Set the brush down; ``is_line`` draws from where the last stroke ended."""
        if self.can_paint and self.shown_id is not None and not self.document.is_stroking:
            start = self._last_point if is_line else None
            changed = self.document.begin_stroke(
                self.shown_id, self.brush, point, pressure, erase=erase, line_from=start
            )
            self._last_point = point
            self._tell_mask(changed.box, is_final=False)

    def extend_stroke(self, point: Point, pressure: float = 1.0) -> None:
        if self.document.is_stroking:
            self._last_point = point
            self._tell_mask(self.document.extend_stroke(point, pressure).box, is_final=False)

    def commit_stroke(self) -> None:
        """Lift the brush: the stroke, where one is open, is one step of the history."""
        if self.document.is_stroking:
            changed = self.document.commit_stroke()
            self.tell_edit(changed._replace(box=EMPTY_BOX))  # what the stroke painted was told as it went
            self._on_stroke_ended()

    def abort_stroke(self) -> None:
        """Take the open stroke back as if it had not begun."""
        if self.document.is_stroking:
            self._tell_mask(self.document.abort_stroke().box, is_final=True)
            self._on_stroke_ended()

    def run_between_strokes(self, call: Callable[[], None]) -> None:
        """Call now, or as soon as the stroke that is under way has ended."""
        if self.document.is_stroking:
            self._after_stroke.append(call)
        else:
            call()

    def _on_stroke_ended(self) -> None:
        calls, self._after_stroke = self._after_stroke, []
        for call in calls:
            call()

    def set_brush(self, brush: Brush) -> None:
        self.brush = brush
        self._views.brush_changed.emit()

    # Selections

    def select_shape(self, shape: Shape, combine: Combine) -> None:
        """Let the pixels that a shape holds join the mask."""
        from turbo_studio.core.selection import find_runs  # numpy is loaded late, for the start-up

        self._edit_mask(lambda mask: mask.join(find_runs(shape, mask.size), combine))

    def join_pixels(self, found: FoundPixels, combine: Combine) -> None:
        """Let pixels that were computed join the mask."""
        from turbo_studio.core.selection import Patch  # numpy is loaded late, for the start-up

        self._edit_mask(lambda mask: mask.join(Patch(found.box, found.coverage), combine))

    def put_pixels(self, found: FoundPixels) -> None:
        """Replace the coverage of a box by what was computed of it."""
        self._edit_mask(lambda mask: mask.put(found.box, found.coverage))

    # The whole mask

    def fill_mask(self) -> None:
        self._edit_mask(lambda mask: mask.fill(255))

    def clear_mask(self) -> None:
        self._edit_mask(lambda mask: mask.fill(0))

    def invert_mask(self) -> None:
        self._edit_mask(lambda mask: mask.invert())

    def _edit_mask(self, change: Callable[[Mask], object]) -> None:
        if self.can_paint and self.shown_id is not None:
            self.commit_stroke()
            self.tell_edit(self.document.edit_mask(self.shown_id, change))

    # What is told

    def tell_edit(self, changed: Changed) -> None:
        """Tell a step of the history that touched a mask; one of another source brings that one up."""
        if changed.mask_of is not None and changed.mask_of != self.shown_id:
            self.show_source(changed.mask_of)
        self._tell_mask(changed.box, is_final=True)
        self._views.history_changed.emit()
        self._use_engine().run_on_disk(self.document.pack_history)  # the disk's thread has the time

    def _tell_mask(self, box: Box, *, is_final: bool) -> None:
        self._views.mask_changed.emit(box, is_final)


def build_brush(preferences: Preferences) -> Brush:
    """The brush that was used last."""
    return Brush(
        preferences.brush_size_px,
        preferences.brush_hardness,
        preferences.brush_spacing,
        preferences.pressure_sizes,
        preferences.pressure_hardens,
        preferences.brush_string,
    )


def note_brush(preferences: Preferences, brush: Brush) -> Preferences:
    """Preferences that ``build_brush`` makes this brush of."""
    return preferences._replace(
        brush_size_px=brush.size_px,
        brush_hardness=brush.hardness,
        brush_spacing=brush.spacing,
        pressure_sizes=brush.is_sized_by_pressure,
        pressure_hardens=brush.is_hardened_by_pressure,
        brush_string=brush.string_units,
    )
