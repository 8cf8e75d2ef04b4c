"""File names that a person can read and every file system can hold.

``YYYYMMDD-HHMMSS-first-words-of-the-prompt-id.png``: at most 80 bytes, in lower case, letters and digits
of any script (half of the users write Chinese; a name without their words would say nothing), Latin
letters without their accents, nothing that a shell, a URL or another system stumbles over. The date in
front keeps names away from the ones that systems reserve.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

NAME_BYTES_MAX = 80
_SLUG_BYTES_MAX = 36
"""Leaves room for the time (16), an id (13) and ``.composite.png`` (14) in ``NAME_BYTES_MAX``."""
_PROMPT_CHARACTERS_READ = 200
_ID_DIGITS = (6, 12)
"""The second where another picture has the first already."""
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_RESULT_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_PICTURE_PATH = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{8}-[0-9]{6}-[\w.-]{1,64}")


def build_result_id(job_id: str, index: int, digest: str) -> str:
    """The same for the same picture of the same job's answer, however often it is saved."""
    return hashlib.sha256(f"{job_id}\n{index}\n{digest}".encode()).hexdigest()[:32]


def is_result_id(text: str) -> bool:
    return _RESULT_ID.fullmatch(text) is not None


def is_digest(text: str) -> bool:
    """Whether it is a SHA-256 as the gallery writes them."""
    return _DIGEST.fullmatch(text) is not None


def build_picture_paths(
    moment: datetime, prompt: str, result_id: str, suffix: str
) -> tuple[PurePosixPath, ...]:
    """Paths within the gallery, best first, for a picture that came at ``moment``, in local time."""
    local = moment.astimezone()
    folder = PurePosixPath(f"{local.year:04}", f"{local.month:02}")
    time = f"{local.year:04}{local:%m%d-%H%M%S}"
    words = [time, slug] if (slug := build_slug(prompt)) else [time]
    return tuple(folder / f"{'-'.join([*words, result_id[:digits]])}{suffix}" for digits in _ID_DIGITS)


def is_picture_path(text: str) -> bool:
    """Whether stored text may be used as a path within the gallery: it cannot lead out of it."""
    return _PICTURE_PATH.fullmatch(text) is not None


def build_slug(prompt: str) -> str:
    """The prompt's first words, joined by hyphens; empty where it has no letters or digits."""
    text = unicodedata.normalize("NFKC", prompt[:_PROMPT_CHARACTERS_READ])
    plain = "".join(map(_fold, text)).lower()
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", plain))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else _cut(word)
        if len(longer.encode()) > _SLUG_BYTES_MAX:
            break
        slug = longer
    return slug if _is_encodable(slug) else _keep_ascii(slug)


def _fold(character: str) -> str:
    """A Latin letter without its accents; any other character as it is."""
    base = unicodedata.normalize("NFKD", character)[:1]
    return base if base.isascii() else character


def _cut(word: str) -> str:
    """Chinese writes whole sentences without a blank: cut between characters."""
    return word.encode()[:_SLUG_BYTES_MAX].decode(errors="ignore")


def _is_encodable(text: str) -> bool:
    try:
        os.fsencode(text)
    except UnicodeEncodeError:  # a file system's encoding from before UTF-8
        return False
    return True


def _keep_ascii(slug: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", slug, re.ASCII))
