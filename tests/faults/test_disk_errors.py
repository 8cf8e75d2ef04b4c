"""The disk fails at each file operation of a job, once or for good: nothing is lost, nothing half is seen."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from tests.faults.shelf import DIGEST
from tests.faults.shim import CHANGES, GROWS, Fault, Kind, Mode
from tests.faults.sweep import choose
from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged

if TYPE_CHECKING:
    from tests.faults.prefork import Ending
    from tests.faults.sweep import Sweep, Trial

SHARE = 16
"""One position in so many, in a run of all tests: ``python -m tests.faults`` tries each."""
OPENS = Kind.OPEN_NEW | Kind.OPEN_OLD
FAULTS = [
    Fault(Mode.FAIL_ONCE, 0, errno.ENOSPC, GROWS),
    Fault(Mode.FAIL_FROM_THEN_ON, 0, errno.ENOSPC, GROWS),
    Fault(Mode.FAIL_ONCE, 0, errno.EIO, CHANGES),
    Fault(Mode.FAIL_FROM_THEN_ON, 0, errno.EIO, CHANGES),
    Fault(Mode.FAIL_ONCE, 0, errno.EDQUOT, Kind.WRITE),
    Fault(Mode.FAIL_ONCE, 0, errno.EMFILE, OPENS),
    Fault(Mode.FAIL_FROM_THEN_ON, 0, errno.EMFILE, OPENS),
    Fault(Mode.SHORTEN, 0, 0, Kind.WRITE),
]


@pytest.mark.parametrize("kind", ["generate", "edit"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault).removesuffix(" at 0"))
def test_a_disk_that_fails_costs_no_result(fault: Fault, kind: str, sweep: Sweep) -> None:
    """ST03, ST04, ST05, ST06, ST07, ST30."""

    def find(trial: Trial) -> list[str]:
        ending = trial.run("press", trial.fault, kind=kind)
        if not ending.is_sound:
            return [f"the program breaks: {ending.status} {ending.output} {ending.told[-3:]}"]
        said = [*ending.outcome["seen"], *trial.shelf.find_faults(), *trial.shelf.find_index_faults()]
        said += judge_end(ending, trial.case.complete_posts)
        posts, found = trial.case.complete_posts, trial.run("reopen")
        if not found.is_sound or found.outcome["gallery"] != ending.outcome["gallery"]:
            said.append(f"the next start finds something else: {found}")
        if trial.case.complete_posts != posts:
            said.append("the next start sends something")
        return said

    count = sweep.count_operations(fault.kinds, kind=kind)
    positions = choose(count, SHARE, FAULTS.index(fault))
    faults = [Fault(fault.mode, position, fault.error, fault.kinds) for position in positions]
    said = sweep.find_faults(faults, find)
    assert not said, "\n".join(said)


@pytest.mark.parametrize("kind", ["generate", "edit"])
def test_what_the_disk_refused_is_saved_when_the_program_ends(kind: str, sweep: Sweep) -> None:
    """Nobody says "save again"; the disk is well again before the window is closed."""

    def find(trial: Trial) -> list[str]:
        ending = trial.run("press", trial.fault, kind=kind, leaves=True)
        found = trial.run("reopen")
        if not ending.is_sound or not found.is_sound:
            return [f"the program breaks: {ending} {found}"]
        posts, gallery = trial.case.complete_posts, found.outcome["gallery"]
        said = [] if gallery == [DIGEST] * posts else [f"{posts} POSTs, in the gallery {gallery}: {ending}"]
        return said + trial.shelf.find_faults() + trial.shelf.find_index_faults()

    count = sweep.count_operations(GROWS, kind=kind)
    positions = choose(count, SHARE, 0)
    faults = [Fault(Mode.FAIL_FROM_THEN_ON, position, errno.ENOSPC, GROWS) for position in positions]
    said = sweep.find_faults(faults, find)
    assert not said, "\n".join(said)


def judge_end(ending: Ending, posts: int) -> list[str]:
    """What was told of the failure, and whether the person's next step made it good without a second POST."""
    end, retried = ending.outcome["end"], ending.outcome["retried"]
    said = []
    if ending.outcome["gallery"] != [DIGEST]:
        said.append(f"in the gallery {ending.outcome['gallery']} after {end}, then {retried}")
    if posts != 1:
        said.append(f"{posts} POSTs after {end}, then {retried}")
    if retried is not None and (end["state"], end["charged"]) not in SAFE_ENDS:
        said.append(f"ends as {end}")
    return said


SAFE_ENDS = {
    (JobState.NOT_SENT, Charged.NO),
    (JobState.QUEUED, Charged.NO),
    (JobState.UNSAVED, Charged.YES),
    (JobState.UNKNOWN, Charged.MAYBE),
}
"""Nothing was paid, what was paid is kept, or the upload broke off: the one complete POST is the second."""
