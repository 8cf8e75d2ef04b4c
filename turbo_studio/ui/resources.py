"""Where the icons, translations and licences lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource_path(name: str) -> Path:
    """The path of one resource, such as ``icons/brush.svg``; whether it exists is not looked at."""
    return _resources_folder() / name


@cache
def _resources_folder() -> Path:
    """A wheel carries the folder inside the package, where a checkout has none."""
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"
