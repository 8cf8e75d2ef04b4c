"""The process dies, or the disk fails, at each file operation of what a gallery does besides saving.

Marks, collections, searches, the index and files for elsewhere (ST01, ST03, ST05, ST06, ST18, ST23, ST28).
"""

from __future__ import annotations

import errno
import json
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.faults.case_gateway import PICTURE
from tests.faults.gallery_scripts import DEEDS, FORMER, RECORDED, TAKEN
from tests.faults.power_cut import Model, Recording, read_told, read_trace
from tests.faults.prefork import LOG, TOLD
from tests.faults.shim import CHANGES, GROWS, Fault, Kind, Mode
from tests.faults.sweep import choose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tests.faults.prefork import Ending
    from tests.faults.sweep import Sweep, Trial

SHARE, MIGRATION_SHARE, CUT_SHARE = 24, 20, 90
KILLS = [Mode.KILL_BEFORE, Mode.KILL_AFTER]
ERRORS = [
    (Mode.FAIL_ONCE, errno.EIO, CHANGES),
    (Mode.FAIL_ONCE, errno.ENOSPC, GROWS),
    (Mode.FAIL_FROM_THEN_ON, errno.ENOSPC, GROWS),
    (Mode.SHORTEN, 0, Kind.WRITE),
]
EACH_KILL = pytest.mark.parametrize("mode", KILLS, ids=lambda mode: mode.name.lower())
State = dict[str, Any]


@pytest.fixture(scope="module")
def ground(sweep: Sweep, memory_folder: Path) -> Path:
    """A home with three results, marks, a collection and a search: each case begins with a copy."""
    return build_ground(sweep, memory_folder / "ground", is_old=False)


@pytest.fixture(scope="module")
def old_ground(sweep: Sweep, memory_folder: Path) -> Path:
    """The same, with the index of the version before."""
    return build_ground(sweep, memory_folder / "old_ground", is_old=True)


def build_ground(sweep: Sweep, home: Path, *, is_old: bool) -> Path:
    with sweep.open_trial(Fault()) as trial:
        prepared = trial.run("prepare", is_old=is_old)
        assert prepared.is_sound, prepared.output
        assert trial.run("prepare_outside").is_sound
        shutil.copytree(trial.folder / "home", home)
    return home


def run_on_copy(
    home: Path, trial: Trial, script: str, fault: Fault | None = None, **arguments: Any
) -> Ending:
    shutil.copytree(home, trial.folder / "home")
    return trial.run(script, fault, **arguments)


def try_out(home: Path, sweep: Sweep, script: str, fault: Fault | None = None, **arguments: Any) -> Ending:
    """While all is well."""
    with sweep.open_trial(Fault()) as trial:
        ending = run_on_copy(home, trial, script, fault, **arguments)
        assert ending.is_sound, ending.output
        return ending


class Rehearsal(NamedTuple):
    """A deed while all is well."""

    before: State
    after: State
    counts: dict[Kind, int]
    """How many operations of some kinds it takes."""


@pytest.fixture(scope="module")
def rehearsals(sweep: Sweep, ground: Path) -> dict[str, Rehearsal]:
    start = try_out(ground, sweep, "look").outcome
    return {
        deed: rehearse(deed, start | {"collections": []} if deed == "bring back" else start, sweep, ground)
        for deed in DEEDS
    }


def rehearse(deed: str, before: State, sweep: Sweep, ground: Path) -> Rehearsal:
    endings = {
        kinds: try_out(ground, sweep, "change", Fault(kinds=kinds), deed=deed)
        for kinds in (CHANGES, GROWS, Kind.WRITE)
    }
    done = endings[CHANGES].outcome
    assert not done["problem"]
    counts = {kinds: len(ending.operations) for kinds, ending in endings.items()}
    return Rehearsal(before, done["seen"], counts)


def choose_faults(
    mode: Mode, error: int, kinds: Kind, rehearsals: dict[str, Rehearsal]
) -> Iterator[tuple[str, Fault]]:
    """Of all deeds; in a run of all tests, a share that is the same each time."""
    for number, (deed, rehearsal) in enumerate(rehearsals.items()):
        for position in choose(rehearsal.counts[kinds], SHARE, number * 5 + mode):
            yield deed, Fault(mode, position, error, kinds)


