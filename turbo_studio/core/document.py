"""The document: sources in their order and a mask for each, changed only through its history."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from turbo_studio.core.geometry import EMPTY_BOX
from turbo_studio.core.history import History

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from turbo_studio.core.brush import Brush
    from turbo_studio.core.geometry import Box, Point
    from turbo_studio.core.mask import Mask
    from turbo_studio.core.mask_edit import MaskEdit
    from turbo_studio.core.mask_snapshot import MaskSnapshot
    from turbo_studio.core.sources import Source, SourceId
    from turbo_studio.core.stroke import Stroke


class SourcesEdit(NamedTuple):
    """The list of sources before and after."""

    before: tuple[Source, ...]
    after: tuple[Source, ...]

    @property
    def size_bytes(self) -> int:
        return 0


class SourceMaskEdit(NamedTuple):
    """An edit of the mask of one source."""

    source_id: SourceId
    edit: MaskEdit

    @property
    def size_bytes(self) -> int:
        return self.edit.size_bytes


class Changed(NamedTuple):
    """What an edit touched: the list of sources, or a box of one mask."""

    sources: bool = False
    mask_of: SourceId | None = None
    box: Box = EMPTY_BOX


class Document:
    """Each method that changes something records one undoable edit."""

    def __init__(self) -> None:
        self.sources: tuple[Source, ...] = ()
        self.history: History[SourcesEdit | SourceMaskEdit] = History()
        self._masks: dict[SourceId, Mask] = {}
        self._stroke: Stroke | None = None
        self._stroke_source: SourceId | None = None
        self._unpacked: deque[MaskEdit] = deque()
        self._snapshots: dict[SourceId, MaskSnapshot] = {}
        """Of the masks as they are; an edit drops the one that it makes untrue."""

    def restore(self, sources: tuple[Source, ...], masks: Mapping[SourceId, Mask]) -> None:
        """Put other work in the place of all there is, the history with it."""
        self.sources = sources
        self.history = History()
        self._masks = dict(masks)
        self._snapshots.clear()
        self._unpacked.clear()

    # Sources

    def find_source(self, source_id: SourceId) -> Source | None:
        return next((source for source in self.sources if source.id == source_id), None)

    def add_sources(self, sources: Sequence[Source]) -> None:
        self._set_sources((*self.sources, *sources))

    def remove_source(self, source_id: SourceId) -> None:
        self._set_sources(tuple(source for source in self.sources if source.id != source_id))

    def replace_source(self, source_id: SourceId, source: Source) -> None:
        """Put another source in the place of one, as one step."""
        self._set_sources(tuple(source if each.id == source_id else each for each in self.sources))

    def move_source(self, source_id: SourceId, index: int) -> None:
        """Put a source at an index of the list as it is without that source."""
        moved = [source for source in self.sources if source.id == source_id]
        others = [source for source in self.sources if source.id != source_id]
        self._set_sources((*others[:index], *moved, *others[index:]))

    def _set_sources(self, sources: tuple[Source, ...]) -> None:
        if sources != self.sources:
            self.history.record(SourcesEdit(self.sources, sources))
            self.sources = sources
            self._drop_unpainted_masks()

    def drop_blank_masks(self, but: SourceId) -> None:
        """Let go of the planes that hold nothing, of all sources but one; the next show makes them anew."""
        edited = self._find_edited_sources()
        for source_id, mask in tuple(self._masks.items()):
            if source_id != but and source_id not in edited and not mask.selected_pixels:
                del self._masks[source_id]

    def _find_edited_sources(self) -> set[SourceId]:
        """Those whose masks the history can still change."""
        return {edit.source_id for edit in self.history.edits if isinstance(edit, SourceMaskEdit)}

    def _drop_unpainted_masks(self) -> None:
        """Let go of the planes of sources that are gone and were never painted on: a byte a pixel each."""
        used = {source.id for source in self.sources} | self._find_edited_sources()
        self._masks = {source_id: mask for source_id, mask in self._masks.items() if source_id in used}
        self._snapshots = {
            source_id: mask for source_id, mask in self._snapshots.items() if source_id in used
        }

    # Masks

    def set_mask(self, source_id: SourceId, mask: Mask) -> None:
        """Give a source its plane, once; the plane is made elsewhere since large ones take time."""
        self._masks.setdefault(source_id, mask)

    def find_mask(self, source_id: SourceId) -> Mask | None:
        return self._masks.get(source_id)

    def take_sent_mask(self) -> MaskSnapshot | None:
        """The mask that a request made now would carry: that of the first source, if it has one."""
        return self.take_mask(self.sources[0].id) if self.sources else None

    def take_mask(self, source_id: SourceId) -> MaskSnapshot | None:
        """The mask of a source as of its last finished edit; None where it selects nothing.

        The same object until the mask changes.
        """
        mask = self._masks.get(source_id)
        if mask is None or not mask.selected_pixels:
            return None
        if source_id not in self._snapshots:
            self._snapshots[source_id] = mask.take_snapshot()
        return self._snapshots[source_id]

    def edit_mask(self, source_id: SourceId, change: Callable[[Mask], object]) -> Changed:
        """Make one change of a whole mask, such as ``Mask.invert``, as one step."""
        mask = self._masks[source_id]
        mask.begin_edit()
        change(mask)
        return self._record_mask_edit(source_id, mask.commit_edit())

    # Strokes

    @property
    def is_stroking(self) -> bool:
        return self._stroke is not None

    def begin_stroke(
        self,
        source_id: SourceId,
        brush: Brush,
        point: Point,
        pressure: float = 1.0,
        *,
        erase: bool,
        line_from: Point | None = None,
    ) -> Changed:
        """Set the first dab of a stroke, or a straight line of them; KeyError without a mask."""
        from turbo_studio.core.stroke import Stroke  # numpy is loaded late, for the start-up

        self._stroke = Stroke(self._masks[source_id], brush, erase=erase)
        self._stroke_source = source_id
        return Changed(mask_of=source_id, box=self._stroke.begin(point, pressure, line_from))

    def extend_stroke(self, point: Point, pressure: float = 1.0) -> Changed:
        stroke, source_id = self._open_stroke()
        return Changed(mask_of=source_id, box=stroke.extend(point, pressure))

    def commit_stroke(self) -> Changed:
        stroke, source_id = self._open_stroke()
        self._stroke = self._stroke_source = None
        return self._record_mask_edit(source_id, stroke.commit())

    def abort_stroke(self) -> Changed:
        stroke, source_id = self._open_stroke()
        self._stroke = self._stroke_source = None
        return Changed(mask_of=source_id, box=stroke.abort())

    def _open_stroke(self) -> tuple[Stroke, SourceId]:
        if self._stroke is None or self._stroke_source is None:
            raise RuntimeError("no stroke has begun")
        return self._stroke, self._stroke_source

    def _record_mask_edit(self, source_id: SourceId, edit: MaskEdit | None) -> Changed:
        if edit is None:
            return Changed(mask_of=source_id)
        self._snapshots.pop(source_id, None)
        self.history.record(SourceMaskEdit(source_id, edit))
        self._unpacked.append(edit)
        return Changed(mask_of=source_id, box=edit.box)

    # History

    def undo(self) -> Changed:
        edit = self.history.step_back()
        if isinstance(edit, SourcesEdit):
            self.sources = edit.before
            return Changed(sources=True)
        self._snapshots.pop(edit.source_id, None)
        box = self._masks[edit.source_id].undo(edit.edit)
        self._unpacked.append(edit.edit)
        return Changed(mask_of=edit.source_id, box=box)

    def redo(self) -> Changed:
        edit = self.history.step_forward()
        if isinstance(edit, SourcesEdit):
            self.sources = edit.after
            return Changed(sources=True)
        self._snapshots.pop(edit.source_id, None)
        return Changed(mask_of=edit.source_id, box=self._masks[edit.source_id].redo(edit.edit))

    def pack_history(self) -> None:
        """Deflate what edits keep. Takes its time, on any one thread and beside any other call."""
        while self._unpacked:
            self._unpacked.popleft().pack()
