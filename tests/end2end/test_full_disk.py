"""A disk that fills up: before the press, under the answer, and while the result is saved."""

from __future__ import annotations

import errno
import os
import resource
import shutil
from collections import namedtuple
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.helpers import hostile_server as hostile
from tests.helpers.stub_gateway import build_answer, build_png

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from tests.helpers.stub_gateway import StubGateway

Usage = namedtuple("Usage", "total used free")
KEPT_SMALL_BYTES = 200_000


def send_and_wait_for_message(driver: Driver, prompt: str) -> str:
    driver.type_prompt(prompt)
    driver.press_submit()
    driver.wait_until(lambda: driver.message, "the fault is said")
    assert driver.prompt == prompt
    return driver.message


@contextmanager
def no_large_files() -> Iterator[None]:
    """Each write beyond the limit fails with EFBIG, as on a disk with a quota."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (KEPT_SMALL_BYTES, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


def build_noise_answer() -> bytes:
    """Larger than what may be kept."""
    noise: Any = np.random.default_rng(2).integers(0, 256, KEPT_SMALL_BYTES * 2, np.uint8)
    return build_answer(build_png((64, 64)) + noise.tobytes())


def test_nothing_is_sent_while_the_disk_is_full(
    studio: OpenStudio, gateway: StubGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = studio(gateway=gateway)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12 - 1000, 1000))
        said = send_and_wait_for_message(driver, "too full")
    assert "The disk is full" in said
    assert "Nothing was charged." in said
    assert gateway.exchanges == []
    driver.select_row("jobs_list", 0)
    driver.trigger("retry_job")
    driver.wait_for_results(1)
    assert gateway.complete_posts == 1


@pytest.mark.parametrize("operation", ["link", "fsync"])
def test_a_result_that_does_not_fit_is_saved_later_for_free(
    operation: str, home: Path, studio: OpenStudio, gateway: StubGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = build_png((640, 480))
    gateway.plan(hostile.answer(200, build_answer(picture)))
    driver, original = studio(gateway=gateway), getattr(os, operation)

    def fail_once_received(*arguments: Any, **options: Any) -> Any:
        # The answer's pictures lie in the job's folder: what comes now is the gallery's.
        if any(home.glob("gallery/.studio/journal/*/picture-*")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return original(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(os, operation, fail_once_received)
        said = send_and_wait_for_message(driver, "does not fit")
    assert driver.jobs[0].startswith("Not saved")
    assert "The disk is full" in said
    assert "It was charged." in said
    assert driver.gallery == []
    driver.select_row("jobs_list", 0)
    driver.trigger("retry_job")
    driver.wait_for_results(1)
    assert driver.gallery[0].read_bytes() == picture
    assert gateway.complete_posts == 1


@pytest.mark.expects_log("an answer is in memory alone")
def test_an_answer_that_does_not_fit_is_kept_and_saved_later_for_free(
    studio: OpenStudio, gateway: StubGateway
) -> None:
    answer = build_noise_answer()
    gateway.plan(hostile.answer(200, answer))
    driver = studio(gateway=gateway)
    with no_large_files():
        said = send_and_wait_for_message(driver, "does not fit")
    assert driver.jobs[0].startswith("Not saved")
    assert "The disk is full" in said
    assert "It was charged." in said
    driver.select_row("jobs_list", 0)
    driver.trigger("retry_job")
    driver.wait_for_results(1)
    assert build_answer(driver.gallery[0].read_bytes()) == answer
    assert gateway.complete_posts == 1


def test_send_again_sends_once_more(studio: OpenStudio, gateway: StubGateway) -> None:
    gateway.plan(hostile.answer_html(502))
    driver = studio(gateway=gateway)
    send_and_wait_for_message(driver, "fails first")
    driver.type_prompt("another prompt by now")
    driver.select_row("jobs_list", 0)
    driver.trigger("retry_job")
    driver.wait_for_results(1)
    assert [fields["prompt"] for fields in gateway.fields()] == ["fails first", "fails first"]
    assert len(driver.jobs) == 1
