"""Every module says in one sentence what it is for, and the map of them in the documents is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.architecture.file_map import DOCUMENT, ROOT, find_modules, parse_purpose, replace_map

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("path", find_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is_for(path: Path) -> None:
    purpose = parse_purpose(path.read_text("utf-8"))
    assert purpose.endswith((".", "?")), "its docstring does not start with a sentence"
    assert len(purpose) >= len("A b."), "its docstring says nothing"


@pytest.mark.parametrize(
    ("source", "purpose"),
    [
        ('"""Spaces dabs."""', "Spaces dabs."),
        ('"""Spaces dabs\nalong a line. Nothing else.\n\nMore."""', "Spaces dabs along a line."),
        ('"""Reads units, e.g. pixels. And more."""', "Reads units, e.g. pixels."),
        ('"""The module ``a.b``, from http. to\nhttps."""', "The module ``a.b``, from http. to https."),
        ('"""No sentence"""', ""),
        ('"""A title\n\nA sentence."""', ""),
        ("x = 1", ""),
    ],
)
def test_the_purpose_is_the_first_sentence(source: str, purpose: str) -> None:
    assert parse_purpose(source) == purpose


def test_the_map_in_the_documents_is_true() -> None:
    document = DOCUMENT.read_text("utf-8")
    assert document == replace_map(document), "run: python -m tests.architecture.file_map"


def test_a_document_without_a_place_for_the_map_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        replace_map("# Architecture\n")
