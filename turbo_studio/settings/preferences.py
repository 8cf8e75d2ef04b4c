"""What the user chose, in a TOML file that people may edit and that other versions may have written.

Each value is judged on its own: one that is no good falls back to its default and the rest stay. Keys
that this version does not know are kept when the file is written.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from turbo_studio.core.brush import (
    SIZE_MAX_PX,
    SIZE_MIN_PX,
    SPACING,
    SPACING_MAX,
    SPACING_MIN,
    STRING_MAX_UNITS,
)
from turbo_studio.core.mask_look import FEATHER_MAX_PX, MaskLook
from turbo_studio.core.network import Network, ProxyMode
from turbo_studio.core.price import Prices
from turbo_studio.core.profile import Quality

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DEFAULT_BASE_URL = "https://gateway.theturbo.ai/v1"
_FILE_BYTES_MAX = 1_000_000
_PRICE_MAX = 10_000.0
DAILY_CAP_MAX_DOLLARS = 10_000.0
_LINE_CHARACTERS_MAX = 4_096
OVERLAY_OPACITY_MIN = 0.1
"""Fainter, a mask would be there without being seen."""


class Theme(StrEnum):
    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Surround(StrEnum):
    """The grey around the picture: the theme's own, or one of four that stays."""

    THEME = "theme"
    BLACK = "black"
    DARK = "dark"
    MIDDLE = "middle"
    LIGHT = "light"


class Preferences(NamedTuple):
    language: str = ""
    """A code like ``en`` or ``zh_CN``; empty follows the system."""
    theme: Theme = Theme.SYSTEM
    base_url: str = DEFAULT_BASE_URL
    prices: Prices = Prices()
    daily_cap_dollars: float = 20.0
    """What one day's jobs may cost, counted by tokens and ``prices``; 0 for no cap."""
    deadline_s: float = 600.0
    """For one request from its first byte to the last byte of its answer."""
    proxy: ProxyMode = ProxyMode.NONE
    proxy_url: str = ""
    proxy_user: str = ""
    ca_file: str = ""
    """A file of PEM certificates to trust besides the system's; empty for none."""
    concurrency: int = 3
    """Requests under way at once."""
    quality: Quality = Quality.HIGH
    """The one used last."""
    brush_size_px: int = 80
    brush_hardness: float = 0.8
    brush_spacing: float = SPACING
    brush_string: int = 0
    """Of the stabiliser, in units of the screen."""
    pressure_sizes: bool = False
    pressure_hardens: bool = False
    surround: Surround = Surround.THEME
    overlay_colour: str = "#ff2d55"
    """Of the mask on the canvas, as ``#rrggbb``."""
    overlay_opacity: float = 0.5
    mask_look: MaskLook = MaskLook.TINT
    marks_outside: bool = False
    """Whether the canvas marks what stays, instead of what will change."""
    feather_preview: bool = False
    """Whether the canvas shows the mask's edge as softly as ``feather_px`` would blend it."""
    feather_px: int = 12
    pixel_grid: bool = True
    """Lines between the pixels of a picture that is much enlarged."""
    export_folder: str = ""
    """Where results were exported to last, and how; empty for never."""
    export_template: str = ""
    export_preset: str = ""
    export_format: str = ""
    export_quality: int = 90

    @property
    def network(self) -> Network:
        return Network(self.proxy, self.proxy_url, self.proxy_user, self.ca_file, self.deadline_s)


def _choice(kind: type[StrEnum]) -> Callable[[Any], StrEnum]:
    return kind


