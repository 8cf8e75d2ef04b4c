"""The power fails at each file operation of a run (ST02): what was told is there at the next start."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.faults.power_cut import Model, Recording, read_told, read_trace
from tests.faults.prefork import LOG, TOLD
from tests.faults.shelf import DIGEST
from tests.faults.shim import Fault, Mode
from tests.faults.sweep import choose
from tests.faults.test_kill_points import was_sending
from turbo_studio.core.job import JobState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.sweep import Sweep, Trial

SHARE = 24
"""One position in so many for each model, in a run of all tests."""


@pytest.fixture(scope="module", params=["generate", "edit"])
def recorded(request: pytest.FixtureRequest, sweep: Sweep) -> Iterator[tuple[Trial, Recording]]:
    with sweep.open_trial(Fault(Mode.RECORD)) as trial:
        ending = trial.run("press_recorded", kind=request.param)
        assert ending.is_sound, ending.output
        trace = trial.folder / f"{LOG}.trace"
        yield trial, Recording(read_trace(trace), trial.folder)


@pytest.mark.parametrize("model", Model)
def test_nothing_that_was_told_is_lost_in_a_power_cut(
    model: Model, recorded: tuple[Trial, Recording], sweep: Sweep
) -> None:
    recording_trial, recording = recorded
    told = [(number, json.loads(line)) for number, line in read_told(recording.operations, TOLD)]
    assert told[-1][1]["fact"]
    assert recording_trial.case.complete_posts == 1

    def find(trial: Trial) -> list[str]:
        number = trial.fault.position
        recording.cut(number, model, trial.folder)
        known = [fact for place, fact in told if place <= number]
        found = trial.run("reopen")
        if not found.is_sound:
            return [f"the next start breaks: {found.status} {found.output}"]
        said = trial.shelf.find_faults() + trial.shelf.find_index_faults()
        gallery, jobs = found.outcome["gallery"], found.outcome["jobs"]
        if was_sending(found):
            said.append("the next start sends by itself")
        if gallery != [DIGEST] and (gallery or any(fact["fact"] == "JobSucceeded" for fact in known)):
            said.append(f"told as saved, and in the gallery {gallery}")
        if any(fact.get("state") == JobState.QUEUED for fact in known) and not (gallery or jobs):
            said.append("told as queued, and gone")
        return said

    count = len(recording.operations)
    positions = [*choose(count, SHARE, list(Model).index(model)), count]
    said = sweep.find_faults([Fault(Mode.RECORD, position) for position in positions], find)
    assert not said, "\n".join(said)
