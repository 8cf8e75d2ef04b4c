"""Names of files can be shown anywhere, whoever made them up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.display_names import clean_display_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("otter.png", "otter.png"),
        ("海獭 é.png", "海獭 é.png"),
        ("a\nb\x1b\x7f\0.png", "a\ufffdb\ufffd\ufffd\ufffd.png"),
        ("gnp.\u202eexe", "gnp.\ufffdexe"),
        ("\udce9", "\ufffd"),
        ("", "\ufffd"),
        ("x" * 300, "x" * 255),
    ],
)
def test_names_are_cleaned(name: str, shown: str) -> None:
    assert clean_display_name(name) == shown


@given(st.text(st.characters()))
def test_clean_display_names_can_be_encoded_and_stay_clean(name: str) -> None:
    shown = clean_display_name(name)
    assert clean_display_name(shown) == shown
    assert len(shown.encode()) <= 4 * 255
