"""What every test of the window leaves behind: nothing on the clipboard.

Qt's off-screen platform crashes at the end of the process, after all tests have passed, while anything
is on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()
