"""What is known of a result, row by row, and what differs from what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDateTime, QLocale

from turbo_studio.ui.figures import format_bytes, format_dollars, format_size, say_quality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbo_studio.core.result import Result

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_EXACT_SECONDS_MAX = 10


class DetailRow(NamedTuple):
    label: str
    text: str
    is_difference: bool = False
    """Whether it is not as it was asked for, or as it should be."""


def list_details(result: Result) -> list[DetailRow]:
    """In the order in which they are looked for."""
    return [
        _describe_size(result),
        _describe_format(result),
        _describe_quality(result),
        DetailRow(_say(QT_TRANSLATE_NOOP("Detail", "Cost")), _say_cost(result)),
        DetailRow(_say(QT_TRANSLATE_NOOP("Detail", "Tokens")), _say_tokens(result)),
        DetailRow(_say(QT_TRANSLATE_NOOP("Detail", "Time taken")), _say_duration(result)),
        DetailRow(_say(QT_TRANSLATE_NOOP("Detail", "Made")), _say_moment(result)),
        DetailRow(_say(QT_TRANSLATE_NOOP("Detail", "Gateway")), _say_gateway(result)),
        _describe_file(result),
    ]


def say_cost_of_all(results: Sequence[Result]) -> str:
    """Of several results: what is known, and of how many nothing is."""
    known = [each.provenance.dollars for each in results if each.provenance.dollars is not None]
    unknown_count = len(results) - len(known)
    said = format_dollars(sum(known))
    if not unknown_count:
        return said
    more = _say(QT_TRANSLATE_NOOP("Detail", "not known for {0}")).format(_format_count(unknown_count))
    return f"{said}; {more}" if known else more


def _describe_size(result: Result) -> DetailRow:
    label = _say(QT_TRANSLATE_NOOP("Detail", "Size"))
    asked = format_size(result.provenance.size)
    if result.is_as_asked:
        return DetailRow(label, _say(QT_TRANSLATE_NOOP("Detail", "{0}, as asked")).format(asked))
    if result.size is None:
        said = _say(QT_TRANSLATE_NOOP("Detail", "Cannot be shown; {0} was asked for"))
        return DetailRow(label, said.format(asked), is_difference=True)
    said = _say(QT_TRANSLATE_NOOP("Detail", "{0}, but {1} was asked for"))
    return DetailRow(label, said.format(format_size(result.size), asked), is_difference=True)


def _describe_format(result: Result) -> DetailRow:
    label = _say(QT_TRANSLATE_NOOP("Detail", "Format"))
    if result.media_type in _FORMATS:
        return DetailRow(label, _FORMATS[result.media_type])
    return DetailRow(
        label, _say(QT_TRANSLATE_NOOP("Detail", "Not a known picture format")), is_difference=True
    )


def _describe_quality(result: Result) -> DetailRow:
    label = _say(QT_TRANSLATE_NOOP("Detail", "Quality"))
    asked = result.provenance.quality
    if result.answered_quality == asked.value:
        return DetailRow(label, _say(QT_TRANSLATE_NOOP("Detail", "{0}, as asked")).format(say_quality(asked)))
    if not result.answered_quality:
        return DetailRow(
            label, _say(QT_TRANSLATE_NOOP("Detail", "{0} was asked for")).format(say_quality(asked))
        )
    said = _say(QT_TRANSLATE_NOOP("Detail", "{0}, but {1} was asked for"))
    return DetailRow(label, said.format(result.answered_quality, say_quality(asked)), is_difference=True)


def _describe_file(result: Result) -> DetailRow:
    label = _say(QT_TRANSLATE_NOOP("Detail", "File"))
    if result.is_missing:
        said = _say(QT_TRANSLATE_NOOP("Detail", "{0} is missing: it was moved or deleted"))
        return DetailRow(label, said.format(result.path.name), is_difference=True)
    return DetailRow(label, f"{result.path.name}\n{format_bytes(result.size_bytes)}")


def _say_cost(result: Result) -> str:
    if result.provenance.is_sandbox:
        return _say(QT_TRANSLATE_NOOP("Detail", "Free: made in the sandbox"))
    dollars = result.provenance.dollars
    return _say(QT_TRANSLATE_NOOP("Detail", "Not known")) if dollars is None else format_dollars(dollars)


def _say_tokens(result: Result) -> str:
    usage = result.usage
    if usage is None or usage.total_tokens is usage.input_tokens is usage.output_tokens is None:
        return _say(QT_TRANSLATE_NOOP("Detail", "The gateway did not say"))
    if usage.input_tokens is None or usage.output_tokens is None:
        return _format_count(usage.total_tokens)
    said = _say(QT_TRANSLATE_NOOP("Detail", "{0} in, {1} out"))
    return said.format(_format_count(usage.input_tokens), _format_count(usage.output_tokens))


def _say_duration(result: Result) -> str:
    made_by = result.provenance
    seconds = max(0.0, (made_by.finished_at - made_by.started_at).total_seconds())
    digits = 1 if seconds < _EXACT_SECONDS_MAX else 0
    return _say(QT_TRANSLATE_NOOP("Detail", "{0} s")).format(QLocale().toString(seconds, "f", digits))


def _say_moment(result: Result) -> str:
    """In the zone of this computer."""
    moment = QDateTime.fromSecsSinceEpoch(int(result.created_at.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def _say_gateway(result: Result) -> str:
    made_by = result.provenance
    return _say(QT_TRANSLATE_NOOP("Detail", "Sandbox")) if made_by.is_sandbox else made_by.gateway


def _format_count(count: int | None) -> str:
    return "?" if count is None else QLocale().toString(count)


def _say(text: object) -> str:
    return QCoreApplication.translate("Detail", str(text))
