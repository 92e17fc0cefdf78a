"""Who made the shapes that weights were trained on: the CREDITS file that ships beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from core.data.dataset import ShapeRow
from core.utils.containers import parse_json


def credits(rows: Iterable[ShapeRow]) -> str:
    """Markdown: by licence and author, every name where the licence asks for attribution."""
    works: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if row.source != "procedural":
            works[row.licence][_name(row.author), row.source].add(row.name)
    lines = [
        "# Credits",
        "",
        "The weights in this folder were trained on shapes by the people named here, and on shapes",
        "that the project generates itself. The shapes are not part of the project.",
    ]
    for licence in sorted(works):
        lines += ["", f"## {_title(licence)}", ""]
        for (author, source), names in sorted(works[licence].items()):
            if licence.startswith("CC-BY"):
                lines.append(f"- {author} ({source}): {'; '.join(sorted(names))}")
            else:
                lines.append(f"- {author} ({source}): {len(names)} shapes")
    return "\n".join(lines) + "\n"


def _name(author: str) -> str:
    """An author's name; some catalogues give a JSON object with a link beside it."""
    if not author.startswith("{"):
        return author
    known = parse_json(author)
    return ", ".join(str(known[key]) for key in ("name", "link") if known.get(key))


def _title(licence: str) -> str:
    return "ModelNet10, for research use (Wu et al. 2015)" if licence == "unknown" else licence
