"""A gallery and a job's folder beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from turbo_studio.gallery.gallery import DiskGallery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def job_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "job"
    folder.mkdir()
    return folder


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[DiskGallery]:
    gallery = DiskGallery(tmp_path / "gallery")
    yield gallery
    gallery.close()
