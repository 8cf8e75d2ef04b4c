"""Records and the index kept in line: the records are the truth, and the rows follow from them."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.gallery import disk
from turbo_studio.gallery.collecting import load_members
from turbo_studio.gallery.failures import is_damage
from turbo_studio.gallery.index import Index
from turbo_studio.gallery.reading import build_results
from turbo_studio.gallery.records import (
    SEQUENCE_MAX,
    RecordError,
    change_marks,
    change_picture,
    decode_record,
    encode_record,
    load_record,
)
from turbo_studio.gallery.unsettled import drop_unsettled, load_unsettled, save_unsettled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.marks import Flag, Label
    from turbo_studio.core.result import Result
    from turbo_studio.gallery.layout import Layout
    from turbo_studio.gallery.reading import Reader
    from turbo_studio.gallery.records import Record
    from turbo_studio.gallery.search import Search

_DAMAGED_NAME = "index.damaged.sqlite"

logger = logging.getLogger(__name__)


class Catalogue:
    """What the gallery knows of its results, and changes. OSError, sqlite3.Error, RecordError."""

    def __init__(
        self,
        layout: Layout,
        readers: Sequence[Reader],
        tell: Callable[[Problem], None],
        *,
        is_read_only: bool,
    ) -> None:
        """Open the index, built anew where it is no good; StorageError(GALLERY_NEWER).

        ``readers`` follow whatever index is in use. ``tell`` hears of damage that was made good. Where
        nothing can be written, the index is in memory.
        """
        self._layout = layout
        self._readers = readers
        self._tell = tell
        self._index_path = None if is_read_only else layout.index
        self._index = self._build_index()
        self._last_sequence = self._read_last_place()

    def close(self) -> None:
        for reader in self._readers:
            reader.close()
        self._index.close()

    def rebuild(self) -> int:
        """Make the index anew, from the records alone; how many of them it holds then."""
        self.close()
        if self._index_path is not None:
            self._index_path.unlink(missing_ok=True)
        self._index = self._build_index()
        return len(self._index.fetch_ids())

    def mend(self, error: sqlite3.Error | RecordError, search: Search | None) -> None:
        """Build the index anew where ``search`` found it damaged; raises what is no damage."""
        if any(reader.search is search for reader in self._readers):
            self._rebuild(error)

    def mend_row(self, result_id: str) -> bool:
        """Whether the row was not as the record has it; then it is now. OSError, RecordError."""
        record, text = load_record(result_id, self._layout)
        try:
            if self._index.holds(record, text):
                return False
            self._index.put_anew(record, text)
        except sqlite3.DatabaseError as error:
            self._rebuild(error)
        return True

    def take_sequence(self) -> int:
        """A number above those of all records so far, whatever the clock says."""
        self._last_sequence = min(self._last_sequence + 1, SEQUENCE_MAX)
        return self._last_sequence

    def skip_sequences(self, last: int) -> None:
        """Give no number up to ``last``: a result that is not here has it, and may come back."""
        self._last_sequence = max(self._last_sequence, last)

    def load(self, result_id: str) -> Record | None:
        """The record as its file says; None where there is no whole one."""
        try:
            return load_record(result_id, self._layout)[0]
        except (FileNotFoundError, RecordError):
            return None

    def keep(self, record: Record) -> Record:
        """The record's file, durable, then its row; the record with the place that it got."""
        return self._keep_texts([(record, encode_record(record))])[0]

    def keep_row(self, record: Record) -> Record:
        """Make good what a failure may have left undone for a record whose file is there."""
        disk.sync_folder(self._layout.records)
        return self._put_rows([load_record(record.id, self._layout)])[0]

    def remove_rows(self, ids: Collection[str]) -> None:
        """All of them or none; their records are no more where they were."""
        try:
            self._index.remove(ids)
        except sqlite3.DatabaseError as error:
            self._rebuild(error)

    def change_picture(self, result_id: str, media_type: str, size: Size) -> Record:
        text = change_picture(load_record(result_id, self._layout)[1], media_type, size)
        return self._keep_texts([(decode_record(text, self._layout), text)])[0]

    def change_marks(
        self, ids: Collection[str], stars: int | None, label: Label | None, flag: Flag | None
    ) -> tuple[Record, ...]:
        """Other marks where not None; the records as they are then, without those that are not there."""
        changed: list[tuple[Record, str]] = []
        for result_id in dict.fromkeys(ids):
            with suppress(FileNotFoundError):
                record, text = load_record(result_id, self._layout)
                marks = record.marks.change(stars, label, flag)
                changed.append((replace(record, marks=marks), change_marks(text, marks)))
        return tuple(self._keep_texts(changed))

    def find_by_digest(self, digests: Collection[str]) -> tuple[Result, ...]:
        """As ``Reader`` has it, in the middle of a change."""
        return build_results(self._index.search.fetch_by_digest(digests), self._layout)

    def note_members(self, added: Collection[tuple[str, str]], removed: Collection[tuple[str, str]]) -> None:
        """Pairs of collection and result, as the collections' files have them now."""
        try:
            self._index.change_members(added, removed)
        except sqlite3.DatabaseError as error:
            self._rebuild(error)

    def fetch_texts(self) -> Iterator[str]:
        """Every record as the index has it."""
        return self._index.fetch_records()

    def _keep_texts(self, rows: Sequence[tuple[Record, str]]) -> list[Record]:
        contents = {self._layout.record(record.id): text.encode("ascii") for record, text in rows}
        behind = self._note_changes({record.id for record, _ in rows})
        disk.replace_files(contents, self._layout.staging)
        kept = self._put_rows([*rows, *self._load_rows(behind)])[: len(rows)]
        self._settle()
        return kept

    def _note_changes(self, ids: set[str]) -> set[str]:
        """Note whose rows may be behind until they are written; which others are, by a change that failed.

        Nothing is noted for new records: rows that are missing are seen at a start.
        """
        changing = {result_id for result_id in ids if self._layout.record(result_id).exists()}
        behind = load_unsettled(self._layout) - ids
        if changing:
            save_unsettled(changing | behind, self._layout)
        return behind

    def _load_rows(self, ids: Collection[str]) -> Iterator[tuple[Record, str]]:
        """Of those that are there and can be read."""
        for result_id in ids:
            with suppress(OSError, RecordError):
                yield load_record(result_id, self._layout)

    def _settle(self) -> None:
        if self._index_path is not None:
            with suppress(OSError):
                drop_unsettled(self._layout)

    def _put_rows(self, rows: Sequence[tuple[Record, str]]) -> list[Record]:
        """All in one transaction; the records, each with the place that it has."""
        try:
            with self._index.transaction():
                return [replace(record, sequence=self._index.put(record, text)) for record, text in rows]
        except sqlite3.DatabaseError as error:
            self._rebuild(error)  # from the records' files, of which these are the latest
        return [replace(record, sequence=self._index.find_place(record.id)) for record, _ in rows]

    def _read_last_place(self) -> int:
        """Where the index turns out to be damaged, once more from one that is built anew."""
        try:
            return self._index.fetch_last_place()
        except sqlite3.DatabaseError as error:
            self._rebuild(error)
        return self._index.fetch_last_place()

    def _build_index(self) -> Index:
        try:
            return self._open_index()
        except sqlite3.DatabaseError as error:
            self._set_aside(error)
        return self._open_index()

    def _open_index(self) -> Index:
        index = Index(self._index_path)
        try:
            with index.transaction():
                self._reconcile_members(index)
                self._reconcile(index, load_unsettled(self._layout))
            self._settle()
            for reader in self._readers:
                reader.open(index)
        except BaseException:
            index.close()
            raise
        return index

    def _rebuild(self, error: sqlite3.Error | RecordError) -> None:
        self._set_aside(error)
        self.close()
        self._index = self._open_index()

    def _set_aside(self, error: sqlite3.Error | RecordError) -> None:
        """Move the damaged index out of the way; any other fault of the database is raised again."""
        if isinstance(error, sqlite3.Error) and not is_damage(error):
            raise error
        logger.warning("the index is built anew from the records: %s", error)
        path = self._index_path
        if path is not None and path.exists():
            path.replace(path.with_name(_DAMAGED_NAME))
        # A journal may stay: SQLite plays none back into a file that is new and empty.
        self._tell(Problem(ProblemCode.INDEX_REBUILT))

    def _reconcile(self, index: Index, behind: Collection[str]) -> None:
        """Bring the rows in line with the records: a crash may have left a record without its row.

        Of the rows that are there, only those of ``behind`` may be other than their records.
        """
        rows = index.fetch_ids()
        records = self._layout.find_record_ids()
        index.remove(rows - records)
        # In the order of time: that is how places are given, and how the index takes terms quickly.
        for _, result_id in sorted(self._find_sequences(records - rows | records.intersection(behind))):
            index.put(*load_record(result_id, self._layout))

    def _find_sequences(self, ids: Collection[str]) -> Iterator[tuple[int, str]]:
        """Of those that can be read; their texts are not kept, for there may be a million."""
        for result_id in ids:
            try:
                yield load_record(result_id, self._layout)[0].sequence, result_id
            except (RecordError, OSError) as error:
                # Its file stays where it is: a later version may be able to read it.
                logger.warning("the record %s cannot be read: %s", result_id, error)

    def _reconcile_members(self, index: Index) -> None:
        """Before the records, whose rows are to say which collections they are in."""
        present, known = set(load_members(self._layout)), index.fetch_members()
        index.change_members(present - known, known - present)
