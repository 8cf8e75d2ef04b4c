"""Exports as the window asks for them: one at a time, and each end told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.fake_engine import build_session
from tests.helpers.results import RESULT
from turbo_studio.core.exporting import ExportOptions, ExportOrder, ExportReport
from turbo_studio.core.facts import ExportCollided, ExportEnded, ExportProgressed

ORDER = ExportOrder((RESULT,), "{name}", ExportOptions(), Path("/out"))


def test_one_order_at_a_time_until_its_end_is_told(qapp: object) -> None:
    session, bridge, engine = build_session()
    told: list[object] = []
    bridge.export_progressed.connect(lambda *values: told.append(values))
    bridge.export_collided.connect(told.append)
    bridge.export_ended.connect(told.append)
    session.exporter.export(ORDER)
    with pytest.raises(RuntimeError):
        session.exporter.export(ORDER)
    session.exporter.cancel()
    session.receive(ExportProgressed(0, 1))
    running = [session.exporter.is_running]
    session.receive(ExportCollided(("a.png",)))
    running.append(session.exporter.is_running)
    session.exporter.cancel()  # of nothing
    session.exporter.export(ORDER)
    report = ExportReport(Path("/out"))
    session.receive(ExportEnded(report))
    running.append(session.exporter.is_running)
    assert running == [True, False, False]
    assert told == [(0, 1), ("a.png",), report]
    assert engine.calls_of("export") == [(ORDER,), (ORDER,)]
    assert engine.calls_of("cancel_export") == [()]
