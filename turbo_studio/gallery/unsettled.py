"""The note of records that are being changed: a crash may come between such a record and its row.

Rows that are missing can be seen at a start; rows that are out of date cannot, short of reading all records.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from turbo_studio.gallery import disk
from turbo_studio.gallery.names import is_result_id

if TYPE_CHECKING:
    from collections.abc import Collection

    from turbo_studio.gallery.layout import Layout

_BYTES_MAX = 100_000_000
"""The ids of a million results take 36 MB."""
_log = logging.getLogger(__name__)


def load_unsettled(layout: Layout) -> set[str]:
    """The ids of the results whose rows may be behind; none where the note cannot be read."""
    try:
        ids = json.loads(disk.read_small(layout.unsettled, _BYTES_MAX) or b"")
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("the note of what was being changed cannot be read: %s", error)
        return set()
    return (
        {each for each in ids if isinstance(each, str) and is_result_id(each)}
        if isinstance(ids, list)
        else set()
    )


def save_unsettled(ids: Collection[str], layout: Layout) -> None:
    """Durable, before the first of the records is changed. OSError."""
    disk.replace_file(layout.unsettled, json.dumps(sorted(ids)).encode("ascii"), layout.staging)


def drop_unsettled(layout: Layout) -> None:
    """All rows are as their records. Nothing is flushed: were it back after a crash, they are read again."""
    layout.unsettled.unlink(missing_ok=True)
