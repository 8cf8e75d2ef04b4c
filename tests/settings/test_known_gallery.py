"""What is remembered of the gallery of the last time."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from turbo_studio.settings.known_gallery import KnownGallery

if TYPE_CHECKING:
    from pathlib import Path

ID = "0123456789abcdef" * 2


def test_it_is_kept_privately_and_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "config" / "gallery-id"
    known = KnownGallery(path)
    assert known.load() == ""
    known.save(ID)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert KnownGallery(path).load() == ID
    known.forget()
    known.forget()
    assert KnownGallery(path).load() == ""


@pytest.mark.parametrize("content", [b"", b"../x", b"\xff\xfe", ID[:-1].encode(), ID.upper().encode()])
def test_nonsense_stands_for_nothing(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "gallery-id"
    path.write_bytes(content)
    assert KnownGallery(path).load() == ""


def test_what_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file in the place of the folder")
    known = KnownGallery(tmp_path / "config" / "gallery-id")
    known.save(ID)
    known.forget()
    assert known.load() == ""
