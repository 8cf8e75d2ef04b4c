"""The gateway's endpoints as one WSGI application: who may ask, what is asked, what comes back."""

from __future__ import annotations

import base64
import hmac
import json
import logging
import secrets
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from turbo_studio.core.geometry import Size
from turbo_studio.core.price import Prices, estimate_output_tokens, estimate_request
from turbo_studio.sandbox.orders import PROFILE, parse_edit, parse_generation
from turbo_studio.sandbox.refusals import RefusalError, refuse_kind
from turbo_studio.sandbox.switches import (
    Fault,
    SwitchError,
    format_switches,
    parse_switch_line,
    parse_switches,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from turbo_studio.sandbox.orders import Order
    from turbo_studio.sandbox.switches import (
        SwitchBoard,
        Switches,
    )

_LOG = logging.getLogger(__name__)
_RETRY_AFTER_S = 1
_SWITCH_BYTES_MAX = 10_000
_HTML_502 = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)

Endpoint = Callable[[Request], Response]
Painter = Callable[[Size, int, bool], bytes]
"""Size, seed, drift: the bytes of a PNG."""


class SandboxApp:
    """Answers for one port with one token. Instances are shared by threads."""

    def __init__(self, port: int, token: str, board: SwitchBoard) -> None:
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._authorization = f"Bearer {token}".encode()
        self._board = board
        self._endpoints: dict[str, dict[str, Endpoint]] = {
            "/v1/images/generations": {"POST": self._generate},
            "/v1/images/edits": {"POST": self._edit},
            "/v1/models": {"GET": self._list_models},
            "/sandbox/switches": {"GET": self._show_switches, "PUT": self._set_switches},
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        response = self._answer(Request(environ))
        response.headers["x-request-id"] = f"req_{secrets.token_hex(16)}"
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        """Every error becomes the gateway's JSON, never a page of the server's own."""
        try:
            self._admit(request)
            return self._find_endpoint(request)(request)
        except RefusalError as refusal:
            return _build_json(refusal.body, refusal.status)
        except SwitchError as error:
            return _build_refusal(RefusalError(400, str(error), param="switches", code="invalid_switch"))
        except HTTPException as error:
            return _build_refusal(RefusalError(error.code or 500, error.description or error.name))
        except Exception:  # noqa: BLE001 - the last line of a server: the next request is served
            _LOG.exception("The sandbox failed on a request")
            return _build_refusal(RefusalError(500, "The sandbox failed.", kind="server_error"))

    def _admit(self, request: Request) -> None:
        """Nobody but programs of this machine that know the token; no web page at all."""
        if request.environ.get("HTTP_HOST", "").lower() not in self._hosts:
            raise RefusalError(403, "This host name is not served here.", code="forbidden_host")
        if "Origin" in request.headers:
            raise RefusalError(403, "Web pages are not served here.", code="forbidden_origin")
        given = request.headers.get("Authorization", "")
        if not given:
            raise RefusalError(401, "You didn't provide an API key.")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._authorization):
            raise _refuse_key(given)

    def _find_endpoint(self, request: Request) -> Endpoint:
        methods = self._endpoints.get(request.path)
        if methods is None:
            raise RefusalError(404, f"Invalid URL ({request.method} {request.path[:200]})")
        if request.method not in methods:
            message = f"Not allowed to {request.method} on {request.path}."
            raise RefusalError(405, message, code="method_not_supported")
        return methods[request.method]

    def _generate(self, request: Request) -> Response:
        order = parse_generation(request.environ)
        return self._fulfil(request, order, _prepare_generation(order))

    def _edit(self, request: Request) -> Response:
        order = parse_edit(request.environ)
        return self._fulfil(request, order, _prepare_edit(order))

    def _fulfil(self, request: Request, order: Order, paint: Painter) -> Response:
        """Only orders without a flaw get here: a fault in force hides none of the client's own."""
        switches = self._take_switches(request)
        time.sleep(switches.delay_s)
        refusal = _find_refusal(switches.fault)
        if refusal is not None:
            return refusal
        if switches.fault is Fault.EMPTY:
            return _build_json(_build_success(order, []))
        if switches.fault is Fault.NO_PICTURE:
            return _build_json(_build_success(order, [b"This is no picture."]))
        size = _shrink(order.size) if switches.fault is Fault.WRONG_SIZE else order.size
        picture = paint(size, secrets.randbits(63), switches.drift)
        whole = _build_json(_build_success(order, [picture]))
        return _cut(whole) if switches.fault is Fault.CUT else whole

    def _take_switches(self, request: Request) -> Switches:
        line = request.headers.get("X-Sandbox")
        if line is None:
            return self._board.take()
        return parse_switch_line(line, self._board.switches)

    def _list_models(self, request: Request) -> Response:
        model = {"id": PROFILE.model, "object": "model", "created": 0, "owned_by": "sandbox"}
        return _build_json({"object": "list", "data": [model]})

    def _show_switches(self, request: Request) -> Response:
        return _build_json(format_switches(self._board.switches))

    def _set_switches(self, request: Request) -> Response:
        """What is not named goes back to its default."""
        request.max_content_length = _SWITCH_BYTES_MAX
        try:
            values = json.loads(request.get_data())
        except (ValueError, RecursionError):
            raise SwitchError("switches are set by a JSON object") from None
        if not isinstance(values, dict):
            raise refuse_kind("switches", "an object", values)
        self._board.replace(parse_switches(values))
        return self._show_switches(request)


