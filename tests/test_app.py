"""The command line, and what stops a start."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from turbo_studio import __main__, app
from turbo_studio.app import Options, UsageError, parse_arguments


@pytest.mark.parametrize(
    ("argv", "options"),
    [
        ([], Options(None, None, None, None, ())),
        (
            ["--home", "h", "--gateway", "https://g/v1", "--lang", "zh_CN", "a.png", "b.jpg"],
            Options(Path("h"), "https://g/v1", "zh_CN", None, (Path("a.png"), Path("b.jpg"))),
        ),
        (["--self-test"], Options(None, None, None, Path(), ())),
        (["--self-test", "out"], Options(None, None, None, Path("out"), ())),
    ],
)
def test_command_line(argv: list[str], options: Options) -> None:
    assert parse_arguments(argv) == options


@pytest.mark.parametrize("argv", [["--home"], ["--no-such-option"], ["--gateway"]])
def test_a_command_line_that_cannot_be_read_is_refused(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse_arguments(argv)
    assert caught.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    "url", ["http://gateway.example/v1", "ftp://x", "https://user:word@x/v1", "nonsense"]
)
def test_a_gateway_that_cannot_be_used_is_said_and_nothing_starts(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    argv = ["--home", str(tmp_path), "--lang", "en", "--gateway", url]
    with pytest.raises(UsageError):
        app.start(argv)
    assert app.run(parse_arguments(argv)) == 2
    error = capsys.readouterr().err
    assert error.startswith("turbo-studio: ")
    assert "word@" not in error
    assert not (tmp_path / "gallery").exists()


def test_the_entry_point_hands_on_the_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    monkeypatch.setattr("sys.argv", ["turbo-studio", "--home", str(tmp_path), "--gateway", "nonsense"])
    assert __main__.main() == 2


def test_the_key_is_taken_out_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURBO_API_KEY", " sk-1234567890\n")
    assert app._take_key() == ("sk-1234567890", None)
    assert "TURBO_API_KEY" not in os.environ


def test_a_key_that_can_be_none_does_not_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURBO_API_KEY", "sk-1234 567890")
    key, problem = app._take_key()
    assert key == ""
    assert problem is not None
    assert "1234" not in str(problem)
    assert "TURBO_API_KEY" not in os.environ
