"""Recognises results by their bytes among files and folders of the user's, which may hold anything.

Only what was named itself may be a link; below that none is followed, so that no loop of links has a hold.
Pipes and devices are never waited for, hidden folders are passed over (our own is one), and there is a bound
on everything.
"""

from __future__ import annotations

import hashlib
import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from turbo_studio.core.intake import Intake
from turbo_studio.core.problems import PictureError
from turbo_studio.gallery import disk
from turbo_studio.imaging.limits import FILE_BYTES_MAX
from turbo_studio.imaging.sniffing import HEAD_BYTES, detect_picture_type

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from turbo_studio.core.result import Result

_FILES_MAX = 10_000
_ENTRIES_MAX = 100_000
"""Of all folders together, whatever they are."""


def look_through(
    paths: Sequence[Path],
    find: Callable[[Collection[str]], tuple[Result, ...]],
    publish: Callable[[int, int], None],
    is_cancelled: Callable[[], bool],
) -> Intake:
    """Read every file that could be a picture; from any thread.

    ``find`` gives the results whose files have one of these SHA-256; ``publish`` hears how many files of how
    many have been read.
    """
    files, is_whole = _list_files(paths, is_cancelled)
    seen: dict[str, Path] = {}
    others_count = 0
    for done, path in enumerate(files):
        if is_cancelled():
            is_whole = False
            break
        publish(done, len(files))
        digest = _hash_picture(path)
        if digest is None:
            others_count += 1
        else:
            seen.setdefault(digest, path)
    known = find(seen)
    for result in known:
        seen.pop(result.digest, None)
    return Intake(known, tuple(seen.values()), others_count, is_whole)


def _list_files(paths: Sequence[Path], is_cancelled: Callable[[], bool]) -> tuple[list[Path], bool]:
    """The files, folder by folder and by their names, and whether these are all."""
    files: list[Path] = []
    entries_left = _ENTRIES_MAX
    folders = [path.resolve() for path in reversed(paths)]
    while folders:
        path = folders.pop()
        if not path.is_dir():
            files.append(path)
            continue
        entries = _read_folder(path, entries_left)
        entries_left -= len(entries)
        if entries_left <= 0 or len(files) + len(entries) > _FILES_MAX or is_cancelled():
            return files[:_FILES_MAX], False
        files += [Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False)]
        inner = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        folders += [Path(entry.path) for entry in reversed(inner) if not entry.name.startswith(".")]
    return files, True


def _read_folder(folder: Path, limit: int) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(islice(entries, limit), key=lambda entry: entry.name)
    except OSError:
        return []


def _hash_picture(path: Path) -> str | None:
    """The SHA-256; None for what is no picture, is larger than a source may be, or cannot be read."""
    try:
        with disk.open_regular(path) as chunks:
            return _hash_chunks(chunks)
    except (OSError, PictureError):
        return None


def _hash_chunks(chunks: Iterator[bytes]) -> str | None:
    digest, size_bytes = hashlib.sha256(), 0
    for chunk in chunks:
        if not size_bytes:
            detect_picture_type(chunk[:HEAD_BYTES])
        size_bytes += len(chunk)
        if size_bytes > FILE_BYTES_MAX:
            return None
        digest.update(chunk)
    return digest.hexdigest() if size_bytes else None
