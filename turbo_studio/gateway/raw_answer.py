"""An answer as it came, kept in a job's folder before anyone reads it."""

from __future__ import annotations

import json
import os
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from turbo_studio.core.problems import GatewayError, ProblemCode, build_storage_error
from turbo_studio.gateway.errors import REQUEST_ID_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from io import FileIO
    from pathlib import Path
    from types import TracebackType

    from turbo_studio.core.problems import Charged
    from turbo_studio.gateway.redaction import Redact

BODY_NAME = "answer.json"
HEADERS_NAME = "answer-headers.json"
_INFLATED_NAME = "answer-inflated.json"

ANSWER_BYTES_MAX = 256 * 2**20
_HEADER_CHARACTERS_MAX = 400
_CHUNK_BYTES = 65_536

_KEPT_HEADERS = frozenset(
    {
        *REQUEST_ID_HEADERS,
        "content-encoding",
        "content-length",
        "content-type",
        "date",
        "location",
        "retry-after",
        "retry-after-ms",
        "server",
        "x-new-api-version",
        "x-should-retry",
    }
)


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """The status and those headers, in lower case, that something is read from later."""

    status: int
    headers: Mapping[str, str]


def build_head(status: int, headers: Mapping[str, str], redact: Redact) -> AnswerHead:
    """Without the key, which gateways echo: the head goes to a file and to the window."""
    kept = {name.lower(): value for name, value in headers.items() if name.lower() in _KEPT_HEADERS}
    return AnswerHead(status, {name: redact(value)[:_HEADER_CHARACTERS_MAX] for name, value in kept.items()})


@contextmanager
def _storage_faults(folder: Path, charged: Charged) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = build_storage_error(error, folder).problem
        params: dict[str, Any] = {**problem.params}
        raise GatewayError(problem.code, charged=charged, **params) from None


@dataclass(frozen=True, slots=True)
class UnkeptAnswer:
    """An answer that the disk would not take: whole, and in memory alone."""

    head: AnswerHead
    body: bytes

    def keep(self, folder: Path) -> None:
        """Write it down after all, durable; OSError, and it can be repeated."""
        # To new files: after a failed flush nobody knows what the old ones hold.
        for name in (HEADERS_NAME, BODY_NAME):
            (folder / name).unlink(missing_ok=True)
        (folder / HEADERS_NAME).write_text(_format_head(self.head), "utf-8")
        (folder / BODY_NAME).write_bytes(self.body)
        _sync(folder)


class AnswerFile:
    """Takes an answer down as it arrives. What has been written stays, however the answer ends.

    From the first time on that the disk refuses, the answer goes to memory: it was paid for, and comes once.
    """

    def __init__(self, folder: Path, head: AnswerHead, charged: Charged) -> None:
        self._folder = folder
        self._head = head
        self._charged = charged
        self._file: FileIO | None = None
        self._in_memory = bytearray()
        self.size_bytes = 0

    @property
    def unkept(self) -> UnkeptAnswer | None:
        """The answer, where it is not on the disk. To be asked for at the end, after ``sync``."""
        return UnkeptAnswer(self._head, bytes(self._in_memory)) if self._file is None else None

    def __enter__(self) -> Self:
        with suppress(OSError):
            (self._folder / HEADERS_NAME).write_text(_format_head(self._head), "utf-8")
            self._file = (self._folder / BODY_NAME).open("wb+", buffering=0)
        return self

    def write(self, chunk: bytes) -> None:
        """Append; GatewayError where the answer is longer than any we take."""
        if self._file is not None:
            try:
                _write_all(self._file, chunk)
            except OSError:
                self._leave_disk(self._file)
        if self._file is None:
            self._in_memory += chunk
        self.size_bytes += len(chunk)
        if self.size_bytes > ANSWER_BYTES_MAX:
            raise GatewayError(
                ProblemCode.ANSWER_TOO_LARGE,
                charged=self._charged,
                status=self._head.status,
                limit_bytes=ANSWER_BYTES_MAX,
            )

    def sync(self) -> None:
        """Return once a power cut could no longer lose it. Blocks: call it off the event loop."""
        if self._file is not None:
            try:
                _sync(self._folder)
            except OSError:
                self._leave_disk(self._file)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def _leave_disk(self, file: FileIO) -> None:
        """Go on in memory, with what was written so far; GatewayError where that cannot be read again."""
        with _storage_faults(self._folder, self._charged):
            file.seek(0)  # not by its name: the folder may have gone elsewhere, and the file with it
            self._in_memory += file.readall()[: self.size_bytes]
        self._file = None
        with suppress(OSError):
            file.close()


def _format_head(head: AnswerHead) -> str:
    return json.dumps({"status": head.status, "headers": dict(head.headers)}, indent=1)


def _write_all(file: FileIO, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[file.write(rest) :]


def _sync(folder: Path) -> None:
    for name in (BODY_NAME, HEADERS_NAME):
        with (folder / name).open("rb+") as file:
            os.fsync(file.fileno())
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable, where the system has a call for that. OSError."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def load_head(folder: Path) -> AnswerHead:
    """What ``AnswerFile`` wrote; a good answer without headers where a crash left nothing readable."""
    try:
        kept = json.loads((folder / HEADERS_NAME).read_text("utf-8"))
        return AnswerHead(int(kept["status"]), {str(k): str(v) for k, v in kept["headers"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return AnswerHead(200, {})


def _inflate(source: Path, target: Path, limit_bytes: int) -> None:
    """Write what gzip or zlib hold, up to the limit and without ever holding more than a chunk."""
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    with source.open("rb") as packed, target.open("wb") as plain:
        while plain.tell() < limit_bytes and not inflater.eof:
            chunk = inflater.unconsumed_tail or packed.read(_CHUNK_BYTES)
            if not chunk:
                return
            plain.write(inflater.decompress(chunk, _CHUNK_BYTES))


def unpack_body(folder: Path, head: AnswerHead) -> Path | None:
    """The file that holds the body as plain bytes; None where it is packed in a way we do not read.

    We ask for no encoding, but an answer that was paid for is not thrown away for having one.
    """
    body = folder / BODY_NAME
    encoding = head.headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return None
    inflated = folder / _INFLATED_NAME
    try:
        _inflate(body, inflated, ANSWER_BYTES_MAX)
    except zlib.error:
        return None
    return inflated
