"""A frozen job comes out of its folder as it went in, and anything else is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.geometry import Size
from turbo_studio.core.job import JobId, JobSummary
from turbo_studio.core.journal import JournalState
from turbo_studio.core.price import Estimate, Prices
from turbo_studio.core.problems import Charged, Problem, ProblemCode
from turbo_studio.core.profile import Quality
from turbo_studio.core.request import EditRequest, GenerationRequest
from turbo_studio.core.result import Upload
from turbo_studio.jobs.entries import Entry, decode_entry, encode_entry
from turbo_studio.jobs.frozen import FrozenJob, Target, decode_frozen, encode_frozen

TEXTS = st.text(st.characters(), max_size=20)  # half surrogate pairs included
SIZES = st.builds(Size, st.integers(1, 4_000), st.integers(1, 4_000))
DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8))])
MOMENTS = st.builds(datetime.fromtimestamp, st.integers(0, 7_000_000_000), ZONES)


def find_input(digest: str) -> Path:
    return Path("inputs", digest)


UPLOADS = st.builds(
    lambda digest, media_type, size, size_bytes: Upload(
        find_input(digest), digest, media_type, size, size_bytes
    ),
    DIGESTS,
    st.sampled_from(["image/png", "image/jpeg"]),
    SIZES,
    st.integers(1, 10**8),
)


@st.composite
def build_frozen(draw: st.DrawFn) -> FrozenJob:
    size, quality, mask = draw(SIZES), draw(st.sampled_from(Quality)), draw(st.none() | UPLOADS)
    prices = st.floats(0, 1e4)
    return FrozenJob(
        summary=JobSummary(
            id=JobId(draw(st.text("abc123", min_size=1))),
            prompt=draw(TEXTS),
            size=size,
            quality=quality,
            source_names=tuple(draw(st.lists(TEXTS, max_size=3))),
            has_mask=mask is not None,
            created_at=draw(MOMENTS),
            estimate=Estimate(draw(st.integers(0, 10**9)), draw(st.none() | st.floats(0, 1e6))),
            variation=draw(st.integers(1, 9)),
            variations=draw(st.integers(1, 9)),
            press_id=draw(st.text("abc123")),
        ),
        model="gpt-image-2",
        size=size,
        quality=quality,
        uploads=tuple(draw(st.lists(UPLOADS, max_size=3))),
        mask=mask,
        notes=tuple(draw(st.lists(st.sampled_from(["turned_upright"]), max_size=2))),
        prices=Prices(draw(prices), draw(prices), draw(prices)),
        target=Target(draw(st.sampled_from(["", "https://gateway.example/v1"]))),
        order=draw(st.floats(-1e9, 1e9)),
        source_digests=tuple(draw(st.lists(DIGESTS, max_size=3))),
    )


FROZEN = build_frozen()


@given(FROZEN)
def test_a_job_comes_back_as_it_was(job: FrozenJob) -> None:
    assert decode_frozen(encode_frozen(job), find_input) == job


@given(FROZEN)
def test_what_it_sends_is_an_edit_exactly_if_there_are_files(job: FrozenJob) -> None:
    call = job.build_call()
    assert isinstance(call.request, EditRequest if job.uploads else GenerationRequest)
    assert (call.request.prompt, call.request.size, call.request.quality) == (
        job.summary.prompt,
        job.size,
        job.quality,
    )
    assert call.images == job.uploads


@given(FROZEN)
def test_a_folder_of_an_earlier_version_tells_no_digests_of_sources(job: FrozenJob) -> None:
    document = json.loads(encode_frozen(job))
    del document["source_digests"]
    assert decode_frozen(json.dumps(document).encode(), find_input) == replace(job, source_digests=())


@given(FROZEN, st.data())
def test_a_changed_request_is_refused_and_never_sent(job: FrozenJob, data: st.DataObject) -> None:
    document = json.loads(encode_frozen(job))
    name = data.draw(st.sampled_from(["prompt", "size", "quality", "uploads", "mask", "model"]))
    document[name] = data.draw(st.none() | st.integers() | st.text("ab") | st.just([]) | st.just({}))
    content = json.dumps(document).encode()
    if json.loads(encode_frozen(job))[name] != document[name]:
        with pytest.raises(ValueError):  # noqa: PT011 - whatever its words
            decode_frozen(content, find_input)


ENTRIES = st.builds(
    Entry,
    state=st.sampled_from(JournalState),
    attempt=st.integers(0, 9),
    charged=st.sampled_from(Charged),
    problem=st.none()
    | st.builds(
        Problem,
        st.sampled_from(ProblemCode),
        st.dictionaries(st.text("ab"), st.text() | st.integers() | st.floats(0, 9)),
        TEXTS,
    ),
    request_ids=st.lists(TEXTS, max_size=2).map(tuple),
    evidence=st.none() | st.just({"stage": "sent", "status": None, "request_ids": ["r"]}),
    order=st.none() | st.floats(-1e9, 1e9),
    at=MOMENTS,
)


@given(ENTRIES)
def test_an_entry_comes_back_as_it_was(entry: Entry) -> None:
    assert decode_entry(encode_entry(entry)) == entry


@given(
    st.binary(max_size=50)
    | st.recursive(st.none() | st.text(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_nonsense_is_refused_as_nonsense(content: bytes) -> None:
    for decode in (decode_entry, lambda given: decode_frozen(given, find_input)):
        with pytest.raises(ValueError):  # noqa: PT011 - whatever its words
            decode(content)


@given(ENTRIES, FROZEN, st.data())
def test_a_torn_file_is_refused(entry: Entry, job: FrozenJob, data: st.DataObject) -> None:
    decoders: list[tuple[bytes, Any]] = [
        (encode_entry(entry), decode_entry),
        (encode_frozen(job), lambda given: decode_frozen(given, find_input)),
    ]
    for content, decode in decoders:
        kept = data.draw(st.integers(0, len(content) - 1))
        with pytest.raises(ValueError):  # noqa: PT011 - whatever its words
            decode(content[:kept])
