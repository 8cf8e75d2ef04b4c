"""Every dependency and every turn of the design has its page, and every page can be found."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from tests.architecture.file_map import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER = ROOT / "docs" / "decisions"
_PAGES = sorted(_FOLDER.glob("[0-9]*.md"))


def _load_dependencies() -> list[str]:
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = tables["project"]
    wishes = project["dependencies"] + tables["build-system"]["requires"]
    for extra in project["optional-dependencies"].values():
        wishes += extra
    return [Requirement(wish).name for wish in wishes]


@pytest.mark.parametrize("name", _load_dependencies())
def test_a_dependency_is_decided_on(name: str) -> None:
    # By its own name: pytest is not decided on where only pytest-qt is.
    own_name = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE)
    assert any(own_name.search(page.read_text("utf-8")) for page in _PAGES)


def test_pages_are_numbered_without_gaps() -> None:
    assert [int(page.name[:4]) for page in _PAGES] == list(range(1, len(_PAGES) + 1))


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_a_page_says_context_decision_and_consequences(page: Path) -> None:
    headings = re.findall(
        r"^(?:# (\d+)\. .+|\*\*(Context|Decision|Consequences)\.\*\* )", page.read_text("utf-8"), re.MULTILINE
    )
    number = str(int(page.name[:4]))
    assert headings == [(number, ""), ("", "Context"), ("", "Decision"), ("", "Consequences")]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_a_page_stands_in_the_list_under_its_title(page: Path) -> None:
    title = page.read_text("utf-8").partition("\n")[0].partition(". ")[2]
    assert f"[{title}]({page.name})" in (_FOLDER / "README.md").read_text("utf-8")
