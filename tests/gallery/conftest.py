"""A gallery and a job's folder beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from turbo_studio.gallery.gallery import DiskGallery


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
