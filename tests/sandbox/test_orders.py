"""Every limit of the contract, one row each, over real HTTP."""

from __future__ import annotations

import http.client
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.sandbox.loopback import (
    TOKEN,
    build_mask,
    build_source,
    encode,
    mask,
    read_picture,
    source,
)

if TYPE_CHECKING:
    from tests.sandbox.loopback import (
        Loopback,
        Part,
    )

REQUEST_ERROR = "invalid_request_error"
PICTURE_ERROR = "image_generation_user_error"

FIELDS: list[tuple[dict[str, Any], int, str | None, str | None]] = [
    ({"model": None}, 400, "model", "missing_required_parameter"),
    ({"model": "dall-e-3"}, 404, "model", "model_not_found"),
    ({"prompt": None}, 400, "prompt", "missing_required_parameter"),
    ({"prompt": ""}, 400, "prompt", "empty_string"),
    ({"prompt": "🦦" * 32_001}, 400, "prompt", "string_above_max_length"),
    ({"n": "2"}, 400, "n", "invalid_value"),
    ({"n": "0"}, 400, "n", "invalid_value"),
    ({"quality": "ultra"}, 400, "quality", "invalid_value"),
    ({"quality": "HIGH"}, 400, "quality", "invalid_value"),
    ({"size": "auto"}, 400, "size", "invalid_value"),
    ({"size": "1024X1024"}, 400, "size", "invalid_value"),
    ({"size": "0x1024"}, 400, "size", "invalid_value"),
    ({"response_format": "b64_json"}, 400, "response_format", "unknown_parameter"),
]
JSON_FIELDS: list[tuple[dict[str, Any], int, str | None, str | None]] = [
    ({"model": 7}, 400, "model", "invalid_type"),
    ({"prompt": ["a"]}, 400, "prompt", "invalid_type"),
    ({"n": 2}, 400, "n", "invalid_value"),
    ({"n": True}, 400, "n", "invalid_type"),
    ({"n": 1.5}, 400, "n", "invalid_type"),
    ({"size": 1024}, 400, "size", "invalid_type"),
    ({"quality": {}}, 400, "quality", "invalid_type"),
    ({"size": "1024x1040"}, 400, "size", "invalid_value"),
    ({"size": "2048x2048"}, 400, "size", "invalid_value"),
]
EDIT_SIZES = [
    "1000x1024",
    "1024x1000",
    "3200x1024",
    "1024x3200",
    "3840x2176",
    "2176x3840",
    "3856x2160",
    "2880x2880",
]


def assert_refused(response: Any, status: int, param: str | None, code: str | None) -> dict[str, Any]:
    """The OpenAI error object with all of its four members, in JSON."""
    assert response.status_code == status, response.text[:300]
    assert response.headers["content-type"] == "application/json"
    error: dict[str, Any] = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert (error["param"], error["code"]) == (param, code)
    assert error["message"]
    return error


@pytest.mark.parametrize(("changes", "status", "param", "code"), FIELDS + JSON_FIELDS)
def test_generation_refuses(
    loopback: Loopback, changes: dict[str, Any], status: int, param: str, code: str
) -> None:
    error = assert_refused(loopback.generate(**changes), status, param, code)
    assert error["type"] == REQUEST_ERROR


@pytest.mark.parametrize(("changes", "status", "param", "code"), FIELDS)
def test_edit_refuses(
    loopback: Loopback, changes: dict[str, Any], status: int, param: str, code: str
) -> None:
    assert_refused(loopback.edit(**changes), status, param, code)


@pytest.mark.parametrize("size", EDIT_SIZES)
def test_edit_refuses_size(loopback: Loopback, size: str) -> None:
    assert_refused(loopback.edit(size=size), 400, "size", "invalid_value")


@pytest.mark.parametrize("size", ["16x16", "48x16", "16x48", "1040x1024"])
def test_edit_takes_any_legal_size(loopback: Loopback, size: str) -> None:
    picture = read_picture(loopback.edit(size=size))
    assert f"{picture.width}x{picture.height}" == size


def test_largest_sizes_pass_in_both_orientations(loopback: Loopback) -> None:
    loopback.client.put("/sandbox/switches", json={"fail": "empty"})  # read and judged, but not drawn
    for size in ("3840x2160", "2160x3840"):
        assert loopback.edit(size=size).status_code == 200


