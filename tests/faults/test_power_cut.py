"""The power fails at each file operation of a run (ST02): what was told is there at the next start."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.faults.case_gateway import PICTURE
from tests.faults.power_cut import Model, Recording, read_told, read_trace
from tests.faults.prefork import LOG, TOLD
from tests.faults.shelf import DIGEST
from tests.faults.shim import Fault, Mode
from tests.faults.sweep import choose
from tests.faults.test_kill_points import was_sending
from turbo_studio.core.job import JobState

if TYPE_CHECKING:
    from tests.faults.sweep import Sweep, Trial

SHARE = 48
"""One position in so many for each model, in a run of all tests."""


@pytest.fixture(scope="module", params=["generate", "edit"])
def recorded(request: pytest.FixtureRequest, sweep: Sweep) -> Recording:
    with sweep.open_trial(Fault(Mode.RECORD)) as trial:
        ending = trial.run("press_recorded", kind=request.param)
        assert ending.is_sound, ending.output
        assert trial.case.complete_posts == 1
        return Recording(read_trace(trial.folder / f"{LOG}.trace"), trial.folder)


class ThrownAway(NamedTuple):
    recording: Recording
    told: list[tuple[int, str]]
    ids: list[str]


@pytest.fixture(scope="module")
def thrown_away(sweep: Sweep) -> ThrownAway:
    with sweep.open_trial(Fault(Mode.RECORD)) as trial:
        ending = trial.run("throw_away_recorded")
        assert ending.is_sound, ending.output
        recording = Recording(read_trace(trial.folder / f"{LOG}.trace"), trial.folder)
        told = [(number, json.loads(line)) for number, line in read_told(recording.operations, TOLD)]
        assert [fact for _, fact in told] == ["kept", "thrown away", "brought back"]
        return ThrownAway(recording, told, ending.outcome)


@pytest.mark.parametrize("model", Model)
def test_a_power_cut_deletes_nothing_by_half(model: Model, thrown_away: ThrownAway, sweep: Sweep) -> None:
    """Each result is in the gallery, with its file, or in the trash."""
    recording, told, ids = thrown_away

    def find(trial: Trial) -> list[str]:
        number = trial.fault.position
        recording.cut(number, model, trial.folder)
        known = [fact for place, fact in told if place <= number]
        found = trial.run("look_again")
        if not found.is_sound:
            return [f"the next start breaks: {found.status} {found.output}"]
        said = trial.shelf.find_faults() + trial.shelf.find_index_faults()
        away = {path.stem for path in trial.shelf.trashed_records}
        is_settled = bool(known) if model is not Model.MIXED else "thrown away" in known
        if is_settled and (lost := set(ids) - set(found.outcome) - away):
            said.append(f"neither in the gallery nor in the trash: {lost}")
        pictures = sum(path.read_bytes() == PICTURE for path in trial.folder.rglob("*.png*"))
        if known and pictures < len(found.outcome):
            said.append("a result without its picture")
        if "brought back" in known and set(found.outcome) != {ids[0], ids[2]}:
            said.append(f"told as brought back, and in the gallery {found.outcome}")
        return said

    count = len(recording.operations)
    positions = [*choose(count, SHARE, list(Model).index(model)), count]
    said = sweep.find_faults([Fault(Mode.RECORD, position) for position in positions], find)
    assert not said, "\n".join(said)


@pytest.mark.parametrize("model", Model)
def test_nothing_that_was_told_is_lost_in_a_power_cut(
    model: Model, recorded: Recording, sweep: Sweep
) -> None:
    told = [(number, json.loads(line)) for number, line in read_told(recorded.operations, TOLD)]
    assert told[-1][1]["fact"]

    def find(trial: Trial) -> list[str]:
        number = trial.fault.position
        recorded.cut(number, model, trial.folder)
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

    count = len(recorded.operations)
    positions = [*choose(count, SHARE, list(Model).index(model)), count]
    said = sweep.find_faults([Fault(Mode.RECORD, position) for position in positions], find)
    assert not said, "\n".join(said)
