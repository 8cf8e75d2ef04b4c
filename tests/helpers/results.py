"""A result as a value, without any file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from turbo_studio.core.geometry import Size
from turbo_studio.core.profile import Quality
from turbo_studio.core.result import Provenance, Result, ResultId

MOMENT = datetime(2026, 11, 20, 16, 12, 33, tzinfo=UTC)
RESULT = Result(
    id=ResultId("7f3a9c0d" * 4),
    path=Path("/gallery/2026/11/20261120-161233-a-cup-of-tea-7f3a9c.png"),
    thumbnail=None,
    media_type="image/png",
    size=Size(1536, 1024),
    digest="0" * 64,
    created_at=MOMENT,
    provenance=Provenance(
        job_id="job-1",
        model="gpt-image-2",
        prompt="A cup of tea",
        size=Size(1536, 1024),
        quality=Quality.HIGH,
        uploads=(),
        source_names=(),
        mask=None,
        gateway="sandbox",
        started_at=MOMENT - timedelta(seconds=58),
        finished_at=MOMENT,
    ),
    usage=None,
)
