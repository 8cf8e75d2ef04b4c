"""The log file: what it holds, what it must not, and what it does about exceptions."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from turbo_studio.core.facts import TroubleMet
from turbo_studio.core.problems import ProblemCode
from turbo_studio.gateway.redaction import KeyRedaction
from turbo_studio.log import FILE_NAME, Log

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.facts import Fact

KEY = "sk-canary-0123456789"


def test_keys_are_left_out_and_chatter_is_not_kept(tmp_path: Path) -> None:
    redaction = KeyRedaction()
    redaction.learn(KEY)
    log = Log(tmp_path / "logs", redaction, lambda fact: None)
    logging.getLogger("somebody").warning("the key is %s", KEY)
    logging.getLogger("httpx").info("a request was made")
    try:
        raise ValueError(KEY)
    except ValueError:
        logging.getLogger("somebody").exception("it broke")
    log.close()
    text = (tmp_path / "logs" / FILE_NAME).read_text("utf-8")
    assert "the key is [key]" in text
    assert "Traceback" in text
    assert KEY not in text
    assert "a request was made" not in text


def test_a_folder_that_cannot_be_written_costs_the_log_alone(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file stands here")
    log = Log(tmp_path / "logs", KeyRedaction(), lambda fact: None)
    logging.getLogger("somebody").warning("unheard")
    log.close()


def test_nothing_is_left_after_closing(tmp_path: Path) -> None:
    before = (list(logging.getLogger().handlers), sys.excepthook, threading.excepthook)
    Log(tmp_path, KeyRedaction(), lambda fact: None).close()
    assert (list(logging.getLogger().handlers), sys.excepthook, threading.excepthook) == before


@pytest.mark.expects_log("not handled")
def test_the_same_exception_in_every_frame_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    facts: list[Fact] = []
    log = Log(tmp_path, KeyRedaction(), facts.append)
    for _ in range(3):
        try:
            _ = 1 / 0
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    log.close()
    assert [type(fact) for fact in facts] == [TroubleMet]
    assert isinstance(facts[0], TroubleMet)
    assert facts[0].problem.code is ProblemCode.UNEXPECTED
    assert (tmp_path / FILE_NAME).read_text("utf-8").count("Traceback") == 1


@pytest.mark.expects_log("not handled")
def test_an_exception_of_a_thread_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    facts: list[Fact] = []
    log = Log(tmp_path, KeyRedaction(), facts.append)
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    log.close()
    assert len(facts) == 1