@pytest.mark.parametrize("size", ["1024x1024", "1536x1024", "1024x1536"])
def test_generation_has_the_asked_size(loopback: Loopback, size: str) -> None:
    picture = read_picture(loopback.generate(size=size))
    assert f"{picture.width}x{picture.height}" == size


def test_defaults(loopback: Loopback) -> None:
    body = {"model": "gpt-image-2", "prompt": "x", "n": None, "size": None, "quality": None}
    response = loopback.client.post("/v1/images/generations", json=body)
    assert read_picture(response).size == (1024, 1024)
    assert response.json()["usage"]["output_tokens"] == 7024  # high quality, not a cheaper one


def test_longest_prompt_passes_in_both_forms(loopback: Loopback) -> None:
    prompt = "🦦" * 32_000
    assert loopback.generate(prompt=prompt, n=1).status_code == 200
    assert loopback.edit(prompt=prompt, n="1").status_code == 200


SOURCES: list[tuple[list[Part], str, str, str]] = [
    ([], "image", "missing_required_parameter", REQUEST_ERROR),
    ([source(name="image[]")] * 17, "image", "array_above_max_length", REQUEST_ERROR),
    ([source(media_type="application/octet-stream")], "image[0]", "unsupported_file_mimetype", REQUEST_ERROR),
    ([source(media_type="image/gif")], "image[0]", "unsupported_file_mimetype", REQUEST_ERROR),
    ([source(media_type="image/jpeg")], "image[0]", "unsupported_file_mimetype", REQUEST_ERROR),
    ([source(), source(b"<svg/>")], "image[1]", "invalid_image_file", PICTURE_ERROR),
    ([source(b"")], "image[0]", "invalid_image_file", PICTURE_ERROR),
    ([source(build_source(400, 300)[:-200])], "image[0]", "invalid_image_file", PICTURE_ERROR),
    ([source(build_source(20_000, 7_000))], "image[0]", "invalid_image_file", PICTURE_ERROR),
    ([source(name="picture")], "picture", "unknown_parameter", REQUEST_ERROR),
    ([source(), source(name="prompt")], "prompt", "invalid_type", REQUEST_ERROR),
    (
        [source(), mask(encode(Image.new("RGB", (64, 48))))],
        "mask",
        "invalid_mask_image_format",
        PICTURE_ERROR,
    ),
    ([source(), mask(build_mask(48, 64))], "mask", "invalid_mask_image_format", PICTURE_ERROR),
    ([source(), mask(build_mask()[:60])], "mask", "invalid_mask_image_format", PICTURE_ERROR),
    ([source(), mask(b"words")], "mask", "invalid_mask_image_format", PICTURE_ERROR),
    ([source(), mask(media_type="image/webp")], "mask", "unsupported_file_mimetype", REQUEST_ERROR),
    (
        [source(), mask(encode(Image.new("RGBA", (64, 48)), "WEBP"))],
        "mask",
        "unsupported_file_mimetype",
        REQUEST_ERROR,
    ),
    ([source(), mask(), mask()], "mask", "duplicate_parameter", REQUEST_ERROR),
]


@pytest.mark.parametrize(("parts", "param", "code", "kind"), SOURCES)
def test_edit_refuses_files(loopback: Loopback, parts: list[Part], param: str, code: str, kind: str) -> None:
    forced = parts or [("n", (None, b"1", "text/plain"))]  # type: ignore[list-item]  # keeps it multipart
    assert assert_refused(loopback.edit(forced), 400, param, code)["type"] == kind


@pytest.mark.parametrize(
    ("name", "part", "param"),
    [("image", mask(), "image[0]"), ("image[]", mask(), "image[0]"), ("mask", source(), "mask")],
)
def test_text_where_a_file_should_be(loopback: Loopback, name: str, part: Part, param: str) -> None:
    fields: dict[str, Any] = {name: "picture.png"}
    assert_refused(loopback.edit([part], **fields), 400, param, "invalid_type")


def test_file_limits_are_exclusive(loopback: Loopback) -> None:
    """What follows a PNG's end is ignored by its reader, so zeros bring it to any length."""
    for parts, limit in (([source()], 25_000_000), ([source(), mask()], 4_000_000)):
        name, (file_name, content, media_type) = parts[-1]
        for length, refused in ((limit - 1, False), (limit, True)):
            sized = [*parts[:-1], (name, (file_name, content.ljust(length, b"\0"), media_type))]
            response = loopback.edit(sized)
            if refused:
                assert_refused(response, 400, "mask" if name == "mask" else "image[0]", "file_too_large")
            else:
                assert response.status_code == 200, response.text


