"""The index brought up to date by a program that is killed, or whose disk fails, at any file operation."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.faults.prefork import Prefork
from tests.faults.shim import Fault, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def process(shim_library: Path) -> Iterator[Prefork]:
    with Prefork(shim_library) as process:
        yield process


@pytest.fixture(scope="module")
def old(process: Prefork, memory_folder: Path) -> Path:
    """The folder of a case with a gallery of the version before."""
    folder = memory_folder / "old"
    folder.mkdir()
    assert process.run("fill_gallery", folder).is_sound
    return folder


def read_form(folder: Path) -> tuple[int, set[str]]:
    """The version that the index says it has, and its tables; read from a copy, for looking plays back what
    a crash left."""
    copy = folder / "copy"
    shutil.copytree(folder / "home" / "gallery" / ".studio", copy)
    with closing(sqlite3.connect(copy / "index.sqlite")) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql NOT NULL")}
    shutil.rmtree(copy)
    return version, {name for name in names if not name.startswith("terms_")}


OLD = (1, {"results", "results_by_sequence"})
NEW = (2, {"results", "results_by_place", "texts", "terms", "members", "members_by_collection"})


@pytest.mark.parametrize("mode", [Mode.KILL_BEFORE, Mode.KILL_AFTER, Mode.FAIL_ONCE])
def test_it_is_the_old_one_or_the_new_one(
    mode: Mode, process: Prefork, old: Path, memory_folder: Path
) -> None:
    """ST23."""
    position, seen = 0, set()
    while True:
        position += 1
        folder = memory_folder / "case"
        shutil.copytree(old, folder)
        ended = process.run("migrate", folder, Fault(mode, position, errno.ENOSPC))
        is_over = len(ended.operations) < position
        form = read_form(folder)
        assert form in (OLD, NEW), position
        seen.add(form[0])
        again = process.run("migrate", folder)
        assert again.is_sound, again.output
        assert again.outcome == [3, 2, 1]
        assert read_form(folder) == NEW
        backup = folder / "home" / "gallery" / ".studio" / "index.version-1.sqlite"
        assert backup.read_bytes() == (old / "home/gallery/.studio/index.sqlite").read_bytes()
        shutil.rmtree(folder)
        if is_over:
            break
    assert position > 10
    assert seen == {1, 2}
