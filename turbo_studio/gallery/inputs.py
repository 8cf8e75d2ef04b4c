"""Which inputs are still named: by a record, in the trash too, or by the request of a job in the journal."""

from __future__ import annotations

import errno
import re
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from turbo_studio.gallery import disk
from turbo_studio.gallery.journal import REQUEST_BYTES_MAX, REQUEST_NAME
from turbo_studio.gallery.records import RECORD_BYTES_MAX

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from turbo_studio.gallery.layout import Layout

_DIGEST = re.compile(r'"([0-9a-f]{64})"', re.ASCII)


def list_inputs(layout: Layout) -> frozenset[str]:
    """The digests of all that is kept. OSError."""
    return frozenset(path.name for path in layout.inputs.iterdir() if layout.is_input(path))


def find_unnamed(digests: Collection[str], layout: Layout, rows: Iterable[str]) -> set[str]:
    """Those that are named nowhere; OSError where a file cannot be read that might name one.

    ``rows`` are the records as the index has them: they mostly answer it, and the files, which are the truth,
    need to be read only where something is left.
    """
    unnamed = set(digests)
    for text in chain(_read_requests(layout), rows, _read_records(layout)):
        if not unnamed:
            break
        unnamed -= set(_DIGEST.findall(text))
    return unnamed


def _read_requests(layout: Layout) -> Iterator[str]:
    for folder in layout.journal.iterdir():
        with suppress(FileNotFoundError, NotADirectoryError):  # a job that was damaged, or no job
            yield _read(folder / REQUEST_NAME, REQUEST_BYTES_MAX)


def _read_records(layout: Layout) -> Iterator[str]:
    """Those in the trash too: they may come back."""
    for path in (*layout.records.iterdir(), *layout.trash.glob("*.json")):
        yield _read(path, RECORD_BYTES_MAX)


def _read(path: Path, limit_bytes: int) -> str:
    content = disk.read_small(path, limit_bytes)
    if content is None:
        raise OSError(errno.EFBIG, "too large to be ours", str(path))
    return content.decode("ascii", "replace")
