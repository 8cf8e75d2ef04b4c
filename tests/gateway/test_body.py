"""What goes over the wire, read back by parsers that are not ours."""

from __future__ import annotations

import asyncio
import email.parser
import email.policy
import io
import json
import re
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.formparser import parse_form_data

from tests.gateway.calls import JPEG, PNG, WEBP, build_edit, build_generation, build_upload
from turbo_studio.core.ports import Sending
from turbo_studio.gateway.body import CHUNK_BYTES, CHUNK_BYTES_MAX, build_body, check_files, stream_body

if TYPE_CHECKING:
    from pathlib import Path

    from turbo_studio.core.ports import Call, Progress
    from turbo_studio.core.result import Upload
    from turbo_studio.gateway.body import Body


async def _collect(body: Body, events: list[Progress]) -> list[bytes]:
    return [chunk async for chunk in stream_body(body, events.append)]


def _read(body: Body) -> bytes:
    return b"".join(asyncio.run(_collect(body, [])))


def _parse_by_werkzeug(call: Call) -> tuple[dict[str, list[str]], list[tuple[str, str, str, bytes]]]:
    body = build_body(call)
    content = _read(body)
    environ = {
        "wsgi.input": io.BytesIO(content),
        "CONTENT_LENGTH": str(len(content)),
        "CONTENT_TYPE": body.content_type,
        "REQUEST_METHOD": "POST",
    }
    _, form, files = parse_form_data(environ)
    parts = [
        (name, file.filename or "", file.mimetype, file.read())
        for name, several in files.lists()
        for file in several
    ]
    for _name, several in files.lists():
        for file in several:
            file.close()
    return {name: list(values) for name, values in form.lists()}, parts


def _parse_by_email(call: Call) -> list[EmailMessage]:
    body = build_body(call)
    head = f"Content-Type: {body.content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode("ascii")
    message = email.parser.BytesParser(EmailMessage, policy=email.policy.HTTP).parsebytes(head + _read(body))
    return [part for part in message.iter_parts() if isinstance(part, EmailMessage)]


def test_a_generation_is_the_json_of_the_contract() -> None:
    body = build_body(build_generation("käse 🧀"))
    assert body.content_type == "application/json"
    assert json.loads(_read(body)) == {
        "model": "gpt-image-2",
        "prompt": "käse 🧀",
        "n": 1,
        "size": "1024x1536",
        "quality": "low",
    }


FIELDS = {
    "model": ["gpt-image-2"],
    "prompt": ["水獺 – otter\r\nline"],
    "n": ["1"],
    "size": ["2048x1024"],
    "quality": ["medium"],
}


def test_one_image_goes_as_the_field_image(tmp_path: Path) -> None:
    upload = build_upload(tmp_path, "../my secret name.png".replace("/", "_"), PNG)
    form, files = _parse_by_werkzeug(build_edit((upload,), prompt="水獺 – otter\r\nline"))
    assert form == FIELDS
    assert files == [("image", "image-01.png", "image/png", PNG)]


def test_several_images_repeat_one_field_in_order_and_the_mask_follows(tmp_path: Path) -> None:
    uploads = (
        build_upload(tmp_path, "a", PNG, "image/png"),
        build_upload(tmp_path, "b", JPEG, "image/jpeg"),
        build_upload(tmp_path, "c", WEBP, "image/webp"),
    )
    mask = build_upload(tmp_path, "m", PNG[::-1])
    form, files = _parse_by_werkzeug(build_edit(uploads, mask, prompt="水獺 – otter\r\nline"))
    assert form == FIELDS
    assert files == [
        ("image[]", "image-01.png", "image/png", PNG),
        ("image[]", "image-02.jpg", "image/jpeg", JPEG),
        ("image[]", "image-03.webp", "image/webp", WEBP),
        ("mask", "mask.png", "image/png", PNG[::-1]),
    ]


