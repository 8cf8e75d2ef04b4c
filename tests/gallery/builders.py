"""Answers and provenances as jobs bring them, and a look at what lies in a gallery's folder."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from turbo_studio.core.geometry import Size
from turbo_studio.core.profile import Quality
from turbo_studio.core.result import Answer, Provenance, Upload, Usage
from turbo_studio.gallery import schema

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.gallery.gallery import DiskGallery

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
STARTED = datetime(2026, 11, 20, 15, 12, 3, 500_000, tzinfo=UTC)
PROMPT = "A cute baby sea otter, floating on its back"


def build_picture(seed: str, size_bytes: int = 3_000, head: bytes = PNG_HEAD) -> bytes:
    """Bytes that begin like a picture; the gallery never looks further."""
    body = hashlib.shake_128(seed.encode()).digest(size_bytes)
    return head + body[len(head) :]


def build_provenance(job_id: str = "job-1", prompt: str = PROMPT, **changes: Any) -> Provenance:
    values: dict[str, Any] = {
        "job_id": job_id,
        "model": "gpt-image-2",
        "prompt": prompt,
        "size": Size(1536, 1024),
        "quality": Quality.MEDIUM,
        "uploads": (),
        "source_names": (),
        "mask": None,
        "gateway": "https://gateway.theturbo.ai:443",
        "started_at": STARTED,
        "finished_at": STARTED + timedelta(seconds=30),
    }
    return Provenance(**(values | changes))


def build_answer(folder: Path, *pictures: bytes, **changes: Any) -> Answer:
    """The pictures as files in ``folder``."""
    paths = []
    for index, picture in enumerate(pictures):
        path = folder / f"picture-{index}"
        path.write_bytes(picture)
        paths.append(path)
    values: dict[str, Any] = {
        "usage": Usage(12, 0, 12, 1_584, 1_596),
        "request_ids": ("req_1", "ray-2"),
        "raw": {"created": 1_589_478_378, "new member": {"kept": [1, None, "猫"]}},
    }
    return Answer(pictures=tuple(paths), **(values | changes))


def build_upload(folder: Path, content: bytes) -> Upload:
    digest = hashlib.sha256(content).hexdigest()
    path = folder / f"upload-{zlib.crc32(content):08x}"
    path.write_bytes(content)
    return Upload(path, digest, "image/png", Size(64, 48), len(content))


def add_one(gallery: DiskGallery, folder: Path, job_id: str, prompt: str = PROMPT, **changes: Any) -> str:
    """Add one picture of its own; its result's id."""
    answer = build_answer(folder, build_picture(job_id))
    (result,) = gallery.add(answer, build_provenance(job_id, prompt, **changes))
    return result.id


def build_old_index(private: Path) -> None:
    """Put an index of version 1 in the place of the gallery's own."""
    (private / "index.sqlite").unlink()
    with closing(sqlite3.connect(private / "index.sqlite")) as connection:
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        for statement in schema._MIGRATIONS[0]:
            connection.execute(statement)
        for path in (private / "records").glob("*.json"):
            text = path.read_text("ascii")
            row = (path.stem, json.loads(text)["sequence"], "", text)
            connection.execute("INSERT INTO results VALUES (?, ?, ?, ?)", row)
        connection.execute("PRAGMA user_version = 1")
        connection.commit()


def find_pictures(folder: Path) -> list[Path]:
    """Every file that a person sees in the gallery's folder."""
    return sorted(
        path
        for path in folder.rglob("*")
        if ".studio" not in path.relative_to(folder).parts and path.is_file()
    )
