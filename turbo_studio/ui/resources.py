"""Where the icons, translations and licences lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_INSIDE = _PACKAGE / "resources"
_FOLDER = _INSIDE if _INSIDE.is_dir() else _PACKAGE.parent / "resources"
"""A wheel carries the folder inside the package, where a checkout has none."""


def resource_path(name: str) -> Path:
    """The path of one resource, such as ``icons/brush.svg``; whether it exists is not looked at."""
    return _FOLDER / name
