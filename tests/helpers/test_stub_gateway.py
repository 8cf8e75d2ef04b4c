"""The gateway that the window is tested against."""

from __future__ import annotations

import base64
import io

import httpx
from PIL import Image

from tests.helpers.hostile_server import answer_html
from tests.helpers.stub_gateway import StubGateway, build_png, read_files


def _open(answer: httpx.Response) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(answer.json()["data"][0]["b64_json"])))


def test_what_is_planned_comes_first_and_then_good_answers() -> None:
    with StubGateway() as gateway, httpx.Client(trust_env=False) as client:
        gateway.plan(answer_html(502))
        url, fields = f"{gateway.base_url}/images/generations", {"prompt": "tea", "size": "64x32"}
        assert client.post(url, json=fields, headers={"Connection": "close"}).status_code == 502
        good = client.post(url, json=fields, headers={"Connection": "close"})
        assert _open(good).size == (64, 32)
        assert gateway.complete_posts == 2
        assert gateway.fields() == [fields, fields]


def test_edits_are_read_by_the_strict_reader() -> None:
    picture = build_png((16, 16))
    with StubGateway() as gateway, httpx.Client(trust_env=False) as client:
        answer = client.post(
            f"{gateway.base_url}/images/edits",
            data={"prompt": "é", "size": "16x48"},
            files=[("image[]", ("a.png", picture, "image/png"))],
        )
        assert _open(answer).size == (16, 48)
        assert gateway.fields() == [{"prompt": "é", "size": "16x48"}]
        (file,) = read_files(gateway.requests[0])
        assert (file.name, file.file_name, file.media_type) == ("image[]", "a.png", "image/png")
        assert file.content == picture


def test_no_two_good_answers_are_alike() -> None:
    assert len({build_png((8, 8), shade) for shade in range(20)}) == 20
