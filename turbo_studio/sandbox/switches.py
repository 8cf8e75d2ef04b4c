"""Switches that make the sandbox misbehave: what they are, how they are read, what holds now."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DELAY_MAX_S = 3_600.0
_TIMES_MAX = 1_000_000


class Fault(StrEnum):
    """What comes instead of a good answer."""

    UNAUTHORIZED = "401"
    RATE_LIMITED = "429"
    SERVER_ERROR = "500"
    HTML_502 = "html502"
    CUT = "cut"
    """The right Content-Length, but the connection ends half-way."""
    WRONG_SIZE = "wrong_size"
    EMPTY = "empty"
    """A 200 without an entry in ``data``."""
    NO_PICTURE = "no_picture"
    """A 200 whose picture is text."""


@dataclass(frozen=True, slots=True)
class Switches:
    """How requests are answered. ``times`` counts the faults left; None is without end."""

    delay_s: float = 0.0
    fault: Fault | None = None
    times: int | None = None
    drift: bool = False


class SwitchError(ValueError):
    """A switch that cannot be set; the message names the switch and what it takes."""


def _parse_delay(value: Any) -> float:
    try:
        delay_s = float(value)
    except (TypeError, ValueError):
        delay_s = math.nan
    if isinstance(value, bool) or not 0 <= delay_s <= _DELAY_MAX_S:
        raise SwitchError(f"delay takes seconds from 0 to {_DELAY_MAX_S:.0f}, not {value!r}")
    return delay_s


def _parse_fault(value: Any) -> Fault | None:
    if value is None or value == "none":
        return None
    try:
        return Fault(str(value))
    except ValueError:
        raise SwitchError(f"fail takes {', '.join(Fault)} or none, not {value!r}") from None


def _parse_times(value: Any) -> int | None:
    if value is None:
        return None
    text = "" if isinstance(value, bool) else str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= _TIMES_MAX):
        raise SwitchError(f"times takes a whole number from 1 to {_TIMES_MAX}, not {value!r}")
    return int(text)


def _parse_drift(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("on", "off"):
        raise SwitchError(f"drift takes on or off, not {value!r}")
    return bool(value == "on")


_PARSERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "delay": ("delay_s", _parse_delay),
    "fail": ("fault", _parse_fault),
    "times": ("times", _parse_times),
    "drift": ("drift", _parse_drift),
}


def parse_switches(values: Mapping[str, Any], base: Switches | None = None) -> Switches:
    """``base`` with the named switches changed; values are text or JSON. SwitchError says what is wrong."""
    fields = {}
    for name, value in values.items():
        if name not in _PARSERS:
            raise SwitchError(f"unknown switch {name!r}; there are {', '.join(_PARSERS)}")
        field, parse = _PARSERS[name]
        fields[field] = parse(value)
    switches = replace(base or Switches(), **fields)
    if switches.times is not None and switches.fault is None:
        raise SwitchError("times counts faults: it needs fail")
    return switches


def parse_switch_line(line: str, base: Switches) -> Switches:
    """Read ``delay=2,fail=429`` for one request, which is why ``times`` has no place in it."""
    values: dict[str, str] = {}
    for word in filter(None, (word.strip() for word in line.split(","))):
        name, equals, value = word.partition("=")
        if not equals or name in values:
            raise SwitchError(f"switches are written name=value, each once, not {word!r}")
        values[name] = value
    if "times" in values:
        raise SwitchError("times does not belong to a single request")
    return parse_switches(values, replace(base, times=None))


def format_switches(switches: Switches) -> dict[str, Any]:
    """As JSON, in the form that ``parse_switches`` reads."""
    return {name: getattr(switches, field) for name, (field, _) in _PARSERS.items()}


class SwitchBoard:
    """The switches that hold now, shared by the threads that answer."""

    def __init__(self, switches: Switches | None = None) -> None:
        self._lock = Lock()
        self._switches = switches or Switches()

    @property
    def switches(self) -> Switches:
        with self._lock:
            return self._switches

    def replace(self, switches: Switches) -> None:
        with self._lock:
            self._switches = switches

    def take(self) -> Switches:
        """The switches for one request; uses up one fault where they are counted."""
        with self._lock:
            taken = self._switches
            if taken.times is not None:
                left = taken.times - 1
                self._switches = replace(taken, times=left or None, fault=taken.fault if left else None)
            return taken
