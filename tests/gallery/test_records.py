"""Records: the round trip, and text that is none."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gallery.builders import build_provenance
from turbo_studio.core.geometry import Size
from turbo_studio.core.profile import Quality
from turbo_studio.core.result import Provenance, Upload, Usage
from turbo_studio.gallery.layout import Layout
from turbo_studio.gallery.records import (
    RECORD_BYTES_MAX,
    Picture,
    Record,
    RecordError,
    change_picture,
    decode_record,
    encode_record,
)

LAYOUT = Layout(Path("/gallery"))
DIGEST = "ab" * 32
PATH = "2026/11/20261120-161233-sea-otter-7f3a9c.png"

sizes = st.builds(Size, st.integers(1, 999_999), st.integers(1, 999_999))
counts = st.integers(0, 2**53)
digests = st.integers(0, 2**256 - 1).map("{:064x}".format)
moments = st.datetimes(timezones=st.just(UTC) | st.just(timezone(timedelta(hours=5, minutes=45))))
texts = st.text(st.characters(exclude_categories=()))
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
uploads = st.builds(
    lambda digest, media_type, size, size_bytes: Upload(
        LAYOUT.input(digest), digest, media_type, size, size_bytes
    ),
    digests,
    texts,
    sizes,
    counts,
)
records = st.builds(
    Record,
    id=st.integers(0, 2**128 - 1).map("{:032x}".format),
    sequence=counts,
    picture=st.builds(Picture, st.just(PATH), digests, counts, texts, st.none() | sizes),
    answer_index=st.integers(0, 99),
    provenance=st.builds(
        Provenance,
        job_id=texts,
        model=texts,
        prompt=texts,
        size=sizes,
        quality=st.sampled_from(Quality),
        uploads=st.lists(uploads, max_size=3).map(tuple),
        source_names=st.lists(texts, max_size=3).map(tuple),
        mask=st.none() | uploads,
        gateway=texts,
        started_at=moments,
        finished_at=moments,
        source_digests=st.lists(digests, max_size=3).map(tuple),
        dollars=st.none() | st.floats(0, 1e6),
    ),
    usage=st.none() | st.builds(Usage, *[st.none() | counts] * 5),
    request_ids=st.lists(texts, max_size=3).map(tuple),
    answer=st.dictionaries(texts, values, max_size=3),
)


def build_record(**changes: Any) -> Record:
    values: dict[str, Any] = {
        "id": "0" * 32,
        "sequence": 7,
        "picture": Picture(PATH, DIGEST, 3_000, "image/png", Size(1536, 1024)),
        "answer_index": 0,
        "provenance": build_provenance(),
        "usage": Usage(1, 2, 3, 4, 10),
        "request_ids": ("req_1",),
        "answer": {"created": 1},
    }
    return Record(**(values | changes))


@settings(deadline=None)
@given(records)
def test_round_trip(record: Record) -> None:
    assert decode_record(encode_record(record), LAYOUT) == record


def test_record_can_be_read_by_people() -> None:
    upload = Upload(LAYOUT.input(DIGEST), DIGEST, "image/webp", Size(64, 48), 99)
    provenance = build_provenance(uploads=(upload,), source_names=("猫.png",), mask=upload)
    document = json.loads(encode_record(build_record(provenance=provenance)))
    assert document["format"] == "turbo-studio-record"
    assert document["version"] == 1
    assert document["picture"] == {
        "file": PATH,
        "sha256": DIGEST,
        "size_bytes": 3_000,
        "media_type": "image/png",
        "size": "1536x1024",
    }
    assert document["request"] == {
        "model": "gpt-image-2",
        "prompt": provenance.prompt,
        "size": "1536x1024",
        "quality": "medium",
    }
    assert document["uploads"] == [document["mask"]]
    assert document["mask"] == {
        "sha256": DIGEST,
        "media_type": "image/webp",
        "size": "64x48",
        "size_bytes": 99,
    }
    assert document["source_names"] == ["猫.png"]
    assert document["answer"] == {"created": 1}


def change(path: str, value: Any) -> str:
    """A good record's text with one member changed, or removed where the value is ``...``."""
    document = json.loads(
        encode_record(
            build_record(
                provenance=build_provenance(
                    uploads=(Upload(LAYOUT.input(DIGEST), DIGEST, "image/png", Size(1, 1), 1),)
                )
            )
        )
    )
    *parents, last = path.split(".")
    table = document
    for parent in parents:
        table = table[int(parent)] if parent.isdigit() else table[parent]
    if value is ...:
        del table[last]
    else:
        table[last] = value
    return json.dumps(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", "another"),
        ("format", ...),
        ("version", 2),
        ("version", "1"),
        ("id", "../../../../etc/passwd"),
        ("id", 7),
        ("sequence", -1),
        ("sequence", 1.5),
        ("sequence", True),
        ("sequence", 10**30),
        ("picture", None),
        ("picture.file", "../../../etc/passwd"),
        ("picture.file", "/etc/passwd"),
        ("picture.file", ["2026"]),
        ("picture.sha256", "../" * 21 + "x"),
        ("picture.sha256", ...),
        ("picture.size", "0x0"),
        ("picture.size", [1, 2]),
        ("picture.size_bytes", "3"),
        ("request", []),
        ("request.prompt", None),
        ("request.quality", "best"),
        ("request.quality", []),
        ("request.size", "auto"),
        ("uploads", {}),
        ("uploads", ["x"]),
        ("uploads.0.sha256", "../../x"),
        ("mask", 1),
        ("source_names", [1]),
        ("source_digests", None),
        ("source_digests", "ab" * 32),
        ("source_digests", ["../../x"]),
        ("source_digests", [7]),
        ("dollars", "0.1"),
        ("dollars", True),
        ("dollars", -0.1),
        ("dollars", float("nan")),
        ("dollars", float("inf")),
        ("dollars", [0.1]),
        ("started_at", "yesterday"),
        ("started_at", "2026-11-20T16:12:33"),
        ("finished_at", 1e300),
        ("usage", []),
        ("request_ids", "req"),
        ("answer", []),
        ("answer_index", None),
    ],
)
def test_wrong_member_spoils_the_record(path: str, value: Any) -> None:
    with pytest.raises(RecordError):
        decode_record(change(path, value), LAYOUT)


