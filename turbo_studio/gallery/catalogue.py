"""Records and the index kept in line: the records are the truth, and the rows follow from them."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from turbo_studio.core.marks import Marks
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.core.query import Query
from turbo_studio.core.result import ResultId
from turbo_studio.core.searching import meets
from turbo_studio.gallery import disk
from turbo_studio.gallery.failures import is_damage
from turbo_studio.gallery.index import Index
from turbo_studio.gallery.names import is_result_id
from turbo_studio.gallery.records import (
    SEQUENCE_MAX,
    RecordError,
    build_result,
    change_marks,
    change_picture,
    decode_record,
    encode_record,
    load_record,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from turbo_studio.core.geometry import Size
    from turbo_studio.core.marks import Flag, Label
    from turbo_studio.core.result import Result
    from turbo_studio.gallery.layout import Layout
    from turbo_studio.gallery.records import Record

_DAMAGED_NAME = "index.damaged.sqlite"

T = TypeVar("T")
logger = logging.getLogger(__name__)


class Catalogue:
    """What the gallery knows of its results. OSError, sqlite3.Error, RecordError."""

    def __init__(self, layout: Layout, tell: Callable[[Problem], None], *, is_read_only: bool) -> None:
        """Open the index, built anew where it is no good; StorageError(GALLERY_NEWER).

        ``tell`` hears of damage that was made good. Where nothing can be written, the index is in memory.
        """
        self._layout = layout
        self._tell = tell
        self._index_path = None if is_read_only else layout.index
        self._index = self._build_index()
        self._last_sequence = self._read(lambda: self._index.fetch_last_sequence())

    def close(self) -> None:
        self._index.close()

    def rebuild(self) -> int:
        """Make the index anew, from the records alone; how many of them it holds then."""
        self._index.close()
        if self._index_path is not None:
            self._index_path.unlink(missing_ok=True)
        self._index = self._build_index()
        return len(self._index.fetch_ids())

    def mend_row(self, result_id: str) -> bool:
        """Whether the row was not as the record has it; then it is now. OSError, RecordError."""
        record, text = load_record(result_id, self._layout)
        try:
            if self._index.holds(record, text):
                return False
        except sqlite3.DatabaseError as error:
            self._rebuild(error)
            return True
        self._put_row(record, text)
        return True

    def take_sequence(self) -> int:
        """A number above those of all records so far, whatever the clock says."""
        self._last_sequence = min(self._last_sequence + 1, SEQUENCE_MAX)
        return self._last_sequence

    def load(self, result_id: str) -> Record | None:
        """The record as its file says; None where there is no whole one."""
        try:
            return load_record(result_id, self._layout)[0]
        except (FileNotFoundError, RecordError):
            return None

    def keep(self, record: Record) -> None:
        """The record's file, durable, then its row."""
        self._keep_text(record, encode_record(record))

    def keep_row(self, record: Record) -> None:
        """Make good what a failure may have left undone for a record whose file is there."""
        disk.sync_folder(self._layout.records)
        self._put_row(*load_record(record.id, self._layout))

    def remove_rows(self, ids: Collection[str]) -> None:
        """All of them or none; their records are no more where they were."""
        try:
            self._index.remove_all(ids)
        except sqlite3.DatabaseError as error:
            self._rebuild(error)

    def skip_sequences(self, last: int) -> None:
        """Give no number up to ``last``: a result that is not here has it, and may come back."""
        self._last_sequence = max(self._last_sequence, last)

    def change_picture(self, result_id: str, media_type: str, size: Size) -> Record:
        text = change_picture(load_record(result_id, self._layout)[1], media_type, size)
        record = decode_record(text, self._layout)
        self._keep_text(record, text)
        return record

    def change_marks(
        self, ids: Collection[str], stars: int | None, label: Label | None, flag: Flag | None
    ) -> tuple[Record, ...]:
        """Other marks where not None; the records as they are then, without those that are not there."""
        texts: dict[str, str] = {}
        for result_id in ids:
            with suppress(FileNotFoundError):
                record, text = load_record(result_id, self._layout)
                old = record.marks
                marks = Marks(
                    old.stars if stars is None else stars,
                    old.label if label is None else label,
                    old.flag if flag is None else flag,
                )
                texts[result_id] = text if marks == old else change_marks(text, marks)
        self._keep_texts(texts)
        return tuple(decode_record(text, self._layout) for text in texts.values())

    def fetch_page(self, query: Query, before: int | None, limit: int) -> tuple[Result, ...]:
        return tuple(islice(self._find(query, before), limit))

    def count(self, query: Query) -> int:
        return sum(1 for _ in self._find(query))

    def fetch_anchors(self, query: Query, step: int) -> tuple[int, ...]:
        return tuple(result.sequence for result in islice(self._find(query), 0, None, step))

    def fetch_results(self, ids: Sequence[str]) -> tuple[Result, ...]:
        found = {result.id: result for result in self._find(Query())}
        return tuple(found[ResultId(each)] for each in ids if each in found)

    def find_by_digest(self, digests: Collection[str]) -> tuple[Result, ...]:
        return tuple(result for result in self._find(Query()) if result.digest in digests)

    def fetch_children(self, digest: str) -> tuple[Result, ...]:
        return tuple(self._find(Query(source_digest=digest)))

    def count_present(self, ids: Collection[str]) -> int:
        return len(self.fetch_results(tuple(ids)))

    def _find(self, query: Query, before: int | None = None) -> Iterator[Result]:
        records = self._read(
            lambda: [decode_record(each, self._layout) for each in self._index.fetch_records()]
        )
        results = [build_result(record, self._layout) for record in records]
        for result in sorted(results, key=lambda each: (-each.sequence, each.id)):
            if (before is None or result.sequence < before) and meets(result, query):
                yield result

    def fetch_texts(self) -> Iterator[str]:
        """Every record as the index has it."""
        return self._index.fetch_records()

    def _keep_texts(self, texts: Mapping[str, str]) -> None:
        paths = {self._layout.record(each): text.encode("ascii") for each, text in texts.items()}
        disk.replace_files(paths, self._layout.staging)
        with self._index.transaction():
            for text in texts.values():
                self._put_row(decode_record(text, self._layout), text)

    def _keep_text(self, record: Record, text: str) -> None:
        disk.replace_file(self._layout.record(record.id), text.encode("ascii"), self._layout.staging)
        self._put_row(record, text)

    def _put_row(self, record: Record, text: str) -> None:
        try:
            self._index.put(record, text)
        except sqlite3.DatabaseError as error:
            self._rebuild(error)  # from the records' files, of which this one is the latest

    def _read(self, read: Callable[[], T]) -> T:
        """Read; where the index turns out to be damaged, once more from one that is built anew."""
        try:
            return read()
        except (sqlite3.DatabaseError, RecordError) as error:
            self._rebuild(error)
        return read()

    def _build_index(self) -> Index:
        try:
            return self._open_index()
        except sqlite3.DatabaseError as error:
            self._set_aside(error)
        return self._open_index()

    def _open_index(self) -> Index:
        index = Index(self._index_path)
        try:
            self._reconcile(index)
        except BaseException:
            index.close()
            raise
        return index

    def _rebuild(self, error: sqlite3.Error | RecordError) -> None:
        self._set_aside(error)
        self._index.close()
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

    def _reconcile(self, index: Index) -> None:
        """Bring the rows in line with the records: a crash may have left a record without its row."""
        rows = index.fetch_ids()
        records = {path.stem for path in self._layout.records.glob("*.json") if is_result_id(path.stem)}
        if rows == records:
            return
        with index.transaction():
            for result_id in rows - records:
                index.remove(result_id)
            for result_id in records - rows:
                self._index_record(result_id, index)

    def _index_record(self, result_id: str, index: Index) -> None:
        try:
            record, text = load_record(result_id, self._layout)
        except (RecordError, OSError) as error:
            # Its file stays where it is: a later version may be able to read it.
            logger.warning("the record %s cannot be read: %s", result_id, error)
            return
        index.put(record, text)
