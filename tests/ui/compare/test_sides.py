"""Which pictures can be compared, which are at first, and what they are called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.helpers.fake_engine import build_result
from turbo_studio.core.geometry import Size
from turbo_studio.core.result import Upload
from turbo_studio.ui.compare.sides import build_sides, pick_shown, say_side

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.result import Result


def build_edit(folder: Path, number: int, *names: str, prompt: str = "a cup of tea") -> Result:
    result = build_result(folder, number, prompt)
    uploads = tuple(Upload(folder / name, name, "image/png", Size(640, 480), 9) for name in names)
    made_by = replace(result.provenance, uploads=uploads, source_names=names)
    return replace(result, provenance=made_by, sequence=number)


def test_results_come_in_time_and_their_sources_behind_them_once_each(qapp: object, tmp_path: Path) -> None:
    late, early = build_edit(tmp_path, 2, "cup", "table"), build_edit(tmp_path, 1, "cup")
    sides = build_sides([late, early])
    assert [side.path.name for side in sides] == [early.path.name, late.path.name, "cup", "table"]
    assert [side.source_number for side in sides] == [0, 0, 1, 2]


def test_one_result_stands_to_the_right_of_its_first_source(qapp: object, tmp_path: Path) -> None:
    sides = build_sides([build_edit(tmp_path, 1, "cup", "table")])
    assert [sides[index].path.name for index in pick_shown(sides)] == ["cup", "0000001.png"]


def test_several_results_are_shown_without_their_sources_four_at_most(qapp: object, tmp_path: Path) -> None:
    sides = build_sides([build_edit(tmp_path, number, "cup") for number in range(5)])
    assert pick_shown(sides) == (0, 1, 2, 3)


def test_a_result_of_no_source_has_nothing_to_be_compared_with(qapp: object, tmp_path: Path) -> None:
    assert len(build_sides([build_edit(tmp_path, 1)])) == 1


def test_a_side_says_what_it_is_in_one_line(qapp: object, tmp_path: Path) -> None:
    answer, source = build_sides([build_edit(tmp_path, 1, "cup.png", prompt="a cup\nof <b>tea</b>")])
    assert say_side(answer) == "Result: a cup of <b>tea</b> · 1536 × 1024"
    assert say_side(source) == "Source 1: cup.png · 640 × 480"
    (long, _) = build_sides([build_edit(tmp_path, 1, "cup.png", prompt="{0} " * 99)])
    assert say_side(long) == "Result: " + ("{0} " * 15)[:59] + "… · 1536 × 1024"


def test_a_side_without_a_known_size_or_name_says_less(qapp: object, tmp_path: Path) -> None:
    result = build_edit(tmp_path, 1, "cup.png")
    nameless = replace(result, size=None, provenance=replace(result.provenance, source_names=()))
    answer, source = build_sides([nameless])
    assert say_side(answer) == "Result: a cup of tea"
    assert say_side(source) == "Source 1:  · 640 × 480"
