"""Thumbnails: read once, on threads that end, and the last that was asked for first."""

import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from tests.helpers.fake_engine import write_png
from turbo_studio.core.geometry import Size
from turbo_studio.ui import thumbnails
from turbo_studio.ui.thumbnails import ThumbnailLoader


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
    assert (pixmap.width(), pixmap.height()) == (256, 128)
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


@pytest.fixture
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two would overtake each other now and then."""
    monkeypatch.setattr(thumbnails, "_THREADS", 1)


def test_the_newest_wish_comes_first_and_old_ones_are_given_up(
    qtbot: QtBot, tmp_path: Path, one_thread: None
) -> None:
    loader = ThumbnailLoader()
    paths = [str(tmp_path / f"{number}.png") for number in range(200)]
    order: list[str] = []
    loader.loaded.connect(order.append)
    for path in paths:
        loader.find(path)
    qtbot.waitUntil(lambda: paths[-1] in order)
    assert order.index(paths[-1]) == 1  # after the one that had begun
    qtbot.waitUntil(lambda: len(order) >= 121)
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


def test_a_list_of_wishes_replaces_the_one_before(qtbot: QtBot, tmp_path: Path, one_thread: None) -> None:
    loader = ThumbnailLoader()
    paths = [str(tmp_path / f"{number}.png") for number in range(60)]
    order: list[str] = []
    loader.loaded.connect(order.append)
    loader.want(paths[:30])
    loader.want(paths[30:])
    qtbot.waitUntil(lambda: set(paths[30:]) <= set(order))
    assert set(order) <= {*paths[:2], *paths[30:]}
    assert [path for path in order if path in paths[30:]] == paths[30:]
    loader.stop()


def test_another_box_is_read_for_and_the_old_picture_is_shown_until_then(
    qtbot: QtBot, tmp_path: Path
) -> None:
    loader = ThumbnailLoader(box=QSize(64, 64))
    path = str(write_png(tmp_path / "a.png", Size(200, 100)))
    with qtbot.waitSignal(loader.loaded):
        loader.want([path])
    loader.set_box(QSize(64, 64), 2.0)
    with qtbot.waitSignal(loader.loaded):
        loader.want([path])
        pixmap = loader.look_up(path)
        assert pixmap is not None
        assert pixmap.width() == 64
    pixmap = loader.look_up(path)
    assert pixmap is not None
    assert pixmap.width() == 128
    assert pixmap.devicePixelRatio() == 2.0
    loader.stop()


def test_a_box_can_be_covered(qtbot: QtBot, tmp_path: Path) -> None:
    loader = ThumbnailLoader(box=QSize(60, 60), covers=True)
    path = str(write_png(tmp_path / "a.png", Size(200, 100)))
    with qtbot.waitSignal(loader.loaded):
        loader.want([path])
    pixmap = loader.look_up(path)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (120, 60)
    loader.stop()


def test_what_was_unreadable_is_tried_again_when_told_to(qtbot: QtBot, tmp_path: Path) -> None:
    loader = ThumbnailLoader()
    path = str(tmp_path / "a.png")
    with qtbot.waitSignal(loader.unreadable):
        loader.want([path])
    write_png(Path(path), Size(20, 10))
    with qtbot.assertNotEmitted(loader.loaded, wait=50):
        loader.want([path])
    loader.try_again(path)
    with qtbot.waitSignal(loader.loaded):
        loader.want([path])
    assert loader.look_up(path) is not None
    loader.stop()


@pytest.fixture
def stuck_file(tmp_path: Path) -> Iterator[Path]:
    """A file that nobody can read to its end, as on a disk that does not answer; it ends with the test."""
    if sys.platform == "win32":
        pytest.skip("its pipes have other names")
    path = tmp_path / "stuck.png"
    os.mkfifo(path)
    yield path
    path.rename(tmp_path / "found.png")  # before those who wait are let go on: they look once more
    os.close(os.open(tmp_path / "found.png", os.O_RDWR | os.O_NONBLOCK))


def test_nobody_waits_for_a_disk_that_does_not_answer(qtbot: QtBot, tmp_path: Path, stuck_file: Path) -> None:
    loader = ThumbnailLoader()
    path = str(write_png(tmp_path / "a.png", Size(64, 64)))
    with qtbot.waitSignal(loader.loaded) as told:
        loader.want([str(stuck_file), path])
    assert told.args == [path]
    loader.stop()
    with qtbot.waitSignal(loader.loaded) as told:
        loader.want([path])
    assert told.args == [path]
    loader.stop()


@pytest.mark.parametrize("end", [ThumbnailLoader.stop, shiboken6.delete, lambda loader: None])
def test_a_list_may_go_while_its_pictures_are_read(
    qtbot: QtBot, tmp_path: Path, end: Callable[[ThumbnailLoader], None]
) -> None:
    """No thread ever destroys it, and nobody is told of what comes after its end."""
    path = str(write_png(tmp_path / "a.png", Size(640, 640)))
    ended_on: list[threading.Thread] = []
    for _ in range(50):
        loader = ThumbnailLoader()
        weakref.finalize(loader, lambda: ended_on.append(threading.current_thread()))
        loader.want([path, f"{path}.missing"])
        end(loader)
        del loader
    qtbot.waitUntil(lambda: len(ended_on) == 50)
    assert set(ended_on) == {threading.main_thread()}
