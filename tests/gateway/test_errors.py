"""Error bodies as they were met in the wild, and what the user is told for each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gateway.calls import KEY
from turbo_studio.core.problems import Charged, ProblemCode
from turbo_studio.gateway.errors import parse_delay, read_error
from turbo_studio.gateway.plain_text import DETAIL_CHARACTERS_MAX
from turbo_studio.gateway.redaction import KeyRedaction

if TYPE_CHECKING:
    from turbo_studio.core.problems import Param
    from turbo_studio.gateway.errors import ErrorReading

P = ProblemCode
NO, MAYBE = Charged.NO, Charged.MAYBE


def openai(
    message: str, kind: str = "invalid_request_error", param: object = None, code: object = None
) -> str:
    return json.dumps({"error": {"message": message, "type": kind, "param": param, "code": code}})


def new_api(message: str, code: object = "", kind: str = "new_api_error") -> str:
    message += " (request id: 20250718170619350481886u7my5CIB)"
    return json.dumps(
        {"error": {"message": message, "type": kind, "param": "", "code": code}}, ensure_ascii=False
    )


def one_api(message: str, code: str = "") -> str:
    return json.dumps({"error": {"message": message, "type": "one_api_error", "param": "", "code": code}})


def litellm(message: str, code: str) -> str:
    text = f"litellm.BadRequestError: OpenAIException - {message}. Received Model Group=gpt-image-2"
    return json.dumps({"error": {"message": text, "type": None, "param": None, "code": code}})


NGINX = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body><center><h1>{0}</h1></center><hr>nginx</body></html>"
)
CLOUDFLARE = "<!DOCTYPE html><!--[if lt IE 7]><html class='ie6'><![endif]--><title>{0}</title><h1>Error</h1>"
SAFETY = "Your request was rejected by the safety system. If you believe this is an error, contact us"


@dataclass(frozen=True)
class Case:
    name: str
    status: int
    body: str
    code: ProblemCode
    charged: Charged = NO
    params: dict[str, Param] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


CASES = [
    # OpenAI
    Case(
        "moderation",
        400,
        openai(SAFETY, "image_generation_user_error", None, "moderation_blocked"),
        P.MODERATED,
    ),
    Case("moderation, old", 400, openai(SAFETY), P.MODERATED),
    Case("policy", 400, openai("Bad.", code="content_policy_violation"), P.MODERATED),
    Case(
        "media type",
        400,
        openai(
            "Invalid file 'image[0]': unsupported mimetype ('application/octet-stream').",
            param="image[0]",
            code="unsupported_file_mimetype",
        ),
        P.SOURCE_REFUSED,
        params={"number": 1},
    ),
    Case(
        "image 3",
        400,
        openai("Invalid image file or mode for image 3, please check your image file."),
        P.SOURCE_REFUSED,
        params={"number": 3},
    ),
    Case(
        "no file",
        400,
        openai(
            "Invalid type for 'image[4]': expected a file, but got a string instead.", code="invalid_type"
        ),
        P.SOURCE_REFUSED,
        params={"number": 5},
    ),
    Case("some image", 400, openai("Invalid image.", param="image"), P.SOURCE_REFUSED, params={"number": 0}),
    Case(
        "mask without alpha",
        400,
        openai(
            "Invalid mask image format - mask image missing alpha channel",
            "image_generation_user_error",
            code="invalid_mask_image_format",
        ),
        P.MASK_REFUSED,
    ),
    Case("mask size", 400, openai("Wrong dimensions.", param="mask"), P.MASK_REFUSED),
    Case(
        "size",
        400,
        openai(
            "Invalid size '1792x936'. Width and height must both be divisible by 16.", code="invalid_value"
        ),
        P.SIZE_REFUSED,
    ),
    Case(
        "size by value",
        400,
        openai("Invalid value: '1536x1024'. Supported values are: '1024x1024'.", code="invalid_value"),
        P.SIZE_REFUSED,
    ),
    Case("size by param", 400, openai("Not this one.", param="size"), P.SIZE_REFUSED),
    Case(
        "prompt", 400, openai("Too much.", param="prompt", code="string_above_max_length"), P.PROMPT_REFUSED
    ),
    Case(
        "quota in a router's text",
        429,
        litellm('{"error": {"code": "credit_balance_exhausted"}}', "429"),
        P.NO_CREDIT,
    ),
    Case("unknown field", 400, openai("Unknown parameter: 'n2'.", param="n2"), P.REQUEST_REFUSED),
    Case(
        "bad key",
        401,
        openai(f"Incorrect API key provided: {KEY[:12]}********CDEF.", code="invalid_api_key"),
        P.WRONG_KEY,
    ),
    Case("no model", 404, openai("The model `x` does not exist", code="model_not_found"), P.MODEL_UNKNOWN),
    Case("model by param", 400, openai("Nope.", param="model"), P.MODEL_UNKNOWN),
    Case("wrong path", 404, openai("Invalid URL (POST /v1/v1/images/edits)"), P.WRONG_URL),
    Case("wrong method", 405, openai("Method not allowed"), P.WRONG_URL),
    Case(
        "rate",
        429,
        openai("Rate limit reached", "requests", code="rate_limit_exceeded"),
        P.RATE_LIMITED,
        params={"delay_s": 7.0},
        headers={"retry-after": "7"},
    ),
    Case("rate without delay", 429, openai("Slow down", "requests", code="slow_down"), P.RATE_LIMITED),
    Case("quota", 429, openai("You exceeded your current quota", "insufficient_quota"), P.NO_CREDIT),
    Case("quota, newer", 429, openai("x", "x", code="credit_balance_exhausted"), P.NO_CREDIT),
    Case("spend limit", 429, openai("x", code="project_spend_limit_exceeded"), P.NO_CREDIT),
    Case(
        "hard limit",
        400,
        openai("Billing hard limit has been reached", code="billing_hard_limit_reached"),
        P.NO_CREDIT,
    ),
    Case("payment", 402, openai("Payment required"), P.NO_CREDIT),
    Case("region", 403, openai("Country, region, or territory not supported"), P.FORBIDDEN),
    Case("blocked account", 403, openai("Your access was temporarily blocked"), P.MODERATED),
    Case("conflict", 409, openai("Conflict"), P.REQUEST_REFUSED, MAYBE),
    Case("media type refused", 415, openai("Unsupported"), P.REQUEST_REFUSED),
    Case("too large", 413, openai("Maximum content size limit exceeded"), P.UPLOAD_TOO_LARGE),
    Case("server", 500, openai("The server had an error", "server_error"), P.GATEWAY_FAILED, MAYBE),
    Case("overloaded", 503, openai("Busy", code="server_is_overloaded"), P.GATEWAY_BUSY, MAYBE),
    Case("moderation by 422", 422, openai("Failed moderation check"), P.MODERATED),
    # Azure
    Case(
        "Azure time-out",
        408,
        '{"error":{"code":"Timeout","message":"The operation was timeout."}}',
        P.GATEWAY_TIMED_OUT,
        MAYBE,
    ),
    Case(
        "Azure policy",
        400,
        '{"error":{"code":"contentFilter","message":"m","inner_error":{"code":"ResponsibleAIPolicyViolation"}}}',
        P.MODERATED,
    ),
    Case(
        "Azure key",
        401,
        '{"statusCode":401,"message":"Access denied due to invalid subscription key"}',
        P.WRONG_KEY,
    ),
    # new-api
    Case("new-api credit", 403, new_api("用户额度不足", "insufficient_user_quota"), P.NO_CREDIT),
    Case("new-api token used up", 401, new_api("该令牌额度已用尽"), P.NO_CREDIT),
    Case("new-api key", 401, new_api("无效的令牌"), P.WRONG_KEY),
    Case("new-api words", 400, new_api("检测到敏感词", "sensitive_words_detected"), P.MODERATED),
    Case("new-api words, 500", 500, new_api("bad", "sensitive_words_detected"), P.MODERATED, MAYBE),
    Case(
        "new-api no channel",
        503,
        new_api("分组 default 下模型 gpt-image-2 的可用渠道不存在", "model_not_found"),
        P.GATEWAY_BUSY,
        MAYBE,
    ),
    Case("new-api model", 500, new_api("model is required", "invalid_request"), P.MODEL_UNKNOWN, MAYBE),
    Case("new-api size, 500", 500, new_api("invalid size 7x7", "invalid_request"), P.SIZE_REFUSED, MAYBE),
    Case("new-api upstream", 403, new_api("Forbidden", 403, "upstream_error"), P.FORBIDDEN),
    Case(
        "new-api upstream fails",
        500,
        new_api("请求上游地址失败", "do_request_failed"),
        P.GATEWAY_FAILED,
        MAYBE,
    ),
    Case(
        "new-api body limit",
        413,
        new_api("request body too large", "read_request_body_failed"),
        P.UPLOAD_TOO_LARGE,
    ),
    Case("new-api plain", 401, '{"success":false,"message":"无权进行此操作"}', P.WRONG_KEY),
    Case("new-api channel key", 500, new_api("x", "channel:invalid_key"), P.GATEWAY_FAILED, MAYBE),
    Case(
        "new-api slow channel",
        500,
        new_api("x", "channel:response_time_exceeded"),
        P.GATEWAY_TIMED_OUT,
        MAYBE,
    ),
    # one-api
    Case("one-api size", 400, one_api("size not supported", "size_not_supported"), P.SIZE_REFUSED),
    Case("one-api prompt", 400, one_api("prompt is required", "prompt_missing"), P.PROMPT_REFUSED),
    Case("one-api long prompt", 400, one_api("prompt is too long", "prompt_too_long"), P.PROMPT_REFUSED),
    Case("one-api image", 400, one_api("x", "invalid_image_request"), P.SOURCE_REFUSED, params={"number": 0}),
    Case("one-api says 200", 200, one_api("Invalid URL (POST /v1/images)"), P.WRONG_URL, MAYBE),
    Case("one-api busy", 429, one_api("当前分组上游负载已饱和，请稍后再试"), P.RATE_LIMITED),
    # LiteLLM
    Case("LiteLLM moderation", 400, litellm('{"error":{"code":"moderation_blocked"}}', "400"), P.MODERATED),
    Case("LiteLLM safety", 400, litellm("rejected by the safety system", "400"), P.MODERATED),
    Case("LiteLLM key", 401, litellm("Authentication Error, Invalid proxy server token", "401"), P.WRONG_KEY),
    Case("LiteLLM other", 400, litellm("odd", "400"), P.REQUEST_REFUSED),
    # others
    Case("string", 402, '{"error":"Insufficient funds. Please top up"}', P.NO_CREDIT),
    Case(
        "string and fields",
        400,
        '{"error":"Bad","details":{"fieldErrors":{"size":["Invalid"]}}}',
        P.REQUEST_REFUSED,
    ),
    Case(
        "numbered",
        400,
        '{"code":1124,"message":"unsupported image","trace_id":"abcdef012345"}',
        P.REQUEST_REFUSED,
    ),
    Case(
        "shell",
        400,
        '{"status_code":400,"error":{"message":"m","type":"shell_api_error","code":"moderation_blocked"}}',
        P.MODERATED,
    ),
    Case(
        "nested details",
        400,
        '{"success":false,"error":{"message":"m","details":{"code":"invalid_image"}}}',
        P.SOURCE_REFUSED,
        params={"number": 0},
    ),
    Case(
        "FastAPI",
        422,
        '{"detail":[{"loc":["body","size"],"msg":"value is not valid","type":"value_error"}]}',
        P.REQUEST_REFUSED,
    ),
    Case("bare string", 429, '"Too many requests"', P.RATE_LIMITED),
    Case("list", 400, '[{"error":{"message":"Invalid mask"}}]', P.MASK_REFUSED),
    Case("plain text", 400, "Bad Request", P.REQUEST_REFUSED),
    Case("plain text key", 401, "Unauthorized", P.WRONG_KEY),
    Case("plain text 500", 500, "upstream connect error", P.GATEWAY_FAILED, MAYBE),
    Case("number", 500, "0", P.GATEWAY_FAILED, MAYBE),
    Case("null", 400, "null", P.REQUEST_REFUSED, NO),
    Case("empty 400", 400, "", P.REQUEST_REFUSED, MAYBE),
    Case("empty 500", 500, " \n", P.GATEWAY_FAILED, MAYBE),
    Case("cut", 400, openai(SAFETY, code="moderation_blocked")[:-30], P.MODERATED),
    Case("cut in the message", 400, '{"error": {"message": "Invalid size 9', P.SIZE_REFUSED),
    # proxies and portals
    Case("nginx 413", 413, NGINX.format("413 Request Entity Too Large"), P.UPLOAD_TOO_LARGE, MAYBE),
    Case("nginx 502", 502, NGINX.format("502 Bad Gateway"), P.GATEWAY_FAILED, MAYBE),
    Case("nginx 503", 503, NGINX.format("503 Service Temporarily Unavailable"), P.GATEWAY_BUSY, MAYBE),
    Case("nginx 504", 504, NGINX.format("504 Gateway Time-out"), P.GATEWAY_TIMED_OUT, MAYBE),
    Case("nginx 404", 404, NGINX.format("404 Not Found"), P.WRONG_URL, MAYBE),
    Case("nginx 401", 401, NGINX.format("401 Authorization Required"), P.WRONG_KEY, MAYBE),
    Case("Cloudflare 524", 524, CLOUDFLARE.format("A timeout occurred"), P.GATEWAY_TIMED_OUT, MAYBE),
    Case("Cloudflare 520", 520, CLOUDFLARE.format("Web server error"), P.GATEWAY_FAILED, MAYBE),
    Case("Cloudflare 403", 403, CLOUDFLARE.format("Attention Required!"), P.NOT_A_GATEWAY, MAYBE),
    Case("portal", 200, "<html><title>Welcome to the hotel network</title></html>", P.NOT_A_GATEWAY, MAYBE),
    Case("portal 511", 511, "<html>Log in</html>", P.NOT_A_GATEWAY, MAYBE),
    Case("page that mentions moderation", 502, "<html>content policy</html>", P.GATEWAY_FAILED, MAYBE),
    Case(
        "redirect",
        307,
        "",
        P.REDIRECTED,
        MAYBE,
        {"host": "other.example"},
        {"location": "https://other.example/x"},
    ),
    Case("redirect within", 301, "", P.REDIRECTED, MAYBE, {"host": ""}, {"location": "/v1/images/edits"}),
    Case("proxy wants a login", 407, "", P.PROXY_FAILED, MAYBE, {"reason": "407"}),
    Case("overload 529", 529, "{}", P.GATEWAY_BUSY, MAYBE),
    Case("too early", 425, "{}", P.GATEWAY_BUSY, MAYBE),
    Case("odd status", 999, "{}", P.GATEWAY_FAILED, MAYBE),
]


def _read(case: Case) -> ErrorReading:
    redaction = KeyRedaction()
    redaction.learn(KEY)
    return read_error(case.status, case.headers, case.body.encode(), redaction.redact)


def test_there_are_bodies_enough() -> None:
    assert len({(case.status, case.body) for case in CASES}) == len(CASES) >= 90


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_error_bodies(case: Case) -> None:
    reading = _read(case)
    assert (reading.code, reading.charged, dict(reading.params)) == (case.code, case.charged, case.params)
    assert KEY[:12] not in reading.detail


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (openai("Say <b>this</b>."), "Say this ."),
        ('{"error":"x"}', "x"),
        ('{"msg":"x"}', "x"),
        ('{"error":{"err":"x"}}', "x"),
        ('{"error_msg":"x"}', "x"),
        ('{"header":{"message":"x"}}', "x"),
        ('{"response":{"error":{"message":"x"}}}', "x"),
        ('{"detail":[{"msg":"x"},{"msg":"y"}]}', "x · y"),
        ('{"error":{"code":"only_a_code"}}', "only_a_code"),
        ('{"error":{"message":"模型不存在"}}', "模型不存在"),
        ("{}", ""),
        (NGINX.format("502 Bad Gateway"), "502 Bad Gateway 502 Bad Gateway nginx"),
    ],
)
def test_the_text_is_found_wherever_it_lies(body: str, detail: str) -> None:
    assert read_error(400, {}, body.encode()).detail == detail


def test_request_ids_are_collected_from_headers_and_text() -> None:
    headers = {"cf-ray": "8f1-FRA", "x-request-id": "req_1\x1b[31m"}
    body = new_api("no", "x").encode()
    ids = read_error(500, headers, body).request_ids
    assert ids == ("req_1", "8f1-FRA", "20250718170619350481886u7my5CIB")


WEEK_S = 7 * 86_400.0


@pytest.mark.parametrize(
    ("headers", "delay_s"),
    [
        ({}, None),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "1000000000"}, WEEK_S),
        ({"retry-after": "9" * 200}, WEEK_S),
        ({"retry-after": "9" * 5_000}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "٣"}, None),
        ({"retry-after": "9", "retry-after-ms": "250"}, 0.25),
        ({"retry-after": "9", "retry-after-ms": "-250"}, 9.0),
        ({"retry-after": "Fri, 20 Nov 2026 10:00:30 GMT", "date": "Fri, 20 Nov 2026 10:00:00 GMT"}, 30.0),
        ({"retry-after": "Fri, 20 Nov 2026 10:00:00 GMT", "date": "Fri, 20 Nov 2026 10:00:30 GMT"}, 0.0),
        ({"retry-after": "Fri, 20 Nov 2026 10:00:30 GMT"}, None),
        ({"retry-after": "Fri, 99 Nov 2026 10:00:30 GMT", "date": "x"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], delay_s: float | None) -> None:
    assert parse_delay(headers) == delay_s


def test_a_refusal_of_half_a_request_cost_nothing() -> None:
    reading = read_error(413, {}, NGINX.format("413").encode())
    assert reading.weigh(413, 1.0, is_body_sent=True).charged is MAYBE
    assert reading.weigh(413, 1.0, is_body_sent=False).charged is NO


def test_a_rate_limit_that_comes_late_may_have_cost_something() -> None:
    reading = read_error(429, {}, b'{"error":{"message":"slow down"}}')
    assert reading.weigh(429, 29.0, is_body_sent=True).charged is NO
    assert reading.weigh(429, 31.0, is_body_sent=True).charged is MAYBE


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.just(f"is {KEY}")
)
NAMES = st.sampled_from(["error", "message", "code", "type", "param", "msg", "detail", "err", "details", "x"])
BODIES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=10,
)


@given(
    status=st.integers(0, 1_000),
    body=BODIES.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200),
    headers=st.dictionaries(
        st.sampled_from(["retry-after", "date", "location", "x-request-id"]),
        st.text(max_size=40) | st.just(KEY),
    ),
)
def test_whatever_comes_is_read_and_the_key_stays_out(
    status: int, body: bytes, headers: dict[str, str]
) -> None:
    redaction = KeyRedaction()
    redaction.learn(KEY)
    for content in (body, body + KEY.encode()):
        reading = read_error(status, headers, content, redaction.redact)
        assert len(reading.detail) <= DETAIL_CHARACTERS_MAX
        assert reading.detail.isprintable()
        assert KEY not in repr(reading)
        assert reading.charged is not Charged.YES
        assert reading.build_error(status).problem.code is reading.code


@pytest.mark.parametrize(
    "body", [b"[" * 65_536, b'{"a":' * 20_000, b"<" * 65_536, b"<script>" * 9_000, b"{" + b"9" * 60_000]
)
def test_hostile_bodies_are_read_soon(body: bytes) -> None:
    assert read_error(500, {}, body).code is P.GATEWAY_FAILED


@pytest.mark.parametrize(
    ("body", "categories"),
    [
        ({"error": {"message": f"{SAFETY} safety_violations=[violence]."}}, "violence"),
        ({"error": {"message": f"{SAFETY} safety_violations=[sexual, self-harm]."}}, "sexual, self-harm"),
        ({"error": {"message": f"{SAFETY} safety_violations=[<b>x</b>, x, \u202ey]"}}, "x, y"),
        (
            {
                "error": {
                    "code": "content_policy_violation",
                    "message": "no",
                    "inner_error": {
                        "content_filter_results": {
                            "hate": {"filtered": False, "severity": "safe"},
                            "violence": {"filtered": True, "severity": "high"},
                            "jailbreak": 7,
                        }
                    },
                }
            },
            "violence",
        ),
    ],
)
def test_what_a_safety_check_found_is_listed(body: object, categories: str) -> None:
    reading = read_error(400, {}, json.dumps(body).encode())
    assert reading.code is P.MODERATED
    assert reading.params == {"reason": categories}


def test_a_safety_check_that_lists_nothing_gives_no_reason() -> None:
    assert read_error(400, {}, json.dumps({"error": {"message": SAFETY}}).encode()).params == {}
