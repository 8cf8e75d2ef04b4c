"""The index: searches, pages, and databases that are not ours."""

from __future__ import annotations

import sqlite3
import stat
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gallery.builders import build_provenance
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.gallery.index import Index, normalise
from turbo_studio.gallery.names import build_result_id
from turbo_studio.gallery.records import Picture, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURE = Picture("2026/11/20261120-161233-x-7f3a9c.png", "ab" * 32, 3, "image/png")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(Index(tmp_path / "index.sqlite")) as index:
        yield index


def put(index: Index, sequence: int, prompt: str, *source_names: str) -> str:
    """Add a row whose record's text is the prompt; its id."""
    result_id = build_result_id("job", sequence, prompt.encode("utf-8", "replace").hex())
    provenance = build_provenance(prompt=prompt, source_names=source_names)
    record = Record(result_id, sequence, PICTURE, 0, provenance, None, (), {})
    index.put(record, ascii(prompt))
    return result_id


def find(index: Index, search: str) -> list[str]:
    found = index.fetch_page(search, None, 100)
    assert index.count(search) == len(found)
    return found


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", True),
        ("  \t\n", True),
        ("otter", True),
        ("OTTER", True),
        ("tte", True),
        ("baby otter", True),
        ("otter baby", True),
        ("otter\u3000baby", True),
        ("otter cat", False),
        ("100%", True),
        ("100_", False),
        ("1%0", False),
        ("o_ter", False),
        ("%", True),
        ("_", False),
        ("\\", True),
        ("\\otter", False),
        ("海獭", True),
        ("獭", True),
        ("獭海", False),
        ("ÄRGER", True),
        ("ärger", True),
        ("strasse", True),
        ("ＢＡＢＹ", True),
        ("holiday.png", True),
        ("' OR 1=1 --", False),
        ('"', False),
        ("baby\x00", True),
        ("\ud800", False),
        ("otter " * 5_000, True),
        ("x" * 100_000, False),
    ],
)
def test_search(search: str, found: bool, index: Index) -> None:
    put(index, 1, "A Baby Otter 100% \\ 可爱的海獭 Ärger Straße", "Holiday.PNG")
    assert bool(find(index, search)) is found


words = st.text(st.sampled_from("aA%_\\'\"ä猫 "), max_size=6)


@settings(deadline=None, max_examples=50)
@given(prompts=st.lists(words, min_size=1, max_size=5), search=words)
def test_search_finds_what_holds_every_word(prompts: list[str], search: str) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(Index(Path(folder) / "index.sqlite")) as index:
        for sequence, prompt in enumerate(prompts):
            put(index, sequence, prompt)
        expected = [
            ascii(prompt)
            for prompt in reversed(prompts)
            if all(word in normalise(prompt) for word in normalise(search).split())
        ]
        assert find(index, search) == expected


def test_pages_go_down_by_key(index: Index) -> None:
    ids = {ascii(str(number)): put(index, number, str(number)) for number in range(10)}
    seen: list[str] = []
    while page := index.fetch_page("", ids[seen[-1]] if seen else None, 3):
        seen += page
        put(index, 100 + len(seen), "came meanwhile")
    assert seen == [ascii(str(number)) for number in reversed(range(10))]


def test_page_below_what_is_not_there_is_empty(index: Index) -> None:
    put(index, 1, "one")
    assert index.fetch_page("", "0" * 32, 10) == []


def test_rows_of_one_sequence_are_paged_too(index: Index) -> None:
    """As forged or merged records may have it."""
    ids = {put(index, 1, str(number)) for number in range(4)}
    first = index.fetch_page("", None, 1)
    assert len(ids) == 4
    last_id = max(ids)
    assert len(index.fetch_page("", last_id, 10)) == 3
    assert first[0] not in index.fetch_page("", last_id, 10)


def test_row_is_replaced(index: Index) -> None:
    put(index, 1, "one")
    put(index, 1, "one")
    assert index.count("") == 1


def test_failed_transaction_leaves_nothing(index: Index) -> None:
    with suppress(KeyError), index.transaction():
        put(index, 1, "one")
        raise KeyError
    assert index.count("") == 0


def test_file_is_private_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    with closing(Index(path)) as index:
        put(index, 1, "one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x54537475,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_newer_index_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    Index(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 2")
    before = path.read_bytes()
    with pytest.raises(StorageError) as caught:
        Index(path)
    assert caught.value.problem.code is ProblemCode.GALLERY_NEWER
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE theirs (x)", "PRAGMA application_id = 7", "PRAGMA user_version = 3"]
)
def test_database_of_another_program_is_refused_untouched(statement: str, tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
    before = path.read_bytes()
    with pytest.raises(sqlite3.DatabaseError):
        Index(path)
    assert path.read_bytes() == before
