"""What goes wrong with a request: what is said, in both languages, and that nothing is lost or sent twice."""

from __future__ import annotations

import os
import re
import socket
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.helpers import hostile_server as hostile
from tests.helpers.driver import Driver
from tests.helpers.hostile_server import build_json
from tests.helpers.stub_gateway import CANARY_KEY, StubGateway, build_answer, build_png, read_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.helpers.hostile_server import Behaviour

NO, MAYBE, YES = "Nothing was charged.", "It may have been charged.", "It was charged."


def build_error(message: str, param: str | None = None, code: str | None = None) -> bytes:
    return build_json(
        {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """What a request meets, and what is said of it in English."""

    name: str
    behaviour: Behaviour
    state: str
    charged: str
    word: str


GOOD = build_answer(build_png((64, 64)))
FAULTS = (
    Fault(
        "401 with the key in it",
        hostile.answer(401, build_error(f"Incorrect API key provided: {CANARY_KEY}", code="invalid_api_key")),
        "Refused",
        NO,
        "key",
    ),
    Fault(
        "400 about the size",
        hostile.answer(400, build_error("Invalid size", param="size", code="invalid_value")),
        "Refused",
        NO,
        "size",
    ),
    Fault(
        "400 of the safety check",
        hostile.answer(400, build_error("Rejected by the safety system", code="moderation_blocked")),
        "Refused",
        NO,
        "safety",
    ),
    Fault(
        "402",
        hostile.answer(402, build_error("No money", code="insufficient_user_quota")),
        "Refused",
        NO,
        "credit",
    ),
    Fault(
        "429",
        hostile.answer(429, build_error("Slow down"), [("Retry-After", "600")]),
        "Refused",
        NO,
        "Too many requests",
    ),
    Fault("HTML 502", hostile.answer_html(502), "Outcome unknown", MAYBE, "502"),
    Fault("500", hostile.answer(500, build_error("Oops")), "Outcome unknown", MAYBE, "500"),
    Fault("an answer that is cut", hostile.cut_body(GOOD[:-40], 40), "No usable picture", YES, "broke off"),
    Fault(
        "an answer that is reset",
        hostile.cut_body(GOOD[:-40], 40, reset=True),
        "No usable picture",
        YES,
        "broke off",
    ),
    Fault("no answer", hostile.close_silently, "Outcome unknown", MAYBE, "connection broke"),
    Fault(
        "a redirect",
        hostile.redirect(307, "https://elsewhere.example/v1/images/edits"),
        "Outcome unknown",
        MAYBE,
        "elsewhere.example",
    ),
    Fault("no JSON", hostile.answer(200, b"certainly"), "No usable picture", YES, "cannot be read"),
    Fault(
        "empty data", hostile.answer(200, build_json({"data": []})), "No usable picture", YES, "no picture"
    ),
    Fault(
        "no picture in the answer",
        hostile.answer(200, build_answer(b"%PDF-1.7 this is no picture")),
        "No usable picture",
        YES,
        "no picture",
    ),
    Fault(
        "no base64",
        hostile.answer(200, build_json({"data": [{"b64_json": "§§§"}]})),
        "No usable picture",
        YES,
        "no picture",
    ),
    Fault("an upload that is reset", hostile.reset_upload_at(200), "Outcome unknown", MAYBE, "broke"),
    Fault(
        "a refusal in mid upload",
        hostile.answer_early(413, build_error("Too large"), drain=True),
        "Refused",
        NO,
        "too large",
    ),
    Fault("another protocol", hostile.answer_raw(b"SSH-2.0\r\n\r\n"), "Outcome unknown", MAYBE, "not HTTP"),
    Fault("a login page", hostile.answer_html(200), "No usable picture", MAYBE, "web page"),
    Fault(
        "an error in a 200",
        hostile.answer(200, build_error("Invalid URL (POST /v1/x)")),
        "No usable picture",
        MAYBE,
        "address",
    ),
    Fault(
        "a gzip that is none", hostile.answer_packed(b"no gzip"), "No usable picture", YES, "cannot be read"
    ),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """One window with a source and a mask, for many faults one after the other."""

    driver: Driver
    gateway: StubGateway
    language: str


@pytest.fixture(scope="module", params=["en", "zh_CN"])
def desk(
    request: pytest.FixtureRequest, qapp: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    picture = folder / "picture.png"
    picture.write_bytes(build_png((64, 48)))
    with StubGateway() as gateway:
        driver = Driver.start(
            folder / "home", picture, gateway=gateway.base_url, key=CANARY_KEY, language=request.param
        )
        driver.type_number("brush_size_box", 10)
        driver.paint((20, 20), (40, 30))
        yield Desk(driver, gateway, request.param)
        driver.close()


@pytest.fixture(autouse=True)
def one_source(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test leaves the desk with the one source that it found, whatever came of it."""
    yield
    if "desk" in request.fixturenames:
        driver: Driver = request.getfixturevalue("desk").driver
        for row in range(driver.source_count - 1, 0, -1):
            driver.select_row("sources_list", row)
            driver.trigger("remove_source")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_failed_request_is_explained_and_can_be_sent_again(desk: Desk, fault: Fault) -> None:
    driver, gateway = desk.driver, desk.gateway
    driver.close_message()
    sent, results = len(gateway.requests), len(driver.gallery)
    gateway.plan(fault.behaviour)
    driver.type_prompt(f"first {fault.name}")
    driver.press_submit()
    driver.wait_until(lambda: driver.message, "the fault is said")
    check_words(driver.jobs[0], fault, desk.language)
    check_words(driver.message, fault, desk.language)
    assert driver.jobs[0].startswith(fault.state) == (desk.language == "en")
    assert len(gateway.requests) == sent + 1
    assert len(driver.gallery) == results
    assert driver.prompt == f"first {fault.name}"
    driver.type_prompt(f"second {fault.name}")
    driver.press_submit()
    driver.wait_for_results(results + 1)
    assert len(gateway.requests) == sent + 2
    first, second = gateway.requests[-2:]
    assert [part.name for part in read_files(second)] == ["image", "mask"]
    if first.is_complete:
        assert [part.content for part in read_files(first)] == [part.content for part in read_files(second)]


def check_words(said: str, fault: Fault, language: str) -> None:
    assert CANARY_KEY not in said
    assert CANARY_KEY[:8] not in said
    if language == "en":
        assert fault.word in said
        assert fault.charged in said
    else:
        assert re.search("[\u4e00-\u9fff]{4}", said)
        assert re.search(
            {NO: "未(扣|计)费|没有扣费|未产生费用", MAYBE: "可能", YES: "已"}[fault.charged], said
        )
        assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", said.partition("\n")[0]), "left in English"


def test_a_port_where_nobody_listens(qapp: object, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        driver = Driver.start(tmp_path / "home", gateway=f"http://127.0.0.1:{port}/v1", key=CANARY_KEY)
        driver.type_prompt("nobody")
        driver.press_submit()
        driver.wait_until(lambda: driver.message, "the fault is said")
        assert driver.jobs[0].startswith("Not sent")
        for said in (driver.jobs[0], driver.message):
            assert "could not be reached" in said
            assert NO in said
        assert driver.prompt == "nobody"
        driver.close()


def test_a_redirect_is_not_followed(desk: Desk) -> None:
    with StubGateway() as elsewhere:
        for status in (301, 302, 303, 307, 308):
            desk.driver.close_message()
            desk.gateway.plan(hostile.redirect(status, f"{elsewhere.base_url}/images/edits"))
            desk.driver.type_prompt(f"redirected by {status}")
            desk.driver.press_submit()
            desk.driver.wait_until(lambda: desk.driver.message, "the redirect is said")
        assert elsewhere.exchanges == []


def test_an_answer_of_another_size_is_kept_and_said(desk: Desk) -> None:
    driver, gateway, results = desk.driver, desk.gateway, len(desk.driver.gallery)
    gateway.plan(hostile.answer(200, build_answer(build_png((80, 48)))))
    driver.type_prompt("another size")
    driver.press_submit()
    driver.wait_for_results(results + 1)
    with Image.open(driver.gallery[0]) as picture:
        assert picture.size == (80, 48)


# What is refused before anything is sent


def test_an_empty_prompt_is_said_at_the_field(desk: Desk) -> None:
    driver, sent = desk.driver, len(desk.gateway.requests)
    for prompt in ("", "   \n "):
        driver.paste_prompt(prompt) if prompt else driver.type_prompt("")
        jobs = len(driver.jobs)
        driver.press_submit()
        assert driver.field_note("prompt_edit")
        assert len(driver.jobs) == jobs
    driver.type_prompt("a")
    assert driver.field_note("prompt_edit") == ""
    assert len(desk.gateway.requests) == sent


def test_a_prompt_may_have_32_000_characters_and_not_one_more(desk: Desk) -> None:
    driver, gateway = desk.driver, desk.gateway
    sent, results = len(gateway.requests), len(driver.gallery)
    longest = "茶🍵" * 16_000
    driver.paste_prompt(longest + "!")
    driver.press_submit()
    assert "32,001" in driver.field_note("prompt_edit")
    assert driver.prompt == longest + "!"
    assert len(gateway.requests) == sent
    driver.paste_prompt(longest)
    driver.press_submit()
    driver.wait_for_results(results + 1)
    assert gateway.fields()[-1]["prompt"] == longest


# Pictures that cannot be sources


def write_nothing(path: Path) -> None:
    path.write_bytes(b"")


def write_web_page(path: Path) -> None:
    path.write_bytes(b"<!doctype html><html><body>not a picture</body></html>")


def write_cut_jpeg(path: Path) -> None:
    Image.linear_gradient("L").resize((400, 300)).save(path, "JPEG")
    path.write_bytes(path.read_bytes()[:-500])


def write_cut_png(path: Path) -> None:
    path.write_bytes(build_png((64, 64))[:-20])


def write_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + bytes(1000))


def write_far_too_much(path: Path) -> None:
    with path.open("wb") as file:
        file.write(build_png((16, 16)))
        file.truncate(300_000_001)


def write_bomb(path: Path) -> None:
    """A PNG of 40,000 × 40,000 pixels, as far as its head."""
    content = bytearray(build_png((16, 16)))
    content[16:24] = (40_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    path.write_bytes(content)


def write_pipe(path: Path) -> None:
    os.mkfifo(path)


def leave_out(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(
    "write",
    [
        write_nothing,
        write_web_page,
        write_cut_jpeg,
        write_cut_png,
        write_pdf,
        write_far_too_much,
        write_bomb,
        write_pipe,
        leave_out,
    ],
)
def test_a_file_that_is_no_good_is_refused_by_name(
    desk: Desk, write: Callable[[Path], None], tmp_path: Path
) -> None:
    driver = desk.driver
    driver.close_message()
    bad, good = tmp_path / f"{write.__name__}.png", tmp_path / "good.png"
    write(bad)
    good.write_bytes(build_png((32, 32)))
    driver.drop(bad, good)
    driver.wait_until(lambda: driver.source_count == 2, "the good one is opened")
    driver.wait_until(lambda: driver.message, "the bad one is refused")
    assert driver.message.startswith(bad.name)
    assert len(driver.message) > len(bad.name) + 10


def test_the_17th_source_is_refused_and_16_stay(desk: Desk, tmp_path: Path) -> None:
    driver = desk.driver
    driver.close_message()
    paths = []
    for number in range(16):
        paths.append(tmp_path / f"{number}.png")
        paths[-1].write_bytes(build_png((16, 16), number))
    driver.drop(*paths)
    driver.wait_until(lambda: driver.source_count == 16, "there is room for 16")
    assert "16" in driver.message
