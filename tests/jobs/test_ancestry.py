"""The relatives of results in a real gallery, whatever its records claim."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.gallery.builders import build_answer, build_picture, build_provenance
from turbo_studio.core.geometry import Size
from turbo_studio.core.lineage import find_original
from turbo_studio.core.result import Upload
from turbo_studio.gallery.gallery import DiskGallery
from turbo_studio.jobs import ancestry
from turbo_studio.jobs.ancestry import Genealogist

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from turbo_studio.core.lineage import Kin
    from turbo_studio.core.result import Result


class Family:
    """A gallery whose results are named by the words that they were made with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.gallery = DiskGallery(folder / "gallery")

    def add(
        self, name: str, *sources: Result | str, sent: str | None = None, content: str | None = None
    ) -> Result:
        """Make a result from others, or from pictures from outside; ``sent`` is what the copies come to."""
        opened = [source if isinstance(source, str) else source.digest for source in sources]
        opened = [digest if len(digest) == 64 else hash_text(digest) for digest in opened]
        copies = [hash_text(sent or f"sent {digest}") for digest in opened]
        provenance = build_provenance(
            f"job {name}",
            name,
            uploads=tuple(
                Upload(self.gallery.find_input(copy), copy, "image/png", Size(64, 48), 9) for copy in copies
            ),
            source_names=tuple(source if isinstance(source, str) else source.path.name for source in sources),
            source_digests=tuple(opened),
        )
        answer = build_answer(self.folder, build_picture(content or name))
        (result,) = self.gallery.add(answer, provenance)
        (result,) = self.gallery.find_by_digest({result.digest})[:1]
        return result

    def find_kin(self, result: Result) -> Kin:
        return Genealogist(self.gallery).find_kin(result)


def hash_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    family = Family(tmp_path)
    yield family
    family.gallery.close()


def name_generations(kin: Kin) -> list[tuple[list[str], int | None]]:
    return [
        ([result.provenance.prompt for result in generation.results], generation.on_line)
        for generation in kin.generations
    ]


def test_a_picture_made_by_words_has_no_parents_and_begins_its_line(family: Family) -> None:
    result = family.add("a cat")
    kin = family.find_kin(result)
    assert (kin.sources, kin.origin, kin.edit_count, kin.children) == ((), None, 0, ())
    assert name_generations(kin) == [(["a cat"], 0)]
    assert find_original(kin).path == result.path


def test_a_chain_of_edits_is_walked_to_the_picture_from_outside_and_to_what_came_of_it(
    family: Family,
) -> None:
    first = family.add("first", "photo.jpg")
    sibling = family.add("sibling", "photo.jpg")
    second = family.add("second", first)
    other = family.add("other", first)
    third = family.add("third", second)
    for result, index in ((second, 1), (third, 2)):
        kin = family.find_kin(result)
        assert name_generations(kin) == [
            (["first", "sibling"], 0),
            (["second", "other"], 0),
            (["third"], 0 if result is third else None),
        ]
        assert kin.origin is not None
        assert (kin.origin.name, kin.origin.result) == ("photo.jpg", None)
        assert (kin.place, kin.edit_count) == (index, index + 1)
        assert kin.first == first
    assert [parent.result for parent in kin.sources] == [second]
    original = find_original(kin)
    assert (original.name, original.edit_count) == ("photo.jpg", 3)
    line = Genealogist(family.gallery).find_line(third)
    assert (line.line, find_original(line)) == (kin.line, original)
    assert family.find_kin(sibling).children == ()
    assert family.find_kin(other).edit_count == 2
    assert name_generations(family.find_kin(sibling))[0] == (["first", "sibling"], 1)


def test_the_original_of_edits_of_a_generation_is_that_generation(family: Family) -> None:
    first = family.add("by words")
    second = family.add("edited", first)
    original = find_original(family.find_kin(family.add("again", second)))
    assert (original.path, original.edit_count) == (first.path, 2)


def test_each_source_is_known_by_itself_and_the_line_goes_through_the_first(family: Family) -> None:
    cat, hat = family.add("cat"), family.add("hat")
    kin = family.find_kin(family.add("cat with hat", cat, "photo.jpg", hat))
    assert [source.result for source in kin.sources] == [cat, None, hat]
    assert kin.sources[1].name == "photo.jpg"
    assert name_generations(kin) == [(["cat"], 0), (["cat with hat"], 0)]
    assert [child.provenance.prompt for child in family.find_kin(hat).children] == ["cat with hat"]


def test_names_of_strangers_are_cleaned(family: Family) -> None:
    kin = family.find_kin(family.add("result", "gnp.\u202eexe"))
    assert kin.origin is not None
    assert kin.origin.name == "gnp.\ufffdexe"


def test_what_was_sent_leads_back_to_what_was_opened(family: Family) -> None:
    """Reopened work has the copy that was sent as its source."""
    first = family.add("first")
    second = family.add("second", first, sent="copy")
    again = family.add("again", hash_text("copy"), sent="copy")
    assert [source.result for source in family.find_kin(again).sources] == [first]
    assert [child.provenance.prompt for child in family.find_kin(first).children] == ["second", "again"]
    assert name_generations(family.find_kin(second))[1] == (["second", "again"], 0)


def test_variations_of_one_press_are_siblings(family: Family) -> None:
    for number in range(3):
        result = family.add("a cat", content=f"variation {number}")
    family.add("a dog")
    assert name_generations(family.find_kin(result)) == [(["a cat"] * 3, 2)]


def test_nothing_is_its_own_ancestor_whatever_records_claim(family: Family) -> None:
    """Each claims to be made from the other, or from itself."""
    name = hashlib.sha256(build_picture("younger")).hexdigest()
    older = family.add("older", name)
    younger = family.add("younger", older)
    itself = family.add("itself", hashlib.sha256(build_picture("itself")).hexdigest())
    assert name_generations(family.find_kin(younger)) == [(["older"], 0), (["younger"], 0)]
    assert name_generations(family.find_kin(older)) == [(["older"], 0), (["younger"], None)]
    assert name_generations(family.find_kin(itself)) == [(["itself"], 0)]


def test_pictures_that_are_the_same_lead_to_the_last_one_before(family: Family) -> None:
    family.add("first", content="same")
    second = family.add("second", content="same")
    child = family.add("child", second)
    family.add("third", content="same")
    (source,) = family.find_kin(child).sources
    assert source.result is not None
    assert source.result.provenance.prompt == "second"


def test_long_lines_and_large_families_are_cut_and_it_is_said(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ancestry, "LINE_MAX", 4)
    monkeypatch.setattr(ancestry, "GENERATION_MAX", 3)
    line = [family.add("0")]
    for number in range(1, 6):
        line.append(family.add(str(number), line[-1]))
    kin = family.find_kin(line[-1])
    assert kin.is_cut
    assert name_generations(kin) == [([str(number)], 0) for number in (2, 3, 4, 5)]
    children = [family.add(f"child {number}", line[-1]) for number in range(7)]
    assert len(family.find_kin(line[-1]).children) == 3
    for child in children:
        generation = family.find_kin(child).generations[-1]
        assert len(generation.results) == 3
        assert generation.on_line is not None
        assert generation.results[generation.on_line] == child
