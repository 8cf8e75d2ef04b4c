"""The sandbox on the command line, used by the official client as it is."""

from __future__ import annotations

import base64
import io
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import openai
import pytest
from PIL import Image

from tests.sandbox.loopback import build_mask, build_source, encode

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = [sys.executable, "-m", "turbo_studio.sandbox"]


@dataclass(frozen=True)
class Foreground:
    line: str
    base_url: str
    token: str


@contextmanager
def run_foreground(*arguments: str) -> Iterator[Foreground]:
    command = [*COMMAND, "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(
            r"Sandbox at (http://127\.0\.0\.1:\d+/v1) \(Authorization: Bearer (\S+)\)\n", line
        )
        try:
            assert found is not None, line
            yield Foreground(line, found[1], found[2])
        finally:
            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=60)
        assert (process.returncode, rest, errors) == (0, "", "")


def run_to_its_end(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], input="", capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture(scope="module")
def client() -> Iterator[openai.OpenAI]:
    with (
        run_foreground() as foreground,
        openai.OpenAI(base_url=foreground.base_url, api_key=foreground.token, max_retries=0) as client,
    ):
        yield client


def decode(answer: openai.types.ImagesResponse) -> Image.Image:
    assert answer.data is not None
    (entry,) = answer.data
    assert entry.b64_json is not None
    return Image.open(io.BytesIO(base64.b64decode(entry.b64_json)))


def test_official_client_generates(client: openai.OpenAI) -> None:
    answer = client.images.generate(
        model="gpt-image-2", prompt="A cute baby sea otter", n=1, size="1536x1024", quality="low"
    )
    assert decode(answer).size == (1536, 1024)
    assert answer.usage is not None
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens


def test_official_client_edits_one_image(client: openai.OpenAI) -> None:
    picture = ("otter.png", build_source(), "image/png")
    answer = client.images.edit(model="gpt-image-2", image=picture, prompt="A hat", size="1024x1024")
    assert decode(answer).size == (1024, 1024)


def test_official_client_edits_several_with_a_mask(client: openai.OpenAI) -> None:
    photograph = encode(Image.effect_mandelbrot((64, 48), (-2, -1.5, 1, 1.5), 50).convert("RGB"), "JPEG")
    answer = client.images.edit(
        model="gpt-image-2",
        image=[("one.png", build_source()), ("two.jpg", photograph)],
        mask=("mask.png", build_mask()),
        prompt="A hat",
        quality="medium",
    )
    assert answer.usage is not None
    assert answer.usage.input_tokens_details.image_tokens > 0
    assert decode(answer).getpixel((0, 0)) == (90, 120, 150)  # outside the mask


def test_official_client_reads_the_refusals(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.images.edit(model="gpt-image-2", image=("a.png", build_source()), prompt="A hat", n=2)
    assert (caught.value.param, caught.value.code) == ("n", "invalid_value")
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="another").models.list()
    assert [model.id for model in client.models.list()] == ["gpt-image-2"]


def test_switches_and_token_on_the_command_line() -> None:
    arguments = ("--token", "my-token", "--fail", "429", "--times", "1", "--delay", "0", "--drift")
    with run_foreground(*arguments) as foreground:
        assert foreground.token == "my-token"
        with openai.OpenAI(base_url=foreground.base_url, api_key="my-token", max_retries=0) as client:
            with pytest.raises(openai.RateLimitError) as caught:
                client.images.generate(model="gpt-image-2", prompt="x")
            assert int(caught.value.response.headers["retry-after"]) > 0
            assert decode(client.images.generate(model="gpt-image-2", prompt="x")).size == (1024, 1024)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--fail", "often"], "--fail"),
        (["--delay", "-1"], "--delay"),
        (["--times", "2"], "--times"),
        (["--token", "with space"], "--token"),
        (["--token", "ключ"], "--token"),
        (["--port", "99999"], "99999"),
        (["--port", "x"], "--port"),
    ],
)
def test_wrong_arguments_are_named(arguments: list[str], named: str) -> None:
    ended = run_to_its_end(*arguments)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert named in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr


def test_a_taken_port_is_named() -> None:
    with run_foreground() as foreground:
        port = foreground.base_url.removesuffix("/v1").rpartition(":")[2]
        ended = run_to_its_end("--port", port)
    assert ended.returncode == 2
    assert f"127.0.0.1:{port}" in ended.stderr


def test_random_tokens_have_128_bits() -> None:
    with run_foreground() as one, run_foreground() as two:
        assert one.token != two.token
        assert len(bytes.fromhex(one.token)) == 16


def test_child_without_a_token_ends() -> None:
    ended = run_to_its_end("--child")
    assert ended.returncode == 1
    assert ended.stdout == ""
