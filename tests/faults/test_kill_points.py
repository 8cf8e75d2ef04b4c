"""The process is killed at each file operation from the press to "saved"; the next start loses nothing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.faults.shelf import DIGEST
from tests.faults.shim import CHANGES, Fault, Mode
from tests.faults.sweep import choose
from turbo_studio.core.job import JobState
from turbo_studio.core.price import Prices
from turbo_studio.core.problems import Charged
from turbo_studio.core.result import Usage
from turbo_studio.core.spending import price_usage

if TYPE_CHECKING:
    from tests.faults.prefork import Ending
    from tests.faults.sweep import Sweep, Trial

SHARE = 12
"""One position in so many, in a run of all tests: ``python -m tests.faults`` tries each."""
MODES = [Mode.KILL_BEFORE, Mode.KILL_AFTER]
PRICE = price_usage(Usage(input_tokens=10, output_tokens=20), Prices())
"""What the gateway of the cases says that it took."""
LOST = {"state": JobState.UNKNOWN, "charged": Charged.MAYBE}
WAITING = {"state": JobState.QUEUED, "charged": Charged.NO}


@pytest.mark.parametrize("kind", ["generate", "edit"])
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name.lower())
def test_nothing_is_lost_at_any_kill_point(mode: Mode, kind: str, sweep: Sweep) -> None:
    """ST01."""

    def find(trial: Trial) -> list[str]:
        ending = trial.run("press", trial.fault, kind=kind)
        if not (ending.was_killed or ending.is_sound):
            return [f"the program breaks: {ending.status} {ending.output}"]
        said = trial.shelf.find_faults()
        is_received = trial.shelf.has_whole_answer or trial.shelf.has_record
        found = trial.run("reopen")
        if not found.is_sound:
            return [*said, f"the next start breaks: {found.status} {found.output}"]
        posts = trial.case.complete_posts  # now, when the server has surely read what the killed one sent
        said += trial.shelf.find_faults() + trial.shelf.find_index_faults()
        said += judge_next_start(ending, found, posts, is_received=is_received)
        return said + judge_later_start(trial, found, posts)

    count = sweep.count_operations(CHANGES, kind=kind)
    positions = choose(count, SHARE, MODES.index(mode))
    said = sweep.find_faults([Fault(mode, position) for position in positions], find)
    assert not said, "\n".join(said)


def judge_next_start(ending: Ending, found: Ending, posts: int, *, is_received: bool) -> list[str]:
    """In the gallery once, or listed: as unknown where something had left, else as waiting."""
    gallery, jobs = found.outcome["gallery"], found.outcome["jobs"]
    said = []
    if was_sending(found):
        said.append("the next start sends by itself")
    if gallery != [DIGEST] * is_received:
        said.append(f"received {is_received}, and in the gallery {gallery}")
    if posts and not is_received and jobs != [LOST]:
        said.append(f"a POST without an answer, listed as {jobs}")
    if any(told.get("state") == JobState.QUEUED for told in ending.told) and not (gallery or jobs):
        said.append("told as queued, and gone")
    if [job for job in jobs if job not in (LOST, WAITING) and job["state"] != JobState.DONE]:
        said.append(f"listed as {jobs}")
    return said


def was_sending(ending: Ending) -> bool:
    return any(told.get("state") == JobState.SENDING for told in ending.told)


def judge_later_start(trial: Trial, found: Ending, posts: int) -> list[str]:
    """One more start, which finds the same; and what waits is sent, once, when the person says so."""
    waits = WAITING in found.outcome["jobs"]
    resumed = trial.run("reopen", resumes=True)
    if not resumed.is_sound:
        return [f"the start after the next breaks: {resumed.status} {resumed.output}"]
    said = []
    if not is_counted_once(resumed):
        said.append(f"counted as {resumed.outcome['spent']}: {resumed.outcome}")
    if resumed.outcome["gallery"] != (found.outcome["gallery"] or [DIGEST] * waits):
        said.append(f"in the gallery first {found.outcome}, then {resumed.outcome}")
    if trial.case.complete_posts != posts + waits or trial.case.complete_posts > 1:
        said.append(f"{posts} POSTs, and then {trial.case.complete_posts}")
    return said


def is_counted_once(ending: Ending) -> bool:
    """As certain where there is a result, as maybe where a job is unknown; whoever wrote it down before."""
    certain, maybe = ending.outcome["spent"]
    if ending.outcome["gallery"]:
        return bool(certain == PRICE and maybe == 0)
    return bool(certain == 0 and (maybe > 0) == (LOST in ending.outcome["jobs"]))


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name.lower())
def test_nothing_is_lost_where_the_recovery_is_killed_too(mode: Mode, sweep: Sweep) -> None:
    """JB05, RC18: an answer lies there whole; the start that would save it dies at each operation."""
    with sweep.open_trial(Fault()) as crashed:
        leave_answer(crashed)

        def find(trial: Trial) -> list[str]:
            shutil.copytree(crashed.folder / "home", trial.folder / "home")
            ending = trial.run("reopen", trial.fault)
            said = trial.shelf.find_faults()
            found = trial.run("reopen")
            if not (ending.was_killed or ending.is_sound) or not found.is_sound:
                return [*said, f"a start breaks: {ending.output} {found.output}"]
            if found.outcome["gallery"] != [DIGEST]:
                said.append(f"in the gallery {found.outcome}")
            if was_sending(ending) or was_sending(found):
                said.append("a start sends something")
            return said + trial.shelf.find_faults() + trial.shelf.find_index_faults()

        count = count_recovery(sweep, crashed)
        said = sweep.find_faults(
            [Fault(mode, position) for position in choose(count, SHARE, MODES.index(mode))], find
        )
    assert not said, "\n".join(said)


def leave_answer(trial: Trial) -> None:
    """Kill a job when its answer is there and nothing is made of it yet: where its picture is written out."""
    operations = trial.run("press", trial.fault, kind="generate").operations
    position = next(number for number, line in enumerate(operations, 1) if "/picture-" in line)
    while not (trial.shelf.has_whole_answer and not trial.shelf.has_record):
        shutil.rmtree(trial.folder / "home")
        trial.run("press", Fault(Mode.KILL_BEFORE, position), kind="generate")
        position -= 1


def count_recovery(sweep: Sweep, crashed: Trial) -> int:
    with sweep.open_trial(Fault()) as trial:
        shutil.copytree(crashed.folder / "home", trial.folder / "home")
        return len(trial.run("reopen", Fault()).operations)
