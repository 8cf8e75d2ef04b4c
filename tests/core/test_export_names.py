"""Names of exports: what a template makes of a result, on every system one harmless part of a path."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.results import MOMENT, RESULT
from turbo_studio.core.export_names import (
    NAME_BYTES_MAX,
    TOKENS,
    build_name,
    find_unknown_tokens,
    number_name,
    plan_files,
)
from turbo_studio.core.exporting import ExportOptions, FileFormat, Preset
from turbo_studio.core.marks import Marks

CLEAN = ExportOptions(Preset.CLEAN)


def plan(template: str, prompt: str = "A cup of tea", options: ExportOptions = CLEAN) -> str:
    result = replace(RESULT, provenance=replace(RESULT.provenance, prompt=prompt), marks=Marks(stars=4))
    return plan_files(template, [result], options)[0].name


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{name}", "20261120-161233-a-cup-of-tea-7f3a9c.png"),
        ("{prompt} {id}", "A cup of tea 7f3a9c.png"),
        ("{index}-{size}-{quality}-{stars}", "01-1536x1024-high-4.png"),
        ("{date}_{time}", f"{MOMENT.astimezone():%Y%m%d_%H%M%S}.png"),
        ("{model}/{id}", "gpt-image-2-7f3a9c.png"),
        ("{colour} {id}", "colour- 7f3a9c.png"),
        ("", "picture.png"),
        ("con", "_con.png"),
        ("LPT1.final", "_LPT1.final.png"),
        (" .hidden. ", "hidden.png"),
        ("../../etc/passwd", "etc-passwd.png"),
        ("水面上的海獭", "水面上的海獭.png"),
        ("a\u202egnp.exe\u200b\x00b\nc", "agnp.exeb c.png"),
    ],
)
def test_template_is_filled_and_cleaned(template: str, name: str) -> None:
    assert plan(template) == name


def test_prompt_gives_its_first_words_and_no_tokens() -> None:
    assert plan("{prompt}", "a long walk along the shore in the evening light") == (
        "a long walk along the shore in the.png"
    )
    assert plan("{prompt}", "一" * 30) == "一" * 13 + ".png"
    assert plan("{prompt}", "{date} <b>") == "date- -b.png"


@pytest.mark.parametrize(
    ("options", "suffix"),
    [
        (ExportOptions(), ".png"),
        (CLEAN, ".png"),
        (ExportOptions(Preset.CLEAN, FileFormat.JPEG), ".jpg"),
        (ExportOptions(Preset.DESCRIBED, FileFormat.WEBP_LOSSLESS), ".webp"),
    ],
)
def test_suffix_follows_the_format(options: ExportOptions, suffix: str) -> None:
    assert Path(plan("{id}", options=options)).suffix == suffix


def test_copy_of_a_format_that_is_not_written_is_a_png() -> None:
    odd = replace(RESULT, path=Path("/g/odd.bin"), media_type="application/octet-stream")
    assert plan_files("{id}", [odd], CLEAN)[0].name == "7f3a9c.png"
    assert plan_files("{id}", [odd], ExportOptions())[0].name == "7f3a9c.bin"


def test_unknown_tokens_are_found() -> None:
    assert find_unknown_tokens("{date} {colour} {prompt}{} {Size}") == ("colour", "", "Size")


def test_no_two_names_are_the_same_where_case_counts_for_nothing() -> None:
    shouted = replace(RESULT, provenance=replace(RESULT.provenance, prompt="A CUP OF TEA"))
    names = [file.name for file in plan_files("{prompt}", [RESULT, shouted, RESULT] * 400, CLEAN)]
    assert names[:4] == ["A cup of tea.png", "A CUP OF TEA-2.png", "A cup of tea-3.png", "A cup of tea-4.png"]
    assert len({name.casefold() for name in names}) == len(names) == 1200


@given(st.lists(st.sampled_from(["a", "A", "a-2", "A-2", "a-3"]), max_size=12))
def test_numbered_names_do_not_meet_others(stems: list[str]) -> None:
    results = [replace(RESULT, path=Path(f"/g/{stem}.png")) for stem in stems]
    names = [file.name.casefold() for file in plan_files("{name}", results, CLEAN)]
    assert len(set(names)) == len(names)


_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


@given(st.text() | st.text('./\\<>:"|?* -\u202e\u200b\x00con1com', max_size=30), st.integers(2, 9_999))
def test_any_text_makes_a_harmless_name(text: str, number: int) -> None:
    for name in (build_name(text, ".webp"), number_name(build_name(text, ".webp"), number)):
        assert len(name.encode()) <= NAME_BYTES_MAX
        assert name.endswith(".webp")
        stem = name.removesuffix(".webp")
        assert stem
        assert stem.strip(" .") == stem
        assert not re.search(r'[<>:"/\\|?*]', name)
        assert all(unicodedata.category(character)[0] != "C" for character in name)
        assert stem.split(".")[0].lower() not in _RESERVED


@given(st.sampled_from(TOKENS), st.text())
def test_any_prompt_is_one_part_of_a_path(token: str, prompt: str) -> None:
    name = plan(f"{{{token}}}", prompt)
    assert Path(name).name == name
