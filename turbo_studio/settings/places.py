"""Where the program keeps things: under the system's usual folders, or all under one ``--home``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_PROGRAM = "turbo-studio"
_GALLERY_NAME = "Turbo Studio"
"""As a person meets it in the file manager, among the other pictures."""


class Places(NamedTuple):
    """Absolute folders, none of which need exist yet."""

    config: Path
    gallery: Path
    """Results, in the user's pictures folder: they are the user's files, not the program's."""
    logs: Path
    scratch: Path
    """Sources of the open document and decoded pixels; nothing there is missed when it is gone."""
    spool: Path
    """Paid answers that the gallery's disk did not take, until it does."""

    @property
    def preferences_file(self) -> Path:
        return self.config / "preferences.toml"

    @property
    def known_gallery_file(self) -> Path:
        return self.config / "gallery-id"


def find_places(home: Path | None = None) -> Places:
    """Everything under ``home`` where one is given, else where this system's programs keep such things."""
    if home is None:
        return _find_system_places()
    root = home.expanduser().absolute()
    return Places(root / "config", root / "gallery", root / "logs", root / "scratch", root / "spool")


def _find_system_places() -> Places:
    # Imported here: a start with --home, and every test, goes without it.
    from platformdirs import PlatformDirs

    folders = PlatformDirs(_PROGRAM, appauthor=False)
    return Places(
        config=folders.user_config_path.absolute(),
        gallery=folders.user_pictures_path.absolute() / _GALLERY_NAME,
        logs=folders.user_log_path.absolute(),
        scratch=folders.user_cache_path.absolute() / "scratch",
        spool=folders.user_data_path.absolute() / "spool",
    )
