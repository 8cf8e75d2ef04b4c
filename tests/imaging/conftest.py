"""What the tests of pictures share: a folder to write into, and files made of bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

KeepBytes = Callable[[bytes], Path]


@pytest.fixture
def keep_bytes(tmp_path: Path) -> KeepBytes:
    """Writes bytes into a new file and returns its path."""

    def keep(content: bytes) -> Path:
        path = tmp_path / f"picture-{len(list(tmp_path.iterdir()))}"
        path.write_bytes(content)
        return path

    return keep
