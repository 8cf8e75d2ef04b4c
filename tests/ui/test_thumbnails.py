"""Thumbnails: read once, on threads that end, and the last that was asked for first."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.helpers.fake_engine import write_png
from turbo_studio.core.geometry import Size
from turbo_studio.ui.thumbnails import SIDE_PX, ThumbnailLoader


def test_a_thumbnail_is_read_once_and_kept(qtbot: QtBot, tmp_path: Path) -> None:
    loader = ThumbnailLoader()
    path = str(write_png(tmp_path / "a.png", Size(128, 96)))
    with qtbot.waitSignal(loader.loaded) as told:
        assert loader.find(path) is None
    assert told.args == [path]
    pixmap = loader.find(path)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (128, 96)
    loader.stop()


def test_a_large_one_is_scaled_while_it_is_read(qtbot: QtBot, tmp_path: Path) -> None:
    loader = ThumbnailLoader()
    path = str(write_png(tmp_path / "a.png", Size(1024, 512)))
    with qtbot.waitSignal(loader.loaded):
        loader.find(path)
    pixmap = loader.find(path)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (SIDE_PX, SIDE_PX // 2)
    loader.stop()


def test_what_cannot_be_read_is_not_tried_again(qtbot: QtBot, tmp_path: Path) -> None:
    loader = ThumbnailLoader()
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    with qtbot.waitSignal(loader.loaded):
        loader.find(str(broken))
    assert loader.find(str(broken)) is None
    with qtbot.assertNotEmitted(loader.loaded, wait=100):
        loader.find(str(broken))
    loader.stop()


def test_the_newest_wish_comes_first_and_old_ones_are_given_up(qtbot: QtBot, tmp_path: Path) -> None:
    loader = ThumbnailLoader()
    paths = [str(tmp_path / f"{number}.png") for number in range(200)]
    order: list[str] = []
    loader.loaded.connect(order.append)
    for path in paths:
        loader.find(path)
    qtbot.waitUntil(lambda: paths[-1] in order)
    assert order.index(paths[-1]) <= 3  # after the two that had begun, and beside one more
    qtbot.waitUntil(lambda: len(order) >= 122)
    assert paths[10] not in order
    loader.stop()


def test_after_a_stop_it_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    loader = ThumbnailLoader()
    path = str(write_png(tmp_path / "a.png", Size(64, 64)))
    loader.find(path)
    loader.stop()
    with qtbot.waitSignal(loader.loaded):
        loader.find(path)
    qtbot.waitUntil(lambda: loader.find(path) is not None)
    loader.stop()
