"""Comparisons as the engine tells them: as they grow, and no file of one that was dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.jobs.fakes import FakeComparer
from tests.jobs.test_engine import wait_until
from turbo_studio.core.comparing import Comparing, HeatMap, Measure
from turbo_studio.core.facts import ComparisonEnded, ComparisonFailed, ComparisonProgressed
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import PictureError, Problem, ProblemCode
from turbo_studio.core.sources import Level, Raster
from turbo_studio.jobs.comparing import Comparisons

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.facts import Fact
    from turbo_studio.jobs.worker import Worker


def build_asked(folder: Path) -> Comparing:
    raster = Raster(folder / "raster", has_alpha=False, levels=(Level(Size(4, 4), 0),))
    return Comparing(raster, raster, HeatMap())


def test_a_comparison_is_told_as_it_grows_and_stays_until_it_is_dropped(
    worker: Worker, tmp_path: Path
) -> None:
    facts: list[Fact] = []
    comparisons = Comparisons(worker, FakeComparer(tmp_path), facts.append)
    worker.call(comparisons.compare, 7, build_asked(tmp_path))
    wait_until(lambda: len(facts) == 4)
    grown = [fact for fact in facts if isinstance(fact, ComparisonProgressed)]
    assert [(fact.token, fact.done_rows) for fact in grown] == [(7, 0), (7, 2), (7, 4)]
    assert facts[-1] == ComparisonEnded(7, Measure(16, 1, 2.0, 2.0))
    assert grown[0].raster.path.exists()
    worker.call(comparisons.drop, 7)
    worker.call(comparisons.drop, 7)
    wait_until(lambda: not grown[0].raster.path.exists())


def test_a_comparison_that_is_given_up_leaves_nothing_and_tells_no_end(
    worker: Worker, tmp_path: Path
) -> None:
    facts: list[Fact] = []
    comparer = FakeComparer(tmp_path, stuck_at=4)
    comparisons = Comparisons(worker, comparer, facts.append)
    worker.call(comparisons.compare, 8, build_asked(tmp_path))
    wait_until(lambda: len(facts) == 2)
    worker.call(comparisons.drop, 8)
    wait_until(lambda: comparer.given_up == 1)
    assert list(tmp_path.iterdir()) == []
    assert len(facts) == 2


def test_what_cannot_be_compared_is_told(worker: Worker, tmp_path: Path) -> None:
    facts: list[Fact] = []
    comparer = FakeComparer(tmp_path, error=PictureError(ProblemCode.DECODER_DIED))
    comparisons = Comparisons(worker, comparer, facts.append)
    worker.call(comparisons.compare, 9, build_asked(tmp_path))
    wait_until(lambda: facts[-1:] == [ComparisonFailed(9, Problem(ProblemCode.DECODER_DIED))])
    worker.call(comparisons.drop, 9)
    assert list(tmp_path.iterdir()) == []
