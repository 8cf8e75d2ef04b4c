"""Faults that are the window's own: killed while it waits, and key stores of every kind (JB04, KR)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.window_run import connect_by_dialog
from tests.helpers import hostile_server as hostile
from tests.helpers.canary import find_leaks, find_leaks_in_files
from tests.helpers.driver import Driver, wait_until
from tests.helpers.stub_gateway import CANARY_KEY, StubGateway
from tests.settings import keyring_backends
from turbo_studio.settings import keys

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def stub() -> Iterator[StubGateway]:
    with StubGateway() as gateway:
        yield gateway


def test_a_window_that_was_killed_says_what_became_of_its_job(
    qapp: object, tmp_path: Path, stub: StubGateway
) -> None:
    stub.plan(hostile.stay_silent)
    command = [sys.executable, "-m", "tests.faults.window_press", str(tmp_path), stub.base_url]
    program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert stub.wait_until(lambda: stub.complete_posts == 1)
    program.kill()
    program.communicate()
    driver = Driver.start(tmp_path, gateway=stub.base_url, key=CANARY_KEY)
    driver.wait_until(lambda: driver.jobs, "the job is listed")
    assert driver.jobs[0].startswith("Outcome unknown")
    assert "may have been charged" in driver.jobs[0]
    driver.type_prompt("something else")
    driver.press_submit()
    driver.wait_for_results(1)
    driver.close()
    assert stub.complete_posts == 2


BACKENDS = [
    "GoodKeyring",
    "UnavailableKeyring",
    "ForgettingKeyring",
    "LockedKeyring",
    "OddKeyring",
    "WrongTypeKeyring",
    "HangingKeyring",
]


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_key_store_of_any_kind_costs_the_store_and_not_the_work(
    backend: str, qapp: object, tmp_path: Path, stub: StubGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KR01–KR05: the window is of use at once, the key holds for the session, and stands in no message."""
    monkeypatch.setitem(keys.ALLOWED_BACKENDS, sys.platform, ((keyring_backends.__name__, backend),))
    monkeypatch.setattr(keys.KeyringStore.__init__, "__defaults__", (None, 1.0))
    keyring_backends.kept.clear()
    driver = Driver.start(tmp_path)
    assert driver.find("sandbox_bar").isVisible()
    connect_by_dialog(driver, stub.base_url, CANARY_KEY)
    driver.type_prompt("connected")
    driver.press_submit()
    driver.wait_for_results(1)
    assert stub.complete_posts == 1
    assert find_leaks(driver.message.encode(), CANARY_KEY) == []
    keyring_backends.let_go.set()
    driver.close()
    is_kept = backend in ("GoodKeyring", "WrongTypeKeyring", "HangingKeyring")
    if is_kept:  # by the last of them on a thread that nobody waits for
        wait_until(lambda: keyring_backends.kept, "the store has the key")
    keyring_backends.let_go.clear()
    assert list(keyring_backends.kept.values()) == [CANARY_KEY] * is_kept
    assert find_leaks_in_files(tmp_path, CANARY_KEY) == []
