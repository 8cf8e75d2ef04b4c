"""What is computed for masks, as the engine tells it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.jobs.fakes import FakeSelector
from tests.jobs.test_engine import wait_until
from turbo_studio.core.facts import MaskSaved, PixelsFound, PixelsNotFound, TroubleMet
from turbo_studio.core.geometry import Size
from turbo_studio.core.mask import Mask
from turbo_studio.core.operators import MaskFile
from turbo_studio.core.problems import PictureError, Problem, ProblemCode
from turbo_studio.jobs.selecting import Selections

if TYPE_CHECKING:
    from turbo_studio.core.facts import Fact
    from turbo_studio.jobs.worker import Worker

ASKED = MaskFile(Path("mask.png"), Size(4, 4))


def test_what_is_found_bears_the_number_that_it_was_asked_under(worker: Worker) -> None:
    facts: list[Fact] = []
    selections = Selections(worker, FakeSelector(), facts.append)
    selections.find_pixels(7, ASKED)
    wait_until(lambda: bool(facts))
    (fact,) = facts
    assert isinstance(fact, PixelsFound)
    assert (fact.token, fact.found.box) == (7, (0, 0, 1, 1))


def test_what_cannot_be_found_is_told_too(worker: Worker) -> None:
    facts: list[Fact] = []
    selector = FakeSelector(error=PictureError(ProblemCode.PICTURE_DAMAGED))
    selections = Selections(worker, selector, facts.append)
    selections.find_pixels(8, ASKED)
    wait_until(lambda: bool(facts))
    assert facts == [PixelsNotFound(8, Problem(ProblemCode.PICTURE_DAMAGED))]


def test_what_is_given_up_is_never_told(worker: Worker) -> None:
    facts: list[Fact] = []
    selections = Selections(worker, FakeSelector(stuck_on=ASKED), facts.append)
    selections.find_pixels(9, ASKED)
    selections.cancel_finding(9)
    selections.cancel_finding(9)
    selections.find_pixels(10, replace(ASKED, is_inverted=True))
    wait_until(lambda: bool(facts))
    assert [fact.token for fact in facts if isinstance(fact, PixelsFound)] == [10]


def test_a_saved_mask_is_told_and_so_is_one_that_is_not(worker: Worker) -> None:
    facts: list[Fact] = []
    selector = FakeSelector()
    selections = Selections(worker, selector, facts.append)
    snapshot = Mask(Size(4, 4)).take_snapshot()
    selections.save_mask(snapshot, Path("mask.png"))
    wait_until(lambda: bool(facts))
    selector.error = PictureError(ProblemCode.DISK_FULL, folder="/")
    selections.save_mask(snapshot, Path("mask.png"))
    wait_until(lambda: len(facts) == 2)
    assert facts[0] == MaskSaved(Path("mask.png"))
    assert isinstance(facts[1], TroubleMet)
