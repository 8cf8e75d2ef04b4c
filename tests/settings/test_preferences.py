"""Preferences: the file's round trip, its faults, and what other versions wrote."""

from __future__ import annotations

import stat
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turbo_studio.core.mask_look import MaskLook
from turbo_studio.core.network import ProxyMode
from turbo_studio.core.price import Prices
from turbo_studio.core.problems import ProblemCode, StorageError
from turbo_studio.core.profile import Quality
from turbo_studio.settings.preferences import Preferences, PreferencesFile, Surround, Theme

CHANGED = Preferences(
    language="zh_CN",
    theme=Theme.LIGHT,
    base_url="http://127.0.0.1:8080/v1",
    prices=Prices(1.5, 2.5, 3.5),
    daily_cap_dollars=2.5,
    deadline_s=120.0,
    proxy=ProxyMode.MANUAL,
    proxy_url="http://proxy.example:3128",
    proxy_user="mia",
    ca_file="/etc/company.pem",
    concurrency=5,
    quality=Quality.LOW,
    brush_size_px=333,
    brush_hardness=0.25,
    brush_spacing=0.25,
    brush_string=30,
    pressure_sizes=True,
    pressure_hardens=True,
    surround=Surround.BLACK,
    overlay_colour="#00ff00",
    overlay_opacity=0.8,
    mask_look=MaskLook.HATCH,
    marks_outside=True,
    feather_preview=True,
    feather_px=40,
    pixel_grid=False,
    export_folder="/home/an/导出",
    export_template="{date} {prompt}",
    export_preset="clean",
    export_format="webp_lossless",
    export_quality=75,
)


@pytest.fixture
def file(tmp_path: Path) -> PreferencesFile:
    return PreferencesFile(tmp_path / "config" / "preferences.toml")


def write(file: PreferencesFile, content: str | bytes) -> None:
    file.path.parent.mkdir(exist_ok=True)
    file.path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_every_value_survives(file: PreferencesFile) -> None:
    default = Preferences()
    assert all(getattr(CHANGED, name) != getattr(default, name) for name in Preferences._fields)
    file.save(CHANGED)
    assert PreferencesFile(file.path).load() == CHANGED


def test_absent_file_means_defaults_and_no_parser(file: PreferencesFile) -> None:
    assert file.load() == Preferences()
    assert file.rejected == ()
    program = (
        "import sys, pathlib\n"
        "from turbo_studio.settings.preferences import PreferencesFile\n"
        "PreferencesFile(pathlib.Path('no such file')).load()\n"
        "sys.exit('tomllib' in sys.modules or 'tomli_w' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    "line",
    [
        'language = "../../etc"',
        "language = 7",
        'theme = "pink"',
        "theme = []",
        'base_url = "http://gateway.theturbo.ai/v1"',
        'base_url = "https://user:pass@gateway.theturbo.ai"',
        "base_url = false",
        "prices = 3",
        "prices = { text_in = -1 }",
        'prices = { image_out = "free" }',
        "deadline_s = 0",
        "deadline_s = nan",
        "deadline_s = inf",
        "deadline_s = true",
        'deadline_s = "600"',
        "daily_cap_dollars = -1",
        "daily_cap_dollars = nan",
        'proxy = "auto"',
        'proxy_url = "socks5://127.0.0.1:1080"',
        'proxy_url = "http://mia:secret@proxy.example:3128"',
        'proxy_user = "a\\nb"',
        "ca_file = 3",
        "concurrency = 0",
        "concurrency = 10000",
        "concurrency = 2.5",
        "concurrency = true",
        'quality = "best"',
        "brush_size_px = -5",
        "brush_size_px = 99999999999999999999999",
        "brush_hardness = 1.01",
        'surround = "1"',
        'overlay_colour = "url(http://127.0.0.1)"',
        'overlay_colour = "#fff"',
        "overlay_colour = 1979-05-27",
        "overlay_opacity = 0.0",
        'mask_look = "rainbow"',
        "marks_outside = 1",
        'pixel_grid = "true"',
    ],
)
def test_bad_value_falls_back_alone(line: str, file: PreferencesFile) -> None:
    name = line.partition(" ")[0]
    other = "brush_hardness = 0.5" if name != "brush_hardness" else "concurrency = 4"
    write(file, f"{line}\n{other}\n")
    loaded = file.load()
    assert getattr(loaded, name) == getattr(Preferences(), name)
    assert (loaded.brush_hardness, loaded.concurrency) in {(0.5, 3), (0.8, 4)}
    assert file.rejected == (name,)
    assert file.damaged_path.read_text() == f"{line}\n{other}\n"


