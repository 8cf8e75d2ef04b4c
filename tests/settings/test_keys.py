"""Keys: cleaning, the environment, the key store and its faults."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.settings import keyring_backends
from turbo_studio.core.problems import KeyStoreError, ProblemCode
from turbo_studio.settings.keys import (
    ALLOWED_BACKENDS,
    KeyringStore,
    SessionKeys,
    build_service_name,
    clean_key,
    take_key_from_environment,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbo_studio.core.ports import KeyStore

URL = "https://gateway.theturbo.ai/v1"
OTHER_URL = "https://gateway.theturbo.example/v1"
KEY = "sk-canary-0123456789"


@pytest.fixture(autouse=True)
def _empty_keyring() -> Iterator[None]:
    keyring_backends.kept.clear()
    keyring_backends.let_go.clear()
    yield
    keyring_backends.let_go.set()


def build_store(*names: str, limit_s: float = 20.0) -> KeyringStore:
    return KeyringStore([(keyring_backends.__name__, name) for name in names], limit_s)


def catch(code: ProblemCode, call: object, *arguments: str) -> KeyStoreError:
    """Call, expect that error, and see that nothing printed of it holds the key."""
    assert callable(call)
    with pytest.raises(KeyStoreError) as caught:
        call(*arguments)
    error = caught.value
    assert error.problem.code is code
    assert KEY not in "".join(traceback.format_exception(error)) + repr(error.problem)
    return error


@pytest.mark.parametrize(
    "around", [" ", "\t", "\r\n", "\n\n", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u2060 \u200b\n"]
)
def test_what_a_copy_brings_along_is_taken_off(around: str) -> None:
    assert clean_key(around + KEY + around) == KEY


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("sk-1234", 0),
        ("k" * 513, 0),
        ("k" * 10_000, 0),
        ("sk-12345 6789", 9),
        ("sk-12345\n6789", 9),
        ("sk-1234\u200b56789", 8),
        ("sk–123456789", 3),  # a dash made smart
        ("“sk-123456789”", 1),
        ("ключ-12345678", 1),
        ("  sk-12345\x00", 9),
        ("sk-123456\x7f", 10),
        ("\ud800sk-12345678", 1),
    ],
)
def test_no_key_is_refused_with_the_position(text: str, position: int) -> None:
    error = catch(ProblemCode.KEY_INVALID, clean_key, text)
    assert error.problem.params == {"position": position}


@pytest.mark.parametrize("text", ["", "   ", "\n\u200b\t"])
def test_no_key_at_all_is_said_to_be_none(text: str) -> None:
    error = catch(ProblemCode.KEY_INVALID, clean_key, text)
    assert error.problem.params == {"position": 0, "reason": "empty"}


@pytest.mark.parametrize("key", ["k" * 8, "k" * 512, "'\"quoted\"'", "!~!~!~!~"])
def test_edges_of_what_a_key_may_be(key: str) -> None:
    assert clean_key(key) == key


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_key_for_a_header_or_refused(text: str) -> None:
    with suppress(KeyStoreError):
        key = clean_key(text)
        assert clean_key(key) == key
        assert 8 <= len(key) <= 512
        assert all(33 <= ord(character) <= 126 for character in key)


def test_key_of_the_environment_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURBO_API_KEY", f" {KEY}\n")
    assert take_key_from_environment() == KEY
    assert "TURBO_API_KEY" not in os.environ
    assert take_key_from_environment() is None


@pytest.mark.parametrize("text", ["", "  \n"])
def test_blank_variable_is_no_key(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURBO_API_KEY", text)
    assert take_key_from_environment() is None


def test_bad_key_of_the_environment_is_removed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURBO_API_KEY", "no key")
    catch(ProblemCode.KEY_INVALID, take_key_from_environment)
    assert "TURBO_API_KEY" not in os.environ


@pytest.mark.parametrize("store", [SessionKeys(), build_store("GoodKeyring")], ids=["session", "keyring"])
def test_key_is_kept_for_its_origin_alone(store: KeyStore) -> None:
    assert store.fetch_key(URL) is None
    store.store_key(URL, f" {KEY}\n")
    assert store.fetch_key(URL) == KEY
    assert store.fetch_key("https://GATEWAY.theturbo.ai:443") == KEY
    for other in (OTHER_URL, "https://gateway.theturbo.ai:8443/v1", "https://gаteway.theturbo.ai/v1"):
        assert store.fetch_key(other) is None
    store.delete_key(OTHER_URL)
    assert store.fetch_key(URL) == KEY
    store.delete_key(URL)
    store.delete_key(URL)
    assert store.fetch_key(URL) is None
    assert KEY not in repr(store)


@pytest.mark.parametrize("store", [SessionKeys(), build_store("GoodKeyring")], ids=["session", "keyring"])
def test_what_is_no_key_is_not_stored(store: KeyStore) -> None:
    catch(ProblemCode.KEY_INVALID, store.store_key, URL, "no key")
    assert store.fetch_key(URL) is None


def test_session_keys_show_no_key() -> None:
    keys = SessionKeys()
    keys.store_key(URL, KEY)
    assert repr(keys) == "SessionKeys(1 kept)"


def test_service_is_named_after_the_origin() -> None:
    assert build_service_name(URL) == "turbo-studio:https://gateway.theturbo.ai:443"


def test_best_backend_that_works_is_used() -> None:
    store = build_store("MissingClass", "UnavailableKeyring", "WorseKeyring", "GoodKeyring")
    store.store_key(URL, KEY)
    assert keyring_backends.kept == {(build_service_name(URL), "api-key"): KEY}


@pytest.mark.parametrize("names", [[], ["MissingClass"], ["UnavailableKeyring"]])
def test_no_backend_is_said(names: list[str]) -> None:
    store = build_store(*names)
    catch(ProblemCode.KEY_STORE_MISSING, store.fetch_key, URL)
    catch(ProblemCode.KEY_STORE_MISSING, store.store_key, URL, KEY)
    catch(ProblemCode.KEY_STORE_MISSING, store.delete_key, URL)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("ForgettingKeyring", "read back"),
        ("ChangingKeyring", "read back"),
        ("WrongTypeKeyring", "read back"),
        ("LockedKeyring", "KeyringLocked"),
        ("OddKeyring", "KeyboardInterrupt"),
    ],
)
def test_storing_with_a_fault_never_looks_like_success(name: str, reason: str) -> None:
    error = catch(ProblemCode.KEY_STORE_FAILED, build_store(name).store_key, URL, KEY)
    assert error.problem.params == {"reason": reason}


@pytest.mark.parametrize(
    ("name", "reason"),
    [("LockedKeyring", "KeyringLocked"), ("OddKeyring", "SystemExit"), ("WrongTypeKeyring", "TypeError")],
)
def test_fetching_with_a_fault(name: str, reason: str) -> None:
    error = catch(ProblemCode.KEY_STORE_FAILED, build_store(name).fetch_key, URL)
    assert error.problem.params == {"reason": reason}


def test_stored_text_that_is_no_key_is_refused() -> None:
    keyring_backends.kept[build_service_name(URL), "api-key"] = "changed\noutside"
    catch(ProblemCode.KEY_INVALID, build_store("GoodKeyring").fetch_key, URL)


def test_hanging_keyring_lets_the_caller_go() -> None:
    error = catch(ProblemCode.KEY_STORE_FAILED, build_store("HangingKeyring", limit_s=0.05).fetch_key, URL)
    assert error.problem.params == {"reason": "no answer"}


@pytest.mark.parametrize("chosen", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_environment_does_not_choose_the_backend(chosen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", chosen)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    store = build_store("GoodKeyring")
    store.store_key(URL, KEY)
    assert store.fetch_key(URL) == KEY


def test_allowed_backends_exist_and_encrypt() -> None:
    """The list names what the library has, and nothing that writes plaintext or forgets."""
    for module, name in (pair for pairs in ALLOWED_BACKENDS.values() for pair in pairs):
        assert hasattr(importlib.import_module(module), name)
        assert not {"null", "fail", "chainer", "plaintext", "file"} & set(module.lower().split("."))


def test_default_store_uses_the_list_of_this_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ALLOWED_BACKENDS, sys.platform, ((keyring_backends.__name__, "GoodKeyring"),))
    store = KeyringStore()
    store.store_key(URL, KEY)
    assert store.fetch_key(URL) == KEY


PROXY = "http://proxy.example:3128"


@pytest.mark.parametrize("store", [SessionKeys(), build_store("GoodKeyring")])
def test_the_password_of_a_proxy_is_kept_for_its_user_alone(store: KeyStore) -> None:
    store.store_proxy_password(PROXY, "mia", "pw 1")
    assert store.fetch_proxy_password(PROXY, "mia") == "pw 1"
    assert store.fetch_proxy_password(PROXY, "ada") == ""
    assert store.fetch_proxy_password("http://other.example:3128", "mia") == ""
    store.store_proxy_password(PROXY, "mia", "")
    assert store.fetch_proxy_password(PROXY, "mia") == ""


def test_the_password_of_a_proxy_outlives_the_program() -> None:
    build_store("GoodKeyring").store_proxy_password(PROXY, "mia", "pw 1")
    assert list(keyring_backends.kept) == [(f"turbo-studio-proxy:{PROXY}", "mia")]
    assert build_store("GoodKeyring").fetch_proxy_password(PROXY, "mia") == "pw 1"
    build_store("GoodKeyring").store_proxy_password(PROXY, "mia", "")
    assert not keyring_backends.kept


@pytest.mark.parametrize("names", [["LockedKeyring"], ["OddKeyring"], []])
def test_a_password_that_no_store_takes_holds_for_this_run(names: list[str]) -> None:
    store = build_store(*names)
    with pytest.raises(KeyStoreError) as caught:
        store.store_proxy_password(PROXY, "mia", KEY)
    assert KEY not in "".join(traceback.format_exception(caught.value))
    assert store.fetch_proxy_password(PROXY, "mia") == KEY
