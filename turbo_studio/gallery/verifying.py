"""Holds every picture and input against its record, by its bytes, and reads all else; nothing is changed."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from turbo_studio.core.verification import Finding, Flaw, Verification
from turbo_studio.gallery import collecting, disk, saved_searches
from turbo_studio.gallery.documents import DocumentError, DocumentFolder
from turbo_studio.gallery.names import is_picture_path
from turbo_studio.gallery.records import RecordError, load_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from turbo_studio.gallery.layout import Layout
    from turbo_studio.gallery.records import Record

_JOB_BYTES_MAX = 4_000_000
_DIGEST = re.compile(rb"[0-9a-f]{64}")


class Verifier:
    """One look. It takes no lock, so that work goes on meanwhile: what comes later is not looked at."""

    def __init__(self, layout: Layout, mend_row: Callable[[str], bool]) -> None:
        """``mend_row`` brings the index's row of a result in line, and says whether that was needed."""
        self._layout = layout
        self._mend_row = mend_row
        self._findings: list[Finding] = []
        self._named: set[Path] = set()

    def run(self, publish: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> Verification:
        """``publish`` hears of files done and of all. OSError where the folders cannot be read."""
        present = self._list_files()  # first: a file that comes later has its record later too
        ids = sorted(self._layout.find_record_ids())
        checks: list[Callable[[], bool | None]] = [
            *(partial(self._check_result, result_id) for result_id in ids),
            *(
                partial(self._check, path, path.name)
                for path in present
                if path.parent == self._layout.inputs
            ),
            *self._list_documents(),
        ]
        done, mended = 0, 0
        for check in checks:
            if is_cancelled():
                break
            mended += check() is True
            done += 1
            publish(done, len(checks))
        is_whole = not is_cancelled()
        if is_whole:
            self._find_unknown(present, set(ids))
        return Verification(done, tuple(self._findings), mended, is_whole)

    def _list_documents(self) -> Iterator[Callable[[], None]]:
        """A check of each collection and each saved search."""
        for kind, folder in (
            (collecting.KIND, self._layout.collections),
            (saved_searches.KIND, self._layout.searches),
        ):
            documents = DocumentFolder(folder, kind, self._layout.staging)
            yield from (partial(self._check_document, documents, each) for each in documents.list_ids())

    def _check_document(self, documents: DocumentFolder, document_id: str) -> None:
        try:
            documents.load(document_id)
        except FileNotFoundError:
            pass  # deleted meanwhile
        except (OSError, DocumentError):
            self._add(Flaw.UNREADABLE, documents.find_path(document_id))

    def _list_files(self) -> list[Path]:
        """Pictures by their names, wherever they came from, and inputs; nothing else is the gallery's."""
        root = self._layout.root
        pictures = (path for path in root.glob("[0-9][0-9][0-9][0-9]/[0-9][0-9]/*"))
        named = [path for path in pictures if is_picture_path(path.relative_to(root).as_posix())]
        return [*sorted(named), *sorted(self._layout.inputs.iterdir())]

    def _check_result(self, result_id: str) -> bool:
        """The picture and that there are its inputs; whether the index had to be mended."""
        found_before = len(self._findings)
        is_mended = self._check_record(result_id)
        if not os.path.lexists(self._layout.record(result_id)):  # it went to the trash meanwhile
            del self._findings[found_before:]
            return False
        return is_mended

    def _check_record(self, result_id: str) -> bool:
        record = self._load(result_id)
        if record is None:
            self._add(Flaw.UNREADABLE, self._layout.record(result_id))
            return False
        picture = self._layout.picture(record.picture.path)
        self._named.add(picture)
        self._check(picture, record.picture.digest)
        for upload in (*record.provenance.uploads, record.provenance.mask):
            if upload is not None and upload.path not in self._named:
                self._named.add(upload.path)
                if not os.path.lexists(upload.path):  # what lies there is checked with the inputs
                    self._add(Flaw.MISSING, upload.path)
        return self._mend_row(result_id)

    def _load(self, result_id: str) -> Record | None:
        try:
            return load_record(result_id, self._layout)[0]
        except (OSError, RecordError):
            return None

    def _check(self, path: Path, digest: str) -> None:
        """By its bytes; no link is followed, and nothing but a regular file is read."""
        try:
            if disk.hash_file(path) != digest:
                self._add(Flaw.CHANGED, path)
        except FileNotFoundError:
            self._add(Flaw.MISSING, path)
        except OSError:
            is_regular = path.is_file() and not path.is_symlink()
            self._add(Flaw.UNREADABLE if is_regular else Flaw.CHANGED, path)

    def _find_unknown(self, present: list[Path], seen_ids: set[str]) -> None:
        """What neither a record names, also one that came meanwhile, nor a job that may still need it."""
        for result_id in self._layout.find_record_ids() - seen_ids:
            if record := self._load(result_id):
                self._named.add(self._layout.picture(record.picture.path))
        needed = {*self._find_needed_inputs(), *self._find_trashed_inputs()}
        for path in present:
            if path not in self._named and path.name not in needed and os.path.lexists(path):
                self._add(Flaw.UNKNOWN, path)

    def _find_needed_inputs(self) -> Iterator[str]:
        """The digests in what jobs have on disk, whatever else stands there."""
        for path in self._layout.journal.glob("*/request.json"):
            yield from self._find_digests(path)

    def _find_digests(self, path: Path) -> Iterator[str]:
        with suppress(OSError):
            content = disk.read_small(path, _JOB_BYTES_MAX) or b""
            yield from (digest.decode() for digest in _DIGEST.findall(content))

    def _find_trashed_inputs(self) -> Iterator[str]:
        """The digests in the records that are in the trash."""
        for path in self._layout.trash.glob("*.json"):
            yield from self._find_digests(path)

    def _add(self, flaw: Flaw, path: Path) -> None:
        self._findings.append(Finding(flaw, path))
