"""The record of a result: everything known about it, as one JSON file that people can read.

Records are the truth that the index is built from. They are read as untrusted text: a gallery may come
from anywhere. What has the wrong shape is refused as a whole; members that this version does not know
are left alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from turbo_studio.core.geometry import parse_size
from turbo_studio.core.marks import NO_MARKS, STARS_MAX, Flag, Label, Marks
from turbo_studio.core.profile import Quality
from turbo_studio.core.result import Provenance, Result, ResultId, Upload, Usage
from turbo_studio.gallery import disk
from turbo_studio.gallery.names import is_digest, is_picture_path, is_result_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbo_studio.core.geometry import Size
    from turbo_studio.gallery.layout import Layout

FORMAT = "turbo-studio-record"
VERSION = 1
RECORD_BYTES_MAX = 4_000_000
"""No record of ours comes near: a prompt takes 384 kB at the most, and what an answer adds is bounded."""
_ANSWER_CHARACTERS_MAX = 1_000_000
_QUALITY_CHARACTERS_MAX = 32
_COUNT_MAX = 2**53
SEQUENCE_MAX = _COUNT_MAX
"""A forged record may claim it; those that come after then share it."""
_parse_size = lru_cache(maxsize=1_000)(parse_size)
# A third of what the types themselves take to find a member.
_QUALITIES: dict[str, Quality] = {each.value: each for each in Quality}
_LABELS: dict[str, Label] = {each.value: each for each in Label}
_FLAGS: dict[str, Flag] = {each.value: each for each in Flag}
_USAGE_FIELDS = tuple(Usage.__dataclass_fields__)


class RecordError(ValueError):
    """A text is no record that this version can read."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The file of a result: its path within the gallery and what was seen of its bytes."""

    path: str
    digest: str
    size_bytes: int
    media_type: str
    size: Size | None = None
    """As decoded; None before the strict judge has seen it, and where it is no good picture."""


@dataclass(frozen=True, slots=True)
class Record:
    """One result. ``sequence`` rises with each result, so that a clock set back reorders nothing."""

    id: str
    sequence: int
    picture: Picture
    answer_index: int
    """The place of the picture within its answer, from 0."""
    provenance: Provenance
    usage: Usage | None
    request_ids: tuple[str, ...]
    answer: Mapping[str, Any]
    """The answer's other members as they came."""
    marks: Marks = NO_MARKS


def load_record(result_id: str, layout: Layout) -> tuple[Record, str]:
    """The record of that id and its text. OSError; RecordError where it is none, or of another result."""
    content = disk.read_small(layout.record(result_id), RECORD_BYTES_MAX)
    if content is None or not content.isascii():
        raise RecordError("too large, or not in ASCII")
    text = content.decode("ascii")
    record = decode_record(text, layout)
    if record.id != result_id:
        raise RecordError("under the name of another")
    return record, text


def encode_record(record: Record) -> str:
    provenance = record.provenance
    document = {
        "format": FORMAT,
        "version": VERSION,
        "id": record.id,
        "sequence": record.sequence,
        "picture": _encode_picture(record.picture),
        "job": provenance.job_id,
        "answer_index": record.answer_index,
        "request": {
            "model": provenance.model,
            "prompt": provenance.prompt,
            "size": str(provenance.size),
            "quality": provenance.quality.value,
        },
        "uploads": [_encode_upload(upload) for upload in provenance.uploads],
        "source_names": list(provenance.source_names),
        "source_digests": list(provenance.source_digests),
        "mask": None if provenance.mask is None else _encode_upload(provenance.mask),
        "gateway": provenance.gateway,
        "started_at": provenance.started_at.isoformat(),
        "finished_at": provenance.finished_at.isoformat(),
        "attempts": [dict(attempt) for attempt in provenance.attempts],
        "usage": None if record.usage is None else _encode_usage(record.usage),
        "dollars": provenance.dollars,
        "request_ids": list(record.request_ids),
        "answer": _bound_answer(record.answer),
        "marks": _encode_marks(record.marks),
    }
    return _encode_json(document)


def decode_record(text: str, layout: Layout) -> Record:
    """RecordError for anything but a whole record; uploads are found in this gallery's input store."""
    try:
        document = _decode_json(text)
        if document["format"] != FORMAT or document["version"] != VERSION:
            raise RecordError("of another format or version")
        return _decode_document(document, layout)
    except RecordError:
        raise
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        # The type alone: this ends in the log, and the text may hold a piece of the record.
        raise RecordError(type(error).__name__) from None


def change_picture(text: str, media_type: str, size: Size) -> str:
    """A good record with what the strict judge found; members that are not known here stay."""
    document = _decode_json(text)
    document["picture"] |= {"media_type": media_type, "size": str(size)}
    return _encode_json(document)


def change_marks(text: str, marks: Marks) -> str:
    """A good record with other marks; members that are not known here stay."""
    document = _decode_json(text)
    old = document.get("marks")
    document["marks"] = (old if isinstance(old, dict) else {}) | _encode_marks(marks)
    return _encode_json(document)


def build_result(record: Record, layout: Layout, place: int | None = None) -> Result:
    """``place`` is that of its row, where it is not the record's own sequence."""
    thumbnail = layout.thumbnail(record.id)
    path = layout.picture(record.picture.path)
    return Result(
        id=ResultId(record.id),
        path=path,
        thumbnail=thumbnail if disk.is_file(thumbnail) else None,
        media_type=record.picture.media_type,
        size=record.picture.size,
        digest=record.picture.digest,
        created_at=record.provenance.finished_at,
        provenance=record.provenance,
        usage=record.usage,
        request_ids=record.request_ids,
        marks=record.marks,
        sequence=record.sequence if place is None else place,
        size_bytes=record.picture.size_bytes,
        answered_quality=_read_quality(record.answer),
        is_missing=not disk.is_file(path),
    )


