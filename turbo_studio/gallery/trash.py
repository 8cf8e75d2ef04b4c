"""The trash: results that have left the gallery, and can come back as they were.

A record moves to the folder ``trash`` by one rename, which is the moment that counts. Its row follows, then
the picture goes from its own place to the system's trash, so that the desktop's own *restore* brings it back
there; until that is on the disk it has a second name here. A note tells where it lies. Where a crash cut
this short, the next start settles it: a picture that is at its place, or still here, has its record back.
The way back is the same backwards, and the row comes last.

A record stays in the trash as long as its picture lies where the note says, or for a while where nobody
knows: until then it names its inputs.
"""

from __future__ import annotations

import errno
import logging
import os
import sqlite3
import stat
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.core.result import ResultId
from turbo_studio.core.sources import FILE_SUFFIXES
from turbo_studio.core.trash import Restored, Trashed
from turbo_studio.gallery import disk
from turbo_studio.gallery.failures import as_storage_errors
from turbo_studio.gallery.names import is_result_id
from turbo_studio.gallery.records import (
    RECORD_BYTES_MAX,
    RecordError,
    build_result,
    decode_record,
    load_record,
)
from turbo_studio.gallery.trash_notes import Note, load_note, save_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from turbo_studio.core.ports import SystemTrash
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.result import Result
    from turbo_studio.gallery.catalogue import Catalogue
    from turbo_studio.gallery.layout import Layout
    from turbo_studio.gallery.records import Record

_log = logging.getLogger(__name__)


class NoSystemTrash:
    """Fills the port ``SystemTrash`` where there is none: pictures go to the gallery's own."""

    def put(self, path: Path) -> Path | None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(path))

    def came_from(self, place: Path) -> Path | None:
        return None

    def forget(self, place: Path) -> None:
        pass


