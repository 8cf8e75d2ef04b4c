"""``run.sh`` and ``test.sh`` once everything is set up: what they start, with which words, from any folder.

The project's copy lies in a folder with blanks, and its Python is a stand-in that tells how it was called; so
nothing is installed, and a script that tried would fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.architecture.file_map import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_STAND_IN = """#!/bin/bash
if [[ $1 == -V ]]; then echo "Python 3.11.2"; exit; fi
if [[ $* == "${FAILING:-nothing}"* ]]; then echo "two lines are wrong"; exit 1; fi
echo "platform ${QT_QPA_PLATFORM:-none}"
printf '%s\\n' "$@"
"""
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that has been set up for running and testing."""
    root = tmp_path / "a place" / "turbo studio"
    shutil.copytree(ROOT / "packaging", root / "packaging", ignore=shutil.ignore_patterns("*.py"))
    shutil.copy(ROOT / "pyproject.toml", root)
    for name in ("python", "lint-imports"):
        program = root / ".venv" / "bin" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(_STAND_IN)
        program.chmod(0o755)
    _source(root, "write_stamps test")
    return root


def _source(project: Path, code: str) -> str:
    """What ``code`` prints where the functions of set-up.sh are known."""
    command = ["bash", "-ec", f'source "$1"/packaging/set-up.sh; {code}', "bash", str(project)]
    return subprocess.check_output(command, text=True)


def _set_up(project: Path, purpose: str) -> str:
    """What ``set_up`` would do, told instead of done."""
    packages = "install_system_packages() { echo packages; }"
    environment = "build_environment() { echo environment for $1; }"
    return _source(project, f"{packages}; {environment}; set_up {purpose}")


def _run(project: Path, script: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in _SCREENS} | variables
    command = ["bash", str(project / "packaging" / script), *arguments]
    return subprocess.run(
        command, cwd="/", env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_arguments_reach_the_program_as_they_are(project: Path) -> None:
    run = _run(project, "run.sh", "--home", "my home", "", "a picture.png", DISPLAY=":0")
    program = ["-P", "-m", "turbo_studio"]
    assert run.stdout.splitlines() == ["platform none", *program, "--home", "my home", "", "a picture.png"]
    assert run.stderr == ""


@pytest.mark.parametrize("variable", _SCREENS)
def test_any_sign_of_a_screen_opens_the_window(project: Path, variable: str) -> None:
    run = _run(project, "run.sh", **{variable: "wayland-0"})
    assert "--self-test" not in run.stdout.splitlines()
    assert run.stderr == ""


def test_without_a_screen_the_self_test_runs_and_says_so(project: Path) -> None:
    run = _run(project, "run.sh", "a picture.png")
    assert run.stdout.splitlines() == [
        "platform offscreen",
        "-P",
        "-m",
        "turbo_studio",
        "a picture.png",
        "--self-test",
    ]
    assert run.stderr.count("\n") == 1
    assert "no screen" in run.stderr


@pytest.mark.parametrize("argument", ["--self-test", "--self-test=a folder", "--help", "-h", "--version"])
def test_what_needs_no_screen_is_left_alone_without_one(project: Path, argument: str) -> None:
    run = _run(project, "run.sh", argument)
    assert run.stdout.splitlines() == ["platform offscreen", "-P", "-m", "turbo_studio", argument]
    assert run.stderr == ""


def test_checks_run_before_the_tests_and_arguments_reach_pytest(project: Path) -> None:
    run = _run(project, "test.sh", "tests/core", "-k", "a mask")
    assert run.returncode == 0
    assert run.stdout.splitlines() == ["platform none", "-m", "pytest", "tests/core", "-k", "a mask"]
    passed = [line.partition(" (")[0].removeprefix("turbo-studio: ") for line in run.stderr.splitlines()]
    assert passed == ["form", "lint", "types", "architecture"]


def test_the_first_failed_check_is_shown_named_and_the_end(project: Path) -> None:
    run = _run(project, "test.sh", FAILING="-m ruff check")
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.splitlines()[-2:] == [
        "two lines are wrong",
        "turbo-studio: lint (ruff check): not passed.",
    ]


@pytest.mark.parametrize("changed", ["packaging/locks/run.txt", "pyproject.toml", ".venv/bin/python"])
def test_a_change_of_what_the_stamp_stands_for_sets_up_anew(project: Path, changed: str) -> None:
    path = project / changed
    path.write_text(path.read_text("utf-8").replace("3.11", "3.12") + "# changed\n", "utf-8")
    assert _set_up(project, "run") == "packages\nenvironment for run\n"


def test_a_moved_project_is_set_up_anew(project: Path) -> None:
    moved = project.rename(project.with_name("studio"))
    assert _set_up(moved, "test") == "packages\nenvironment for test\n"


def test_nothing_is_set_up_twice(project: Path) -> None:
    assert _set_up(project, "run") == _set_up(project, "test") == ""


@pytest.mark.parametrize(("purpose", "wanted"), [("test", True), ("run", False)])
def test_a_compiler_is_wanted_for_the_tests_alone(project: Path, purpose: str, wanted: bool) -> None:
    missing = _source(project, f"has_compiler() {{ return 1; }}; missing_packages {purpose}")
    assert ("gcc libc6-dev" in missing) == wanted
