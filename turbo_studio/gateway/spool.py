"""The spool: paid answers that the gallery's disk did not take, in a folder of the program's own.

An answer is kept under its job's id, and goes back to the job's folder when somebody wants to read it: in
this run or a later one, as soon as the gallery is there again. Until it lies there, durable, the spool keeps
it; a crash in between makes the same once more. Job ids are random: whose gallery it is need not be known.
"""

from __future__ import annotations

import logging
import shutil
import threading
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from turbo_studio.gateway.raw_answer import BODY_NAME, UnkeptAnswer, load_head, sync_folder

if TYPE_CHECKING:
    from pathlib import Path

_UNFINISHED = ".part"
"""No job's id ends like that."""
_log = logging.getLogger(__name__)


class AnswerSpool:
    """Blocking calls, from any thread; one at a time for each job."""

    def __init__(self, folder: Path | None = None) -> None:
        """Without a folder, and where that takes nothing either, answers wait in memory."""
        self._folder = folder
        self._in_memory: dict[str, UnkeptAnswer] = {}
        self._turn = threading.Lock()
        """Held while the folder changes: what is unfinished then was left by a crash."""

    def keep(self, job_id: str, answer: UnkeptAnswer) -> None:
        """On the disk, durable, or else in memory; never refused."""
        self._in_memory[job_id] = answer
        if self._folder is None:
            return
        try:
            self._write(self._folder, job_id, answer)
        except OSError as error:
            _log.warning("an answer is in memory alone: %s", type(error).__name__)
        else:
            del self._in_memory[job_id]

    def holds_in_memory(self, job_id: str) -> bool:
        """Whether an answer waits that no disk has whole."""
        return job_id in self._in_memory

    def find(self, job_id: str) -> Path | None:
        """The file of an answer that waits on the disk."""
        body = None if self._folder is None else self._folder / job_id / BODY_NAME
        return body if body is not None and body.is_file() else None

    def put_back(self, folder: Path) -> None:
        """Give a job's folder the answer that waits for it, where one does; OSError, and it waits on."""
        job_id = folder.name
        answer = self._in_memory.get(job_id) or self._load(job_id)
        if answer is None:
            return
        try:
            answer.keep(folder)
        except OSError:
            if job_id in self._in_memory:
                self.keep(job_id, answer)  # there may be room for it by now
            raise
        self._in_memory.pop(job_id, None)
        self._remove(job_id)

    def _write(self, spool: Path, job_id: str, answer: UnkeptAnswer) -> None:
        """As a folder that appears whole; a job has one answer, so that none is in its way."""
        with self._turn:
            spool.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(spool.parent)
            _sweep(spool)
            staged = spool / f"{uuid4().hex}{_UNFINISHED}"
            staged.mkdir(mode=0o700)
            answer.keep(staged)
            staged.rename(spool / job_id)
            sync_folder(spool)

    def _load(self, job_id: str) -> UnkeptAnswer | None:
        body = self.find(job_id)
        return None if body is None else UnkeptAnswer(load_head(body.parent), body.read_bytes())

    def _remove(self, job_id: str) -> None:
        """In one step; what stays of it is found by nobody, and swept by the next to come."""
        if self._folder is None:
            return
        with self._turn, suppress(FileNotFoundError):
            gone = self._folder / f"{uuid4().hex}{_UNFINISHED}"
            (self._folder / job_id).rename(gone)
            sync_folder(self._folder)
            shutil.rmtree(gone, ignore_errors=True)


def _sweep(spool: Path) -> None:
    for left in spool.glob(f"*{_UNFINISHED}"):
        shutil.rmtree(left, ignore_errors=True)