class Trash:
    """Blocking calls, one at a time. OSError and sqlite3.Error where nothing was changed."""

    def __init__(self, layout: Layout, system: SystemTrash) -> None:
        self._layout = layout
        self._system = system
        self._moved: dict[str, Path | None] = {}
        """Where pictures went, in this run or in an earlier one."""
        self._kept: dict[str, tuple[Note, Path]] = {}
        """What the start has left in the trash: the note of each, and its picture's own path.

        A note may be anybody's: no file is taken from where it says, unless the trash says the same of that
        file, and its bytes are those of the record.
        """

    # The start

    def settle(self) -> int:
        """Bring back what a crash, or the desktop's *restore*, left at its place; forget what is gone.

        To be called before the index is opened, which then follows. The highest sequence of what stays.
        """
        last = 0
        self._kept.clear()
        for path in tuple(self._layout.trash.glob("*.json")):
            if is_result_id(path.stem):
                with suppress(RecordError, OSError):  # it stays as it is, for another start
                    last = max(last, self._settle_record(path.stem))
        return last

    def _settle_record(self, result_id: str) -> int:
        """Its sequence, where it stays in the trash."""
        note_path = self._layout.trash_note(result_id)
        if os.path.lexists(self._layout.record(result_id)):  # its answer was saved once more
            self._unlink(note_path, self._layout.trashed_record(result_id))
            return 0
        record, note = self._load(result_id), load_note(note_path)
        if self._is_to_come_back(record, note):
            self._move_record_back(result_id)
            self._unlink(note_path, self._own_place(record))
            return 0
        if note is None:
            self._save_note(result_id, Note(datetime.now(UTC)))
        elif note.is_stale:
            # The record last: it is what the others are found by.
            self._unlink(self._layout.thumbnail(result_id), note_path, self._layout.trashed_record(result_id))
            return 0
        else:
            self._kept[result_id] = note, self._layout.picture(record.picture.path)
        return record.sequence

    def _is_to_come_back(self, record: Record, note: Note | None) -> bool:
        """Whether its picture is at its place now: it was there, or its second name has brought it back."""
        if note is not None and note.is_left:
            return False
        path, own = self._layout.picture(record.picture.path), self._own_place(record)
        if not _is_regular(path) and _is_regular(own) and (note is None or note.place != own):
            if note is not None and not note.is_stale:
                self._unlink(own)
                return False
            disk.make_private_folder(path.parent)
            self._place(own, path)
        return _is_regular(path)

    def list_kept(self) -> tuple[tuple[ResultId, ...], ...]:
        """What earlier runs have left in the trash and can come back, as it went together; newest last."""
        deeds: dict[datetime, list[ResultId]] = {}
        for result_id, (note, path) in sorted(self._kept.items(), key=lambda kept: kept[1][0].trashed_at):
            if self._is_away(result_id) and note.place is not None and self._is_of(path, note.place):
                self._moved[result_id] = note.place
                deeds.setdefault(note.trashed_at, []).append(ResultId(result_id))
        return tuple(map(tuple, deeds.values()))

    def _is_of(self, path: Path, place: Path) -> bool:
        """Whether a file lies at ``place``, in one of the trashes, that came from ``path``."""
        if not _is_regular(place) or place.parent.resolve() != place.parent:
            return False
        return place.parent == self._layout.trash or self._system.came_from(place) == path

    # Away

    def put_away(self, ids: Sequence[ResultId], catalogue: Catalogue, moment: datetime) -> Trashed:
        """Records, then rows, then pictures; for which of them, and why for the others not."""
        records, problem = self._move_records(ids)
        try:
            catalogue.remove_rows([record.id for record in records])
        except sqlite3.Error:
            for record in records:
                self._move_record_back(record.id)
            raise
        gone: dict[ResultId, Note] = {}
        for record in records:
            try:
                with as_storage_errors(self._layout.root):
                    gone[ResultId(record.id)] = self._put_or_give_back(record, catalogue, moment)
            except StorageError as error:
                problem = error.problem
        places = [note.place.parent for note in gone.values() if note.place is not None]
        return Trashed(
            tuple(gone),
            self._layout.trash if self._layout.trash in places else None,
            sum(note.is_left for note in gone.values()),
            problem,
        )

    def _move_records(self, ids: Iterable[ResultId]) -> tuple[list[Record], Problem | None]:
        """From now on they are in the trash, whatever comes; and why others are not."""
        records: list[Record] = []
        problem = None
        for result_id in ids:
            if self._is_away(result_id):
                continue  # asked for twice, by a key that was pressed again
            try:
                with as_storage_errors(self._layout.root):
                    record, _ = load_record(result_id, self._layout)
                    self._layout.record(result_id).rename(self._layout.trashed_record(result_id))
                    records.append(record)
            except StorageError as error:
                problem = error.problem
        if records:
            self._sync_records()
        return records, problem

    def _is_away(self, result_id: str) -> bool:
        is_there = os.path.lexists(self._layout.record(result_id))
        return not is_there and os.path.lexists(self._layout.trashed_record(result_id))

    def _put_or_give_back(self, record: Record, catalogue: Catalogue, moment: datetime) -> Note:
        try:
            note = self._put_picture(record, catalogue, moment)
        except OSError:
            self._move_record_back(record.id)
            catalogue.keep_row(record)
            raise
        self._try_to_save_note(record.id, note)
        return note

    def _put_picture(self, record: Record, catalogue: Catalogue, moment: datetime) -> Note:
        """To the system's trash, or to our own; a link, a folder or a thing of others is left where it is."""
        path = self._layout.picture(record.picture.path)
        if not os.path.lexists(path):
            return Note(moment)
        is_own = _is_regular(path) and path.parent.resolve() == path.parent
        same = catalogue.find_by_digest({record.picture.digest})
        if not is_own or any(result.path == path for result in same):
            return Note(moment, is_left=True)
        place = self._throw(path, self._own_place(record))
        self._moved[record.id] = place
        return Note(moment, place)

    def _throw(self, path: Path, own: Path) -> Path | None:
        """Where the picture lies then, if anybody can tell; at each moment a name of it is on the disk."""
        self._unlink(own)
        has_second_name = disk.add_name(path, own)
        try:
            place = self._system.put(path)
        except OSError:
            if has_second_name:
                path.unlink()
            else:
                path.rename(own)
            place = own
        with suppress(OSError):  # it is done; where its new name is not on the disk, the second one stays
            for folder in (own.parent if place is None else place.parent, path.parent):
                disk.sync_folder(folder)
            if place is not None and place != own:
                disk.sync_parents(place.parent)  # the system may have made its trash just now
            if place != own:
                self._unlink(own)
        return place

    def _own_place(self, record: Record) -> Path:
        """For the picture, in the gallery's own trash."""
        suffix = FILE_SUFFIXES.get(record.picture.media_type, ".bin")
        return self._layout.trashed_picture(record.id, suffix)

    # Back

    def bring_back(self, ids: Sequence[ResultId], catalogue: Catalogue) -> Restored:
        """Pictures, then records, then rows; for which of them, and why for the others not."""
        results: list[Result] = []
        failed: list[ResultId] = []
        problem = None
        for result_id in ids:
            try:
                with as_storage_errors(self._layout.root):
                    results.append(self._bring_result(result_id, catalogue))
            except StorageError as error:
                failed.append(result_id)
                problem = error.problem
        return Restored(tuple(results), tuple(failed), problem)

    def _bring_result(self, result_id: ResultId, catalogue: Catalogue) -> Result:
        if not os.path.lexists(self._layout.record(result_id)):
            self._bring_picture(self._load(result_id))
            self._move_record_back(result_id)
        self._clear(result_id)
        record, _ = load_record(result_id, self._layout)
        return build_result(catalogue.keep_row(record), self._layout)

    def _bring_picture(self, record: Record) -> None:
        """Nothing is overwritten; where the picture is back already, by the desktop, that is good too."""
        path = self._layout.picture(record.picture.path)
        place = self._moved.get(record.id)
        if place is not None and _is_regular(place):
            if record.id in self._kept and not disk.holds(place, record.picture.digest):
                raise StorageError(ProblemCode.NOT_IN_TRASH, name=path.name)
            disk.make_private_folder(path.parent)
            self._place(place, path)
        elif record.id in self._moved and not _is_regular(path):
            code = ProblemCode.TRASH_BY_HAND if place is None else ProblemCode.NOT_IN_TRASH
            raise StorageError(code, name=path.name)

    def _place(self, place: Path, path: Path) -> None:
        digest = disk.hash_file(place)
        try:
            disk.place_first(place, digest, (path,))
        except FileExistsError:
            raise StorageError(ProblemCode.PLACE_TAKEN, name=path.name) from None
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            with disk.stage_copy(place, digest, self._layout.staging) as staged:
                disk.place_first(staged, digest, (path,))

    def _clear(self, result_id: str) -> None:
        """Drop what is left of it in either trash: the picture has its second name there."""
        place = self._moved.pop(result_id, None)
        with suppress(OSError):
            self._unlink(self._layout.trash_note(result_id), self._layout.trashed_record(result_id))
            if place is not None:
                self._unlink(place)
                self._system.forget(place)

    # Files

    def _load(self, result_id: str) -> Record:
        """OSError, RecordError."""
        content = disk.read_small(self._layout.trashed_record(result_id), RECORD_BYTES_MAX) or b""
        record = decode_record(content.decode("ascii", "replace"), self._layout)
        if record.id != result_id:
            raise RecordError("under the name of another")
        return record

    def _move_record_back(self, result_id: str) -> None:
        self._layout.trashed_record(result_id).rename(self._layout.record(result_id))
        self._sync_records()

    def _sync_records(self) -> None:
        disk.sync_folder(self._layout.trash)
        disk.sync_folder(self._layout.records)

    def _save_note(self, result_id: str, note: Note) -> None:
        save_note(note, self._layout.trash_note(result_id), self._layout.staging)

    def _try_to_save_note(self, result_id: str, note: Note) -> None:
        """Without it the record stays a while longer, and no harm is done."""
        try:
            self._save_note(result_id, note)
        except OSError as error:
            _log.info("where a picture went is not noted: %s", error.strerror)

    def _unlink(self, *paths: Path) -> None:
        for path in paths:
            path.unlink(missing_ok=True)


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
