"""Looks for a key where none may be: in files, texts and processes, in each form that it can have."""

from __future__ import annotations

import base64
import json
import threading
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, quote_plus

from tests.helpers.process_state import list_children, read_environment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

_ECHO_LENGTH = 12
"""Errors of gateways echo the beginning of a key: so much of it is a leak as well."""


def build_forms(key: str) -> dict[str, bytes]:
    """What a leak can look like, by name; the base64 forms are those parts that the key alone decides."""
    raw = key.encode()
    forms = {
        "as it is": raw,
        "its beginning": raw[:_ECHO_LENGTH],
        "in a URL": quote(key, safe="").encode(),
        "in a form": quote_plus(key).encode(),
        "in JSON": json.dumps(key)[1:-1].encode(),
        "in hexadecimal": raw.hex().encode(),
        "in UTF-16, little end first": key.encode("utf-16-le"),
        "in UTF-16, big end first": key.encode("utf-16-be"),
    }
    for shift in range(3):
        own = slice(-(-shift * 4 // 3), (shift + len(raw)) * 4 // 3)
        padded = bytes(shift) + raw + bytes(2)
        forms[f"in base64, shifted by {shift}"] = base64.b64encode(padded)[own]
        forms[f"in base64 for URLs, shifted by {shift}"] = base64.urlsafe_b64encode(padded)[own]
    return forms


def find_leaks(content: bytes, key: str) -> list[str]:
    """The names of the forms that stand in the content."""
    return [name for name, form in build_forms(key).items() if form in content]


def find_leaks_in_files(folder: Path, key: str) -> list[str]:
    """Every file below the folder that leaks, by its content or its path, and how."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    contents = (
        (path, str(path).encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes()) for path in files
    )
    return [f"{path}: {name}" for path, content in contents for name in find_leaks(content, key)]


class ChildWatch:
    """While entered, reads the environment and arguments of each process below ``pid``, every few ms."""

    def __init__(self, pid: int | None = None) -> None:
        self._pid = pid
        self._seen: dict[int, set[bytes]] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._thread.join()

    @property
    def children(self) -> set[int]:
        return set(self._seen)

    def find_leaks(self, key: str, names: Iterable[bytes] = ()) -> list[str]:
        """Children that were told the key, or that know a variable of one of these names."""
        told = [(child, each) for child, texts in self._seen.items() for each in texts]
        leaks = [f"process {child}: {name}" for child, each in told for name in find_leaks(each, key)]
        return leaks + [
            f"process {child}: {name!r}" for child, each in told for name in names if name in each
        ]

    def _run(self) -> None:
        while not self._stopping.wait(0.01):
            for child in list_children(self._pid):
                self._seen.setdefault(child, set()).add(read_environment(child))
