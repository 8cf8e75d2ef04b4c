"""Where things lie, with and without --home."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from turbo_studio.settings.places import Places, find_places


def test_home_holds_everything(tmp_path: Path) -> None:
    places = find_places(tmp_path)
    assert all(folder.parent == tmp_path for folder in places)
    assert len(set(places)) == len(places)
    assert places.preferences_file.is_relative_to(tmp_path)


def test_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_places(Path("here")).gallery == tmp_path / "here" / "gallery"


def test_nothing_is_made_by_asking(tmp_path: Path) -> None:
    find_places(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_home_needs_no_platformdirs() -> None:
    program = (
        "import sys, pathlib\n"
        "from turbo_studio.settings.places import find_places\n"
        "find_places(pathlib.Path('x'))\n"
        "sys.exit('platformdirs' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of this test are those of XDG")
def test_gallery_lies_among_the_users_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_PICTURES_DIR", str(tmp_path / "Bilder"))
    assert find_places() == Places(
        config=tmp_path / ".config" / "turbo-studio",
        gallery=tmp_path / "Bilder" / "Turbo Studio",
        logs=tmp_path / ".local" / "state" / "turbo-studio" / "log",
        scratch=tmp_path / ".cache" / "turbo-studio" / "scratch",
        spool=tmp_path / ".local" / "share" / "turbo-studio" / "spool",
    )