@EACH_KILL
def test_each_thing_is_as_before_or_as_after_at_any_kill_point(
    mode: Mode, sweep: Sweep, ground: Path, rehearsals: dict[str, Rehearsal]
) -> None:
    """Told or not: no result is lost, nothing is half, and the next start has nothing to say."""

    def find(deed: str, trial: Trial) -> list[str]:
        ending = run_on_copy(ground, trial, "change", trial.fault, deed=deed)
        if not (ending.was_killed or ending.is_sound):
            return [f"the program breaks: {ending.status} {ending.output}"]
        return judge_next_start(trial, rehearsals[deed][:2])

    said = sweep_deeds(choose_faults(mode, 0, CHANGES, rehearsals), sweep, find)
    assert not said, "\n".join(said)


@pytest.mark.parametrize(
    ("mode", "error", "kinds"), ERRORS, ids=["io once", "full once", "full for good", "short write"]
)
def test_a_disk_that_fails_is_told_of_and_the_same_wish_does_the_rest(
    mode: Mode, error: int, kinds: Kind, sweep: Sweep, ground: Path, rehearsals: dict[str, Rehearsal]
) -> None:
    def find(deed: str, trial: Trial) -> list[str]:
        ending = run_on_copy(ground, trial, "change", trial.fault, deed=deed)
        if not ending.is_sound:
            return [f"the program breaks: {ending.status} {ending.output}"]
        found, limits = ending.outcome, rehearsals[deed][:2]
        after = limits[1:]
        said = judge(found["seen"], limits if found["problem"] else after)
        if found["problem"] not in ([""] if mode is Mode.SHORTEN else ["", "disk_full", "storage_failed"]):
            said.append(f"told of {found['problem']}")
        if found["again"]:
            said.append(f"once more, and told of {found['again']}")
        return said + judge(found["after"], after) + judge_next_start(trial, after)

    said = sweep_deeds(choose_faults(mode, error, kinds, rehearsals), sweep, find)
    assert not said, "\n".join(said)


def sweep_deeds(
    cases: Iterable[tuple[str, Fault]], sweep: Sweep, find: Callable[[str, Trial], list[str]]
) -> list[str]:
    said = []
    for deed, group in groupby(cases, key=itemgetter(0)):
        found = sweep.find_faults([fault for _, fault in group], partial(find, deed))
        said += [f"{deed}: {each}" for each in found]
    return said


@pytest.mark.parametrize(
    "mode", [*KILLS, Mode.FAIL_ONCE, Mode.FAIL_FROM_THEN_ON], ids=lambda mode: mode.name.lower()
)
def test_an_index_of_the_version_before_loses_no_mark_and_no_collection(
    mode: Mode, sweep: Sweep, ground: Path, old_ground: Path
) -> None:
    """ST23: at any operation of the start that brings it up to date."""
    kinds = CHANGES if mode.is_kill else GROWS
    count = len(try_out(old_ground, sweep, "look", Fault(kinds=kinds)).operations)
    expected = try_out(old_ground, sweep, "look").outcome

    def find(trial: Trial) -> list[str]:
        ending = run_on_copy(old_ground, trial, "look", trial.fault)
        if not (ending.is_sound or (ending.was_killed if mode.is_kill else "StorageError" in ending.output)):
            return [f"the start breaks: {ending.status} {ending.output}"]
        said = judge(ending.outcome, (expected,)) if ending.is_sound else []
        return said + judge_next_start(trial, (expected,))

    positions = choose(count, MIGRATION_SHARE, mode)
    faults = [Fault(mode, position, 0 if mode.is_kill else errno.ENOSPC, kinds) for position in positions]
    said = sweep.find_faults(faults, find)
    assert not said, "\n".join(said)


