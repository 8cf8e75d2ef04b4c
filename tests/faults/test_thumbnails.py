"""ST24: thumbnails are a cache, made again whatever becomes of them, and never in a result's way."""

from __future__ import annotations

import logging
import shutil
import time
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.faults.bench import PATIENCE_S, Bench, build_generation
from turbo_studio.core.facts import JobSucceeded, ResultsChanged, TroubleMet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.case_gateway import CaseGateway
    from turbo_studio.core.result import Result


@pytest.fixture
def bench(tmp_path: Path, gateway: CaseGateway) -> Iterator[Bench]:
    with Bench(tmp_path / "home", gateway.base_url) as bench:
        yield bench


def add_result(bench: Bench, gateway: CaseGateway) -> Result:
    case = gateway.open_case()
    bench.submit(build_generation(), case.name)
    end = bench.wait_for_end(case.name)
    assert isinstance(end, JobSucceeded)
    return end.results[0]


def thumbnail_of(result: Result) -> Path:
    assert result.thumbnail is not None
    return result.thumbnail


def wait_for_failures(caplog: pytest.LogCaptureFixture, count: int = 1) -> None:
    """Nobody is told of them but the log."""
    until_s = time.monotonic() + PATIENCE_S
    while caplog.text.count("still no thumbnail") < count:
        assert time.monotonic() < until_s, "nothing was tried"
        time.sleep(0.002)


def delete(path: Path) -> None:
    path.unlink()


def delete_all(path: Path) -> None:
    shutil.rmtree(path.parent)


def overwrite(path: Path) -> None:
    path.write_bytes(bytes(range(256)))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:40])


def replace_by_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replace_all_by_file(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_bytes(b"in the way")


@pytest.mark.parametrize("spoil", [delete, delete_all, overwrite, cut, replace_by_link])
def test_spoilt_thumbnail_is_made_again(
    bench: Bench, gateway: CaseGateway, spoil: Callable[[Path], None]
) -> None:
    result = add_result(bench, gateway)
    spoil(thumbnail_of(result))
    (found,) = bench.fetch_results()
    bench.engine.remake_thumbnail(found)
    fact = bench.wait_for(ResultsChanged)
    assert fact.results == (result,)
    with Image.open(thumbnail_of(result)) as thumbnail:
        assert thumbnail.size == (64, 48)
    assert not thumbnail_of(result).is_symlink()


@pytest.mark.parametrize("spoil", [replace_by_folder, replace_all_by_file])
def test_thumbnail_that_cannot_be_written_stands_in_nobodys_way(
    bench: Bench, gateway: CaseGateway, spoil: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    result = add_result(bench, gateway)
    spoil(thumbnail_of(result))
    bench.engine.remake_thumbnail(result)
    wait_for_failures(caplog)
    assert bench.fetch_results()[0].digest == result.digest
    assert result.path.read_bytes()
    assert not bench.facts_of(TroubleMet)
    assert not bench.facts_of(ResultsChanged)


@pytest.mark.expects_log("no thumbnail for a result")
def test_results_arrive_where_no_thumbnail_can_be_written(bench: Bench, gateway: CaseGateway) -> None:
    replace_all_by_file(thumbnail_of(add_result(bench, gateway)))
    second = add_result(bench, gateway)
    assert second.thumbnail is None
    assert second.path.read_bytes()
    assert len(bench.fetch_results()) == 2


def test_original_that_is_gone_or_damaged_is_left_as_it_is(
    bench: Bench, gateway: CaseGateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    result, other = add_result(bench, gateway), add_result(bench, gateway)
    result.path.write_bytes(b"no picture")
    other.path.unlink()
    for each in (result, other):
        bench.engine.remake_thumbnail(each)
    wait_for_failures(caplog, 2)
    assert len(bench.fetch_results()) == 2
    assert not bench.facts_of(ResultsChanged)
    assert result.path.read_bytes() == b"no picture"
    assert not other.path.exists()
