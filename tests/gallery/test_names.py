"""Names of pictures: readable, short, and harmless on every file system."""

from __future__ import annotations

import os
import re
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turbo_studio.gallery.names import (
    NAME_BYTES_MAX,
    build_picture_paths,
    build_result_id,
    build_slug,
    is_picture_path,
    is_result_id,
)

MOMENT = datetime(2026, 11, 20, 16, 12, 33, tzinfo=UTC)
RESULT_ID = build_result_id("job-1", 0, "0" * 64)


@pytest.mark.parametrize(
    ("prompt", "slug"),
    [
        ("A cute baby sea otter", "a-cute-baby-sea-otter"),
        ("  Two\nlines,\tand tabs ", "two-lines-and-tabs"),
        ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven"),
        ("Pneumonoultramicroscopicsilicovolcanoconiosis", "pneumonoultramicroscopicsilicovolcan"),
        ("Café-crème, naïve Ångström", "cafe-creme-naive-angstrom"),
        ("İstanbul STRASSE straße", "istanbul-strasse-straße"),
        ("一只可爱的小海獭漂浮在水面上", "一只可爱的小海獭漂浮在水"),
        ("红色 跑车, sunset", "红色-跑车-sunset"),
        ("ＦＵＬＬ　ｗｉｄｔｈ ①②", "full-width-12"),
        ("ﬁne ½", "fine-1-2"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\CON", "c-windows-con"),
        ("a\u202egnp.exe\u200b\u0000", "a-gnp-exe"),
        ("snake_case", "snake-case"),
        ("🦦🌊", ""),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_slug_holds_the_first_words(prompt: str, slug: str) -> None:
    assert build_slug(prompt) == slug


def test_path_is_time_words_and_id(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = build_picture_paths(MOMENT, "Sea otter", RESULT_ID, ".png")
    local = MOMENT.astimezone()
    assert str(first) == f"{local:%Y/%m/%Y%m%d-%H%M%S}-sea-otter-{RESULT_ID[:6]}.png"
    assert str(second) == f"{local:%Y/%m/%Y%m%d-%H%M%S}-sea-otter-{RESULT_ID[:12]}.png"


def test_path_without_words() -> None:
    first, _ = build_picture_paths(MOMENT, "🦦", RESULT_ID, ".webp")
    assert first.name == f"{MOMENT.astimezone():%Y%m%d-%H%M%S}-{RESULT_ID[:6]}.webp"


def test_file_system_from_before_utf_8_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsencode", lambda text: text.encode("latin-1"))
    assert build_slug("红色 Car 海獭 on beach") == "car-on-beach"
    assert build_slug("海獭") == ""


@settings(deadline=None)
@given(
    st.text(max_size=300),
    st.datetimes(min_value=datetime(1971, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - as Hypothesis wants
    st.sampled_from([".png", ".jpg", ".webp", ".bin"]),
)
def test_any_prompt_makes_a_good_name(prompt: str, moment: datetime, suffix: str) -> None:
    """ST31."""
    for path in build_picture_paths(moment, prompt, RESULT_ID, suffix):
        name = path.name
        assert re.fullmatch(r"\d{8}-\d{6}-[^/\\:*?\"<>|\s.]+\.[a-z]+", name)
        assert len(f"{path.stem}.composite.png".encode()) <= NAME_BYTES_MAX
        assert len(name.encode()) <= NAME_BYTES_MAX
        assert name == name.lower()
        assert unicodedata.normalize("NFC", name) == name
        assert name.isprintable()
        assert is_picture_path(str(path))
        assert str(path.parent) == f"{name[:4]}/{name[4:6]}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x.png",
        "/etc/passwd",
        "../2026/11/20261120-161233-x.png",
        "2026/11/../../../../etc/passwd",
        "2026/11/20261120-161233-x/../../../x.png",
        "2026/11/20261120-161233-..\\..\\x.png",
        "2026/11/20261120-161233-x.png\n",
        "2026/11/20261120-161233-x\x00.png",
        "2026/11/20261120-161233-x.png:stream",
        "2026/11/.studio",
        ".studio/11/20261120-161233-x.png",
        "C:/11/20261120-161233-x.png",
        "٢٠٢٦/11/20261120-161233-x.png",
        "2026/11/20261120-161233-" + "x" * 200,
    ],
)
def test_stored_path_that_is_not_ours_is_refused(text: str) -> None:
    """ST14."""
    assert not is_picture_path(text)


def test_result_id_depends_on_job_place_and_bytes() -> None:
    variants = [("job-1", 0, "a"), ("job-2", 0, "a"), ("job-1", 1, "a"), ("job-1", 0, "b")]
    ids = {build_result_id(*variant) for variant in variants}
    assert len(ids) == 4
    assert all(map(is_result_id, ids))
    assert build_result_id("job-1", 0, "a") in ids


@pytest.mark.parametrize(
    "text", ["", "../" * 10 + "ab", "A" * 32, "0" * 31, "0" * 33, "0" * 32 + "\n", "٠" * 32]
)
def test_what_is_no_result_id(text: str) -> None:
    assert not is_result_id(text)
