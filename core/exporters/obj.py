"""OBJ: with a texture, its material (MTL) and its picture (PNG) lie beside it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.types import Mesh

MATERIAL = """newmtl photograph
Ka 1 1 1
Kd 1 1 1
Ks 0 0 0
illum 1
map_Kd {picture}
"""


def write(shape: Mesh, path: Path) -> None:
    """Write a mesh in its own frame, colours at vertices after their places in [0, 1]."""
    columns: list[npt.NDArray[np.floating]] = [shape.vertices]
    textured = shape.texture is not None and shape.uv is not None
    if shape.vertex_colors is not None and not textured:
        columns.append(shape.vertex_colors / 255)
    rows = np.concatenate(columns, axis=1)
    text = "" if not textured else f"mtllib {beside(path)[0]}\nusemtl photograph\n"
    text += _lines("v" + " %.6f" * rows.shape[1], rows)
    faces = shape.faces + 1
    if shape.texture is not None and shape.uv is not None:
        text += _lines("vt %.6f %.6f", shape.uv * (1, -1) + (0, 1))  # v grows upward
        text += _lines("f %d/%d %d/%d %d/%d", np.repeat(faces, 2, axis=1))
        material, picture = beside(path)
        path.with_name(material).write_text(MATERIAL.format(picture=picture), "utf-8")
        Image.fromarray(shape.texture).save(path.with_name(picture), "PNG", compress_level=4)
    else:
        text += _lines("f %d %d %d", faces)
    path.write_text(text, "utf-8")


def beside(path: Path) -> tuple[str, str]:
    """The names of the material and of the picture; readers take a space for a name's end."""
    stem = re.sub(r"\s", "_", path.stem)
    return f"{stem}.mtl", f"{stem}-texture.png"


def _lines(form: str, rows: npt.NDArray[np.number]) -> str:
    return ((form + "\n") * len(rows)) % tuple(rows.reshape(-1).tolist())
