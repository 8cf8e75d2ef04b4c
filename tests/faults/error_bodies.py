"""The shapes in which gateways and the proxies before them say the same thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.helpers.hostile_server import build_json


@dataclass(frozen=True, slots=True)
class Said:
    """What an error says, in whatever shape."""

    status: int
    message: str
    code: str = ""
    param: str = ""


Shape = Callable[[Said], bytes]


def _build_error(said: Said, kind: str, **more: Any) -> dict[str, Any]:
    param, code = said.param or None, said.code or None
    return {"error": {"message": said.message, "type": kind, "param": param, "code": code}} | more


def shape_openai(said: Said) -> bytes:
    return build_json(_build_error(said, "invalid_request_error"))


def shape_new_api(said: Said) -> bytes:
    message = f"{said.message} (request id: 20250718170619350481886u7my5CIB)"
    return build_json(
        {"error": {"message": message, "type": "new_api_error", "param": said.param, "code": said.code}}
    )


def shape_one_api(said: Said) -> bytes:
    return build_json(_build_error(said, "one_api_error"))


def shape_litellm(said: Said) -> bytes:
    """The status as a string in the place of the code, and the original error as text in the message."""
    original = shape_openai(said).decode()
    message = f"litellm.BadRequestError: OpenAIException - {original}. Received Model Group=gpt-image-2"
    return build_json({"error": {"message": message, "type": None, "param": None, "code": str(said.status)}})


def shape_azure(said: Said) -> bytes:
    inner = {"code": said.code, "content_filter_results": {"violence": {"filtered": False}}}
    return build_json({"error": {"code": said.code, "message": said.message, "inner_error": inner}})


def shape_string(said: Said) -> bytes:
    return build_json({"error": f"{said.message} {said.code}".strip()})


def shape_html(said: Said) -> bytes:
    title = f"{said.status} Error"
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><hr>nginx</body></html>".encode()


def shape_nothing(said: Said) -> bytes:
    return b""


def shape_cut(said: Said) -> bytes:
    whole = shape_openai(said)
    return whole[: len(whole) - 2]


def shape_endless(said: Said) -> bytes:
    """5 MB, of which the first kilobyte says it all."""
    return shape_openai(said)[:-2] + b', "debug": "' + b"x" * 5_000_000 + b'"}}'


READABLE: dict[str, Shape] = {
    "OpenAI": shape_openai,
    "new-api": shape_new_api,
    "one-api": shape_one_api,
    "LiteLLM": shape_litellm,
    "Azure": shape_azure,
    "a string": shape_string,
    "cut": shape_cut,
    "5 MB": shape_endless,
}
"""Those that say what they mean, however badly."""
BARE: dict[str, Shape] = {"HTML": shape_html, "nothing": shape_nothing}
"""Those of which only the status counts, and that prove nothing about the work behind them."""
