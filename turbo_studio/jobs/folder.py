"""The request as a job's folder holds it before anything is sent, so that a crash can be explained.

The folder holds the request here, and the raw answer once one comes; it goes when the results are
recorded. States across a crash are the journal's, which is built on this place.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from turbo_studio.core.job import Job
    from turbo_studio.core.result import Upload

REQUEST_NAME = "request.json"


def encode_request(job: Job, uploads: tuple[Upload, ...], mask: Upload | None) -> bytes:
    """The request as JSON, its files by their digests; without where it goes, and with which key."""
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
    return json.dumps(description, ensure_ascii=False, indent=1).encode("utf-8")


def _describe_upload(upload: Upload) -> dict[str, Any]:
    return {"sha256": upload.digest, "media_type": upload.media_type, "size": str(upload.size)}
