"""Every code of the core has a sentence, in both languages, and no placeholder is left in it."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import pytest

from turbo_studio.core import problems
from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged, Problem, ProblemCode
from turbo_studio.core.profile import Quality
from turbo_studio.core.size_rules import SizeAdvice
from turbo_studio.core.sources import Note
from turbo_studio.gateway.evidence import TLS_CAUSES, TLS_WORDS
from turbo_studio.gateway.links import LinkFault
from turbo_studio.settings.origins import UrlFault
from turbo_studio.settings.proxies import ProxyFault
from turbo_studio.ui import words
from turbo_studio.ui.figures import say_quality
from turbo_studio.ui.translations import load_translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from turbo_studio.core.problems import Param

LANGUAGES = ("en", "zh_CN")
_TEXT_PARAMS = {"reason", "found", "format", "host", "folder", "kind"}


def read_documented_params() -> dict[str, list[str]]:
    """The parameters that stand behind each code, as its comment in the core names them."""
    documented = {}
    for line in inspect.getsource(problems.ProblemCode).splitlines():
        match = re.match(r'\s+([A-Z_0-9]+) = "\w+"(?:  # (.*))?$', line)
        if match:
            text = re.sub(r"\(.*?\)|;.*$|:.*$|[^,]*not said.*$", "", match[2] or "")
            names = re.findall(r"[a-z_]+", re.sub(r"\b(absent|when)\b", "", text))
            documented[match[1]] = [name for name in names if re.fullmatch(r"[a-z]+(_[a-z]+)*", name)]
    return documented


def build_problem(code: ProblemCode) -> Problem:
    named = read_documented_params()[code.name]
    params: dict[str, Param] = {name: f"<{name}>" if name in _TEXT_PARAMS else 1234 for name in named}
    return Problem(code, params)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    load_translator(qapp, request.param)
    yield request.param
    load_translator(qapp, "en")


def assert_whole(sentence: str, language: str) -> None:
    assert sentence.strip() == sentence
    assert sentence
    assert not re.search(r"\{|\}|%n|%1|\?", sentence), sentence
    assert bool(re.search(r"[\u4e00-\u9fff]", sentence)) == (language == "zh_CN"), sentence


_WHOLLY_BY_REASON = {ProblemCode.URL_INVALID, ProblemCode.PROXY_INVALID, ProblemCode.ANSWER_LINK_FAILED}


@pytest.mark.parametrize("code", ProblemCode)
def test_problem_is_said_with_all_its_params(code: ProblemCode, language: str) -> None:
    problem = build_problem(code)
    sentence = words.say_problem(problem)
    assert_whole(sentence, language)
    shown = set(problem.params) if code not in _WHOLLY_BY_REASON else set()
    for name in shown & _TEXT_PARAMS:
        assert f"<{name}>" in sentence


@pytest.mark.parametrize("code", ProblemCode)
def test_problem_without_its_params_is_a_sentence_all_the_same(code: ProblemCode, language: str) -> None:
    sentence = words.say_problem(Problem(code))
    assert "{" not in sentence
    assert len(sentence) > 5


def test_no_two_problems_are_said_alike(language: str) -> None:
    said = [words.say_problem(build_problem(code)) for code in ProblemCode]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("fault", UrlFault)
def test_url_fault_has_a_sentence_of_its_own(fault: UrlFault, language: str) -> None:
    said = words.say_problem(Problem(ProblemCode.URL_INVALID, {"reason": fault.value}))
    assert_whole(said, language)
    assert said != words.say_problem(Problem(ProblemCode.URL_INVALID, {"reason": "no such fault"}))


@pytest.mark.parametrize("fault", [fault for fault in ProxyFault if fault is not ProxyFault.ADDRESS])
def test_proxy_fault_has_a_sentence_of_its_own(fault: ProxyFault, language: str) -> None:
    said = words.say_problem(Problem(ProblemCode.PROXY_INVALID, {"reason": fault.value}))
    assert_whole(said, language)
    assert said != words.say_problem(Problem(ProblemCode.PROXY_INVALID, {"reason": ProxyFault.ADDRESS.value}))


@pytest.mark.parametrize("fault", LinkFault)
def test_link_fault_has_a_sentence_of_its_own(fault: LinkFault, language: str) -> None:
    params = {"host": "a.example", "reason": fault.value}
    said = words.say_problem(Problem(ProblemCode.ANSWER_LINK_FAILED, params))
    assert_whole(said, language)
    assert said != words.say_problem(Problem(ProblemCode.ANSWER_LINK_FAILED, {"host": "a.example"}))


def test_tls_causes_are_said_differently(language: str) -> None:
    causes = {cause for _, cause in TLS_WORDS} | set(TLS_CAUSES.values()) | {"unknown_issuer", ""}
    params = {"host": "a.example", "reason": ""}
    said = {
        words.say_problem(Problem(ProblemCode.TLS_FAILED, {**params, "cause": cause})) for cause in causes
    }
    assert len(said) == len(causes)
    for sentence in said:
        assert_whole(sentence, language)


def test_small_vocabularies_are_said_differently(language: str) -> None:
    for said in (
        [words.say_state(state) for state in JobState],
        [words.say_charged(charged) for charged in Charged],
        [words.say_note(note) for note in Note],
        [words.say_advice(advice) for advice in SizeAdvice],
        [say_quality(quality) for quality in Quality],
    ):
        assert len(set(said)) == len(said)
        for sentence in said:
            assert_whole(sentence, language)


@pytest.mark.parametrize(
    ("code", "params", "wanted"),
    [
        (ProblemCode.SOURCE_REFUSED, {"number": 0}, "one of the sources"),
        (ProblemCode.SOURCE_REFUSED, {"number": 3}, "image 3"),
        (ProblemCode.RATE_LIMITED, {}, "Wait a while"),
        (ProblemCode.RATE_LIMITED, {"delay_s": 20.4}, "in 20 s"),
        (ProblemCode.KEY_INVALID, {"position": 0}, "too short or too long"),
        (ProblemCode.KEY_INVALID, {"position": 0, "reason": "empty"}, "There is no key."),
        (ProblemCode.FILE_TOO_LARGE, {"size_bytes": 31_500_000, "limit_bytes": 25_000_000}, "31.5 MB"),
        (ProblemCode.FILE_TOO_LARGE, {"size_bytes": 31_500_000, "limit_bytes": 25_000_000}, "25 MB"),
        (ProblemCode.SOURCE_TOO_MANY, {"limit": 16, "refused": 1}, ": 1 could not"),
        (ProblemCode.NOT_CONNECTED, {"host": "a.example", "reason": ""}, "reached. Check"),
        (ProblemCode.NOT_CONNECTED, {"host": "a.example", "reason": "refused"}, "reached (refused). Check"),
        (ProblemCode.FILE_UNREADABLE, {"reason": "{host} %n"}, "({host} %n)"),
        (ProblemCode.SIZE_RATIO, {"width": 3840, "height": 1024, "ratio": 3}, "3840 × 1024"),
    ],
)
def test_params_are_shown_as_people_write_them(
    code: ProblemCode, params: dict[str, Param], wanted: str
) -> None:
    assert wanted in words.say_problem(Problem(code, params))


def test_detail_is_passed_on_as_it_is() -> None:
    problem = Problem(ProblemCode.REQUEST_REFUSED, detail="<b>{no}</b> %n")
    assert words.say_detail(problem) == "Details: <b>{no}</b> %n"
    assert words.say_detail(Problem(ProblemCode.WRONG_KEY)) == ""


def test_sentences_are_joined_as_the_language_does(language: str) -> None:
    wanted = "One. {Two}. Three." if language == "en" else "One.{Two}.Three."
    assert words.join_sentences(["One.", "{Two}.", "Three."]) == wanted
    assert words.join_sentences([]) == ""
