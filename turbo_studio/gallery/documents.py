"""Small files that people gave names to: one JSON document each, in a folder, read as untrusted text.

One that this version cannot read is left where it is; members that are not known here stay.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from turbo_studio.core.collection import clean_name
from turbo_studio.gallery import disk
from turbo_studio.gallery.names import is_result_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = 1
FILE_BYTES_MAX = 64_000_000
"""A collection of a million results takes 37 MB."""
_log = logging.getLogger(__name__)


class DocumentError(ValueError):
    """A file is no document of the kind that was looked for."""


class DocumentFolder:
    """Documents of one format by their ids. OSError; a folder that is not there is empty."""

    def __init__(self, folder: Path, kind: str, staging: Path) -> None:
        """``kind`` names the format: the document of another one is none."""
        self.folder = folder
        self._format = f"turbo-studio-{kind}"
        self._staging = staging

    def list_ids(self) -> list[str]:
        return sorted(path.stem for path in self.folder.glob("*.json") if is_result_id(path.stem))

    def load(self, document_id: str) -> dict[str, Any]:
        """DocumentError; FileNotFoundError, also for what is no id."""
        return self._decode(document_id, disk.read_small(self.find_path(document_id), FILE_BYTES_MAX) or b"")

    def load_all(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Those that can be read."""
        for document_id in self.list_ids():
            try:
                yield document_id, self.load(document_id)
            except (OSError, DocumentError) as error:
                _log.warning("%s %s cannot be read: %s", self._format, document_id, error)

    def create(self, document: dict[str, Any]) -> str:
        """The new document's id."""
        document_id = uuid4().hex
        disk.make_private_folder(self.folder)
        try:
            self.save(document_id, {"format": self._format, "version": VERSION, "id": document_id} | document)
        except BaseException:
            self.take_back(document_id)
            raise
        return document_id

    def take_back(self, document_id: str) -> None:
        """Where making it has failed: nobody was told of it, and the next try makes another."""
        with suppress(OSError):
            self.delete(document_id)

    def save(self, document_id: str, document: dict[str, Any]) -> None:
        content = json.dumps(document, indent=1).encode("ascii")
        disk.replace_file(self.find_path(document_id), content, self._staging)

    def delete(self, document_id: str) -> None:
        """Durable: what was deleted does not come back beside what was made in its place."""
        self.find_path(document_id).unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            disk.sync_folder(self.folder)

    def find_path(self, document_id: str) -> Path:
        if not is_result_id(document_id):
            raise FileNotFoundError(document_id)
        return self.folder / f"{document_id}.json"

    def _decode(self, document_id: str, content: bytes) -> dict[str, Any]:
        try:
            document = json.loads(content)
        except (ValueError, RecursionError):
            raise DocumentError("no JSON") from None
        if (
            not isinstance(document, dict)
            or document.get("format") != self._format
            or document.get("version") != VERSION
            or document.get("id") != document_id
            or not isinstance(name := document.get("name"), str)
        ):
            raise DocumentError("of another format, version or id")
        return document | {"name": clean_name(name)}
