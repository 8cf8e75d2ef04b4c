"""The dialogs do not block, check what they are given at the field, and keep no key."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget

from tests.helpers.fake_engine import FakeEngine, build_session
from turbo_studio.core.facts import ConnectionChanged, ConnectionTested
from turbo_studio.core.network import Network, ProxyMode, Verdict
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.ui.dialogs.about import AboutDialog
from turbo_studio.ui.dialogs.connect import ConnectDialog
from turbo_studio.ui.dialogs.keys import KeysDialog
from turbo_studio.ui.dialogs.settings import SettingsDialog
from turbo_studio.ui.theme import LIGHT, apply_theme, tokens
from turbo_studio.ui.translations import load_translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QDialog
    from pytestqt.qtbot import QtBot

    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

Parts = tuple["Session", "Bridge", FakeEngine]
Found = TypeVar("Found", bound=QWidget)
KEY = "sk-0123456789abcdef"


@pytest.fixture
def parts(qapp: QApplication) -> Iterator[Parts]:
    load_translator(qapp, "en")
    yield build_session()
    apply_theme(qapp, "dark")


def find(dialog: QDialog, kind: type[Found], name: str) -> Found:
    found = dialog.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def open_connect(qtbot: QtBot, parts: Parts) -> ConnectDialog:
    session, bridge, _ = parts
    dialog = ConnectDialog(session, bridge)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


# Connect


def test_key_and_address_go_to_the_session_and_the_key_leaves_the_field(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    url, key = find(dialog, QLineEdit, "base_url_edit"), find(dialog, QLineEdit, "key_edit")
    assert key.echoMode() is QLineEdit.EchoMode.Password
    url.setText(" https://Gateway.Example/v1/ ")
    QTest.keyClicks(key, f" {KEY} ")
    QTest.mouseClick(find(dialog, QPushButton, "connect_dialog_button"), Qt.MouseButton.LeftButton)
    assert parts[2].calls_of("connect") == [("https://gateway.example/v1", KEY, True)]
    assert key.text() == ""
    assert not dialog.isVisible()


def test_key_is_kept_only_where_that_is_wanted(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "key_edit").setText(KEY)
    find(dialog, QCheckBox, "keep_key_box").click()
    find(dialog, QPushButton, "connect_dialog_button").click()
    assert parts[2].calls_of("connect")[0][2] is False


@pytest.mark.parametrize(
    ("address", "key", "label", "words"),
    [
        ("", KEY, "url_error", "Enter the address"),
        ("http://gateway.example/v1", KEY, "url_error", "anybody on the way could read the key"),
        ("https://me:pw@gateway.example", KEY, "url_error", "user name or password"),
        ("https://gateway.example/v1", "", "key_error", "There is no key"),
        ("https://gateway.example/v1", "sk-0123 456789", "key_error", "Character 8"),
        ("https://gateway.example/v1", "sk-０１２３４５６", "key_error", "Character 4"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    qtbot: QtBot, parts: Parts, address: str, key: str, label: str, words: str
) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "base_url_edit").setText(address)
    find(dialog, QLineEdit, "key_edit").setText(key)
    find(dialog, QPushButton, "connect_dialog_button").click()
    assert words in find(dialog, QLabel, label).text()
    shown = find(dialog, QLabel, label)
    assert shown.isVisible()
    assert shown.height() >= shown.heightForWidth(shown.width())
    assert dialog.isVisible()
    assert parts[2].calls_of("connect") == []


def test_wrong_address_costs_nobody_the_key(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "base_url_edit").setText("gateway")
    find(dialog, QLineEdit, "key_edit").setText(KEY)
    find(dialog, QPushButton, "connect_dialog_button").click()
    assert find(dialog, QLineEdit, "key_edit").text() == KEY


def test_cancel_empties_the_key_too(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "key_edit").setText(KEY)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert find(dialog, QLineEdit, "key_edit").text() == ""
    assert parts[2].calls_of("connect") == []


def test_dialog_says_where_everything_goes(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "base_url_edit").setText("https://gateway.example/v1")
    said = find(dialog, QLabel, "destination_label").text()
    assert said == "Your prompts, your sources and your masks go to gateway.example, and to nobody else."


def test_disconnect_is_offered_to_the_connected_alone(qtbot: QtBot, parts: Parts) -> None:
    unconnected = open_connect(qtbot, parts)
    assert unconnected.findChild(QPushButton, "disconnect_button") is None
    parts[0].receive(ConnectionChanged("https://gateway.example/v1", is_sandbox=False, key_tail="cdef"))
    dialog = open_connect(qtbot, parts)
    find(dialog, QPushButton, "disconnect_button").click()
    assert parts[2].calls_of("disconnect") == [("https://gateway.example/v1",)]
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://gateway.example:8443/v1", "gateway.example:8443"),
        ("https://gäteway.example/v1", "xn--gteway-bua.example"),
        ("https://gatewаy.example/v1", "xn--gatewy-7nf.example"),  # a Cyrillic a
        ("no address", "…"),
    ],
)
def test_the_host_is_named_as_it_is_really_called(
    qtbot: QtBot, parts: Parts, address: str, host: str
) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "base_url_edit").setText(address)
    assert f" go to {host}, and" in find(dialog, QLabel, "destination_label").text()


def test_the_key_in_use_shows_its_end_and_need_not_be_typed_again(qtbot: QtBot, parts: Parts) -> None:
    parts[0].receive(ConnectionChanged("https://gateway.example/v1", is_sandbox=False, key_tail="cdef"))
    dialog = open_connect(qtbot, parts)
    key = find(dialog, QLineEdit, "key_edit")
    assert (key.text(), key.placeholderText()) == ("", "The key that ends in …cdef is in use")
    find(dialog, QPushButton, "connect_dialog_button").click()
    assert not dialog.isVisible()
    assert parts[2].calls_of("connect") == []


def test_another_address_needs_its_own_key(qtbot: QtBot, parts: Parts) -> None:
    parts[0].receive(ConnectionChanged("https://gateway.example/v1", is_sandbox=False, key_tail="cdef"))
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "base_url_edit").setText("https://other.example/v1")
    assert "cdef" not in find(dialog, QLineEdit, "key_edit").placeholderText()
    find(dialog, QPushButton, "connect_dialog_button").click()
    assert dialog.isVisible()
    assert parts[2].calls_of("connect") == []


# The clipboard


def test_a_pasted_key_is_taken_off_the_clipboard(qtbot: QtBot, parts: Parts, tidy_desktop: None) -> None:
    QGuiApplication.clipboard().setText(f"{KEY}\n")
    dialog = open_connect(qtbot, parts)
    box = find(dialog, QCheckBox, "clear_clipboard_box")
    assert not box.isVisible()
    find(dialog, QLineEdit, "key_edit").paste()
    assert box.isVisible()
    find(dialog, QPushButton, "connect_dialog_button").click()
    assert QGuiApplication.clipboard().text() == ""


@pytest.mark.parametrize("is_changed", [True, False])
def test_a_clipboard_is_left_alone_where_that_is_wanted_or_it_has_changed(
    qtbot: QtBot, parts: Parts, *, is_changed: bool
) -> None:
    QGuiApplication.clipboard().setText(KEY)
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "key_edit").paste()
    if is_changed:
        QGuiApplication.clipboard().setText("something else")
    else:
        find(dialog, QCheckBox, "clear_clipboard_box").click()
    find(dialog, QPushButton, "connect_dialog_button").click()
    assert QGuiApplication.clipboard().text() == ("something else" if is_changed else KEY)


# The test of a connection


def find_finding(dialog: ConnectDialog) -> str:
    return find(dialog, QLabel, "connection_finding").text()


def start_test(dialog: ConnectDialog) -> None:
    find(dialog, QLineEdit, "base_url_edit").setText("https://gateway.example/v1")
    find(dialog, QLineEdit, "key_edit").setText(KEY)
    find(dialog, QPushButton, "test_connection_button").click()


@pytest.mark.parametrize(
    ("verdict", "problem", "words"),
    [
        (Verdict.ACCEPTED, None, "the key is accepted"),
        (Verdict.REFUSED, None, "the key is refused"),
        (Verdict.UNCHECKED, None, "no free way to check"),
        (Verdict.FAILED, Problem(ProblemCode.CONNECT_TIMED_OUT, {"host": "a.example"}), "a.example did not"),
    ],
)
def test_a_finding_is_shown_and_the_dialog_stays(
    qtbot: QtBot, parts: Parts, verdict: Verdict, problem: Problem | None, words: str
) -> None:
    dialog = open_connect(qtbot, parts)
    start_test(dialog)
    assert parts[2].calls_of("test_connection") == [("https://gateway.example/v1", KEY)]
    assert find_finding(dialog) == "Asking gateway.example…"
    parts[0].receive(ConnectionTested("https://gateway.example/v1", verdict, problem))
    assert words in find_finding(dialog)
    assert dialog.isVisible()
    assert find(dialog, QLineEdit, "key_edit").text() == KEY
    assert parts[2].calls_of("connect") == []


def test_a_test_can_be_stopped(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    start_test(dialog)
    find(dialog, QPushButton, "test_connection_button").click()
    assert parts[2].calls_of("cancel_connection_test") == [()]
    parts[0].receive(ConnectionTested("https://gateway.example/v1", Verdict.ACCEPTED))
    assert "accepted" not in find_finding(dialog)


@pytest.mark.parametrize("name", ["base_url_edit", "key_edit"])
def test_a_finding_does_not_outlive_what_it_is_about(qtbot: QtBot, parts: Parts, name: str) -> None:
    dialog = open_connect(qtbot, parts)
    start_test(dialog)
    parts[0].receive(ConnectionTested("https://gateway.example/v1", Verdict.ACCEPTED))
    QTest.keyClicks(find(dialog, QLineEdit, name), "x")
    assert "accepted" not in find_finding(dialog)


def test_a_dialog_that_closes_ends_its_test(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    start_test(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert parts[2].calls_of("cancel_connection_test") == [()]


def test_what_cannot_be_tested_is_said_at_its_field(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "key_edit").setText("a b c d e f")
    find(dialog, QPushButton, "test_connection_button").click()
    assert "Character 2" in find(dialog, QLabel, "key_error").text()
    assert parts[2].calls_of("test_connection") == []


# Settings


def open_settings(qtbot: QtBot, parts: Parts) -> SettingsDialog:
    dialog = SettingsDialog(parts[0])
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_settings_are_taken_over_by_ok(qtbot: QtBot, parts: Parts) -> None:
    session, _, engine = parts
    dialog = open_settings(qtbot, parts)
    dialog.look_page.theme_box.setCurrentIndex(dialog.look_page.theme_box.findData("light"))
    dialog.look_page.language_box.setCurrentIndex(dialog.look_page.language_box.findData("zh_CN"))
    dialog.look_page.overlay_colour_box.setCurrentIndex(dialog.look_page.overlay_colour_box.findText("Green"))
    dialog.look_page.overlay_opacity_box.setValue(70)
    dialog.jobs_page.concurrency_box.setValue(5)
    dialog.jobs_page.deadline_box.setValue(300)
    dialog.jobs_page.price_boxes["image_out"].setValue(12.5)
    find(dialog, QPushButton, "settings_ok_button").click()
    kept = session.preferences
    assert (kept.theme.value, kept.language, kept.concurrency) == ("light", "zh_CN", 5)
    assert (kept.deadline_s, kept.prices.image_out) == (300.0, 12.5)
    assert (kept.overlay_colour, kept.overlay_opacity) == ("#30d158", 0.7)
    assert tokens() is LIGHT
    assert len(engine.calls_of("run_on_disk")) == 1


def test_cancel_and_an_unchanged_ok_keep_nothing(qtbot: QtBot, parts: Parts) -> None:
    session, _, engine = parts
    before = session.preferences
    dialog = open_settings(qtbot, parts)
    dialog.jobs_page.concurrency_box.setValue(9)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    again = open_settings(qtbot, parts)
    find(again, QPushButton, "settings_ok_button").click()
    assert session.preferences == before
    assert engine.calls_of("run_on_disk") == []


def test_a_tint_that_is_not_on_offer_stays_chosen(qtbot: QtBot, parts: Parts) -> None:
    session = parts[0]
    session.preferences = session.preferences._replace(overlay_colour="#123456")
    dialog = open_settings(qtbot, parts)
    find(dialog, QPushButton, "settings_ok_button").click()
    assert session.preferences.overlay_colour == "#123456"


def test_a_proxy_is_checked_at_its_field_and_its_password_kept_apart(qtbot: QtBot, parts: Parts) -> None:
    session, _, engine = parts
    dialog = open_settings(qtbot, parts)
    page = dialog.network_page
    assert not page.url_edit.isEnabled()
    page.mode_box.setCurrentIndex(page.mode_box.findData("manual"))
    page.url_edit.setText("socks5://127.0.0.1:1080")
    find(dialog, QPushButton, "settings_ok_button").click()
    assert dialog.isVisible()
    assert dialog.tabs.currentWidget() is page
    assert "SOCKS" in find(dialog, QLabel, "proxy_error").text()
    page.url_edit.setText("Proxy.Example:3128")
    page.user_edit.setText("mia")
    page.password_edit.setText("correct-horse")
    page.ca_edit.setText("/etc/company.pem")
    dialog.jobs_page.cap_box.setValue(7.5)
    find(dialog, QPushButton, "settings_ok_button").click()
    kept = session.preferences
    assert kept.network == Network(
        ProxyMode.MANUAL, "http://proxy.example:3128", "mia", "/etc/company.pem", kept.deadline_s
    )
    assert kept.daily_cap_dollars == 7.5
    assert engine.calls_of("set_network") == [(kept.network,)]
    assert engine.calls_of("store_proxy_password") == [("http://proxy.example:3128", "mia", "correct-horse")]
    assert page.password_edit.text() == ""


def test_an_untouched_password_stays(qtbot: QtBot, parts: Parts) -> None:
    session, _, engine = parts
    session.preferences = session.preferences._replace(
        proxy=ProxyMode.MANUAL, proxy_url="http://proxy.example:3128", proxy_user="mia"
    )
    dialog = open_settings(qtbot, parts)
    assert dialog.network_page.password_edit.placeholderText() == "Kept in the key store"
    find(dialog, QPushButton, "settings_ok_button").click()
    assert engine.calls_of("store_proxy_password") == []


def test_a_proxy_that_is_not_used_keeps_its_address(qtbot: QtBot, parts: Parts) -> None:
    session, _, _ = parts
    session.preferences = session.preferences._replace(
        proxy=ProxyMode.MANUAL, proxy_url="http://proxy.example:3128"
    )
    dialog = open_settings(qtbot, parts)
    page = dialog.network_page
    page.mode_box.setCurrentIndex(page.mode_box.findData("none"))
    find(dialog, QPushButton, "settings_ok_button").click()
    assert (session.preferences.proxy, session.preferences.proxy_url) == (
        ProxyMode.NONE,
        "http://proxy.example:3128",
    )


# The key sheet


def test_key_sheet_is_searched_by_action_and_by_key(qtbot: QtBot, parts: Parts) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    QTest.keyClicks(dialog.search_edit, "mask fill")
    assert find_visible_rows(dialog) == [("Fill Mask", "Alt+Backspace, Shift+Backspace", "On the canvas")]
    dialog.search_edit.setText("ctrl+0")
    assert find_visible_rows(dialog) == [("Fit", "Ctrl+0", "Everywhere")]
    dialog.search_edit.setText("no such thing")
    assert find_visible_rows(dialog) == []


def test_key_sheet_lists_held_keys_and_gestures(qtbot: QtBot, parts: Parts) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    rows = find_visible_rows(dialog)
    assert ("Picture without mask, while held", "\\", "On the canvas") in rows
    assert ("Pan", "Space+drag, middle drag", "On the canvas") in rows


def test_arrow_keys_move_through_the_list_while_the_search_has_the_focus(qtbot: QtBot, parts: Parts) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.search_edit.setFocus()
    QTest.keyClick(dialog.search_edit, Qt.Key.Key_Down)
    first = dialog.keys_list.currentIndex().row()
    QTest.keyClick(dialog.search_edit, Qt.Key.Key_Down)
    assert dialog.keys_list.currentIndex().row() == first + 1


def find_visible_rows(dialog: KeysDialog) -> list[tuple[str, ...]]:
    found = []
    for index in range(dialog.keys_list.topLevelItemCount()):
        row = dialog.keys_list.topLevelItem(index)
        if row is not None and not row.isHidden():
            found.append(tuple(row.text(column) for column in range(3)))
    return found


def test_about_tells_the_version_and_whose_work_is_inside(qtbot: QtBot, parts: Parts) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Turbo Studio 0." in said
    assert "Lucide" in said
