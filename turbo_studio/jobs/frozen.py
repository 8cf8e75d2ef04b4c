"""A frozen job: all that is needed to send it, and to record what comes back, as its folder holds it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from turbo_studio.core.fingerprint import build_fingerprint
from turbo_studio.core.geometry import parse_size
from turbo_studio.core.job import JobId, JobSummary
from turbo_studio.core.ports import Call
from turbo_studio.core.price import Estimate, Prices
from turbo_studio.core.profile import Quality
from turbo_studio.core.request import EditRequest, GenerationRequest
from turbo_studio.core.result import Upload

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbo_studio.core.geometry import Size

    FindInput = Callable[[str], Path]

_FORMAT = "turbo-studio-job"
_VERSION = 1


class Target(NamedTuple):
    """Where a job goes, settled when it is queued: a sandbox job never goes to a gateway that costs."""

    base_url: str
    """Empty for the sandbox, which has another address at each start."""

    @property
    def is_sandbox(self) -> bool:
        return not self.base_url


@dataclass(frozen=True, slots=True)
class FrozenJob:
    """Complete: nobody reads the window, the settings, the mask or a source's file again."""

    summary: JobSummary
    model: str
    size: Size
    quality: Quality
    uploads: tuple[Upload, ...]
    mask: Upload | None
    notes: tuple[str, ...]
    """Values of ``Note``: what was done to the sources."""
    prices: Prices
    target: Target
    order: float
    """Its place in the queue at first: the lowest goes first."""
    source_digests: tuple[str, ...] = ()
    """SHA-256 of each source as it was opened; empty in folders of earlier versions."""

    @property
    def id(self) -> JobId:
        return self.summary.id

    @property
    def fingerprint(self) -> str:
        digests = [upload.digest for upload in self.uploads]
        mask = None if self.mask is None else self.mask.digest
        return build_fingerprint(self.model, self.summary.prompt, self.size, self.quality, digests, mask)

    @property
    def input_digests(self) -> frozenset[str]:
        """Of its files in the gallery's store."""
        return frozenset(upload.digest for upload in (*self.uploads, self.mask) if upload is not None)

    def build_call(self) -> Call:
        prompt = self.summary.prompt
        if self.uploads:
            request = EditRequest(self.model, prompt, self.size, self.quality, (), None)
            return Call(self.id, request, self.uploads, self.mask)
        return Call(self.id, GenerationRequest(self.model, prompt, self.size, self.quality))


def encode_frozen(job: FrozenJob) -> bytes:
    """As JSON, its files by their digests; without a key."""
    summary = job.summary
    document = {
        "format": _FORMAT,
        "version": _VERSION,
        "job": job.id,
        "press": summary.press_id,
        "order": job.order,
        "variation": summary.variation,
        "variations": summary.variations,
        "created_at": summary.created_at.isoformat(),
        "base_url": job.target.base_url,
        "model": job.model,
        "prompt": summary.prompt,
        "size": str(job.size),
        "quality": job.quality.value,
        "source_names": list(summary.source_names),
        "source_digests": list(job.source_digests),
        "uploads": [_encode_upload(upload) for upload in job.uploads],
        "mask": None if job.mask is None else _encode_upload(job.mask),
        "notes": list(job.notes),
        "estimate": summary.estimate._asdict(),
        "prices": job.prices._asdict(),
        "fingerprint": job.fingerprint,
    }
    # In ASCII: a source's name may hold half a surrogate pair, which no encoder takes.
    return json.dumps(document, indent=1).encode("ascii")


def decode_frozen(content: bytes, find_input: FindInput) -> FrozenJob:
    """ValueError for anything but a whole job of this format: it may have been damaged."""
    try:
        document = json.loads(content)
        if (document["format"], document["version"]) != (_FORMAT, _VERSION):
            raise ValueError("of another format or version")
        return _decode_document(document, find_input)
    except (TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(type(error).__name__) from None


def _decode_document(document: dict[str, Any], find_input: FindInput) -> FrozenJob:
    size, quality = parse_size(document["size"]), Quality(document["quality"])
    mask = document["mask"]
    job = FrozenJob(
        summary=_decode_summary(document, size, quality),
        model=_text(document["model"]),
        size=size,
        quality=quality,
        uploads=tuple(_decode_upload(upload, find_input) for upload in _list(document["uploads"])),
        mask=None if mask is None else _decode_upload(mask, find_input),
        notes=tuple(str(note) for note in _list(document["notes"])),
        prices=Prices(**{name: float(price) for name, price in document["prices"].items()}),
        target=Target(str(document["base_url"])),
        order=float(document["order"]),
        source_digests=tuple(str(digest) for digest in _list(document.get("source_digests", []))),
    )
    if job.fingerprint != document["fingerprint"]:
        raise ValueError("not the request that was written")
    return job


def _decode_summary(document: dict[str, Any], size: Size, quality: Quality) -> JobSummary:
    created_at = datetime.fromisoformat(document["created_at"])
    if created_at.tzinfo is None:
        raise ValueError("a time without its zone")
    return JobSummary(
        id=JobId(str(document["job"])),
        prompt=_text(document["prompt"]),
        size=size,
        quality=quality,
        source_names=tuple(str(name) for name in _list(document["source_names"])),
        has_mask=document["mask"] is not None,
        created_at=created_at,
        estimate=Estimate(**document["estimate"]),
        variation=int(document["variation"]),
        variations=int(document["variations"]),
        press_id=str(document["press"]),
    )


def _text(value: Any) -> str:
    """What is no text would be read as one: a missing prompt as the word None."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _list(value: Any) -> list[Any]:
    """A text would be taken apart into its letters."""
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


def _encode_upload(upload: Upload) -> dict[str, Any]:
    return {
        "sha256": upload.digest,
        "media_type": upload.media_type,
        "size": str(upload.size),
        "size_bytes": upload.size_bytes,
    }


def _decode_upload(table: dict[str, Any], find_input: FindInput) -> Upload:
    digest = str(table["sha256"])
    return Upload(
        path=find_input(digest),
        digest=digest,
        media_type=str(table["media_type"]),
        size=parse_size(str(table["size"])),
        size_bytes=int(table["size_bytes"]),
    )
