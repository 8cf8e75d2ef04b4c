"""Judges a kept answer: its pictures become files, what else it says becomes an ``Answer``."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from turbo_studio.core.problems import Charged, GatewayError, ProblemCode
from turbo_studio.core.result import Answer
from turbo_studio.core.sources import detect_media_type
from turbo_studio.gateway.errors import ERROR_BYTES_MAX, find_request_ids, read_error
from turbo_studio.gateway.links import LinkFault, find_host, find_linked, find_links, load_faults
from turbo_studio.gateway.members import parse_usage, restore_members
from turbo_studio.gateway.pictures import decode_pictures
from turbo_studio.gateway.plain_text import format_plain_text
from turbo_studio.gateway.raw_answer import BODY_NAME, load_head, unpack_body
from turbo_studio.gateway.redaction import redact_familiar
from turbo_studio.gateway.scan import CutJsonError, scan_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from turbo_studio.core.problems import Param
    from turbo_studio.gateway.raw_answer import AnswerHead
    from turbo_studio.gateway.redaction import Redact
    from turbo_studio.gateway.scan import Document


@dataclass(frozen=True, slots=True)
class _KeptAnswer:
    folder: Path
    head: AnswerHead
    redact: Redact

    @property
    def request_ids(self) -> tuple[str, ...]:
        return find_request_ids(self.head.headers, self.redact)

    def build_failure(self, code: ProblemCode, detail: str = "", **params: Param) -> GatewayError:
        """A 2xx was said: whatever is wrong with the answer, the work was presumably charged."""
        return GatewayError(
            code,
            format_plain_text(detail, self.redact),
            charged=Charged.YES,
            status=self.head.status,
            request_ids=self.request_ids,
            attempt=None,
            **params,
        )

    def build_refusal(self, body: Path) -> GatewayError:
        """For an answer that is an error, by its status or by what it says."""
        reading = read_error(
            self.head.status, self.head.headers, _read_start(body, ERROR_BYTES_MAX), self.redact
        )
        return reading.build_error(self.head.status)

    def is_short(self) -> bool:
        """Whether fewer bytes came than the answer announced."""
        length = self.head.headers.get("content-length", "")
        size_bytes = (self.folder / BODY_NAME).stat().st_size
        return length.isdecimal() and len(length) < 16 and size_bytes < int(length)


def _read_start(body: Path, limit_bytes: int) -> bytes:
    with body.open("rb") as file:
        return file.read(limit_bytes)


def _find_body(kept: _KeptAnswer) -> Path:
    """The file of plain bytes that hold the answer; GatewayError where there are none."""
    if not (kept.folder / BODY_NAME).is_file():
        raise kept.build_failure(ProblemCode.ANSWER_CUT)
    body = unpack_body(kept.folder, kept.head)
    if body is None:
        encoding = kept.head.headers.get("content-encoding", "")
        raise kept.build_failure(ProblemCode.ANSWER_UNREADABLE, f"Content-Encoding: {encoding}")
    return body


def _keep_bare_picture(kept: _KeptAnswer, body: Path) -> Answer:
    """Some proxies answer the picture itself instead of JSON that holds it."""
    if kept.is_short():
        raise kept.build_failure(ProblemCode.ANSWER_CUT)
    picture = kept.folder / "picture-01.part"
    shutil.copyfile(body, picture)
    return Answer((picture,), None, kept.request_ids)


def _scan(kept: _KeptAnswer, body: Path) -> Document:
    try:
        return scan_json(body)
    except CutJsonError:
        failure = kept.build_failure(ProblemCode.ANSWER_CUT)
    except (ValueError, RecursionError) as error:
        failure = kept.build_failure(ProblemCode.ANSWER_UNREADABLE, str(error))
    raise failure


def _keep_linked(kept: _KeptAnswer, links: Mapping[int, str]) -> list[Path]:
    """Copies of the linked pictures that are there, under the names that pictures have."""
    pictures = []
    for number in links:
        linked = find_linked(kept.folder, number)
        if linked.is_file():
            pictures.append(kept.folder / f"picture-{number:02}.part")
            shutil.copyfile(linked, pictures[-1])
    return pictures


def _build_link_failure(kept: _KeptAnswer, links: Mapping[int, str]) -> GatewayError:
    number, url = next(iter(links.items()))
    reason = load_faults(kept.folder).get(number, LinkFault.UNFETCHED.value)
    detail = " ".join(links.values())
    return kept.build_failure(ProblemCode.ANSWER_LINK_FAILED, detail, host=find_host(url), reason=reason)


def _keep_pictures(
    kept: _KeptAnswer, document: Document, entries: list[Any], links: Mapping[int, str]
) -> tuple[Path, ...]:
    """The files of all entries where one is a picture, for the others were paid for as well; GatewayError
    where none is one."""
    decoded = decode_pictures(document, entries, kept.folder)
    linked = _keep_linked(kept, links)
    if linked or any(not entry.found for entry in decoded):
        return tuple(sorted([*linked, *(entry.path for entry in decoded if entry.path.stat().st_size)]))
    for entry in decoded:
        entry.path.unlink()
    if links:
        raise _build_link_failure(kept, links)
    found = decoded[0].found if decoded else "nothing"
    raise kept.build_failure(ProblemCode.ANSWER_NO_PICTURE, found=found)


def _build_answer(kept: _KeptAnswer, document: Document) -> Answer:
    root = document.root
    if not isinstance(root, dict):
        raise kept.build_failure(ProblemCode.ANSWER_UNREADABLE, f"JSON, but a {type(root).__name__}")
    entries = root.get("data")
    if not isinstance(entries, list) or not entries:
        if root.get("error"):
            raise kept.build_refusal(document.path)
        raise kept.build_failure(ProblemCode.ANSWER_EMPTY)
    links = find_links(document, entries)
    pictures = _keep_pictures(kept, document, entries, links)
    try:
        raw = restore_members(document, kept.redact)
    except ValueError:
        raw = {}  # a text that cannot be read is no reason to lose the pictures
    missing = tuple(url for number, url in links.items() if not find_linked(kept.folder, number).is_file())
    return Answer(pictures, parse_usage(root.get("usage")), kept.request_ids, raw, missing, len(entries))


def find_unfetched_links(folder: Path) -> dict[int, str]:
    """The links of a kept answer whose pictures are not in the folder yet; none where it cannot be read."""
    head = load_head(folder)
    body = unpack_body(folder, head) if (folder / BODY_NAME).is_file() else None
    if body is None or not 200 <= head.status < 300:
        return {}
    try:
        document = scan_json(body)
    except (ValueError, RecursionError):
        return {}
    entries = document.root.get("data") if isinstance(document.root, dict) else None
    links = find_links(document, entries) if isinstance(entries, list) else {}
    return {number: url for number, url in links.items() if not find_linked(folder, number).is_file()}


def parse_answer(folder: Path, redact: Redact = redact_familiar) -> Answer:
    """The answer kept in ``folder``; its pictures come to lie there as ``picture-NN.part``.

    Free to repeat. GatewayError where it holds no usable picture, or is an error itself.
    """
    for stale in folder.glob("picture-*.part"):
        stale.unlink()
    kept = _KeptAnswer(folder, load_head(folder), redact)
    body = _find_body(kept)
    start = _read_start(body, 512)
    if not 200 <= kept.head.status < 300 or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise kept.build_refusal(body)
    if not start.strip():
        code = ProblemCode.ANSWER_CUT if kept.is_short() else ProblemCode.ANSWER_EMPTY
        raise kept.build_failure(code)
    if detect_media_type(start):
        return _keep_bare_picture(kept, body)
    return _build_answer(kept, _scan(kept, body))