@pytest.fixture(scope="module")
def recorded(sweep: Sweep) -> tuple[Recording, list[int], list[State]]:
    """All deeds in turn: the operations, which of them told of each, and what was there then."""
    with sweep.open_trial(Fault(Mode.RECORD)) as trial:
        ending = trial.run("change_recorded")
        assert ending.is_sound, ending.output
        recording = Recording(read_trace(trial.folder / f"{LOG}.trace"), trial.folder)
        told = [number for number, _ in read_told(recording.operations, TOLD)]
        assert len(told) == len(ending.outcome) == 1 + len(RECORDED)
        return recording, told, ending.outcome


@pytest.mark.parametrize("model", Model)
def test_what_was_told_is_there_after_a_power_cut(
    model: Model, recorded: tuple[Recording, list[int], list[State]], sweep: Sweep
) -> None:
    """ST02, for marks, collections, searches and files for elsewhere."""
    recording, told, states = recorded

    def find(trial: Trial) -> list[str]:
        number = trial.fault.position
        recording.cut(number, model, trial.folder)
        known = sum(place <= number for place in told)
        return judge_next_start(trial, states[known - 1 : known + 1])

    count = len(recording.operations)
    positions = [number for number in choose(count, CUT_SHARE, list(Model).index(model)) if number >= told[0]]
    said = sweep.find_faults([Fault(Mode.RECORD, number) for number in [*positions, count]], find)
    assert not said, "\n".join(said)


def judge_next_start(trial: Trial, allowed: Sequence[State]) -> list[str]:
    found = trial.run("look")
    if not found.is_sound:
        return [f"the next start breaks: {found.status} {found.output}"]
    state = found.outcome
    said = [*judge(state, allowed), *trial.shelf.find_faults(), *trial.shelf.find_index_faults()]
    if state["told"]:
        said.append(f"the next start tells of {state['told']}")
    return [*said, *find_strays(trial.folder / "home"), *find_old_rows(trial.folder / "home" / "gallery")]


def judge(state: State, allowed: Sequence[State]) -> list[str]:
    """Each mark, collection and search is as it was in one of the states; what was in all is not lost."""
    parts, options = split(state), [split(each) for each in allowed]
    said = [
        f"neither before nor after: {key} is {parts.get(key)}"
        for key in set(parts).union(*options)
        if parts.get(key) not in [each.get(key) for each in options]
    ]
    if state["starred"] != sorted(key for key, (stars, *_) in state["marks"].items() if stars):
        said.append("stars are shown that are not found")
    return said + [
        f"{name} is counted as {total}" for name, ids, total in state["collections"] if total != len(ids)
    ]


def split(state: State) -> dict[tuple[str, str], Any]:
    """One entry for each thing that is kept as a whole."""
    marks = {("marks", each): marks for each, marks in state["marks"].items()}
    collections = {("collection", name): ids for name, ids, _ in state["collections"]}
    return marks | collections | {("search", name): query for name, *query in state["searches"]}


def find_strays(home: Path) -> Iterator[str]:
    """In the folder outside, and in the gallery's own."""
    outside = home / "outside"
    for path in outside.iterdir() if outside.exists() else ():
        whole = (PICTURE, FORMER) if path.name == TAKEN else (PICTURE,)
        if path.name.startswith("."):
            yield f"left over outside: {path.name}"
        elif path.read_bytes() not in whole:
            yield f"half a file outside: {path.name}"
    if outside.exists() and not (outside / TAKEN).exists():
        yield "what lay there before is gone"
    private = home / "gallery" / ".studio"
    yield from (f"left over: {path.name}" for path in (*private.glob("staging/*"), *private.glob("parts/*")))
    for path in (*private.glob("collections/*"), *private.glob("searches/*")):
        try:
            json.loads(path.read_text())
        except ValueError:
            yield f"torn: {path.name}"


def find_old_rows(gallery: Path) -> Iterator[str]:
    """Rows of the index that are not as their records are: a later rebuild would change what is shown."""
    with closing(sqlite3.connect(gallery / ".studio" / "index.sqlite")) as connection:
        rows = dict(connection.execute("SELECT id, record FROM results").fetchall())
    for path in (gallery / ".studio" / "records").iterdir():
        if rows[path.stem] != path.read_text():
            yield f"the row of {path.stem} is not as its record"