def test_a_second_parser_reads_the_same(tmp_path: Path) -> None:
    uploads = tuple(build_upload(tmp_path, str(n), PNG + bytes([n])) for n in range(16))
    parts = _parse_by_email(build_edit(uploads))
    assert len(parts) == 5 + 16
    assert [part.get_content_type() for part in parts[5:]] == ["image/png"] * 16
    assert [part.get_filename() for part in parts[5:]] == [f"image-{n:02}.png" for n in range(1, 17)]
    assert [part.get_payload(decode=True) for part in parts[5:]] == [PNG + bytes([n]) for n in range(16)]


@given(prompt=st.text(max_size=300), content=st.binary(max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_prompt_and_any_bytes_arrive(tmp_path: Path, prompt: str, content: bytes) -> None:
    form, files = _parse_by_werkzeug(build_edit((build_upload(tmp_path, "x", content),), prompt=prompt))
    assert form["prompt"] == [prompt]
    assert files[0][3] == content


def test_a_lone_surrogate_is_no_crash() -> None:
    assert json.loads(_read(build_body(build_generation("a\ud800b"))))["prompt"] == "a?b"


def test_the_boundary_is_random(tmp_path: Path) -> None:
    call = build_edit((build_upload(tmp_path, "x", PNG),))
    boundaries = {build_body(call).content_type for _ in range(20)}
    assert len(boundaries) == 20
    assert all(re.fullmatch(r"multipart/form-data; boundary=[\w-]{30,70}", b) for b in boundaries)


def test_the_length_is_known_and_no_chunk_is_large(tmp_path: Path) -> None:
    body = build_body(build_edit((build_upload(tmp_path, "x", bytes(5_000_003)),)))
    chunks = asyncio.run(_collect(body, []))
    assert sum(map(len, chunks)) == body.size_bytes
    assert CHUNK_BYTES < max(map(len, chunks)) <= CHUNK_BYTES_MAX


def test_chunks_stay_small_where_the_network_is_slow(tmp_path: Path) -> None:
    body = build_body(build_edit((build_upload(tmp_path, "x", bytes(700_000)),)))

    async def collect_slowly() -> list[int]:
        sizes = []
        async for chunk in stream_body(body, lambda progress: None):
            sizes.append(len(chunk))
            await asyncio.sleep(0.03)
        return sizes

    assert max(asyncio.run(collect_slowly())) == CHUNK_BYTES


def test_progress_rises_from_nothing_to_all(tmp_path: Path) -> None:
    body = build_body(build_edit((build_upload(tmp_path, "x", bytes(40_000_000)),)))
    events: list[Progress] = []
    asyncio.run(_collect(body, events))
    sent = [event.sent_bytes for event in events if isinstance(event, Sending)]
    assert sent[0] == 0
    assert sent[-1] == body.size_bytes
    assert sent == sorted(set(sent))
    assert len(sent) < 40_000_000 / CHUNK_BYTES_MAX  # it is throttled: not one for each chunk


def test_that_the_first_bytes_have_left_is_told_at_once(tmp_path: Path) -> None:
    body = build_body(build_edit((build_upload(tmp_path, "x", PNG),)))
    events: list[Progress] = []

    async def send_two_chunks() -> int:
        stream = stream_body(body, events.append)
        first = await anext(stream)
        await anext(stream)
        return len(first)

    first_bytes = asyncio.run(send_two_chunks())
    assert events == [Sending(0, body.size_bytes), Sending(first_bytes, body.size_bytes)]


@pytest.mark.parametrize("change", [b"", PNG + b"more"])
def test_a_file_that_has_changed_is_found_before_anything_is_sent(tmp_path: Path, change: bytes) -> None:
    upload = build_upload(tmp_path, "x", PNG)
    body = build_body(build_edit((upload,)))
    check_files(body)
    upload.path.write_bytes(change)
    with pytest.raises(OSError, match="changed"):
        check_files(body)


def test_a_file_of_another_type_has_no_name_on_the_wire(tmp_path: Path) -> None:
    upload: Upload = build_upload(tmp_path, "x", b"GIF89a", "image/gif")
    with pytest.raises(KeyError):
        build_body(build_edit((upload,)))
