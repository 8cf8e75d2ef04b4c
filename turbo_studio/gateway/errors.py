"""Reads an error answer of any shape: ``(status, headers, first 64 kB)`` to what the user is told.

Gateways of this family answer errors in a dozen shapes, proxies before them in HTML or nothing at
all. What a table below does not know falls back to the class of the status. Nothing here raises.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from turbo_studio.core.problems import Charged, GatewayError, ProblemCode
from turbo_studio.gateway.plain_text import format_plain_text
from turbo_studio.gateway.redaction import redact_familiar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

    from turbo_studio.core.attempt import Attempt
    from turbo_studio.core.problems import Param
    from turbo_studio.gateway.redaction import Redact

ERROR_BYTES_MAX = 65_536
_DELAY_MAX_S = 7 * 86_400.0
_SHOWN_DELAY_MAX_S = 3_600.0
_REQUEST_IDS_MAX = 6
_CATEGORIES_MAX = 6
_DEPTH_MAX = 4
_LATE_REFUSAL_S = 30.0

REQUEST_ID_HEADERS = (
    "x-request-id",
    "x-oneapi-request-id",
    "request-id",
    "apim-request-id",
    "x-litellm-call-id",
    "cf-ray",
)


@dataclass(frozen=True, slots=True)
class ErrorReading:
    """What an error answer says. ``detail`` is plain text without the key."""

    code: ProblemCode
    charged: Charged
    detail: str
    request_ids: tuple[str, ...] = ()
    params: Mapping[str, Param] = field(default_factory=dict)

    def weigh(self, status: int, elapsed_s: float, *, is_body_sent: bool) -> ErrorReading:
        """With what the connection shows besides: a request of which a part is missing was not run,

        and a "too many requests" that comes late may follow work that was done.
        """
        if 400 <= status < 500 and not is_body_sent:
            return replace(self, charged=Charged.NO)
        if self.code is ProblemCode.RATE_LIMITED and elapsed_s > _LATE_REFUSAL_S:
            return replace(self, charged=Charged.MAYBE)
        return self

    def build_error(self, status: int, attempt: Attempt | None = None) -> GatewayError:
        return GatewayError(
            self.code,
            self.detail,
            charged=self.charged,
            status=status,
            request_ids=self.request_ids,
            attempt=attempt,
            **self.params,
        )


class _Shape(Enum):
    JSON = auto()
    TEXT = auto()
    WEB_PAGE = auto()
    EMPTY = auto()


@dataclass(frozen=True, slots=True)
class _Said:
    """The body, taken apart: its message, and every code, type and parameter it names."""

    shape: _Shape
    message: str = ""
    words: frozenset[str] = frozenset()
    param: str = ""
    request_ids: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """Of a filter of contents, where the body lists those that struck."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Matches where the status fits and, if the rule names any, a word, parameter or text too."""

    code: ProblemCode
    statuses: Collection[int]
    words: frozenset[str] = frozenset()
    param: re.Pattern[str] | None = None
    text: re.Pattern[str] | None = None

    def matches(self, status: int, said: _Said) -> bool:
        if status not in self.statuses:
            return False
        if not (self.words or self.param or self.text):
            return True
        return bool(
            self.words & said.words
            or (self.param and self.param.match(said.param))
            or (self.text and self.text.search(said.message))
        )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _text(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_ANY = range(1000)
_ERROR = [200, *range(400, 600)]  # some gateways answer an error with status 200
_CLIENT = [200, *range(400, 500), 500]  # new-api answers refusals with 500 unless told otherwise
_SERVER = range(500, 600)

_RULES = (
    _Rule(ProblemCode.REDIRECTED, range(300, 400)),
    _Rule(ProblemCode.PROXY_FAILED, {407}),
    _Rule(
        ProblemCode.MODERATED,
        _ERROR,
        _words(
            "moderation_blocked content_policy_violation content_policy content_filter prompt_blocked"
            " sensitive_words_detected responsibleaipolicyviolation violation_fee.grok.csam moderation"
            " image_content_policy_violation safety_violation"
        ),
        text=_text(
            r"safety[ _]system|safety_violations|content[ _]policy|content[ _]filter"
            r"|content management policy|moderation"
            r"|sensitive[ _]words|temporarily blocked|敏感词|敏感内容|违规|内容审核|安全审核"
        ),
    ),
    _Rule(ProblemCode.NO_CREDIT, {402}),
    _Rule(
        ProblemCode.NO_CREDIT,
        _ERROR,
        _words(
            "insufficient_quota insufficient_user_quota pre_consume_token_quota_failed insufficient_balance"
            " billing_hard_limit_reached credit_balance_exhausted organization_spend_limit_exceeded"
            " project_spend_limit_exceeded organization_usage_limit_exceeded insufficient_funds"
        ),
        text=_text(
            r"insufficient (user |account )?(funds|credits?|balance|quota)|exceeded your current quota"
            r"|billing hard limit|quota (is )?(exhausted|not enough)|额度不足|额度已用尽|余额不足|欠费"
        ),
    ),
    _Rule(
        ProblemCode.GATEWAY_BUSY,
        _SERVER,
        _words(
            "server_is_overloaded slow_down overloaded_error get_channel_failed channel:no_available_key"
            " engine_overloaded"
        ),
        text=_text(r"no available channel|overloaded|at capacity|too busy|可用渠道|负载已?饱和|系统繁忙"),
    ),
    _Rule(ProblemCode.WRONG_KEY, {401}),
    _Rule(
        ProblemCode.WRONG_KEY,
        _CLIENT,
        _words("invalid_api_key invalid_token expired_api_key authenticationerror"),
        text=_text(r"(incorrect|invalid|missing|expired) api[ _]key|invalid token|无效的令牌|令牌已过期"),
    ),
    _Rule(ProblemCode.UPLOAD_TOO_LARGE, {413}),
    _Rule(
        ProblemCode.UPLOAD_TOO_LARGE,
        _CLIENT,
        _words("request_too_large payload_too_large"),
        text=_text(r"(request|payload|body|content)( entity| body| size)? (is )?too (large|big)|请求体过大"),
    ),
    _Rule(ProblemCode.GATEWAY_TIMED_OUT, {408, 504, 522, 524, 598, 599}),
    _Rule(
        ProblemCode.GATEWAY_TIMED_OUT,
        _ERROR,
        _words("timeout timeout_error request_timeout channel:response_time_exceeded"),
    ),
    _Rule(ProblemCode.RATE_LIMITED, {429}),
    _Rule(ProblemCode.RATE_LIMITED, _CLIENT, _words("rate_limit_exceeded rate_limit_error")),
    _Rule(ProblemCode.WRONG_URL, _CLIENT, text=_text(r"invalid url|unknown request url|no route matched")),
    _Rule(
        ProblemCode.MODEL_UNKNOWN,
        _CLIENT,
        _words("model_not_found model_not_supported unknown_model deploymentnotfound"),
        re.compile(r"model$"),
        _text(
            r"\bmodels?\b.{0,80}(does not exist|not found|not supported|not available|is required)"
            r"|(unknown|invalid|unsupported) model\b|模型.{0,40}(不存在|不支持)"
        ),
    ),
    _Rule(ProblemCode.WRONG_URL, {404, 405, 410}),
    _Rule(
        ProblemCode.MASK_REFUSED,
        _CLIENT,
        _words("invalid_mask_image_format invalid_mask invalid_mask_image"),
        re.compile(r"mask"),
        _text(r"\bmask\b|蒙版|遮罩"),
    ),
    _Rule(
        ProblemCode.SOURCE_REFUSED,
        _CLIENT,
        _words(
            "unsupported_file_mimetype invalid_image invalid_image_file invalid_image_request image_too_large"
            " invalid_image_format image_parse_error unsupported_image"
        ),
        re.compile(r"images?($|[\[.])"),
        _text(r"image ?\[\d+\]|\bimage \d+\b|image[ _]file|invalid image\b|mime ?type|图片(格式|文件)"),
    ),
    _Rule(
        ProblemCode.SIZE_REFUSED,
        _CLIENT,
        _words("size_not_supported invalid_size"),
        re.compile(r"size$"),
        _text(r"invalid size|size .{0,60}not supported|\d{2,5}x\d{2,5}|aspect ratio|尺寸"),
    ),
    _Rule(
        ProblemCode.PROMPT_REFUSED,
        _CLIENT,
        _words("prompt_missing prompt_too_long string_above_max_length"),
        re.compile(r"prompt$"),
        _text(r"prompt .{0,40}(too long|required|empty|missing)|提示词"),
    ),
    _Rule(ProblemCode.FORBIDDEN, {403, 451}),
    _Rule(ProblemCode.GATEWAY_BUSY, {425, 503, 529}),
    _Rule(ProblemCode.REQUEST_REFUSED, range(400, 500)),
    _Rule(ProblemCode.GATEWAY_FAILED, _ANY),
)
"""In order: the first match tells. Sources: the public error lists of the services named in the tests."""

_WEB_PAGE_RULES = (
    _Rule(ProblemCode.NOT_A_GATEWAY, [*range(200, 300), 400, 403, 451, 511]),
    *(rule for rule in _RULES if not (rule.words or rule.param or rule.text)),
)
"""The text of a page says anything; only its status counts."""

_REFUSALS = frozenset({400, 401, 402, 403, 404, 405, 406, 411, 413, 414, 415, 422, 429, 431})
"""Statuses that say the request was turned away; 408, 409 and 425 do not: the work may have begun."""

_MESSAGE_KEYS = ("message", "msg", "err", "error_msg", "detail", "error_description", "error", "title")
_WORD_KEYS = ("code", "type", "status", "err_code")
_REQUEST_ID_KEYS = ("request_id", "requestId", "trace_id")
_INNER_KEYS = ("error", "err", "header", "response", "detail", "inner_error", "innererror", "details")


def _walk(node: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The objects in which error texts are known to lie, the innermost ``error`` first."""
    if depth > _DEPTH_MAX:
        return
    if isinstance(node, list):
        for entry in node[:8]:
            yield from _walk(entry, depth + 1)
    if isinstance(node, dict):
        for key in _INNER_KEYS:
            if isinstance(node.get(key), dict | list):
                yield from _walk(node[key], depth + 1)
        yield node


def _read_strings(nodes: list[Mapping[str, Any]], keys: tuple[str, ...]) -> list[str]:
    found = []
    for node in nodes:
        for key in keys:
            value = node.get(key)
            if isinstance(value, str) and value.strip():
                found.append(value)
            elif isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
                found.append(str(value))
    return found


def _read_json(document: Any) -> _Said:
    if isinstance(document, str):
        return _Said(_Shape.JSON, document)
    nodes = list(_walk(document))
    messages = [text for text in _read_strings(nodes, _MESSAGE_KEYS) if not text.isdigit()]
    return _Said(
        _Shape.JSON,
        " · ".join(dict.fromkeys(messages or _read_strings(nodes, _WORD_KEYS))),
        frozenset(word.lower() for word in _read_strings(nodes, _WORD_KEYS)),
        next((text.lower() for text in _read_strings(nodes, ("param",))), ""),
        tuple(_read_strings(nodes, _REQUEST_ID_KEYS)),
        _read_filter(nodes),
    )


_CUT_PAIR = re.compile(r'"(message|msg|error|code|type|param)"\s*:\s*"((?:[^"\\]|\\.)*)')


def _read_cut_json(text: str) -> _Said:
    """What can still be read of JSON that does not parse: it was cut, or is longer than we read."""
    pairs: dict[str, Any] = {}
    for name, value in _CUT_PAIR.findall(text):
        pairs.setdefault(name, value)
    return _read_json(pairs) if pairs else _Said(_Shape.TEXT, text)


_CODE_IN_TEXT = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


def _take_apart(body: bytes) -> _Said:
    """With the codes that stand in the message: routers wrap a whole error into a text of their own."""
    said = _read_body(body)
    return replace(said, words=said.words | frozenset(_CODE_IN_TEXT.findall(said.message.lower())))


def _read_body(body: bytes) -> _Said:
    text = body[:ERROR_BYTES_MAX].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not text.strip():
        return _Said(_Shape.EMPTY)
    if text.startswith("<"):
        return _Said(_Shape.WEB_PAGE, text)
    if text[0] not in '{["':
        return _Said(_Shape.TEXT, text)
    try:
        return _read_json(json.loads(text, strict=False))
    except (ValueError, RecursionError):
        return _read_cut_json(text)


_IMAGE_INDEX = re.compile(r"image ?\[(\d{1,3})\]")
_IMAGE_NUMBER = re.compile(r"\bimage (\d{1,3})\b", re.IGNORECASE)


def _find_source_number(said: _Said) -> int:
    """Counted from 1, as the window does; 0 where it is not said. In brackets servers count from 0."""
    index = _IMAGE_INDEX.search(said.param) or _IMAGE_INDEX.search(said.message)
    if index:
        return int(index[1]) + 1
    number = _IMAGE_NUMBER.search(said.message)
    return int(number[1]) if number else 0


_NUMBER = re.compile(r"[0-9]{1,300}(\.[0-9]{1,300})?")


def parse_delay(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by ``Retry-After``, a week at most; None where it is missing, negative or nonsense.

    A date counts from the server's own ``Date``, whatever this machine's clock says; one that is past
    means no wait.
    """
    milliseconds = headers.get("retry-after-ms", "").strip()
    if _NUMBER.fullmatch(milliseconds):
        return min(float(milliseconds) / 1000, _DELAY_MAX_S)
    said = headers.get("retry-after", "").strip()
    if _NUMBER.fullmatch(said):
        return min(float(said), _DELAY_MAX_S)
    until, since = _parse_date(said), _parse_date(headers.get("date", ""))
    if until is None or since is None:
        return None
    return min(max((until - since).total_seconds(), 0.0), _DELAY_MAX_S)


def _parse_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


_ID_IN_TEXT = re.compile(r"request[ _-]?id:? *[\"']?([A-Za-z0-9][A-Za-z0-9_-]{7,79})", re.IGNORECASE)


def find_request_ids(
    headers: Mapping[str, str], redact: Redact, said: Collection[str] = ()
) -> tuple[str, ...]:
    """Every id that support may ask for, each once, in the order headers, body."""
    ids = [headers[name] for name in REQUEST_ID_HEADERS if headers.get(name)]
    cleaned = (format_plain_text(text, redact, limit=100) for text in [*ids, *said])
    return tuple(dict.fromkeys(text for text in cleaned if text))[:_REQUEST_IDS_MAX]


def _find_host(location: str) -> str:
    try:
        return urlsplit(location).hostname or ""
    except ValueError:
        return ""


def _build_params(
    code: ProblemCode, status: int, headers: Mapping[str, str], said: _Said, redact: Redact
) -> dict[str, Param]:
    match code:
        case ProblemCode.RATE_LIMITED:
            delay_s = parse_delay(headers)
            return {} if delay_s is None or delay_s > _SHOWN_DELAY_MAX_S else {"delay_s": delay_s}
        case ProblemCode.MODERATED:
            categories = _find_categories(said, redact)
            return {"reason": categories} if categories else {}
        case ProblemCode.SOURCE_REFUSED:
            return {"number": _find_source_number(said)}
        case ProblemCode.REDIRECTED:
            return {"host": format_plain_text(_find_host(headers.get("location", "")), redact, limit=253)}
        case ProblemCode.PROXY_FAILED:
            return {"reason": str(status)}
        case _:
            return {}


_VIOLATIONS = re.compile(r"safety_violations ?[=:] ?\[([^\]]{1,200})\]")


def _find_categories(said: _Said, redact: Redact) -> str:
    """What a safety check found, as it calls it: ``violence, sexual``."""
    listed = _VIOLATIONS.search(said.message)
    names = listed[1].split(",") if listed else said.categories
    cleaned = (format_plain_text(name.strip(" \"'"), redact, limit=40) for name in names)
    return ", ".join(list(dict.fromkeys(name for name in cleaned if name))[:_CATEGORIES_MAX])


def _read_filter(nodes: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """The categories that Azure's filter of contents marks as filtered."""
    results = [node.get(key) for node in nodes for key in ("content_filter_result", "content_filter_results")]
    return tuple(
        str(name)
        for result in results
        if isinstance(result, dict)
        for name, finding in result.items()
        if isinstance(finding, dict) and finding.get("filtered") is True
    )


def _judge_charged(status: int, shape: _Shape) -> Charged:
    """Only a refusal that can be read proves that nothing ran; pages and bare statuses prove nothing."""
    if status in _REFUSALS and shape in (_Shape.JSON, _Shape.TEXT):
        return Charged.NO
    return Charged.MAYBE


def read_error(
    status: int, headers: Mapping[str, str], body: bytes, redact: Redact = redact_familiar
) -> ErrorReading:
    """Judge an answer that is no result. ``headers`` in lower case; only the first 64 kB are looked at."""
    said = _take_apart(body)
    rules = _WEB_PAGE_RULES if said.shape is _Shape.WEB_PAGE else _RULES
    code = next((rule.code for rule in rules if rule.matches(status, said)), ProblemCode.GATEWAY_FAILED)
    ids_said = [*_ID_IN_TEXT.findall(said.message[:ERROR_BYTES_MAX]), *said.request_ids]
    return ErrorReading(
        code,
        _judge_charged(status, said.shape),
        format_plain_text(said.message, redact),
        find_request_ids(headers, redact, ids_said),
        _build_params(code, status, headers, said, redact),
    )
