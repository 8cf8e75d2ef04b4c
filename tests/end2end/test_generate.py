"""Generating, from the prompt to the file on the disk and back into the panel."""

from __future__ import annotations

import base64
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.helpers.hostile_server import answer
from tests.helpers.stub_gateway import CANARY_KEY, build_answer, build_png
from turbo_studio.ui.panels.jobs_model import JobRole

if TYPE_CHECKING:
    from pathlib import Path

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from tests.helpers.stub_gateway import StubGateway

SIZES = ("1024x1024", "1536x1024", "1024x1536")
QUALITIES = ("high", "medium", "low")


def load_records(home: Path) -> list[dict[str, Any]]:
    """The records of all results, oldest first."""
    records = [json.loads(path.read_text()) for path in (home / "gallery/.studio/records").glob("*.json")]
    return sorted(records, key=lambda record: int(record["sequence"]))


def build_jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), (200, 30, 60)).save(buffer, "JPEG")
    return buffer.getvalue()


def build_webp() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 130, 60)).save(buffer, "WEBP")
    return buffer.getvalue()


def generate(driver: Driver, prompt: str) -> None:
    """One generation, waited for."""
    count = len(driver.gallery)
    driver.paste_prompt(prompt)
    driver.press_submit()
    driver.wait_for_results(count + 1)


def wait_for_gallery(driver: Driver, paths: list[Path]) -> None:
    driver.wait_until(lambda: driver.gallery == paths, f"the gallery shows {paths}")


def test_every_size_and_quality_comes_back_from_the_sandbox(studio: OpenStudio, home: Path) -> None:
    driver = studio()
    assert driver.offered("size_box") == list(SIZES)
    assert driver.offered("quality_box") == list(QUALITIES)
    asked = [(size, quality) for size in SIZES for quality in QUALITIES]
    for size, quality in asked:
        driver.type_prompt(f"tea {size} {quality}")
        driver.choose_size(size)
        driver.choose_quality(quality)
        driver.press_submit()
    driver.wait_for_results(len(asked))
    requests = [record["request"] for record in load_records(home)]
    assert {(each["size"], each["quality"]) for each in requests} == set(asked)
    assert all(each["prompt"] == f"tea {each['size']} {each['quality']}" for each in requests)
    for record in load_records(home):
        with Image.open(home / "gallery" / record["picture"]["file"]) as picture:
            assert "x".join(map(str, picture.size)) == record["request"]["size"]
    assert len({path.read_bytes() for path in driver.gallery}) == len(asked)


def test_what_is_sent_is_what_the_panel_says(studio: OpenStudio, gateway: StubGateway) -> None:
    driver = studio(gateway=gateway)
    driver.type_prompt("A fox")
    driver.choose_size("1024x1536")
    driver.choose_quality("low")
    driver.press_submit()
    driver.wait_for_results(1)
    (request,) = gateway.requests
    assert (request.method, request.path) == ("POST", "/v1/images/generations")
    assert request.headers["content-type"] == "application/json"
    assert request.headers["accept"] == "application/json"
    assert request.headers["authorization"] == f"Bearer {CANARY_KEY}"
    sent = json.loads(request.body)
    assert sent.pop("n", 1) == 1
    assert sent == {"model": "gpt-image-2", "prompt": "A fox", "size": "1024x1536", "quality": "low"}


def test_variations_are_that_many_requests(studio: OpenStudio, gateway: StubGateway) -> None:
    driver = studio(gateway=gateway)
    driver.type_prompt("A fox")
    driver.choose_variations(4)
    driver.press_submit()
    driver.wait_for_results(4)
    driver.wait_until(lambda: all(job.startswith("Done") for job in driver.jobs), "all are done")
    assert len(driver.jobs) == 4
    assert gateway.complete_posts == 4
    assert len({request.body for request in gateway.requests}) == 1


def test_the_counter_counts_code_points(studio: OpenStudio) -> None:
    driver = studio()
    counter = driver.find("prompt_counter")
    assert counter.text() == "0 / 32,000"
    driver.type_prompt("four")
    assert counter.text() == "4 / 32,000"
    driver.paste_prompt("一杯茶 🍵" * 400)
    assert counter.text() == "2,000 / 32,000"


def test_every_entry_is_kept_byte_by_byte(studio: OpenStudio, gateway: StubGateway, home: Path) -> None:
    pictures = [build_png((64, 48)), build_jpeg(), build_webp()]
    gateway.plan(answer(200, build_answer(*pictures, usage={"total_tokens": 7}, surprise={"a": [1]})))
    driver = studio(gateway=gateway)
    driver.paste_prompt("Ein Fuchs / 一只狐狸?")
    driver.press_submit()
    driver.wait_for_results(3)
    assert [path.read_bytes() for path in reversed(driver.gallery)] == pictures
    assert [path.suffix for path in reversed(driver.gallery)] == [".png", ".jpg", ".webp"]
    for path in driver.gallery:
        assert path.is_relative_to(home / "gallery")
        assert re.fullmatch(r"\d{4}/\d\d", path.parent.relative_to(home / "gallery").as_posix())
        assert re.fullmatch(r"\d{8}-\d{6}-ein-fuchs-一只狐狸-[0-9a-f]{6}\.(png|jpg|webp)", path.name)
    for record, picture in zip(load_records(home), pictures, strict=True):
        assert record["usage"]["total_tokens"] == 7
        assert record["answer"]["surprise"] == {"a": [1]}
        assert base64.b64encode(picture).decode() not in json.dumps(record)


