"""The gallery: what came back, on disk, in an order that survives a crash at any moment.

A result is first its picture's file, then its record, then a row of the index. Whatever fails in
between, the same call again makes good what is missing and makes nothing twice.
"""

from __future__ import annotations

import errno
import shutil
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.core.sources import FILE_SUFFIXES, detect_media_type
from turbo_studio.gallery import disk
from turbo_studio.gallery.catalogue import Catalogue
from turbo_studio.gallery.collecting import DiskCollections
from turbo_studio.gallery.exports import DiskExports
from turbo_studio.gallery.failures import as_storage_errors
from turbo_studio.gallery.inputs import find_unnamed, list_inputs
from turbo_studio.gallery.journal import DiskJournal
from turbo_studio.gallery.layout import Layout
from turbo_studio.gallery.ledger import DiskLedger
from turbo_studio.gallery.lock import FolderLock
from turbo_studio.gallery.marker import (
    build_gallery_id,
    holds_gallery,
    load_gallery_id,
    save_gallery_id,
)
from turbo_studio.gallery.names import build_picture_paths, build_result_id
from turbo_studio.gallery.reading import Reader
from turbo_studio.gallery.recognising import look_through
from turbo_studio.gallery.records import Picture, Record, build_result, load_record
from turbo_studio.gallery.saved_searches import DiskSavedSearches
from turbo_studio.gallery.trash import NoSystemTrash, Trash
from turbo_studio.gallery.verifying import Verifier
from turbo_studio.gallery.workspace import WorkspaceShelf

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.intake import Intake
    from turbo_studio.core.marks import Flag, Label
    from turbo_studio.core.ports import SystemTrash
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.query import Query
    from turbo_studio.core.result import Answer, Provenance, Result, ResultId, Upload
    from turbo_studio.core.trash import Restored, Trashed
    from turbo_studio.core.verification import Verification
    from turbo_studio.core.workspace import Workspace
    from turbo_studio.gallery.reading import Damage
    from turbo_studio.gallery.search import Search

FREE_BYTES_MIN = 200_000_000
"""Room for one answer with its pictures, its record and the index, with something to spare."""
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_UNKNOWN_MEDIA_TYPE = "application/octet-stream"
_UNKNOWN_SUFFIX = ".bin"
_NO_TRASH = NoSystemTrash()


