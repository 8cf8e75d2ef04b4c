"""The marker that makes a folder a gallery, with an id by which it is known again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid4

from turbo_studio.gallery import disk
from turbo_studio.gallery.names import is_result_id

if TYPE_CHECKING:
    from turbo_studio.gallery.layout import Layout

_FORMAT = "turbo-studio-gallery"
_VERSION = 1
_BYTES_MAX = 10_000


def holds_gallery(layout: Layout) -> bool:
    """Whether there is a gallery: its marker, or else a record. OSError where that cannot be seen."""
    return layout.marker.exists() or any(layout.records.glob("*.json"))


def load_gallery_id(layout: Layout) -> str:
    """The id in the marker; empty where there is no good marker. OSError."""
    try:
        marker = json.loads(disk.read_small(layout.marker, _BYTES_MAX) or b"")
        if marker["format"] == _FORMAT and is_result_id(marker["id"]):
            return str(marker["id"])
    except (FileNotFoundError, ValueError, TypeError, KeyError, RecursionError):
        pass
    return ""


def build_gallery_id() -> str:
    return uuid4().hex


def save_gallery_id(gallery_id: str, layout: Layout) -> None:
    marker = {"format": _FORMAT, "version": _VERSION, "id": gallery_id}
    disk.replace_file(layout.marker, json.dumps(marker, indent=1).encode(), layout.staging)
