"""Brings the translations in line with the source texts, or checks that they are.

``python packaging/translate.py`` updates the .ts files and compiles the .qm files; ``--check`` changes
nothing and fails where a text is new, gone or untranslated, or a .qm is not what its .ts says.

English needs a file of its own for its plurals alone.
"""

from __future__ import annotations

import argparse
import filecmp
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "turbo_studio" / "ui"
TRANSLATIONS = ROOT / "resources" / "translations"
LANGUAGES = {"zh_CN": ["-no-obsolete"], "en": ["-no-obsolete", "-pluralonly"]}


def main() -> int:
    """Exit code 0 where all is in line."""
    parser = argparse.ArgumentParser(description="Update or check the translations.")
    parser.add_argument("--check", action="store_true", help="change nothing, fail where something is stale")
    is_check = parser.parse_args().check
    faults = [
        fault
        for language, options in LANGUAGES.items()
        for fault in (check if is_check else update)(language, options)
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def update(language: str, options: list[str]) -> list[str]:
    """Rewrite the files of a language; what is left for a translator is told."""
    ts = ts_path(language, TRANSLATIONS)
    extract_texts(ts, language, options)
    compile_texts(ts)
    return find_unfinished(ts)


def check(language: str, options: list[str]) -> list[str]:
    """Do the same on a copy and compare."""
    kept = ts_path(language, TRANSLATIONS)
    if not kept.is_file():
        return [f"{kept.name} is missing"]
    with tempfile.TemporaryDirectory() as folder:
        fresh = ts_path(language, Path(folder))
        shutil.copy(kept, fresh)
        extract_texts(fresh, language, options)
        compile_texts(fresh)
        faults = find_unfinished(fresh)
        if kept.read_text("utf-8") != fresh.read_text("utf-8"):
            faults.append(f"{kept.name} is out of date: run packaging/translate.py")
        qm = kept.with_suffix(".qm")
        if not qm.is_file() or not filecmp.cmp(qm, fresh.with_suffix(".qm"), shallow=False):
            faults.append(f"{qm.name} is not what its .ts says: run packaging/translate.py")
    return faults


def ts_path(language: str, folder: Path) -> Path:
    return folder / f"turbo_studio_{language}.ts"


def extract_texts(ts: Path, language: str, options: list[str]) -> None:
    """Merge the texts of the sources into the .ts file; without line numbers, which only make noise."""
    sources = sorted(str(path) for path in SOURCES.rglob("*.py"))
    run(
        "lupdate",
        *sources,
        "-ts",
        str(ts),
        "-locations",
        "none",
        "-source-language",
        "en",
        "-target-language",
        language,
        *options,
    )


def compile_texts(ts: Path) -> None:
    run("lrelease", str(ts), "-qm", str(ts.with_suffix(".qm")))


def find_unfinished(ts: Path) -> list[str]:
    """One line for each text that has no finished translation."""
    messages = re.findall(r"<message.*?</message>", ts.read_text("utf-8"), re.DOTALL)
    unfinished = [text for text in messages if re.search(r'type="(unfinished|vanished|obsolete)"', text)]
    return [f"{ts.name}: not translated: {read_source(text)}" for text in unfinished]


def read_source(message: str) -> str:
    match = re.search(r"<source>(.*?)</source>", message, re.DOTALL)
    return match[1] if match else "?"


def run(tool: str, *arguments: str) -> None:
    """Run one of PySide6's tools, from the environment that runs this script."""
    found = shutil.which(f"pyside6-{tool}", path=str(Path(sys.executable).parent)) or shutil.which(
        f"pyside6-{tool}"
    )
    if found is None:
        raise SystemExit(f"pyside6-{tool} is missing: install PySide6-Essentials")
    finished = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if finished.returncode:
        raise SystemExit(finished.stdout + finished.stderr)


if __name__ == "__main__":
    sys.exit(main())
