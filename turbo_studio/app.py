"""The one place that builds the concrete parts and joins them.

What the first painted window does not need (the worker, numpy, Pillow, httpx, the key store, the index)
is imported when the engine starts, after that first paint. What knows no Qt is imported before what does:
once PySide6 is there, it reads the source of every module that is imported.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from turbo_studio import __version__
from turbo_studio.core.profile import GPT_IMAGE_2
from turbo_studio.session.session import Session
from turbo_studio.settings.places import find_places
from turbo_studio.settings.preferences import PreferencesFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.problems import Problem
    from turbo_studio.gallery.gallery import DiskGallery
    from turbo_studio.jobs.engine import Engine
    from turbo_studio.running import Claim
    from turbo_studio.settings.places import Places
    from turbo_studio.settings.preferences import Preferences
    from turbo_studio.ui.window import MainWindow

SWITCH_INTERVAL_S = 0.001
"""How long a worker in pure Python may hold the interpreter: at the default 5 ms painting stutters."""
_SHEET_COMMAND = (sys.executable, "-I", "-m", "turbo_studio.ui.sheets.child")
_PRIVATE_UMASK = 0o077


class Options(NamedTuple):
    """The command line."""

    home: Path | None
    gateway: str | None
    language: str | None
    self_test: Path | None
    """Where the self-test leaves its pictures; empty path where the folder was not named."""
    images: tuple[Path, ...]


class UsageError(Exception):
    """A command line, or an environment, that the program cannot be started with."""


def parse_arguments(argv: Sequence[str]) -> Options:
    """Read the arguments without the program's name; SystemExit for what argparse refuses."""
    parser = argparse.ArgumentParser("turbo-studio", description="Edit pictures by hand with an image model.")
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep everything that is written under DIR")
    parser.add_argument("--gateway", metavar="URL", help="base URL of the gateway for this run")
    parser.add_argument("--lang", metavar="CODE", help="language of the window: en, zh_CN")
    parser.add_argument(
        "--self-test",
        type=Path,
        nargs="?",
        const=Path(),
        metavar="DIR",
        help="try the main job against the sandbox, leave the pictures in DIR, and exit",
    )
    parser.add_argument("--version", action="version", version=f"Turbo Studio {__version__}")
    parser.add_argument("images", type=Path, nargs="*", metavar="IMAGE", help="opened as sources, in order")
    given = parser.parse_args(argv)
    return Options(given.home, given.gateway, given.lang, given.self_test, tuple(given.images))


def start(argv: Sequence[str]) -> MainWindow:
    """Build and show everything, and return without blocking; ``window.close()`` ends all of it.

    ``argv`` holds the arguments without the program's name. Makes the QApplication if there is none.
    UsageError where the gateway's address cannot be used.
    """
    return _open_window(parse_arguments(argv))


def _open_window(options: Options) -> MainWindow:
    gc.disable()  # a look for garbage takes its time; once the window is seen, ``ui.garbage`` makes it
    os.umask(_PRIVATE_UMASK)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    places = find_places(options.home)
    file = PreferencesFile(places.preferences_file)
    preferences = file.load()
    base_url = _parse_gateway(options.gateway) if options.gateway else preferences.base_url

    def start_engine() -> Engine:
        post = window.bridge.post
        key, problem = _take_key()
        if problem is not None:
            from turbo_studio.core.facts import TroubleMet

            post(TroubleMet(problem))
        # A self-test must not cost money: it never looks for a key.
        is_free = options.self_test is not None
        return _start_engine(places, preferences, base_url, "" if is_free else key, post, is_free=is_free)

    session = Session(GPT_IMAGE_2, preferences, start_engine, file.save)
    from turbo_studio.ui.program import show_window  # the last of all: see above

    window = show_window(session, places.config, options.images, options.language or preferences.language)
    return window


def run(options: Options) -> int:
    """Show the window and stay until it is closed; or have a program that runs already show its own."""
    from turbo_studio.running import claim_home  # late: ``start`` does without

    claim = claim_home(find_places(options.home).config, options.images)
    if claim is None:
        return 0
    try:
        return _run_window(options, claim)
    except UsageError as error:
        print(f"turbo-studio: {error}", file=sys.stderr)
        return 2
    finally:
        claim.release()