class DiskGallery:
    """Fills the port ``Gallery``. Calls block, from whatever thread; one writes and one reads at a time."""

    gallery_id: str
    """From the marker: the same wherever the folder is moved to."""

    def __init__(
        self,
        folder: Path,
        known_id: str = "",
        tell: Callable[[Problem], None] = lambda problem: None,
        system_trash: SystemTrash = _NO_TRASH,
    ) -> None:
        """Open the gallery in ``folder``, which is made where it is missing.

        ``known_id`` is that of the gallery that was used the last time: then one must be there. ``tell``
        hears of what does not keep the gallery from being used; where nothing can be written, it can still
        be looked at. StorageError: GALLERY_IN_USE, GALLERY_NEWER, GALLERY_MISSING, or that the folder
        cannot be used.
        """
        self.folder = folder.expanduser().resolve()
        self._layout = Layout(self.folder)
        self._trash = Trash(self._layout, system_trash)
        self._shelf = WorkspaceShelf(self._layout.workspace, self._layout.staging)
        self.journal = DiskJournal(self._layout, self._use)
        self.ledger = DiskLedger(self._layout, self._use)
        self.exports = DiskExports(self._layout)
        self._reader = Reader(self._layout, self._mend_index)
        self._counter = Reader(self._layout, self._mend_index)
        self.collections = DiskCollections(self._layout, self._count_members, self._use_for_writing)
        self.saved_searches = DiskSavedSearches(self._layout, self._look, self._use_for_writing)
        self._calls = threading.Lock()
        self._lock: FolderLock | None = None
        self._catalogue: Catalogue | None = None
        self._tell = tell
        self._is_read_only = False
        try:
            with as_storage_errors(self.folder):
                self._open(known_id)
        except BaseException:
            self.close()
            raise

    def check_free_space(self) -> None:
        """StorageError where the disk is too full, or not writable, for a paid request."""
        with self._use_for_writing():
            if shutil.disk_usage(self.folder).free < FREE_BYTES_MIN:
                raise StorageError(ProblemCode.DISK_FULL, folder=str(self.folder))
            disk.probe(self._layout.staging)

    def keep_input(self, upload: Upload) -> Upload:
        """Store a file as it is sent, once by its SHA-256; the same upload at its new path."""
        with self._use_for_writing():
            target = self._layout.input(upload.digest)
            if not disk.is_file_of_size(target, upload.size_bytes):
                with disk.stage_copy(upload.path, upload.digest, self._layout.staging) as staged:
                    staged.replace(target)
                disk.sync_folder(target.parent)
            return replace(upload, path=target)

    def find_input(self, digest: str) -> Path:
        """Where ``keep_input`` puts a file; ValueError for what is no SHA-256."""
        return self._layout.input(digest)

    def list_inputs(self) -> frozenset[str]:
        """The digests of all inputs that are kept."""
        with self._use():
            return list_inputs(self._layout)

    def free_inputs(self, digests: Collection[str]) -> None:
        """Remove those that neither a record names nor a job of the journal.

        StorageError, and all stay, where something cannot be read that might name one. The open work names
        none: it keeps files of its own.
        """
        with self._use_for_writing() as catalogue:
            for digest in find_unnamed(digests, self._layout, catalogue.fetch_texts()):
                self._layout.input(digest).unlink(missing_ok=True)
                self._layout.input_thumbnail(digest).unlink(missing_ok=True)

    def add(self, answer: Answer, provenance: Provenance) -> tuple[Result, ...]:
        """File first, then record, then row, for each picture of the answer.

        StorageError leaves the answer's own files as they were, and may leave some of the pictures
        saved; the call can be repeated.
        """
        with self._use_for_writing() as catalogue:
            records = [
                self._add_picture(index, path, answer, provenance, catalogue)
                for index, path in enumerate(answer.pictures)
            ]
            return tuple(build_result(record, self._layout) for record in records)

    def set_thumbnail(self, result_id: ResultId, media_type: str, size: Size) -> Result:
        """Tell what the strict judge found; the thumbnail lies at ``thumbnail_path``."""
        with self._use_for_writing() as catalogue:
            record = catalogue.change_picture(result_id, media_type, size)
            return build_result(record, self._layout)

    def thumbnail_path(self, result_id: ResultId) -> Path:
        return self._layout.thumbnail(result_id)

    def input_thumbnail_path(self, digest: str) -> Path:
        """Goes with its input; ValueError for what is no SHA-256."""
        return self._layout.input_thumbnail(digest)

    def fetch_page(self, query: Query, before: int | None, limit: int) -> tuple[Result, ...]:
        """Newest first; below the place ``before``, which is that of the last row of the page above."""
        with self._look():
            return self._reader.fetch_page(query, before, limit)

    def count(self, query: Query) -> int:
        with self._look():
            return self._counter.count(query)

    def fetch_anchors(self, query: Query, step: int) -> tuple[int, ...]:
        """The places of rows 0, ``step``, 2 · ``step`` and so on, newest first."""
        with self._look():
            return self._counter.fetch_anchors(query, step)

    def fetch_results(self, ids: Sequence[ResultId]) -> tuple[Result, ...]:
        """In the order asked for, without those that are not there."""
        with self._look():
            return self._reader.fetch_results(ids)

    def find_by_digest(self, digests: Collection[str]) -> tuple[Result, ...]:
        """The results whose files have one of these SHA-256, newest first."""
        with self._look():
            return self._reader.find_by_digest(digests)

    def change_marks(
        self,
        ids: Collection[ResultId],
        stars: int | None = None,
        label: Label | None = None,
        flag: Flag | None = None,
    ) -> tuple[Result, ...]:
        """Give results other marks, where not None; as they are then, without those that are not there."""
        with self._use_for_writing() as catalogue:
            records = catalogue.change_marks(ids, stars, label, flag)
            return tuple(build_result(record, self._layout) for record in records)

    def move_to_trash(self, ids: Sequence[ResultId], moment: datetime | None = None) -> Trashed:
        """Take results out of the gallery, their pictures to the system's trash. StorageError.

        ``moment`` is that of the wish, now where None: what has the same went together.
        """
        with self._use_for_writing() as catalogue:
            return self._trash.put_away(ids, catalogue, moment or datetime.now(UTC))

    def list_trashed(self) -> tuple[tuple[ResultId, ...], ...]:
        """What earlier runs moved to the trash and can come back, as it went together; newest last."""
        with self._use():
            return self._trash.list_kept()

    def restore(self, ids: Sequence[ResultId]) -> Restored:
        """Bring back what ``move_to_trash`` took out. StorageError."""
        with self._use_for_writing() as catalogue:
            return self._trash.bring_back(ids, catalogue)

    def relink(self, result_id: ResultId, file: Path) -> Result:
        """Put a copy of the file in the place of a picture that is missing; StorageError for other bytes."""
        with self._use_for_writing():
            record, _ = load_record(result_id, self._layout)
            digest, target = record.picture.digest, self._layout.picture(record.picture.path)
            if not disk.holds(file, digest):
                raise StorageError(ProblemCode.NOT_THAT_FILE, name=file.name)
            disk.make_private_folder(target.parent)
            with disk.stage_copy(file, digest, self._layout.staging) as staged:
                try:
                    disk.place_first(staged, digest, (target,))
                except FileExistsError:
                    raise StorageError(ProblemCode.PLACE_TAKEN, name=target.name) from None
            return build_result(record, self._layout)

    def look_through(
        self,
        paths: Sequence[Path],
        publish: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> Intake:
        """Recognise results among files and folders; from any thread, beside other calls. StorageError.

        ``publish`` hears how many files of how many are done.
        """
        return look_through(paths, self.find_by_digest, publish, is_cancelled)

    def verify(self, publish: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> Verification:
        """Hold every file against its record; from any thread, beside other calls. StorageError.

        ``publish`` hears how many files of how many are done.
        """
        with as_storage_errors(self.folder):
            return Verifier(self._layout, self._mend_row).run(publish, is_cancelled)

    def rebuild_index(self) -> int:
        """Make the index anew, from the records alone; how many results it has then. StorageError."""
        with self._use() as catalogue:
            if not self._is_read_only:
                self._trash.settle()
            return catalogue.rebuild()

    def save_workspace(self, workspace: Workspace) -> None:
        """Keep the open work beside the state before it. StorageError."""
        with self._use_for_writing():
            self._shelf.save(workspace)

    def put_workspace_aside(self, workspace: Workspace) -> None:
        """Keep a state to come back to, in the place of the one that was put aside before. StorageError."""
        with self._use_for_writing():
            self._shelf.put_aside(workspace)

    def load_workspace(self, *, aside: bool) -> tuple[Workspace | None, bool]:
        """The open work of the last time, or what was put aside, and whether anything was damaged."""
        with self._use():
            return self._shelf.swap_aside() if aside else self._shelf.load()

    def close(self) -> None:
        """Wait for the call under way and let go of the folder; harmless to repeat."""
        with self._calls:
            if self._catalogue is not None:
                self._catalogue.close()
            if self._lock is not None:
                self._lock.release()
            self._catalogue = self._lock = None

    def _open(self, known_id: str) -> None:
        is_there = holds_gallery(self._layout)
        if known_id and not is_there:
            # Its disk may only be away: an empty one in its place would look like the loss of everything.
            raise StorageError(ProblemCode.GALLERY_MISSING, folder=str(self.folder))
        try:
            self._prepare(known_id)
        except OSError as error:
            if not is_there or error.errno not in _READ_ONLY:
                raise
            self._is_read_only = True
            self.gallery_id = load_gallery_id(self._layout) or known_id
            self._tell(self._build_read_only_error().problem)
        # Before the index is opened, which then has rows for what came back.
        last = 0 if self._is_read_only else self._trash.settle()
        self._catalogue = Catalogue(
            self._layout, (self._reader, self._counter), self._tell, is_read_only=self._is_read_only
        )
        self._catalogue.skip_sequences(last)

    def _prepare(self, known_id: str) -> None:
        """Folders, lock and marker. OSError where nothing can be written."""
        for folder in self._layout.folders:
            disk.make_private_folder(folder)
        self._lock = FolderLock(self._layout.lock)
        disk.sweep(self._layout.staging)
        self.gallery_id = load_gallery_id(self._layout)
        if not self.gallery_id:
            disk.sync_parents(self.folder)
            self.gallery_id = known_id or build_gallery_id()
            save_gallery_id(self.gallery_id, self._layout)

    def _mend_row(self, result_id: str) -> bool:
        with self._use() as catalogue:
            # It may have gone to the trash since its record was looked at.
            return catalogue.load(result_id) is not None and catalogue.mend_row(result_id)

    def _build_read_only_error(self) -> StorageError:
        return StorageError(ProblemCode.GALLERY_READ_ONLY, folder=str(self.folder))

    def _build_closed_error(self) -> StorageError:
        return StorageError(ProblemCode.STORAGE_FAILED, reason="the gallery is closed")

    def _mend_index(self, error: Damage, search: Search | None) -> None:
        with self._use() as catalogue:
            catalogue.mend(error, search)

    def _count_members(self) -> dict[str, int]:
        with self._look():
            return self._reader.count_members()

    @contextmanager
    def _look(self) -> Iterator[None]:
        """Beside what is being saved."""
        with as_storage_errors(self.folder):
            if self._catalogue is None:
                raise self._build_closed_error()
            yield

    @contextmanager
    def _use(self) -> Iterator[Catalogue]:
        with self._calls, as_storage_errors(self.folder):
            if self._catalogue is None:
                raise self._build_closed_error()
            yield self._catalogue

    @contextmanager
    def _use_for_writing(self) -> Iterator[Catalogue]:
        if self._is_read_only:
            raise self._build_read_only_error()
        with self._use() as catalogue:
            yield catalogue

    def _add_picture(
        self, index: int, source: Path, answer: Answer, provenance: Provenance, catalogue: Catalogue
    ) -> Record:
        digest = disk.hash_file(source)
        result_id = build_result_id(provenance.job_id, index, digest)
        record = catalogue.load(result_id)
        if record is not None and self._has_file(record.picture):
            return catalogue.keep_row(record)
        record = Record(
            id=result_id,
            sequence=catalogue.take_sequence(),
            picture=self._store_picture(source, digest, result_id, provenance),
            answer_index=index,
            provenance=provenance,
            usage=answer.usage,
            request_ids=answer.request_ids,
            answer=answer.raw,
        )
        return catalogue.keep(record)

    def _has_file(self, picture: Picture) -> bool:
        return disk.is_file_of_size(self._layout.picture(picture.path), picture.size_bytes)

    def _store_picture(self, source: Path, digest: str, result_id: str, provenance: Provenance) -> Picture:
        with disk.stage_copy(source, digest, self._layout.staging) as staged:
            media_type = detect_media_type(disk.read_head(staged, 12)) or _UNKNOWN_MEDIA_TYPE
            suffix = FILE_SUFFIXES.get(media_type, _UNKNOWN_SUFFIX)
            paths = build_picture_paths(provenance.finished_at, provenance.prompt, result_id, suffix)
            targets = tuple(self._layout.picture(path) for path in paths)
            disk.make_private_folder(targets[0].parent)
            target = disk.place_first(staged, digest, targets)
        path = target.relative_to(self.folder).as_posix()
        return Picture(path, digest, target.stat().st_size, media_type)