def test_sixteen_sources_of_every_type(loopback: Loopback) -> None:
    picture = Image.new("RGB", (64, 48), "teal")
    jpeg, webp = encode(picture, "JPEG"), encode(picture, "WEBP")
    others = [source(jpeg, "image[]", "image/jpeg"), source(webp, "image[]", "image/webp")] * 7
    response = loopback.edit([source(name="image[]"), *others, source(name="image[]")])
    assert read_picture(response).size == (64, 64)


def test_repeated_image_field_counts_as_several(loopback: Loopback) -> None:
    one, two = loopback.edit([source()]), loopback.edit([source(), source()])
    tokens = [response.json()["usage"]["input_tokens_details"]["image_tokens"] for response in (one, two)]
    assert 0 < tokens[0] < tokens[1]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_sources_of_every_mode(loopback: Loopback, mode: str) -> None:
    assert read_picture(loopback.edit([source(encode(Image.new(mode, (32, 32))))])).mode == "RGB"


def test_palette_mask_with_transparency(loopback: Loopback) -> None:
    """A smaller file than RGBA, and as good: its transparent entry is alpha 0."""
    palette_mask = Image.new("P", (64, 48), 1)
    palette_mask.paste(0, (10, 10, 40, 30))
    palette_mask.putpalette([0, 0, 0, 255, 255, 255])
    buffer = io.BytesIO()
    palette_mask.save(buffer, "PNG", transparency=0)
    assert loopback.edit([source(), mask(buffer.getvalue())]).status_code == 200


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/v1/images/generations", "text/plain"),
        ("/v1/images/generations", "multipart/form-data; boundary=x"),
        ("/v1/images/generations", ""),
        ("/v1/images/edits", "application/json"),
        ("/v1/images/edits", "application/x-www-form-urlencoded"),
    ],
)
def test_wrong_content_type(loopback: Loopback, path: str, content_type: str) -> None:
    response = loopback.client.post(path, content=b"{}", headers={"Content-Type": content_type})
    assert_refused(response, 400, None, "unsupported_content_type")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe\xfa", b"[" * 100_000])
def test_broken_json(loopback: Loopback, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = loopback.client.post("/v1/images/generations", content=body, headers=headers)
    assert_refused(response, 400, None, None)


def test_json_that_is_no_object(loopback: Loopback) -> None:
    assert_refused(loopback.client.post("/v1/images/generations", json=[1]), 400, "body", "invalid_type")


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=other"])
def test_broken_multipart(loopback: Loopback, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    response = loopback.client.post("/v1/images/edits", content=b"--x\r\n\r\n", headers=headers)
    assert_refused(response, 400, None, None)


def test_repeated_text_field(loopback: Loopback) -> None:
    data = {"model": "gpt-image-2", "prompt": ["one", "two"]}
    response = loopback.client.post("/v1/images/edits", data=data, files=[source()])
    assert_refused(response, 400, "prompt", "duplicate_parameter")


def test_lone_surrogate_and_control_characters_in_a_prompt(loopback: Loopback) -> None:
    body = json.dumps({"model": "gpt-image-2", "prompt": "\ud800\x00\n\u202e" + "x" * 50})
    headers = {"Content-Type": "application/json"}
    response = loopback.client.post("/v1/images/generations", content=body.encode(), headers=headers)
    assert read_picture(response).size == (1024, 1024)


def test_request_beyond_every_limit_is_refused_before_it_is_read(loopback: Loopback) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", loopback.port, timeout=30)
    connection.putrequest("POST", "/v1/images/edits")
    connection.putheader("Authorization", f"Bearer {TOKEN}")
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader("Content-Length", "500000000")
    connection.endheaders(b"--x\r\n")
    response = connection.getresponse()
    assert response.status == 413
    assert json.loads(response.read())["error"]["type"] == REQUEST_ERROR
    connection.close()


def test_chunked_upload(loopback: Loopback) -> None:
    body = json.dumps({"model": "gpt-image-2", "prompt": "a red bicycle"}).encode()
    headers = {"Content-Type": "application/json"}
    response = loopback.client.post(
        "/v1/images/generations", content=iter([body[:9], body[9:]]), headers=headers
    )
    assert response.status_code == 200