def _run_window(options: Options, claim: Claim) -> int:
    window = _open_window(options)
    from PySide6.QtWidgets import QApplication  # both late, with the window

    from turbo_studio.ui.closing_signals import ClosingSignals

    claim.listen(partial(_welcome, window.bridge.post))
    watch = ClosingSignals(window)
    try:
        return QApplication.exec()
    finally:
        watch.end()


def _welcome(publish: Callable[[Fact], None], images: tuple[Path, ...]) -> None:
    from turbo_studio.core.facts import StartedAgain  # late, for the start-up

    publish(StartedAgain(images))


def _parse_gateway(text: str) -> str:
    """The address of the command line. UsageError where it cannot be used."""
    from turbo_studio.core.problems import StudioError  # all late, for the start-up
    from turbo_studio.settings.origins import parse_base_url
    from turbo_studio.ui.words import say_problem

    try:
        return parse_base_url(text)
    except StudioError as error:
        raise UsageError(say_problem(error.problem)) from None


def _take_key() -> tuple[str, Problem | None]:
    """The key of this run, or none and what is wrong with it: the program is of use without one."""
    from turbo_studio.core.problems import StudioError
    from turbo_studio.settings.keys import take_key_from_environment

    try:
        return take_key_from_environment() or "", None
    except StudioError as error:
        return "", error.problem


def _start_engine(
    places: Places,
    preferences: Preferences,
    base_url: str,
    key: str,
    publish: Callable[[Fact], None],
    *,
    is_free: bool,
) -> Engine:
    from turbo_studio.gateway.client import HttpGateway
    from turbo_studio.gateway.redaction import KeyRedaction
    from turbo_studio.gateway.spool import AnswerSpool
    from turbo_studio.imaging.comparer import ChildComparer
    from turbo_studio.imaging.exporter import ChildExporter
    from turbo_studio.imaging.reader import ChildPictureReader
    from turbo_studio.imaging.selector import ChildSelector
    from turbo_studio.jobs.engine import Engine, EngineParts
    from turbo_studio.log import Log
    from turbo_studio.sandbox.launch import start_sandbox
    from turbo_studio.settings.keys import KeyringStore, SessionKeys
    from turbo_studio.settings.known_gallery import KnownGallery
    from turbo_studio.settings.routes import RouteFinder
    from turbo_studio.settings.secrecy import forbid_core_files

    forbid_core_files()  # before a key is in memory that was not in the environment
    redaction = KeyRedaction()
    log = Log(places.logs, redaction, publish)
    pictures = ChildPictureReader(places.scratch)
    keys = SessionKeys() if is_free else KeyringStore()
    parts = EngineParts(
        pictures=pictures,
        selector=ChildSelector(places.scratch),
        comparer=ChildComparer(places.scratch),
        exporter=ChildExporter(places.scratch, _SHEET_COMMAND),
        gateway=HttpGateway(redaction=redaction, spool=AnswerSpool(places.spool)),
        open_gallery=partial(_open_gallery, places, publish),
        forget_gallery=KnownGallery(places.known_gallery_file).forget,
        keys=keys,
        find_route=RouteFinder(keys).find_route,
        start_sandbox=start_sandbox,
        close_pictures=pictures.close,
        learn_key=redaction.learn,
        after_stop=log.close,
        profile=GPT_IMAGE_2,
    )
    return Engine(
        parts,
        publish,
        base_url,
        key,
        preferences.concurrency,
        preferences.network,
        preferences.daily_cap_dollars,
    )


def _open_gallery(places: Places, publish: Callable[[Fact], None]) -> DiskGallery:
    """The gallery of the last time, or a first one; blocks. StorageError."""
    from turbo_studio.core.facts import TroubleMet
    from turbo_studio.gallery.gallery import DiskGallery
    from turbo_studio.settings.known_gallery import KnownGallery
    from turbo_studio.ui.os_trash import DesktopTrash

    known = KnownGallery(places.known_gallery_file)

    def tell(problem: Problem) -> None:
        publish(TroubleMet(problem))

    gallery = DiskGallery(places.gallery, known.load(), tell, DesktopTrash())
    known.save(gallery.gallery_id)
    return gallery
