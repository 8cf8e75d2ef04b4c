"""Answers that no job's folder took, on their way through the spool, also where that fails or is killed."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from tests.gateway.calls import KEY, PNG, build_answer, build_generation
from tests.helpers.hostile_server import HostileServer, answer
from turbo_studio.core.ports import Connection, Receiving
from turbo_studio.gateway.client import HttpGateway
from turbo_studio.gateway.raw_answer import BODY_NAME, AnswerHead, UnkeptAnswer, load_head
from turbo_studio.gateway.spool import AnswerSpool

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.ports import Progress

BODY = json.dumps(build_answer(PNG)).encode()
ANSWER = UnkeptAnswer(AnswerHead(200, {"x-request-id": "req_1"}), BODY)


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """Where the journal has the job's folder, which is away at first."""
    return tmp_path / "journal" / "job-1"


def holds_answer(folder: Path) -> bool:
    return (folder / BODY_NAME).is_file() and (folder / BODY_NAME).read_bytes() == BODY


def test_an_answer_waits_on_the_disk_for_a_later_run(tmp_path: Path, job: Path) -> None:
    spool = tmp_path / "data" / "spool"
    AnswerSpool(spool).keep("job-1", ANSWER)
    later = AnswerSpool(spool)
    kept = later.find("job-1")
    assert kept is not None
    assert kept.read_bytes() == BODY
    with pytest.raises(FileNotFoundError):
        later.put_back(job)
    assert later.find("job-1") == kept
    job.mkdir(parents=True)
    (job / BODY_NAME).write_bytes(b"the first half that the disk took")
    later.put_back(job)
    assert holds_answer(job)
    assert load_head(job) == ANSWER.head
    assert later.find("job-1") is None
    assert list(spool.iterdir()) == []
    later.put_back(job)
    assert holds_answer(job)


def test_only_its_own_job_gets_an_answer(tmp_path: Path, job: Path) -> None:
    spool = AnswerSpool(tmp_path / "spool")
    spool.keep("another", ANSWER)
    job.mkdir(parents=True)
    spool.put_back(job)
    assert list(job.iterdir()) == []
    assert spool.find("another") is not None


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_the_spool_is_private(tmp_path: Path) -> None:
    AnswerSpool(tmp_path / "spool").keep("job-1", ANSWER)
    for folder in (tmp_path / "spool", tmp_path / "spool" / "job-1"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.expects_log("an answer is in memory alone")
def test_an_answer_that_no_disk_takes_waits_in_memory_and_is_offered_to_both_again(
    tmp_path: Path, job: Path
) -> None:
    barred = tmp_path / "spool"
    barred.write_bytes(b"a file where the folder should be")
    spool = AnswerSpool(barred)
    spool.keep("job-1", ANSWER)
    assert spool.find("job-1") is None
    assert spool.holds_in_memory("job-1")
    with pytest.raises(FileNotFoundError):
        spool.put_back(job)
    barred.unlink()
    with pytest.raises(FileNotFoundError):
        spool.put_back(job)
    assert not spool.holds_in_memory("job-1")
    assert spool.find("job-1") is not None
    job.mkdir(parents=True)
    AnswerSpool(barred).put_back(job)
    assert holds_answer(job)


def test_an_answer_that_was_put_back_twice_is_the_same(tmp_path: Path, job: Path) -> None:
    """As after a crash between the writing there and the removal here."""
    spool = tmp_path / "spool"
    AnswerSpool(spool).keep("job-1", ANSWER)
    shutil.copytree(spool, tmp_path / "before")
    job.mkdir(parents=True)
    AnswerSpool(spool).put_back(job)
    AnswerSpool(tmp_path / "before").put_back(job)
    assert holds_answer(job)
    assert list((tmp_path / "before").iterdir()) == []


def test_what_a_crash_left_unfinished_is_no_answer_and_goes(tmp_path: Path, job: Path) -> None:
    half = tmp_path / "spool" / "0123.part"
    half.mkdir(parents=True)
    (half / BODY_NAME).write_bytes(b"{")
    spool = AnswerSpool(tmp_path / "spool")
    assert spool.find("job-1") is None
    spool.keep("job-1", ANSWER)
    assert [path.name for path in (tmp_path / "spool").iterdir()] == ["job-1"]


def test_a_gallery_that_goes_away_under_a_request_costs_nothing(tmp_path: Path, job: Path) -> None:
    """The folder is renamed once its files are open: what went with them is not counted on."""
    job.mkdir(parents=True)
    gateway = HttpGateway(spool=AnswerSpool(tmp_path / "spool"))
    away = tmp_path / "away"

    def rename_once(progress: Progress) -> None:
        if isinstance(progress, Receiving) and job.exists():
            job.parent.rename(away)

    with HostileServer(answer(200, BODY)) as server:
        connection = Connection(server.base_url, KEY)
        asyncio.run(gateway.send(build_generation(), connection, job, rename_once))
    kept = gateway.find_kept_answer(job)
    assert kept is not None
    assert kept.is_relative_to(tmp_path / "spool")
    with pytest.raises(FileNotFoundError):
        gateway.parse_answer(job)
    away.rename(job.parent)
    parsed = HttpGateway(spool=AnswerSpool(tmp_path / "spool")).parse_answer(job)
    assert [path.read_bytes() for path in parsed.pictures] == [PNG]
    assert not list((tmp_path / "spool").iterdir())
