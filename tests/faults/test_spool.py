"""A gallery that is away when an answer comes (ST10): kept in the program's own folder, and saved later."""

from __future__ import annotations

import errno
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.faults.case_gateway import GOOD_BODY
from tests.faults.shelf import DIGEST
from tests.faults.shim import CHANGES, Fault, Mode
from tests.faults.sweep import choose
from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.sweep import Sweep, Trial

SHARE = 16
KILLS = (Mode.KILL_BEFORE, Mode.KILL_AFTER)
UNSAVED = {"state": JobState.UNSAVED, "charged": Charged.YES}
LOST = {"state": JobState.UNKNOWN, "charged": Charged.MAYBE}


def spool_of(trial: Trial) -> Path:
    return trial.folder / "home" / "spool"


def bring_back(trial: Trial) -> None:
    """As it was: whatever was made in its place meanwhile is none of it."""
    (trial.folder / "away").rename(trial.folder / "home" / "gallery")


def judge_start(trial: Trial, *, is_received: bool) -> list[str]:
    """In the gallery once, now and at the next start; or listed as what may have been charged."""
    found, again = trial.run("reopen"), trial.run("reopen")
    if not (found.is_sound and again.is_sound):
        return [f"a start breaks: {found.output} {again.output}"]
    said = trial.shelf.find_faults() + trial.shelf.find_index_faults()
    if not found.outcome["gallery"] == again.outcome["gallery"] == [DIGEST] * is_received:
        said.append(f"received {is_received}, found {found.outcome}, then {again.outcome}")
    if not is_received and found.outcome["jobs"] != [LOST]:
        said.append(f"listed as {found.outcome['jobs']}")
    if is_received and has_spooled(trial):
        said.append("the spool still holds it")
    if trial.case.complete_posts != 1:
        said.append(f"{trial.case.complete_posts} POSTs")
    return said


def has_spooled(trial: Trial) -> bool:
    return (spool_of(trial) / trial.case.name / "answer.json").is_file()


@pytest.mark.parametrize("mode", KILLS, ids=lambda mode: mode.name.lower())
def test_killed_while_an_answer_goes_to_the_spool(mode: Mode, sweep: Sweep) -> None:
    def find(trial: Trial) -> list[str]:
        ending = trial.run("lose_gallery", trial.fault)
        if not ending.was_killed:
            return [f"not killed: {ending.output} {ending.outcome}"]
        is_received = has_spooled(trial)
        bring_back(trial)
        return judge_start(trial, is_received=is_received)

    positions = choose(count_spooling(sweep), 2, KILLS.index(mode))
    said = sweep.find_faults([Fault(mode, position) for position in positions], find)
    assert not said, "\n".join(said)


def count_spooling(sweep: Sweep) -> int:
    with sweep.open_trial(Fault()) as trial:
        ending = trial.run("lose_gallery", Fault())
        assert ending.outcome == {"end": UNSAVED}
        assert has_spooled(trial)
        assert (spool_of(trial) / trial.case.name / "answer.json").read_bytes() == GOOD_BODY
        bring_back(trial)
        assert judge_start(trial, is_received=True) == []
        return len(ending.operations)


@pytest.mark.parametrize("mode", KILLS, ids=lambda mode: mode.name.lower())
def test_killed_while_an_answer_comes_back_from_the_spool(mode: Mode, sweep: Sweep) -> None:
    with sweep.open_trial(Fault()) as lost:
        assert lost.run("lose_gallery").outcome == {"end": UNSAVED}
        bring_back(lost)

        def find(trial: Trial) -> list[str]:
            shutil.copytree(lost.folder / "home", trial.folder / "home", dirs_exist_ok=True)
            ending = trial.run("reopen", trial.fault, part="")
            if not (ending.was_killed or ending.is_sound):
                return [f"the start breaks: {ending.output}"]
            found = trial.run("reopen")
            if not found.is_sound or found.outcome["gallery"] != [DIGEST]:
                return [f"found {found.outcome} {found.output}"]
            return trial.shelf.find_faults() + trial.shelf.find_index_faults()

        with sweep.open_trial(Fault()) as trial:
            shutil.copytree(lost.folder / "home", trial.folder / "home", dirs_exist_ok=True)
            count = len(trial.run("reopen", Fault(), part="").operations)
        positions = choose(count, SHARE, KILLS.index(mode))
        said = sweep.find_faults([Fault(mode, position) for position in positions], find)
    assert not said, "\n".join(said)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
def test_a_gallery_that_takes_nothing_at_the_next_start_either(error: int, sweep: Sweep) -> None:
    """The answer stays in the spool, is never called unknown, and is saved once there is room."""
    with sweep.open_trial(Fault()) as trial:
        trial.run("lose_gallery")
        bring_back(trial)
        refused = Fault(Mode.FAIL_FROM_THEN_ON, 1, error, CHANGES)
        found = trial.run("reopen", refused, part=f"gallery/.studio/journal/{trial.case.name}")
        assert found.outcome["jobs"] == [UNSAVED], found
        assert has_spooled(trial)
        assert judge_start(trial, is_received=True) == []
