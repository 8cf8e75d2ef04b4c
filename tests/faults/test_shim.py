"""The shim does to a process what the sweeps count on."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults.power_cut import Model, Recording, read_trace
from tests.faults.shim import CHANGES, Fault, Kind, Mode, NoCompilerError, build_shim, read_log

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import json, os, sys
from pathlib import Path
from tests.faults import shim
folder, log = Path(sys.argv[1]), Path(sys.argv[2])
shim.arm(folder, shim.Fault.from_json(json.loads(sys.argv[3])), log)
beside = Path(sys.argv[2] + "-beside")
beside.write_bytes(b"not counted")
seen = []
try:
    for name in ("one", "two"):
        fd = os.open(folder / name, os.O_WRONLY | os.O_CREAT)
        seen.append(os.write(fd, b"0123456789"))
        os.fsync(fd)
        os.close(fd)
    (folder / "two").rename(folder / "three")
except OSError as error:
    seen.append(-error.errno)
print(json.dumps(seen))
"""
OPERATIONS = ["open", "write", "fsync", "open", "write", "fsync", "rename"]


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    (tmp_path / "watched").mkdir()
    return tmp_path


def run(library: Path, stage: Path, fault: Fault) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, str(stage / "watched"), str(stage / "log")]
    command += [json.dumps(fault.as_json())]
    environment = os.environ | {"LD_PRELOAD": str(library)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def read_files(stage: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (stage / "watched").iterdir()}


def test_it_counts_what_happens_under_the_folder_alone(shim_library: Path, stage: Path) -> None:
    assert run(shim_library, stage, Fault()).stdout == "[10, 10]\n"
    assert [line.split("\t")[0] for line in read_log(stage / "log")] == OPERATIONS
    assert read_files(stage) == {"one": b"0123456789", "three": b"0123456789"}


@pytest.mark.parametrize(
    ("mode", "position", "left"),
    [
        (Mode.KILL_BEFORE, 1, {}),
        (Mode.KILL_AFTER, 1, {"one": b""}),
        (Mode.KILL_BEFORE, 2, {"one": b"01234"}),
        (Mode.KILL_AFTER, 2, {"one": b"0123456789"}),
        (Mode.KILL_BEFORE, 7, {"one": b"0123456789", "two": b"0123456789"}),
        (Mode.KILL_AFTER, 7, {"one": b"0123456789", "three": b"0123456789"}),
    ],
)
def test_it_kills(mode: Mode, position: int, left: dict[str, bytes], shim_library: Path, stage: Path) -> None:
    assert run(shim_library, stage, Fault(mode, position)).returncode == -9
    assert read_files(stage) == left


def test_it_fails_once(shim_library: Path, stage: Path) -> None:
    ended = run(shim_library, stage, Fault(Mode.FAIL_ONCE, 5, errno.ENOSPC))
    assert ended.stdout == f"[10, {-errno.ENOSPC}]\n"
    assert read_files(stage) == {"one": b"0123456789", "two": b"01234"}


def test_it_fails_from_then_on_in_what_is_named(shim_library: Path, stage: Path) -> None:
    sticky = Fault(Mode.FAIL_FROM_THEN_ON, 2, errno.EIO, Kind.SYNC)
    assert run(shim_library, stage, sticky).stdout == f"[10, 10, {-errno.EIO}]\n"


def test_it_shortens_a_write(shim_library: Path, stage: Path) -> None:
    assert run(shim_library, stage, Fault(Mode.SHORTEN, 2)).stdout == "[5, 10]\n"


def test_a_fault_goes_through_json() -> None:
    fault = Fault(Mode.FAIL_ONCE, 3, errno.EIO, CHANGES)
    assert Fault.from_json(fault.as_json()) == fault
    assert str(fault) == "fail_once EIO at 3"


def test_without_a_compiler_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoCompilerError, match="apt-get install gcc libc6-dev"):
        build_shim(tmp_path)


def test_power_cut_keeps_what_was_flushed_and_by_its_model_the_rest(
    shim_library: Path, stage: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """``one`` and its ten bytes are flushed, no name is; ``two`` was renamed."""
    run(shim_library, stage, Fault(Mode.RECORD))
    recording = Recording(read_trace(stage / "log.trace"), stage / "watched")
    assert [operation.what for operation in recording.operations] == list("cwscwsr")
    seen = {}
    for number in (2, 5, 7):
        for model in Model:
            target = tmp_path_factory.mktemp("cut")
            recording.cut(number, model, target)
            seen[number, model] = {path.name: path.read_bytes() for path in target.iterdir()}
    written, zeros = b"0123456789", bytes(10)
    assert seen[2, Model.NAMES_FIRST] == {"one": b""}
    assert seen[2, Model.ZEROS] == {"one": zeros}
    assert seen[5, Model.NAMES_FIRST] == {"one": written, "two": b""}
    assert seen[5, Model.ZEROS] == {"one": written, "two": zeros}
    assert seen[7, Model.NAMES_FIRST] == {"one": written, "three": written}
    assert [seen[number, Model.FLUSHED_ALONE] for number in (2, 5, 7)] == [{}, {}, {}]
    assert set(seen[7, Model.MIXED]) <= {"one", "two", "three"}
