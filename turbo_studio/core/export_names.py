"""Names of exported files, made by a template out of what is known of a result.

A name is one part of a path on every system: no separators, nothing that a system reserves, at most 80
bytes, no characters that hide or turn text around; letters of any script stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from turbo_studio.core.exporting import ExportFile, FileFormat, Preset
from turbo_studio.core.sources import FILE_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from turbo_studio.core.exporting import ExportOptions
    from turbo_studio.core.result import Result

NAME_BYTES_MAX = 80
DEFAULT_TEMPLATE = "{name}"
_PROMPT_BYTES_MAX = 40
_ID_DIGITS = 6
_TOKEN = re.compile(r"\{(\w*)\}", re.ASCII)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*{}]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
_SUFFIXES = {
    FileFormat.PNG: ".png",
    FileFormat.JPEG: ".jpg",
    FileFormat.WEBP: ".webp",
    FileFormat.WEBP_LOSSLESS: ".webp",
}
_KEPT_SUFFIXES = {".png", ".jpg", ".webp"}

_TOKENS: Mapping[str, Callable[[Result], str]] = {
    "name": lambda result: result.path.stem,
    "date": lambda result: f"{result.created_at.astimezone():%Y%m%d}",
    "time": lambda result: f"{result.created_at.astimezone():%H%M%S}",
    "prompt": lambda result: _shorten(result.provenance.prompt),
    "id": lambda result: result.id[:_ID_DIGITS],
    "size": lambda result: "x".join(map(str, result.size or result.provenance.size)),
    "quality": lambda result: result.provenance.quality.value,
    "stars": lambda result: str(result.marks.stars),
    "model": lambda result: result.provenance.model,
}
_INDEX = "index"
TOKENS = (*_TOKENS, _INDEX)
"""``size`` is that of the result, whatever size it is exported in; ``index`` counts what is exported."""


def find_unknown_tokens(template: str) -> tuple[str, ...]:
    """Words in braces that stand for nothing, in their order."""
    return tuple(token for token in _TOKEN.findall(template) if token not in TOKENS)


def plan_files(
    template: str, results: Sequence[Result], options: ExportOptions, count: int = 0
) -> tuple[ExportFile, ...]:
    """Each result with its name, no two of them the same, also where upper and lower case are one.

    ``count`` says how many there are in all, where ``results`` are only the first of them.
    """
    digits = max(2, len(str(count or len(results))))
    uses: Counter[str] = Counter()
    files = []
    for index, result in enumerate(results, 1):
        stem = _fill_template(template, result, f"{index:0{digits}}")
        name = free = build_name(stem, find_suffix(result, options))
        while uses[free.casefold()]:
            uses[name.casefold()] += 1
            free = number_name(name, uses[name.casefold()])
        uses[free.casefold()] = 1
        files.append(ExportFile(result, free))
    return tuple(files)


def find_suffix(result: Result, options: ExportOptions) -> str:
    """Of a copy in its own format; PNG where that is none of those that are written."""
    if options.preset is Preset.ORIGINAL:
        return result.path.suffix
    if options.format is not FileFormat.KEEP:
        return _SUFFIXES[options.format]
    suffix = FILE_SUFFIXES.get(result.media_type, "")
    return suffix if suffix in _KEPT_SUFFIXES else ".png"


def build_name(stem: str, suffix: str) -> str:
    """A clean file name; ``picture`` where nothing of the stem can stay."""
    text = "".join(map(_clean, unicodedata.normalize("NFC", stem)))
    text = _trim(re.sub(r"-{2,}", "-", " ".join(text.split())))
    if _RESERVED.match(text):
        text = f"_{text}"
    return f"{_trim(_cut(text, NAME_BYTES_MAX - len(suffix))) or 'picture'}{suffix}"


def number_name(name: str, number: int) -> str:
    """The same name with a number at its end, for one that is taken."""
    stem, dot, suffix = name.rpartition(".")
    end = f"-{number}{dot}{suffix}" if stem else f"-{number}"
    return f"{_trim(_cut(stem or name, NAME_BYTES_MAX - len(end.encode())))}{end}"


def _fill_template(template: str, result: Result, index: str) -> str:
    def say(match: re.Match[str]) -> str:
        token = match[1]
        if token == _INDEX:
            return index
        return _TOKENS[token](result) if token in _TOKENS else match[0]

    return _TOKEN.sub(say, template)


def _clean(character: str) -> str:
    """Controls, marks of direction and halves of characters go; white space is a blank."""
    if character.isspace():
        return " "
    if unicodedata.category(character)[0] == "C":
        return ""
    return _FORBIDDEN.sub("-", character)


def _trim(text: str) -> str:
    """Windows drops dots and blanks at the end, and a dot in front hides the file."""
    return text.strip(" .-")


def _shorten(prompt: str) -> str:
    """The first words, as many as there is room for; at least a part of the first one."""
    words = " ".join(prompt.split())
    short = _cut(words, _PROMPT_BYTES_MAX)
    if len(short) < len(words) and " " in short and words[len(short)] != " ":
        short = short.rpartition(" ")[0]
    return short


def _cut(text: str, length_bytes: int) -> str:
    return text.encode(errors="ignore")[:length_bytes].decode(errors="ignore")
