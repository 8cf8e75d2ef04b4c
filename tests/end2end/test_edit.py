"""Editing: how sources come in, and the request as a gateway receives it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.end2end.seen import read_selected
from tests.helpers.driver import wait_until
from tests.helpers.photographs import GPS_CANARY, build_exif
from tests.helpers.stub_gateway import read_fields, read_files

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.end2end.conftest import OpenStudio
    from tests.helpers.driver import Driver
    from tests.helpers.multipart import Part
    from tests.helpers.stub_gateway import StubGateway

MakePicture = Callable[..., Path]
LIMIT_BYTES = 25_000_000


def decode(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def send_edit(driver: Driver, gateway: StubGateway, prompt: str = "a hat") -> list[Part]:
    """Press the button, wait for the result, and return the files of the request."""
    count = len(driver.gallery)
    driver.type_prompt(prompt)
    driver.press_submit()
    driver.wait_for_results(count + 1)
    return read_files(gateway.requests[-1])


def read_tooltip(driver: Driver) -> str:
    """What is said about image 1."""
    text: str = driver.rows("sources_list", Qt.ItemDataRole.ToolTipRole)[0]
    return text.replace("\N{NO-BREAK SPACE}", " ")


def open_by_dialog(driver: Driver, paths: list[Path]) -> None:
    """Ctrl+O, the names typed into the dialog, Enter."""
    driver.focus("canvas")
    driver.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = driver.find("open_dialog")
    assert isinstance(dialog, QFileDialog)
    name_edit = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name_edit is not None
    name_edit.setText(" ".join(f'"{path}"' for path in paths))
    dialog.accept()


@pytest.mark.parametrize("count", [1, 16])
@pytest.mark.parametrize("way", ["command line", "dialog", "drop", "paste"])
def test_sources_come_in_by_every_way_in_their_order(
    way: str, count: int, studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture
) -> None:
    paths = [make_picture(f"{number}.png", (64 + 16 * number, 64)) for number in range(count)]
    driver = studio(*(paths if way == "command line" else ()), gateway=gateway)
    if way == "dialog":
        open_by_dialog(driver, paths)
    elif way == "drop":
        driver.drop(*paths)
    elif way == "paste":
        driver.paste(*paths)
    driver.wait_until(lambda: driver.source_count == count, "all sources are open")
    files = send_edit(driver, gateway)
    assert [part.name for part in files] == (["image"] if count == 1 else ["image[]"] * count)
    assert [part.media_type for part in files] == ["image/png"] * count
    assert [decode(part.content).size for part in files] == [(64 + 16 * n, 64) for n in range(count)]
    names = [part.file_name for part in files]
    assert len(set(names)) == count
    assert all(name and name.endswith(".png") for name in names)
    assert gateway.complete_posts == 1


def test_pixels_from_the_clipboard_are_a_source(studio: OpenStudio, gateway: StubGateway) -> None:
    driver = studio(gateway=gateway)
    image = QImage(48, 32, QImage.Format.Format_ARGB32)
    image.fill(QColor(10, 200, 30, 255))
    image.setPixelColor(5, 7, QColor(250, 20, 90, 255))
    driver.paste(image=image)
    driver.wait_until(lambda: driver.source_count == 1, "the pasted picture is open")
    (part,) = send_edit(driver, gateway)
    pixels = decode(part.content).convert("RGB")
    assert (pixels.size, pixels.getpixel((5, 7)), pixels.getpixel((6, 7))) == (
        (48, 32),
        (250, 20, 90),
        (10, 200, 30),
    )


def test_the_other_fields_of_an_edit(
    studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture
) -> None:
    driver = studio(make_picture(size=(320, 240)), gateway=gateway)
    driver.choose_quality("medium")
    driver.choose_size("1536x1024")
    send_edit(driver, gateway, "a hat on the left")
    (request,) = gateway.requests
    assert (request.method, request.path) == ("POST", "/v1/images/edits")
    assert request.headers["accept"] == "application/json"
    fields = read_fields(request)
    assert fields.pop("n", "1") == "1"
    assert fields == {
        "model": "gpt-image-2",
        "prompt": "a hat on the left",
        "size": "1536x1024",
        "quality": "medium",
    }


def test_formats_keep_their_type_whatever_the_file_is_called(
    studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture, tmp_path: Path
) -> None:
    paths = [make_picture("a.jpg"), make_picture("b.webp"), make_picture("c.png")]
    lying = tmp_path / "really a jpeg.png"
    lying.write_bytes(paths[0].read_bytes())
    files = send_edit(driver := studio(*paths, lying, gateway=gateway), gateway)
    assert [part.media_type for part in files] == ["image/jpeg", "image/webp", "image/png", "image/jpeg"]
    assert [Image.MIME[str(decode(part.content).format)] for part in files] == [p.media_type for p in files]
    assert "really" not in str([part.file_name for part in files])
    assert driver.message == ""


def test_sources_are_reordered_and_removed(
    studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture
) -> None:
    paths = [make_picture(f"{side}.png", (side, 64)) for side in (64, 80, 96)]
    driver = studio(*paths, gateway=gateway)
    driver.select_row("sources_list", 2)
    driver.wait_for_picture()
    driver.trigger("move_source_earlier")
    driver.select_row("sources_list", 0)
    driver.focus("sources_list")
    driver.press(Qt.Key.Key_Delete)
    driver.wait_until(lambda: driver.source_count == 2, "one source was taken away")
    assert [decode(part.content).width for part in send_edit(driver, gateway)] == [96, 80]
    driver.wait_for_picture()
    driver.focus("canvas")
    driver.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert driver.source_count == 3
    assert [decode(part.content).width for part in send_edit(driver, gateway, "more")] == [64, 96, 80]


def test_a_custom_size_snaps_and_says_what_is_not_legal(
    studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture
) -> None:
    driver = studio(make_picture(), gateway=gateway)
    driver.type_custom_size(1001, 777)
    assert (driver.find("width_box").value(), driver.find("height_box").value()) == (1008, 784)
    send_edit(driver, gateway)
    assert gateway.fields()[-1]["size"] == "1008x784"
    for size, word in (((3840, 3840), "too large"), ((3840, 160), "long and narrow")):
        driver.type_custom_size(*size)
        assert word in driver.field_note("size_box")
        driver.type_prompt(f"illegal {size}")
        driver.press_submit()
        assert word in driver.field_note("size_box")
        assert len(driver.jobs) == 1
    driver.type_custom_size(2160, 3840)
    send_edit(driver, gateway, "the largest")
    assert gateway.fields()[-1]["size"] == "2160x3840"
    assert gateway.complete_posts == 2


def test_the_size_follows_image_1(
    studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture
) -> None:
    driver = studio(make_picture(size=(1600, 900)), gateway=gateway)
    width, height = map(int, driver.find("size_box").currentData().split("x"))
    assert (width % 16, height % 16) == (0, 0)
    assert abs(width / height - 16 / 9) < 0.02
    driver.trigger("remove_source")
    assert driver.offered("size_box") == ["1024x1024", "1536x1024", "1024x1536"]
    assert "Generate" in driver.find("submit_button").text()


# The mask


def read_mask(part: Part, size: tuple[int, int]) -> NDArray[Any]:
    """Where a mask as sent selects, after all that the contract says of it."""
    assert (part.name, part.media_type) == ("mask", "image/png")
    assert part.file_name
    assert part.content.startswith(b"\x89PNG")
    assert len(part.content) < 4_000_000
    mask = decode(part.content)
    assert (mask.format, mask.mode, mask.size) == ("PNG", "RGBA", size)
    pixels = np.asarray(mask)
    assert set(np.unique(pixels[..., 3])) <= {0, 255}
    assert (pixels[..., :3] == pixels[0, 0, :3]).all()
    selected: NDArray[Any] = np.equal(pixels[..., 3], 0)
    return selected


def test_the_mask_as_sent_is_the_selection_as_shown(
    studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture
) -> None:
    size = (301, 203)
    driver = studio(make_picture(size=size), make_picture("2.png"), gateway=gateway)
    assert [part.name for part in send_edit(driver, gateway, "no mask")] == ["image[]"] * 2
    driver.trigger("zoom_actual")
    driver.type_number("brush_size_box", 41)
    driver.type_number("brush_hardness_box", 30)
    driver.paint((30, 40), (150, 90), (220, 150))
    driver.type_number("brush_size_box", 20)
    driver.trigger("eraser")
    driver.paint((150, 60), (150, 120))
    shown = read_selected(driver, size)
    assert 0 < shown.sum() < shown.size
    files = send_edit(driver, gateway, "with a mask")
    assert [part.name for part in files] == ["image[]", "image[]", "mask"]
    assert np.array_equal(read_mask(files[2], size), shown)


def test_a_mask_of_nothing_or_of_everything_is_not_sent(
    studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture
) -> None:
    driver = studio(make_picture(), gateway=gateway)
    driver.trigger("fill_mask")
    assert [part.name for part in send_edit(driver, gateway, "all")] == ["image"]
    driver.trigger("clear_mask")
    assert [part.name for part in send_edit(driver, gateway, "none")] == ["image"]
    driver.paint((100, 100), (120, 100))
    driver.trigger("invert_mask")
    assert [part.name for part in send_edit(driver, gateway, "most")] == ["image", "mask"]


def test_the_mask_belongs_to_image_1_whichever_is_shown(
    studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture
) -> None:
    driver = studio(make_picture("1.png", (320, 240)), make_picture("2.png", (200, 160)), gateway=gateway)
    driver.select_row("sources_list", 1)
    driver.wait_for_picture()
    driver.paint((60, 60), (120, 60))
    assert [part.name for part in send_edit(driver, gateway, "masked second")] == ["image[]"] * 2
    driver.trigger("move_source_earlier")
    files = send_edit(driver, gateway, "masked first")
    assert read_mask(files[2], (200, 160))[60, 90]
    assert [decode(part.content).size for part in files[:2]] == [(200, 160), (320, 240)]


_RED_IN_TURN = ("upper left", "upper right", "lower right", "lower left")
RED_AT = dict(enumerate(_RED_IN_TURN * 2, 1))
"""Where the stored upper left corner is in the upright picture. Source: EXIF 2.32, tag 0x0112."""


def write_photograph(path: Path, orientation: int) -> Path:
    """160 × 96 pixels as stored, white, with a red upper left corner; tells where it was taken."""
    stored = Image.new("RGB", (160, 96), (250, 250, 250))
    stored.paste((200, 0, 0), (0, 0, 40, 24))
    stored.save(path, exif=build_exif(orientation), quality=95, comment=GPS_CANARY)
    assert GPS_CANARY in path.read_bytes()
    return path


def find_red_corners(picture: Image.Image) -> list[str]:
    width, height = picture.size
    columns, rows = {"left": 5, "right": width - 6}, {"upper": 5, "lower": height - 6}
    green = np.asarray(picture.convert("RGB"))[..., 1]
    return [
        f"{row} {column}" for row in rows for column in columns if green[rows[row], columns[column]] < 128
    ]


def test_photographs_are_sent_upright_and_without_their_place(
    studio: OpenStudio, gateway: StubGateway, tmp_path: Path
) -> None:
    paths = [write_photograph(tmp_path / f"{number}.jpg", number) for number in RED_AT]
    driver = studio(*paths, gateway=gateway)
    sent = [decode(part.content) for part in send_edit(driver, gateway)]
    assert [picture.size for picture in sent] == [(160, 96)] * 4 + [(96, 160)] * 4
    assert [find_red_corners(picture) for picture in sent] == [[corner] for corner in RED_AT.values()]
    assert [picture.getexif().get(0x0112, 1) for picture in sent] == [1] * 8
    assert GPS_CANARY not in gateway.requests[0].body
    assert "Where it was taken is not sent" in read_tooltip(driver)


def test_the_mask_of_a_turned_photograph_fits_it_as_sent(
    studio: OpenStudio, gateway: StubGateway, tmp_path: Path
) -> None:
    driver = studio(write_photograph(tmp_path / "turned.jpg", 6), gateway=gateway)
    driver.type_number("brush_size_box", 16)
    driver.paint((85, 10), (90, 14))
    image, mask = send_edit(driver, gateway)
    assert find_red_corners(decode(image.content)) == ["upper right"]
    selected = read_mask(mask, (96, 160))
    assert selected[12, 88]
    assert not selected[40:, :].any()
    assert not selected[:, :60].any()


def test_a_job_uses_the_bytes_as_they_were_when_they_were_opened(
    studio: OpenStudio, gateway: StubGateway, make_picture: MakePicture
) -> None:
    path = make_picture(size=(64, 48))
    before = np.asarray(Image.open(path))
    driver = studio(path, gateway=gateway)
    path.unlink()
    (part,) = send_edit(driver, gateway, "deleted")
    assert np.array_equal(np.asarray(decode(part.content)), before)
    make_picture(size=(640, 480))
    (part,) = send_edit(driver, gateway, "replaced")
    assert np.array_equal(np.asarray(decode(part.content)), before)


def test_a_file_over_the_limit_is_sent_smaller(
    studio: OpenStudio, gateway: StubGateway, tmp_path: Path
) -> None:
    path = tmp_path / "large.png"
    gradient = Image.linear_gradient("L").resize((2900, 2900)).convert("RGB")
    gradient.save(path, compress_level=0)
    assert path.stat().st_size > LIMIT_BYTES
    driver = studio(path, gateway=gateway)
    driver.paint((1000, 1000), (1400, 1400))
    image, mask = send_edit(driver, gateway)
    assert len(image.content) < LIMIT_BYTES
    sent = decode(image.content)
    assert read_mask(mask, sent.size).any()
    tooltip = read_tooltip(driver)
    assert "too large to send" in tooltip
    wait_until(lambda: driver.jobs[0].startswith("Done"), "the job is done")
