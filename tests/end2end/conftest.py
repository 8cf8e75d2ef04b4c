"""Windows and gateways for the end-to-end tests; each window is closed, and must leave nothing running."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.helpers.driver import Driver
from tests.helpers.process_state import list_children
from tests.helpers.stub_gateway import CANARY_KEY, StubGateway

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class OpenStudio(Protocol):
    """Opens a window on the test's home; ``gateway`` is the stub, or else the sandbox answers."""

    def __call__(self, *images: Path, gateway: StubGateway | None = None, language: str = "en") -> Driver: ...


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def gateway() -> Iterator[StubGateway]:
    with StubGateway() as server:
        yield server


@pytest.fixture
def studio(qapp: object, home: Path) -> Iterator[OpenStudio]:
    drivers: list[Driver] = []

    def open_studio(*images: Path, gateway: StubGateway | None = None, language: str = "en") -> Driver:
        url, key = (gateway.base_url, CANARY_KEY) if gateway is not None else ("", "")
        drivers.append(Driver.start(home, *images, gateway=url, key=key, language=language))
        return drivers[-1]

    yield open_studio
    for driver in drivers:
        driver.close()
    os.environ.pop("TURBO_API_KEY", None)
    assert list_children() == []


@pytest.fixture
def make_picture(tmp_path: Path) -> Callable[..., Path]:
    """Writes a picture that differs at every place; the suffix of its name tells the format."""

    def make(name: str = "picture.png", size: tuple[int, int] = (320, 240), shade: int = 96) -> Path:
        from PIL import Image

        path = tmp_path / name
        red = Image.linear_gradient("L").rotate(90).resize(size)
        green = Image.linear_gradient("L").resize(size)
        Image.merge("RGB", (red, green, Image.new("L", size, shade))).save(path)
        return path

    return make
