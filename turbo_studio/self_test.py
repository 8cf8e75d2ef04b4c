"""The self-test: the main job, done once by mouse and keyboard in the real window against the sandbox."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget

from turbo_studio.app import start
from turbo_studio.core.job import JobState
from turbo_studio.ui.canvas.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.app import Options
    from turbo_studio.core.result import Result
    from turbo_studio.ui.window import MainWindow

Found = TypeVar("Found", bound=QWidget)

LIMIT_S = 120.0
_GENERATION_PROMPT = "A cup of tea on a wooden table, morning light"
_EDIT_PROMPT = "Put a slice of lemon into the cup"


class SelfTestError(Exception):
    """A step did not come out as it should."""


def run_self_test(options: Options) -> int:
    """Run each step, print one line for it, and return 0 where all went well, else 1."""
    folder = options.self_test
    if folder is None or folder == Path():
        folder = Path(tempfile.mkdtemp(prefix="turbo-studio-self-test-"))
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    argv = ["--home", str(folder / "home"), "--self-test", str(folder)]
    window = start([*argv, "--lang", options.language] if options.language else argv)
    steps = _Steps(window, folder)
    try:
        steps.run()
    except SelfTestError as error:
        print(f"failed: {error}", flush=True)
        return 1
    finally:
        window.grab().save(str(folder / "window.png"))
        window.close()
    print(f"passed: the pictures and a screenshot are in {folder}", flush=True)
    return 0


class _Steps:
    def __init__(self, window: MainWindow, folder: Path) -> None:
        self._window = window
        self._folder = folder

    def run(self) -> None:
        _wait_until(lambda: self._window.session.connection is not None, "the program did not start")
        connection = self._window.session.connection
        _check(connection is not None and connection.is_sandbox, "the self-test must not leave the sandbox")
        _tell("the window is open")
        generated = self._submit(_GENERATION_PROMPT)
        self._keep(generated, "generation")
        self._open_as_source(generated.path)
        self._paint()
        edited = self._submit(_EDIT_PROMPT)
        _check(edited.provenance.mask is not None, "the edit was sent without its mask")
        self._keep(edited, "edit")

    def _submit(self, prompt: str) -> Result:
        session = self._window.session
        field = self._find(QPlainTextEdit, "prompt_edit")
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, prompt)
        before = set(session.job_list.jobs)
        QTest.mouseClick(self._find(QPushButton, "submit_button"), Qt.MouseButton.LeftButton)
        jobs = [job_id for job_id in session.job_list.jobs if job_id not in before]
        _check(len(jobs) == 1, "a press of the button did not make one job")
        _wait_until(lambda: session.job_list.jobs[jobs[0]].state.is_final, "the job did not end")
        view = session.job_list.jobs[jobs[0]]
        _check(view.state is JobState.DONE and len(view.results) == 1, f"the job ended as {view.state}")
        return view.results[0]

    def _keep(self, result: Result, name: str) -> None:
        _check(result.path.is_file(), "the result is not on the disk")
        _check(result.size == result.provenance.size, "the result has another size than was asked for")
        target = self._folder / f"{name}{result.path.suffix}"
        shutil.copyfile(result.path, target)
        _tell(f"{name}: saved {result.provenance.size} as {target.name}")

    def _open_as_source(self, path: Path) -> None:
        session = self._window.session
        session.open_files([path])
        _wait_until(lambda: session.painter.can_paint, "the picture did not open as a source")
        _tell("the picture is on the canvas")

    def _paint(self) -> None:
        session, canvas = self._window.session, self._find(Canvas, "canvas")
        source = session.painter.shown_source
        if source is None:
            raise SelfTestError("no source is shown")
        width, height = source.size
        ends = (QPointF(width * 0.4, height * 0.45), QPointF(width * 0.6, height * 0.55))
        start_at, end_at = (canvas.map_from_image(end).toPoint() for end in ends)
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start_at)
        QTest.mouseMove(canvas, end_at)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end_at)
        _check(0 < session.sent_mask_share < 1, "the brush left no mask")
        _tell(f"painted a mask over {session.sent_mask_share:.1%} of the picture")

    def _find(self, kind: type[Found], name: str) -> Found:
        widget = self._window.findChild(kind, name)
        if widget is None:
            raise SelfTestError(f"the window has no {name}")
        return widget


def _wait_until(condition: Callable[[], bool], failure: str) -> None:
    """Let the window work until the condition holds; SelfTestError after the limit."""
    end_s = time.monotonic() + LIMIT_S
    while not condition():
        _check(time.monotonic() < end_s, failure)
        QApplication.processEvents()
        time.sleep(0.01)  # and not QTest.qWait, which does not let other threads of Python run


def _check(condition: bool, failure: str) -> None:
    if not condition:
        raise SelfTestError(failure)


def _tell(step: str) -> None:
    print(f"ok: {step}", flush=True)
