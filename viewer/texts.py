"""Finding every text of the window for translation: ``python -m viewer.texts`` after a change.

It brings ``resources/languages/*.ts`` up to date, leaving new texts unfinished, and compiles them
to ``.qm`` with Qt's lrelease. A test runs the same search and fails while anything is missing.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from core.methods import METHODS
from core.utils.files import RESOURCES, atomic
from viewer.i18n.translate import CONTEXT, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
FOLDER = RESOURCES / "languages"
LRELEASE = str(Path(sys.executable).parent / "pyside6-lrelease")


def texts() -> list[str]:
    """Every text that is shown, in the order of the files, each once."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "viewer").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        found |= dict.fromkeys(_marked(tree))
        found |= dict.fromkeys(_tabs(tree))
    from viewer.actions.table import ACTIONS

    for row in ACTIONS:
        found |= {row.menu: None, row.text: None}
    for card in METHODS.values():
        found |= {card.title: None, card.what: None, card.limits: None}
    for path in sorted((ROOT / "core").rglob("*.py")):
        found |= dict.fromkeys(_calls(ast.parse(path.read_text("utf-8")), ("Progress",)))
    return [text for text in found if text.strip()]


def _marked(tree: ast.AST) -> Iterator[str]:
    return _calls(tree, ("tr", "mark"))


def _calls(tree: ast.AST, names: tuple[str, ...]) -> Iterator[str]:
    """The literal first arguments of calls of these functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
            if node.func.id in names and literal:
                yield str(first.value)


def _tabs(tree: ast.AST) -> Iterator[str]:
    """The names of tabs: ``place, tab, stretch = "left", "Images", 0`` in a panel's class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            names = [getattr(target, "id", "") for target in node.targets[0].elts]
            if "tab" in names and isinstance(node.value, ast.Tuple):
                value = node.value.elts[names.index("tab")]
                if isinstance(value, ast.Constant):
                    yield str(value.value)


def read(path: Path) -> dict[str, str]:
    """The finished translations of a file, by their English text."""
    if not path.exists():
        return {}
    found = {}
    for message in ET.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.get("type") != "unfinished":
            found[message.findtext("source") or ""] = translation.text or ""
    return found


def write(path: Path, language: str, known: dict[str, str]) -> None:
    """All texts with what is known of their translations; what is no longer shown goes."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text in texts():
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation")
        if known.get(text):
            translation.text = known[text]
        else:
            translation.set("type", "unfinished")
    ET.indent(root, "    ")
    body = ET.tostring(root, "unicode")
    with atomic(path) as temporary:
        temporary.write_text(
            f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8"
        )


def main() -> int:
    """Bring the files up to date; the texts that wait for a translation are said."""
    FOLDER.mkdir(exist_ok=True)
    waiting = 0
    for language in LANGUAGES:
        if language == "en":
            continue
        path = FOLDER / f"{language}.ts"
        known = read(path)
        write(path, language, known)
        for text in texts():
            if not known.get(text):
                waiting += 1
                sys.stdout.write(f"{language}: {text!r}\n")
        compiled = str(path.with_suffix(".qm"))
        subprocess.run([LRELEASE, "-silent", str(path), "-qm", compiled], check=True)
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