def _prepare_generation(order: Order) -> Painter:
    def paint(size: Size, seed: int, drift: bool) -> bytes:
        # Pillow and numpy are loaded with the first picture: the child's start does not wait for them
        from turbo_studio.sandbox.draw import draw_generation
        from turbo_studio.sandbox.pictures import encode_png

        return encode_png(draw_generation(order, PROFILE.model, seed, size))

    return paint


def _prepare_edit(order: Order) -> Painter:
    """Judges the files now, so that a refusal waits for no delay."""
    from turbo_studio.sandbox.edit import draw_edit
    from turbo_studio.sandbox.pictures import decode_edit, encode_png, scale_picture

    inputs = decode_edit(order)

    def paint(size: Size, seed: int, drift: bool) -> bytes:
        edited = draw_edit(order, inputs, PROFILE.model, seed, drift=drift)
        return encode_png(scale_picture(edited, size))

    return paint


def _build_success(order: Order, pictures: list[bytes]) -> dict[str, Any]:
    entries = [{"b64_json": base64.b64encode(picture).decode("ascii")} for picture in pictures]
    return {"created": int(time.time()), "data": entries, "usage": _build_usage(order)}


def _build_usage(order: Order) -> dict[str, Any]:
    """Token counts by the program's own estimates, so that both agree in the sandbox."""
    image_out = estimate_output_tokens(order.size, order.quality)
    total = estimate_request(order.prompt, order.size, order.quality, len(order.images), Prices()).tokens
    without_images = estimate_request(order.prompt, order.size, order.quality, 0, Prices()).tokens
    image_in, text_in = total - without_images, without_images - image_out
    return {
        "input_tokens": text_in + image_in,
        "input_tokens_details": {"image_tokens": image_in, "text_tokens": text_in},
        "output_tokens": image_out,
        "total_tokens": total,
        "output_tokens_details": {"image_tokens": image_out, "text_tokens": 0},
    }


def _find_refusal(fault: Fault | None) -> Response | None:
    """The answer of a fault that ends a request without a picture."""
    if fault is Fault.UNAUTHORIZED:
        return _build_refusal(RefusalError(401, "Incorrect API key provided.", code="invalid_api_key"))
    if fault is Fault.RATE_LIMITED:
        message = f"Rate limit reached. Please try again in {_RETRY_AFTER_S}s."
        response = _build_refusal(RefusalError(429, message, kind="requests", code="rate_limit_exceeded"))
        response.headers["Retry-After"] = str(_RETRY_AFTER_S)
        return response
    if fault is Fault.SERVER_ERROR:
        message = "The server had an error while processing your request."
        return _build_refusal(RefusalError(500, message, kind="server_error"))
    if fault is Fault.HTML_502:
        return Response(_HTML_502, 502, content_type="text/html")
    return None


def _refuse_key(authorization: str) -> RefusalError:
    """With the key's first letters, as the real message has them: never with a whole key."""
    key = authorization.removeprefix("Bearer ")
    shown = f"{key[:4]}****" if len(key) >= 16 else "****"
    message = f"Incorrect API key provided: {shown}."
    return RefusalError(401, message, code="invalid_api_key")


def _shrink(size: Size) -> Size:
    return Size(max(1, size.width // 2), max(1, size.height // 2))


def _cut(whole: Response) -> Response:
    """The first half of an answer under the headers of all of it; then the connection closes."""
    body = whole.get_data()
    half = Response(iter([body[: len(body) // 2]]), whole.status_code, content_type="application/json")
    half.headers["Content-Length"] = str(len(body))
    return half


def _build_refusal(refusal: RefusalError) -> Response:
    return _build_json(refusal.body, refusal.status)


def _build_json(body: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")
