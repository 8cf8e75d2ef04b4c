"""ST27: the process dies, or the disk fails, at each file operation of the trash, there and back."""

from __future__ import annotations

import errno
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.case_gateway import PICTURE
from tests.faults.shim import CHANGES, GROWS, Fault, Mode
from tests.faults.sweep import choose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.prefork import Ending
    from tests.faults.sweep import Sweep, Trial

KILL_SHARE, ERROR_SHARE = 10, 12
KILLS = [Mode.KILL_BEFORE, Mode.KILL_AFTER]
ERRORS = [(Mode.FAIL_ONCE, errno.EIO), (Mode.FAIL_ONCE, errno.ENOSPC), (Mode.FAIL_FROM_THEN_ON, errno.ENOSPC)]
WAYS = pytest.mark.parametrize(
    "way",
    [{}, {"undoes": True}, {"undoes": True, "is_later": True}, {"has_trash": False}],
    ids=["away", "back", "back in another run", "without a trash"],
)


@pytest.mark.parametrize("mode", KILLS, ids=lambda mode: mode.name.lower())
@WAYS
def test_no_result_is_lost_or_half_deleted_at_any_kill_point(
    way: dict[str, bool], mode: Mode, sweep: Sweep
) -> None:
    def find(trial: Trial) -> list[str]:
        ids = keep_results(trial)
        ending = throw_away(trial, ids, trial.fault, **way)
        if not (ending.was_killed or ending.is_sound):
            return [f"the program breaks: {ending.status} {ending.output}"]
        return [*trial.shelf.find_faults(), *judge_next_start(trial, ids)]

    positions = choose(count_operations(sweep, way), KILL_SHARE, KILLS.index(mode))
    said = sweep.find_faults([Fault(mode, position) for position in positions], find)
    assert not said, "\n".join(said)


@pytest.mark.parametrize(("mode", "error"), ERRORS, ids=["io once", "full once", "full for good"])
@WAYS
def test_a_disk_that_fails_loses_nothing_and_is_told_of(
    way: dict[str, bool], mode: Mode, error: int, sweep: Sweep
) -> None:
    def find(trial: Trial) -> list[str]:
        ids = keep_results(trial)
        ending = throw_away(trial, ids, trial.fault, **way)
        said = trial.shelf.find_faults()
        if ending.is_sound:
            said += judge_repetition(ending, ids, undoes="undoes" in way)
        elif "StorageError" not in ending.output:
            said.append(f"the program breaks: {ending.status} {ending.output}")
        return said + judge_next_start(trial, ids)

    kinds = GROWS if error == errno.ENOSPC else CHANGES
    count = count_operations(sweep, way, Fault(kinds=kinds))
    positions = choose(count, ERROR_SHARE, ERRORS.index((mode, error)))
    said = sweep.find_faults([Fault(mode, position, error, kinds) for position in positions], find)
    assert not said, "\n".join(said)


@pytest.mark.parametrize("mode", KILLS, ids=lambda mode: mode.name.lower())
def test_a_start_that_settles_what_a_crash_left_can_be_killed_too(mode: Mode, sweep: Sweep) -> None:
    with sweep.open_trial(Fault()) as crashed:
        ids = keep_results(crashed)
        leave_halfway(crashed, ids)

        def find(trial: Trial) -> list[str]:
            shutil.copytree(crashed.folder / "home", trial.folder / "home")
            ending = trial.run("look_again", trial.fault)
            if not (ending.was_killed or ending.is_sound):
                return [f"the start breaks: {ending.status} {ending.output}"]
            return [*trial.shelf.find_faults(), *judge_next_start(trial, ids)]

        with sweep.open_trial(Fault()) as trial:
            shutil.copytree(crashed.folder / "home", trial.folder / "home")
            count = len(trial.run("look_again", Fault()).operations)
        positions = choose(count, KILL_SHARE, KILLS.index(mode))
        said = sweep.find_faults([Fault(mode, position) for position in positions], find)
    assert not said, "\n".join(said)


def keep_results(trial: Trial) -> list[str]:
    kept = trial.run("keep_results")
    assert kept.is_sound, kept.output
    return list(kept.outcome)


def throw_away(trial: Trial, ids: list[str], fault: Fault, **arguments: Any) -> Ending:
    return trial.run("throw_away", fault, ids=ids[1:], **arguments)


def count_operations(sweep: Sweep, way: dict[str, bool], fault: Fault | None = None) -> int:
    with sweep.open_trial(fault or Fault()) as trial:
        ending = throw_away(trial, keep_results(trial), trial.fault, **way)
        assert ending.is_sound, ending.output
        return len(ending.operations)


def leave_halfway(trial: Trial, ids: list[str]) -> None:
    """Killed when one picture has gone and the other has not."""
    with_all = throw_away(trial, ids, Fault()).operations
    position = 1 + next(number for number, line in enumerate(with_all, 1) if line.endswith(".note"))
    shutil.rmtree(trial.folder / "home")
    assert keep_results(trial) == ids
    assert throw_away(trial, ids, Fault(Mode.KILL_BEFORE, position)).was_killed


def judge_next_start(trial: Trial, ids: list[str]) -> list[str]:
    """Each result is whole in the gallery or whole in the trash, and nothing else lies about."""
    found = trial.run("look_again")
    if not found.is_sound:
        return [f"the next start breaks: {found.status} {found.output}"]
    shown, trashed = set(found.outcome), {path.stem for path in find_trashed(trial)}
    said = [*trial.shelf.find_faults(), *trial.shelf.find_index_faults()]
    if ids[0] not in shown:
        said.append("a result is gone that nobody touched")
    if shown & trashed or shown | trashed != set(ids):
        said.append(f"of {ids}, {shown} are shown and {trashed} in the trash")
    if len(trial.shelf.pictures) != len(shown):
        said.append(f"{len(trial.shelf.pictures)} pictures of {len(shown)} results")
    if len(list(find_pictures_in_trash(trial))) < len(trashed):
        said.append("a picture is in no trash")
    private = trial.shelf.folder / ".studio"
    counts = {folder: len(list((private / folder).iterdir())) for folder in ("inputs", "thumbnails")}
    return said + [f"{folder} are lost" for folder, count in counts.items() if count != len(ids)]


def judge_repetition(ending: Ending, ids: list[str], *, undoes: bool) -> list[str]:
    """The disk well again, the same wish once more does the rest."""
    seen, after = ending.outcome["seen"], ending.outcome["after"]
    said = []
    if len(seen) > 1 and not undoes and not ending.outcome["told"]:
        said.append("what could not go was not told of")
    if ending.outcome["again"] or set(after) != set(ids if undoes else ids[:1]):
        said.append(f"once more, and there are {after}")
    return said


def find_trashed(trial: Trial) -> Iterator[Path]:
    return (trial.shelf.folder / ".studio" / "trash").glob("*.json")


def find_pictures_in_trash(trial: Trial) -> Iterator[Path]:
    """In the system's, or in the gallery's own."""
    for folder in (
        trial.folder / "home" / "data" / "Trash" / "files",
        trial.shelf.folder / ".studio" / "trash",
    ):
        if folder.exists():
            yield from (path for path in folder.iterdir() if path.read_bytes() == PICTURE)
