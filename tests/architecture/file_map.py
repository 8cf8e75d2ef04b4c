"""Makes the map of modules in docs/ARCHITECTURE.md out of their docstrings.

``python -m tests.architecture.file_map`` writes it anew.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "turbo_studio"
DOCUMENT = ROOT / "docs" / "ARCHITECTURE.md"
_BEGIN, _END = "<!-- map: begin -->\n", "<!-- map: end -->\n"
_SENTENCE = re.compile(r"(.+?[.!?])(?=\s+[^a-z]|$)")
"""Up to the first full stop that ends the text or stands before no small letter (unlike "e.g. this")."""


def find_modules() -> list[Path]:
    """Every module of the program: a package's own first, then its modules by name."""
    return sorted(
        PACKAGE.rglob("*.py"), key=lambda path: (path.parent.parts, path.stem != "__init__", path.stem)
    )


def parse_purpose(source: str) -> str:
    """The first sentence of a module's docstring in one line; empty where there is none."""
    paragraph = (ast.get_docstring(ast.parse(source)) or "").partition("\n\n")[0]
    sentence = _SENTENCE.match(" ".join(paragraph.split()))
    return sentence.group(1) if sentence else ""


def build_map() -> str:
    """One heading for each folder and one line for each module, in Markdown."""
    lines: list[str] = []
    folder = None
    for path in find_modules():
        if path.parent != folder:
            folder = path.parent
            lines += ["", f"**`{folder.relative_to(ROOT)}/`**", ""]
        lines.append(f"- `{path.name}` {parse_purpose(path.read_text('utf-8'))}")
    return "\n".join(lines[1:]) + "\n"


def replace_map(document: str) -> str:
    """The same document with its map made anew; ValueError where it has no place for one."""
    before, begin, rest = document.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise ValueError("the document has no place for the map")
    return before + begin + build_map() + end + after


def _write() -> None:
    DOCUMENT.write_text(replace_map(DOCUMENT.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    _write()
