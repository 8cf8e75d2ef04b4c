"""The program in a process of its own, with one press made; it stays until somebody ends it.

``python -m tests.faults.window_press HOME URL``.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING
from unittest.mock import patch

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from tests.helpers.stub_gateway import CANARY_KEY
from turbo_studio import app

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.app import Options
    from turbo_studio.ui.window import MainWindow


def main(home: str, url: str) -> int:
    os.environ["TURBO_API_KEY"] = CANARY_KEY
    with patch.object(app, "_open_window", partial(open_and_press, app._open_window)):
        return app.run(app.parse_arguments(["--home", home, "--gateway", url]))


def open_and_press(open_window: Callable[[Options], MainWindow], options: Options) -> MainWindow:
    window = open_window(options)
    prompt, button = (
        window.findChild(QPlainTextEdit, "prompt_edit"),
        window.findChild(QPushButton, "submit_button"),
    )
    assert prompt is not None
    assert button is not None
    prompt.setPlainText("a cup of tea")
    QTimer.singleShot(500, button.click)
    return window


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