def _pattern(pattern: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            raise ValueError(pattern)
        return value

    return read


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        # bool is an int to Python; NaN is not between anything.
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise ValueError((low, high))
        return float(value)

    return read


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError((low, high))
        return value

    return read


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _address(value: Any) -> str:
    from turbo_studio.settings.origins import parse_base_url  # late, for the start-up

    if not isinstance(value, str):
        raise ValueError(value)
    return parse_base_url(value)


def _proxy_address(value: Any) -> str:
    from turbo_studio.settings.proxies import parse_proxy_url  # late, for the start-up

    if not isinstance(value, str):
        raise ValueError(value)
    return parse_proxy_url(value) if value else ""


def _line(value: Any) -> str:
    """Any short text that can be seen."""
    if not isinstance(value, str) or len(value) > _LINE_CHARACTERS_MAX or not value.isprintable():
        raise ValueError(value)
    return value


def _prices(value: Any) -> Prices:
    read = _number(0.0, _PRICE_MAX)
    return Prices(**{name: read(value[name]) for name in Prices._fields if name in value})


_READERS: dict[str, Callable[[Any], Any]] = {
    "language": _pattern(r"|[a-z]{2,3}(?:[_-][A-Za-z]{2,4})?"),
    "theme": _choice(Theme),
    "base_url": _address,
    "prices": _prices,
    "daily_cap_dollars": _number(0.0, DAILY_CAP_MAX_DOLLARS),
    "deadline_s": _number(10.0, 3_600.0),
    "proxy": _choice(ProxyMode),
    "proxy_url": _proxy_address,
    "proxy_user": _line,
    "ca_file": _line,
    "concurrency": _whole(1, 16),
    "quality": _choice(Quality),
    "brush_size_px": _whole(SIZE_MIN_PX, SIZE_MAX_PX),
    "brush_hardness": _number(0.0, 1.0),
    "brush_spacing": _number(SPACING_MIN, SPACING_MAX),
    "brush_string": _whole(0, STRING_MAX_UNITS),
    "pressure_sizes": _switch,
    "pressure_hardens": _switch,
    "surround": _choice(Surround),
    "overlay_colour": _pattern(r"#[0-9a-fA-F]{6}"),
    "overlay_opacity": _number(OVERLAY_OPACITY_MIN, 1.0),
    "mask_look": _choice(MaskLook),
    "marks_outside": _switch,
    "feather_preview": _switch,
    "feather_px": _whole(0, FEATHER_MAX_PX),
    "pixel_grid": _switch,
    "export_folder": _line,
    "export_template": _line,
    "export_preset": _pattern(r"[a-z_]*"),
    "export_format": _pattern(r"[a-z_]*"),
    "export_quality": _whole(1, 100),
}


class PreferencesFile:
    """The file, and what was in it that this version does not know."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rejected: tuple[str, ...] = ()
        """After ``load``: the keys whose values were no good, or ``("",)`` for the file as a whole."""
        self._table: dict[str, Any] = {}

    @property
    def damaged_path(self) -> Path:
        """Where a file with anything rejected is kept, for the next save would lose it."""
        return self.path.with_name(f"{self.path.stem}.damaged{self.path.suffix}")

    def load(self) -> Preferences:
        """What the file says, and defaults for the rest; never raises for what the file holds."""
        self._table, self.rejected = {}, ()
        content = self._load_bytes()
        if content is None:
            return Preferences()
        try:
            self._table = _decode_toml(content)
        except (ValueError, RecursionError):
            self.rejected = ("",)
        values = self._read_values()
        if self.rejected:
            from turbo_studio.core.problems import StorageError  # late, for the start-up

            # Best effort: a folder that cannot be written must not keep the program from starting.
            with suppress(StorageError):
                write_whole(self.damaged_path, content)
        return Preferences(**values)

    def save(self, preferences: Preferences) -> None:
        """Replace the file at once or not at all. StorageError."""
        known = {name: _plain(getattr(preferences, name)) for name in _READERS}
        known["prices"] = {**_as_table(self._table.get("prices")), **known["prices"]}
        self._table = {**self._table, **known}
        try:
            content = _encode_toml(self._table)
        except RecursionError:  # something unknown that could be read but is nested too deep to be written
            self._table = known
            content = _encode_toml(known)
        write_whole(self.path, content)

    def _load_bytes(self) -> bytes | None:
        try:
            if not self.path.is_file():
                return None
            with self.path.open("rb") as file:
                content = file.read(_FILE_BYTES_MAX + 1)
        except OSError:
            self.rejected = ("",)
            return None
        return content

    def _read_values(self) -> dict[str, Any]:
        from turbo_studio.core.problems import StudioError  # late, for the start-up

        values = {}
        for name, read in _READERS.items():
            if name not in self._table:
                continue
            try:
                values[name] = read(self._table[name])
            except (ValueError, TypeError, StudioError):
                self.rejected += (name,)
        return values


def _decode_toml(content: bytes) -> dict[str, Any]:
    # Imported here: without a file there is nothing to read, and most starts of a test have none.
    import tomllib

    if len(content) > _FILE_BYTES_MAX:
        raise ValueError("too large for a file of preferences")
    return tomllib.loads(content.decode("utf-8"))


def _encode_toml(table: dict[str, Any]) -> bytes:
    import tomli_w

    return tomli_w.dumps(table).encode()


def _plain(value: Any) -> Any:
    """As TOML takes it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Prices):
        return value._asdict()
    return value


def _as_table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def write_whole(path: Path, content: bytes) -> None:
    """A new file, flushed, under the old one's name: readers meet the old content or the new.

    StorageError.
    """
    with _as_storage_errors(path.parent):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with open(temporary, "wb", opener=_open_private) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def _as_storage_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        from turbo_studio.core.problems import build_storage_error  # late, for the start-up

        raise build_storage_error(error, folder) from error
