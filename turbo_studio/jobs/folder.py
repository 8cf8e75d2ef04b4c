"""What a job leaves in its folder before it is sent, so that a crash can be explained.

The folder holds the request here, and the raw answer once one comes; it goes when the results are
recorded. States across a crash are the journal's, which is built on this place.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from turbo_studio.core.problems import ProblemCode, StorageError

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.job import Job
    from turbo_studio.core.result import Upload

REQUEST_NAME = "request.json"


def save_request(folder: Path, job: Job, uploads: tuple[Upload, ...], mask: Upload | None) -> None:
    """Write the request durably; StorageError, and then nothing may be sent."""
    request = job.request
    description = {
        "job": job.id,
        "variation": job.variation,
        "variations": job.variations,
        "model": request.model,
        "prompt": request.prompt,
        "size": str(request.size),
        "quality": request.quality.value,
        "uploads": [_describe_upload(upload) for upload in uploads],
        "mask": None if mask is None else _describe_upload(mask),
    }
    text = json.dumps(description, ensure_ascii=False, indent=1)
    try:
        with (folder / REQUEST_NAME).open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(ProblemCode.STORAGE_FAILED, reason=error.strerror or "") from error


def _describe_upload(upload: Upload) -> dict[str, Any]:
    return {"sha256": upload.digest, "media_type": upload.media_type, "size": str(upload.size)}
