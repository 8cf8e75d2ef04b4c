"""The index: words, pages, places, and databases that are not ours."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest

from tests.gallery.builders import build_provenance
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.core.query import Query
from turbo_studio.gallery.index import Index
from turbo_studio.gallery.names import build_result_id
from turbo_studio.gallery.records import Picture, Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALL = Query()
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


def fetch(index: Index, query: Query = ALL, before: int | None = None, limit: int = 100) -> list[str]:
    with closing(index.open_search()) as search:
        return [row.record for row in search.fetch_page(query, before, limit)]


def find(index: Index, words: str) -> list[str]:
    found = fetch(index, Query(words))
    with closing(index.open_search()) as search:
        assert search.count(Query(words)) == len(found)
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


def test_pages_go_down_by_key(index: Index) -> None:
    for number in range(10):
        put(index, number + 1, str(number))
    seen: list[str] = []
    while page := fetch(index, before=10 - len(seen) + 1 if seen else None, limit=3):
        seen += page
        put(index, 100 + len(seen), "came meanwhile")
    assert seen == [ascii(str(number)) for number in reversed(range(10))]


def test_results_of_one_sequence_have_places_of_their_own(index: Index) -> None:
    """As forged or merged records may have it."""
    for number in range(4):
        put(index, 2**53, str(number))
    put(index, 1, "old")
    expected = [ascii(each) for each in ("3", "2", "1", "0", "old")]
    assert fetch(index) == expected
    assert fetch(index, before=2**53 + 2) == expected[2:]
    put(index, 2**53, "1")  # keeps its place
    assert fetch(index) == expected


def test_row_is_replaced(index: Index) -> None:
    result_id = put(index, 1, "one")
    put(index, 1, "one")
    assert find(index, "one") == [ascii("one")]
    index.remove([result_id, "0" * 32])
    assert find(index, "one") == find(index, "") == []


def test_failed_transaction_leaves_nothing(index: Index) -> None:
    with suppress(KeyError), index.transaction():
        put(index, 1, "one")
        raise KeyError
    assert find(index, "one") == find(index, "") == []


def test_reading_waits_for_no_transaction_that_is_not_at_its_end(index: Index) -> None:
    put(index, 1, "one")
    with index.transaction():
        put(index, 2, "two")
        assert find(index, "") == [ascii("one")]
    assert find(index, "") == [ascii("two"), ascii("one")]


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM texts",
        "UPDATE texts SET searchable = 'one'",
        "UPDATE results SET tags = ''",
        "UPDATE texts SET dollars = 1",
        "UPDATE results SET record = ''",
        "INSERT INTO terms (terms, rowid, term) VALUES ('delete', 7, 'ne')",
    ],
)
def test_row_that_is_not_as_its_record_is_seen_and_replaced(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    record = Record("ab" * 16, 7, PICTURE, 0, build_provenance(prompt="nine"), None, (), {})
    with closing(Index(path)) as index:
        put(index, 1, "another")
        index.put(record, "text")
        assert index.holds(record, "text")
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(damage)
        assert not index.holds(record, "text")
        index.put_anew(record, "text")
        assert index.holds(record, "text")
        assert find(index, "ne") == find(index, "nine") == ["text"]


def test_file_is_private_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    with closing(Index(path)) as index:
        put(index, 1, "one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x54537475,)
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_newer_index_is_refused_untouched(tmp_path: Path) -> None:
    """ST23."""
    path = tmp_path / "index.sqlite"
    Index(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 3")
    before = path.read_bytes()
    with pytest.raises(StorageError) as caught:
        Index(path)
    assert caught.value.problem.code is ProblemCode.GALLERY_NEWER
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE theirs (x)", "PRAGMA application_id = 7", "PRAGMA user_version = 4"]
)
def test_database_of_another_program_is_refused_untouched(statement: str, tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
    before = path.read_bytes()
    with pytest.raises(sqlite3.DatabaseError):
        Index(path)
    assert path.read_bytes() == before
