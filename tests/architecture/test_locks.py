"""The locked packages: pinned, hashed, in step with pyproject.toml, and from no named registry."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.file_map import ROOT

_PACKAGING = ROOT / "packaging"
_ENTRY = re.compile(
    r"^(\S+)==(\S+)( ; [^\n]+?)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def _load_lock(name: str) -> dict[str, set[str]]:
    """Package name to the versions locked for it (several where they depend on the Python version)."""
    versions: dict[str, set[str]] = {}
    for package, version, _, _ in _ENTRY.findall((_PACKAGING / "locks" / name).read_text("utf-8")):
        versions.setdefault(canonicalize_name(package), set()).add(version)
    return versions


def _load_wishes(*, with_tests: bool) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wishes = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    if with_tests:
        wishes += project["project"]["optional-dependencies"]["test"]
    return [Requirement(wish) for wish in wishes]


@pytest.mark.parametrize(("lock", "with_tests"), [("run.txt", False), ("test.txt", True)])
def test_a_lock_holds_what_the_project_asks_for(lock: str, with_tests: bool) -> None:
    locked = _load_lock(lock)
    unmet = [
        str(wish)
        for wish in _load_wishes(with_tests=with_tests)
        if not all(map(wish.specifier.contains, locked.get(canonicalize_name(wish.name), {"0.0.dev0"})))
    ]
    assert unmet == [], "run: bash packaging/lock.sh"


@pytest.mark.parametrize("lock", ["run.txt", "test.txt"])
def test_a_lock_holds_nothing_but_pinned_and_hashed_packages(lock: str) -> None:
    text = (_PACKAGING / "locks" / lock).read_text("utf-8")
    rest = _ENTRY.sub("", text).splitlines()
    assert [line for line in rest if line.strip() and not line.lstrip().startswith("#")] == []
    assert "://" not in text


def test_tests_run_on_the_versions_that_the_program_runs_on() -> None:
    run, test = _load_lock("run.txt"), _load_lock("test.txt")
    assert {name: test.get(name) for name in run} == run


def test_the_folder_of_scripts_hides_no_library() -> None:
    """A folder named like the library ``packaging`` would stand before it if it were a package."""
    assert not (_PACKAGING / "__init__.py").exists()
