"""Whole runs of the program in a process of its own, driven through its window, to be watched from outside.

``python -m tests.faults.window_run HOME URL PICTURE``, with the key in ``TURBO_API_KEY``, and again on the
first line of the input, for the dialog.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.helpers.driver import Driver
from turbo_studio.settings import keys


def main(home: Path, url: str, picture: Path, key: str) -> None:
    """With the key from the environment, then from the dialog, then from the key store."""
    logging.basicConfig(level=logging.DEBUG)  # whatever any library has to say is to be searched
    keys.ALLOWED_BACKENDS[sys.platform] = (("tests.settings.keyring_backends", "GoodKeyring"),)
    application = QApplication([])
    driver = Driver.start(home, picture, gateway=url)
    run_jobs(driver, "first")
    driver.close()
    for connect in (connect_by_dialog, expect_connection):
        driver = Driver.start(home, picture, gateway=url)
        connect(driver, url, key)
        run_jobs(driver, connect.__name__)
        driver.close()
    del application


def run_jobs(driver: Driver, name: str) -> None:
    """As many as the gateway has behaviours for a window: the last one brings a result."""
    driver.paint((20, 20), (40, 30))
    for number in range(4):
        driver.close_message()
        driver.type_prompt(f"{name} {number}")
        driver.press_submit()
        driver.wait_until(lambda: driver.message or driver.jobs[0].startswith("Done"), "an end is said")
        print(driver.message, driver.jobs[0])
    assert driver.jobs[0].startswith("Done"), "the last job has not brought a result"


def connect_by_dialog(driver: Driver, url: str, key: str) -> None:
    driver.click("connect_button")
    for name, text in (("base_url_edit", url), ("key_edit", key)):
        field = driver.find(name)
        field.setFocus()
        field.selectAll()
        driver.type_into(field, text)
    if not driver.find("keep_key_box").isChecked():
        driver.click("keep_key_box")
    driver.click("connect_dialog_button")
    expect_connection(driver, url, key)


def expect_connection(driver: Driver, _url: str, _key: str) -> None:
    driver.wait_until(lambda: "127.0.0.1" in driver.gateway_shown, "it is connected")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.stdin.readline().strip())