def _read_quality(answer: Mapping[str, Any]) -> str:
    quality = answer.get("quality")
    return quality[:_QUALITY_CHARACTERS_MAX] if isinstance(quality, str) else ""


def _encode_json(document: Mapping[str, Any]) -> str:
    """In ASCII, so that even half a surrogate pair in an answer can be written and read again."""
    return json.dumps(document, indent=1, default=str)


def _decode_json(text: str) -> dict[str, Any]:
    document = json.loads(text)
    if not isinstance(document, dict):
        raise RecordError("no JSON object")
    return document


def _bound_answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The members, or a note in their place: what a gateway adds must not keep a picture from being saved."""
    try:
        if len(json.dumps(dict(answer), default=str)) <= _ANSWER_CHARACTERS_MAX:
            return dict(answer)
    except (ValueError, TypeError, RecursionError):
        pass
    return {"left_out": sorted(map(str, answer))[:100]}


def _encode_picture(picture: Picture) -> dict[str, Any]:
    return {
        "file": picture.path,
        "sha256": picture.digest,
        "size_bytes": picture.size_bytes,
        "media_type": picture.media_type,
        "size": None if picture.size is None else str(picture.size),
    }


def _encode_upload(upload: Upload) -> dict[str, Any]:
    return {
        "sha256": upload.digest,
        "media_type": upload.media_type,
        "size": str(upload.size),
        "size_bytes": upload.size_bytes,
    }


def _encode_usage(usage: Usage) -> dict[str, int | None]:
    return {name: getattr(usage, name) for name in _USAGE_FIELDS}


def _encode_marks(marks: Marks) -> dict[str, Any]:
    return {"stars": marks.stars, "label": marks.label.value, "flag": marks.flag.value}


def _decode_document(document: dict[str, Any], layout: Layout) -> Record:
    result_id = _text(document["id"])
    if not is_result_id(result_id):
        raise RecordError("no id")
    return Record(
        id=result_id,
        sequence=_count(document["sequence"]),
        picture=_decode_picture(document["picture"]),
        answer_index=_count(document["answer_index"]),
        provenance=_decode_provenance(document, layout),
        usage=None if document["usage"] is None else _decode_usage(document["usage"]),
        request_ids=_texts(document["request_ids"]),
        answer=_table(document["answer"]),
        marks=_decode_marks(document.get("marks")),
    )


def _decode_picture(value: Any) -> Picture:
    table = _table(value)
    path = _text(table["file"])
    if not is_picture_path(path):
        raise RecordError("a path out of the gallery")
    return Picture(
        path=path,
        digest=_digest(table["sha256"]),
        size_bytes=_count(table["size_bytes"]),
        media_type=_text(table["media_type"]),
        size=None if table["size"] is None else _parse_size(_text(table["size"])),
    )


def _decode_provenance(document: dict[str, Any], layout: Layout) -> Provenance:
    request = _table(document["request"])
    uploads, mask = document["uploads"], document["mask"]
    if not isinstance(uploads, list):
        raise RecordError("no list")
    return Provenance(
        job_id=_text(document["job"]),
        model=_text(request["model"]),
        prompt=_text(request["prompt"]),
        size=_parse_size(_text(request["size"])),
        quality=_QUALITIES[request["quality"]],
        uploads=tuple([_decode_upload(upload, layout) for upload in uploads]),
        source_names=_texts(document["source_names"]),
        mask=None if mask is None else _decode_upload(mask, layout),
        gateway=_text(document["gateway"]),
        started_at=_moment(document["started_at"]),
        finished_at=_moment(document["finished_at"]),
        attempts=tuple(map(_table, document.get("attempts", ()))),
        source_digests=tuple(map(_digest, _texts(document.get("source_digests", [])))),
        dollars=_dollars(document.get("dollars")),
    )


def _decode_upload(value: Any, layout: Layout) -> Upload:
    table = _table(value)
    digest = _digest(table["sha256"])
    return Upload(
        path=layout.input(digest),
        digest=digest,
        media_type=_text(table["media_type"]),
        size=_parse_size(_text(table["size"])),
        size_bytes=_count(table["size_bytes"]),
    )


def _decode_usage(value: Any) -> Usage:
    """Token counts are a courtesy of the gateway: nonsense means that they are not known."""
    table = _table(value)
    counts = map(table.get, _USAGE_FIELDS)
    return Usage(*[count if _is_count(count) else None for count in counts])


def _decode_marks(value: Any) -> Marks:
    """People may have written them by hand: nonsense means that there are none."""
    try:
        stars, label, flag = value["stars"], _LABELS[value["label"]], _FLAGS[value["flag"]]
    except (TypeError, KeyError):
        return NO_MARKS
    return Marks(stars, label, flag) if _is_count(stars) and stars <= STARS_MAX else NO_MARKS


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise RecordError("no text")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise RecordError("no list")
    return tuple(map(_text, value))


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RecordError("no JSON object")
    return value


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value <= _COUNT_MAX


def _count(value: Any) -> int:
    if not _is_count(value):
        raise RecordError("no count")
    return int(value)


def _dollars(value: Any) -> float | None:
    if value is None:
        return None
    if type(value) not in (int, float) or not 0 <= value <= _COUNT_MAX:
        raise RecordError("no sum of money")
    return float(value)


def _digest(value: Any) -> str:
    digest = _text(value)
    if not is_digest(digest):
        raise RecordError("no SHA-256")
    return digest


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise RecordError("a time without its zone")
    return moment