@pytest.mark.parametrize("path", ["source_digests", "dollars"])
def test_a_record_of_an_earlier_version_does_without(path: str) -> None:
    provenance = decode_record(change(path, ...), LAYOUT).provenance
    assert (provenance.source_digests, provenance.dollars) == ((), None)


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "{", "[" * 100_000, "9" * 5_000, '"x"'])
def test_text_that_is_no_record(text: str) -> None:
    with pytest.raises(RecordError):
        decode_record(text, LAYOUT)


@settings(deadline=None)
@given(values)
def test_any_json_is_refused(value: Any) -> None:
    with pytest.raises(RecordError):
        decode_record(json.dumps(value), LAYOUT)


@pytest.mark.parametrize("count", ["12", -1, 1.5, True, [1], 10**30])
def test_nonsense_in_the_usage_means_not_known(count: Any) -> None:
    usage = decode_record(change("usage.input_tokens", count), LAYOUT).usage
    assert usage == Usage(None, 2, 3, 4, 10)


def test_usage_that_was_handed_in_wrong_does_not_spoil_the_record() -> None:
    record = build_record(usage=Usage(input_tokens=10**30, total_tokens=5))
    assert decode_record(encode_record(record), LAYOUT).usage == Usage(total_tokens=5)


def build_nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "answer", [{"long": "x" * 2_000_000}, {"nested": build_nested(50_000)}], ids=["long", "nested"]
)
def test_answer_that_cannot_be_kept_does_not_spoil_the_record(answer: dict[str, Any]) -> None:
    text = encode_record(build_record(answer=answer))
    assert len(text) < RECORD_BYTES_MAX
    assert decode_record(text, LAYOUT).answer == {"left_out": list(answer)}


def test_largest_record_can_be_read_again() -> None:
    provenance = build_provenance(prompt="🦦" * 32_000)
    record = build_record(provenance=provenance, answer={"long": "x" * 900_000})
    text = encode_record(record)
    assert len(text) < RECORD_BYTES_MAX
    assert decode_record(text, LAYOUT) == record


def test_unknown_members_survive_a_change() -> None:
    text = change_picture(change("future", {"kept": True}), "image/webp", Size(20, 10))
    assert json.loads(text)["future"] == {"kept": True}
    picture = decode_record(text, LAYOUT).picture
    assert picture == Picture(PATH, DIGEST, 3_000, "image/webp", Size(20, 10))


def test_times_keep_their_zone() -> None:
    moment = datetime(2026, 11, 20, 16, 12, 33, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    record = build_record(provenance=build_provenance(finished_at=moment))
    finished_at = decode_record(encode_record(record), LAYOUT).provenance.finished_at
    assert finished_at.isoformat() == moment.isoformat()