@pytest.mark.parametrize(
    "content",
    [
        b"theme = ",
        b"\x00\xff\xfe",
        b"theme = 'dark'\ntheme = 'light'",
        b"a = " + b"[" * 2_000 + b"]" * 2_000,
        b"a = " + b"9" * 5_000,
        b"# large\n" * 200_000,
        "theme = 'd\ud800rk'".encode("utf-8", "surrogatepass"),
    ],
    ids=["cut", "binary", "twice", "nested", "number", "large", "surrogate"],
)
def test_damaged_file_means_defaults_and_is_kept_aside(content: bytes, file: PreferencesFile) -> None:
    write(file, content)
    assert file.load() == Preferences()
    assert file.rejected == ("",)
    file.save(CHANGED)
    assert PreferencesFile(file.path).load() == CHANGED
    assert file.damaged_path.read_bytes() == content[:1_000_001]


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_no_content_keeps_the_program_from_starting(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "preferences.toml"
        path.write_bytes(content)
        file = PreferencesFile(path)
        assert isinstance(file.load(), Preferences)
        file.save(CHANGED)
        assert PreferencesFile(path).load() == CHANGED


def test_folder_in_place_of_the_file_means_defaults(file: PreferencesFile) -> None:
    file.path.mkdir(parents=True)
    assert file.load() == Preferences()


def test_unknown_keys_are_kept(file: PreferencesFile) -> None:
    write(file, 'future = "kept"\ntheme = "dark"\n[prices]\naudio_in = 2.0\n[workspace]\npanels = [1, 2]\n')
    loaded = file.load()
    assert loaded.theme is Theme.DARK
    assert file.rejected == ()
    file.save(CHANGED)
    table = tomllib.loads(file.path.read_text())
    assert table["future"] == "kept"
    assert table["workspace"] == {"panels": [1, 2]}
    assert table["prices"] == {"audio_in": 2.0, "text_in": 1.5, "image_in": 2.5, "image_out": 3.5}
    assert PreferencesFile(file.path).load() == CHANGED


def test_unknown_key_nested_too_deep_to_write_is_dropped(file: PreferencesFile) -> None:
    write(file, "future = " + "[" * 350 + "]" * 350 + '\ntheme = "dark"\n')
    assert file.load().theme is Theme.DARK
    file.save(CHANGED)
    assert PreferencesFile(file.path).load() == CHANGED


def test_prices_may_be_given_in_part(file: PreferencesFile) -> None:
    write(file, "[prices]\nimage_out = 12\n")
    assert file.load().prices == Prices(image_out=12.0)


def test_file_is_private_and_nothing_is_left_beside_it(file: PreferencesFile) -> None:
    file.save(CHANGED)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert [path.name for path in file.path.parent.iterdir()] == ["preferences.toml"]


def test_failed_save_leaves_the_old_file(file: PreferencesFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.save(CHANGED)

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", fail)
        with pytest.raises(StorageError) as caught:
            file.save(Preferences())
    assert caught.value.problem.code is ProblemCode.DISK_FULL
    assert PreferencesFile(file.path).load() == CHANGED
    assert [path.name for path in file.path.parent.iterdir()] == ["preferences.toml"]


def test_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where a folder should be")
    with pytest.raises(StorageError) as caught:
        PreferencesFile(tmp_path / "config" / "preferences.toml").save(CHANGED)
    assert caught.value.problem.code is ProblemCode.FOLDER_UNWRITABLE
