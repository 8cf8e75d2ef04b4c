"""Where everything lies under the gallery folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from turbo_studio.gallery.names import is_digest, is_picture_path, is_result_id

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

_FILE_NAME = re.compile(r"[a-z0-9-]{1,64}\.[a-z]{1,8}", re.ASCII)
_JOB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)


@dataclass(frozen=True)
class Layout:
    """Absolute paths. Names come from ids and digests that are checked here: none leads out of the folder.

    Joining paths is half of what a page of results costs: the folders are joined once.
    """

    root: Path

    @cached_property
    def private(self) -> Path:
        return self.root / ".studio"

    @cached_property
    def marker(self) -> Path:
        return self.private / "gallery.json"

    @cached_property
    def lock(self) -> Path:
        return self.private / "lock"

    @cached_property
    def index(self) -> Path:
        return self.private / "index.sqlite"

    @cached_property
    def records(self) -> Path:
        return self.private / "records"

    @cached_property
    def inputs(self) -> Path:
        return self.private / "inputs"

    @cached_property
    def journal(self) -> Path:
        return self.private / "journal"

    @cached_property
    def ledger(self) -> Path:
        return self.private / "ledger.jsonl"

    @cached_property
    def thumbnails(self) -> Path:
        return self.private / "thumbnails"

    @cached_property
    def trash(self) -> Path:
        """Records of results in the trash, and pictures that the system has no trash for."""
        return self.private / "trash"

    @cached_property
    def workspace(self) -> Path:
        return self.private / "workspace"

    @cached_property
    def collections(self) -> Path:
        return self.private / "collections"

    @cached_property
    def searches(self) -> Path:
        return self.private / "searches"

    @cached_property
    def unsettled(self) -> Path:
        return self.private / "unsettled.json"

    @cached_property
    def parts(self) -> Path:
        """Notes of files that are being written outside."""
        return self.private / "parts"

    @cached_property
    def staging(self) -> Path:
        """Temporary things on the gallery's own file system; emptied at each start."""
        return self.private / "staging"

    @property
    def folders(self) -> tuple[Path, ...]:
        return (self.records, self.inputs, self.journal, self.thumbnails, self.trash, self.staging)

    def picture(self, path: str | PurePosixPath) -> Path:
        text = str(path)
        return self.root / _checked(text, is_picture_path(text))

    def find_record_ids(self) -> set[str]:
        """Of all that lie there, by their names alone: there may be a million, looked at with each start."""
        names = os.listdir(self.records)  # noqa: PTH208  no object for each
        stems = (name[:-5] for name in names if name.endswith(".json"))
        return {stem for stem in stems if is_result_id(stem)}

    def record(self, result_id: str) -> Path:
        return self.records / f"{_checked(result_id, is_result_id(result_id))}.json"

    def trashed_record(self, result_id: str) -> Path:
        return self.trash / self.record(result_id).name

    def trash_note(self, result_id: str) -> Path:
        """Where the picture of a record in the trash has gone."""
        return self.trash / f"{_checked(result_id, is_result_id(result_id))}.note"

    def trashed_picture(self, result_id: str, suffix: str) -> Path:
        """For a picture that the system has no trash for."""
        name = f"{_checked(result_id, is_result_id(result_id))}{suffix}"
        return self.trash / _checked(name, _FILE_NAME.fullmatch(name) is not None)

    def input_thumbnail(self, digest: str) -> Path:
        return self.thumbnails / f"{self.input(digest).name}.png"

    def thumbnail(self, result_id: str) -> Path:
        return self.thumbnails / f"{_checked(result_id, is_result_id(result_id))}.png"

    def input(self, digest: str) -> Path:
        return self.inputs / _checked(digest, is_digest(digest))

    def is_input(self, path: Path) -> bool:
        """Whether a file of the store has a name that ``input`` gives."""
        return is_digest(path.name)

    def job(self, job_id: str) -> Path:
        return self.journal / _checked(job_id, _JOB_ID.fullmatch(job_id) is not None)

    def is_job(self, folder: Path) -> bool:
        """Whether a folder of the journal has a name that ``job`` gives."""
        return _JOB_ID.fullmatch(folder.name) is not None

    def staged_job(self, job_id: str) -> Path:
        """Where a job's folder is made."""
        return self.staging / self.job(job_id).name

    def job_file(self, job_id: str, name: str) -> Path:
        return self.job(job_id) / _checked(name, _FILE_NAME.fullmatch(name) is not None)


def _checked(name: str, is_good: bool) -> str:
    if not is_good:
        raise ValueError(f"no name for a file of the gallery: {name!r}")
    return name