@pytest.mark.expects_log("no thumbnail for a result: not_a_picture")
def test_an_answer_that_is_not_what_was_asked_for_is_kept_and_said_so(
    studio: OpenStudio, gateway: StubGateway
) -> None:
    pictures = [build_png((1024, 1536)), build_png((1024, 1024)), b"no picture at all"]
    gateway.plan(answer(200, build_answer(*pictures)))
    driver = studio(gateway=gateway)
    driver.choose_size("1024x1536")
    driver.paste_prompt("A fox")
    driver.press_submit()
    driver.wait_for_results(3)
    assert [path.read_bytes() for path in reversed(driver.gallery)] == pictures
    (words,) = driver.rows("jobs_list", JobRole.WORDS)
    assert words.split("\n")[1:] == [
        "Asked for 1 picture, got 3; all are kept.",
        "Asked for 1024 × 1536, got 1024 × 1024.",
        "What came back cannot be shown as a picture.",
    ]
    described = driver.rows("gallery_list", Qt.ItemDataRole.AccessibleTextRole)
    assert ["Asked for" in words for words in described] == [False, True, False]
    assert driver.gallery[0].suffix == ".bin"


def test_results_stay_newest_first_over_a_restart_and_are_found(
    studio: OpenStudio, gateway: StubGateway
) -> None:
    driver = studio(gateway=gateway)
    for prompt in ("a red fox", "100% wool", "一杯热茶"):
        generate(driver, prompt)
    shown = driver.gallery
    names = [path.name for path in shown]
    assert ["一杯热茶" in names[0], "100" in names[1], "a-red-fox" in names[2]] == [True] * 3
    driver.close()
    driver = studio(gateway=gateway)
    driver.wait_for_results(3)
    assert driver.gallery == shown
    for search, rows in (("FOX", [2]), ("热", [0]), ("100%", [1]), ("%", [1]), ("_", []), ("", [0, 1, 2])):
        driver.search(search)
        wait_for_gallery(driver, [shown[row] for row in rows])


@pytest.mark.parametrize("file_format", ["JPEG", "WEBP"])
def test_a_copy_is_a_png_for_programs_that_paste_nothing_else(
    studio: OpenStudio, gateway: StubGateway, file_format: str
) -> None:
    came = io.BytesIO()
    Image.radial_gradient("L").resize((1024, 1024)).convert("RGB").save(came, file_format)
    gateway.plan(answer(200, build_answer(came.getvalue())))
    driver = studio(gateway=gateway)
    generate(driver, "a cup")
    driver.select_row("gallery_list", 0)
    driver.trigger("copy_image")
    clipboard = QGuiApplication.clipboard()
    driver.wait_until(lambda: clipboard.mimeData().hasFormat("image/png"), "the copy as a PNG")
    kinds = (f"image/{file_format.lower()}", "image/png")
    original, png = (clipboard.mimeData().data(kind).data() for kind in kinds)
    assert original == driver.gallery[0].read_bytes() == came.getvalue()
    with Image.open(io.BytesIO(png)) as copied, Image.open(came) as sent:
        assert (copied.format, copied.mode) == ("PNG", "RGB")
        assert copied.tobytes() == sent.convert("RGB").tobytes()


def test_an_old_result_gives_its_settings_and_its_picture_back(
    studio: OpenStudio, gateway: StubGateway
) -> None:
    driver = studio(gateway=gateway)
    driver.choose_size("1536x1024")
    driver.choose_quality("medium")
    generate(driver, "the first one")
    driver.choose_size("1024x1024")
    driver.choose_quality("high")
    generate(driver, "the second one")
    driver.select_row("gallery_list", 1)
    driver.trigger("reuse_settings")
    assert driver.prompt == "the first one"
    assert driver.find("size_box").currentData() == "1536x1024"
    assert driver.find("quality_box").currentData() == "medium"
    driver.trigger("copy_image")
    driver.wait_until(lambda: QGuiApplication.clipboard().mimeData().hasFormat("image/png"), "the copy")
    first = driver.gallery[1]
    assert bytes(QGuiApplication.clipboard().mimeData().data("image/png").data()) == first.read_bytes()
    assert driver.source_count == 0
    driver.trigger("use_as_source")
    driver.wait_until(lambda: driver.source_count == 1, "the result is a source")
    assert "Edit 1 image" in driver.find("submit_button").text()
    assert first.name in driver.rows("sources_list", Qt.ItemDataRole.ToolTipRole)[0]
