"""Reading a mesh file, with one colour a face."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import trimesh
from trimesh.visual.material import PBRMaterial, SimpleMaterial

from core.errors import UserError
from core.images.srgb import encoded
from core.types import Bytes, Mesh
from core.utils.files import is_file

LINEAR = (".glb", ".gltf")  # formats whose colours at vertices are linear light
Z_UP = (".stl", ".3mf")  # formats of printers and CAD, where the height is z
# Where in a triangle a texture is looked up: near its corners and in its middle.
SPOTS = np.array([[1, 1, 1], [4, 1, 1], [1, 4, 1], [1, 1, 4]]) / np.array([[3], [6], [6], [6]])


def read_mesh(path: Path) -> tuple[Mesh, Bytes | None]:
    """A mesh turned to +Y up, in the file's own units, and colours (F, 3) where the file has some.

    All parts of a scene are put together; textures are averaged over each face.
    Raises UserError for a missing, damaged or empty file.
    """
    if not is_file(path):
        raise UserError(f"{path} does not exist. Check the name.")
    try:
        scene: Any = trimesh.load_scene(path)
        parts = [part for part in scene.dump() if isinstance(part, trimesh.Trimesh)]
    # The readers fail in as many ways as files can be damaged.
    except Exception as error:
        raise UserError(f"{path.name} could not be read as a mesh. Export it again.") from error
    parts = [part for part in parts if len(part.faces)]
    if not parts or not all(np.isfinite(part.vertices).all() for part in parts):
        raise UserError(f"{path.name} holds no triangles. Use a file with a mesh.")
    light = path.suffix.lower() in LINEAR
    for part in parts:
        _keep_colors(part, scene)
    colors = [face_colors(part, light) for part in parts]
    known = [color for color in colors if color is not None]
    filled = [
        np.full((len(part.faces), 3), 180, np.uint8) if color is None else color
        for part, color in zip(parts, colors, strict=True)
    ]
    offsets = np.cumsum([0, *(len(part.vertices) for part in parts)])
    vertices = np.concatenate([part.vertices for part in parts])
    faces = np.concatenate([part.faces + at for part, at in zip(parts, offsets, strict=False)])
    if path.suffix.lower() in Z_UP:
        vertices = vertices[:, [0, 2, 1]] * (1, 1, -1)
    per_face = np.concatenate(filled) if known else None
    mesh = Mesh(
        vertices.astype(np.float32),
        faces.astype(np.int32),
        None if per_face is None else _to_vertices(per_face, faces, len(vertices)),
    )
    return mesh, per_face


def face_colors(part: trimesh.Trimesh, light: bool = False) -> Bytes | None:
    """Colours (F, 3) from a part's own colours or its material, None where it has neither.

    ``light`` tells that colours at vertices are linear.
    """
    visual: Any = part.visual
    at_vertices: Any = visual.vertex_colors if visual.kind == "vertex" else None
    if visual.kind == "texture" and "color" in visual.vertex_attributes:
        at_vertices = visual.vertex_attributes["color"]  # beside a material
    if at_vertices is not None and len(at_vertices) == len(part.vertices):
        return _of_corners(np.asarray(at_vertices)[:, :3], part.faces, light)
    if visual.kind == "face":
        return np.asarray(visual.face_colors, np.uint8)[:, :3]
    if visual.kind != "texture":
        return None
    image, base = _material(visual.material)
    count = len(part.faces)
    if image is None or visual.uv is None or len(visual.uv) != len(part.vertices):
        return np.repeat(_bytes(base)[None], count, axis=0)
    return _bytes(_looked_up(image, np.asarray(visual.uv)[part.faces]) * base)


def _keep_colors(part: trimesh.Trimesh, scene: Any) -> None:
    """Give a part of a scene the colours at vertices that copying it has lost beside a material."""
    whole = scene.geometry[part.metadata["name"]].visual
    if whole.kind == "texture" and "color" in whole.vertex_attributes:
        kept: Any = part.visual
        kept.vertex_attributes["color"] = whole.vertex_attributes["color"]


def _of_corners(colors: npt.NDArray[Any], faces: npt.NDArray[Any], light: bool) -> Bytes:
    """The mean colour of each face (F, 3), of colours (V, 3) as bytes, or as shares of the most."""
    most = 1.0 if colors.dtype.kind == "f" else float(np.iinfo(colors.dtype).max)
    shares = np.asarray(colors / most, np.float32)
    known = encoded(shares) if light else _bytes(shares.astype(np.float64))
    return np.asarray(np.rint(known[faces].mean(axis=1)), np.uint8)


def _material(material: Any) -> tuple[npt.NDArray[np.float64] | None, npt.NDArray[np.float64]]:
    """A material's texture (H, W, 3), if any, and colour (3,), both in [0, 1]."""
    base: Any = None
    picture: Any = None
    if isinstance(material, PBRMaterial):
        picture, base = material.baseColorTexture, material.baseColorFactor
    elif isinstance(material, SimpleMaterial):
        # An OBJ's texture replaces its diffuse colour, which exporters often leave black.
        picture = material.image
        base = None if picture is not None else material.diffuse
    color = np.ones(3) if base is None else np.asarray(base, np.float64)[:3]
    if np.asarray(base).dtype.kind in "iu":
        color = color / 255
    image = None if picture is None else np.asarray(picture.convert("RGB"), np.float64) / 255
    return image, color


def _looked_up(
    image: npt.NDArray[np.float64], uv: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Mean texture colour (F, 3) at a few spots of each face; uv (F, 3, 2), repeating."""
    spots = np.nan_to_num(np.einsum("sc,fcd->fsd", SPOTS, uv)) % 1.0
    height, width = image.shape[:2]
    column = np.minimum((spots[..., 0] * width).astype(np.int64), width - 1)
    row = np.minimum(((1 - spots[..., 1]) * height).astype(np.int64), height - 1)
    return np.asarray(image[row, column].mean(axis=1))


def _bytes(color: npt.NDArray[np.float64]) -> Bytes:
    return np.asarray(np.rint(np.clip(color, 0, 1) * 255), np.uint8)


def _to_vertices(colors: Bytes, faces: npt.NDArray[np.int64], count: int) -> Bytes:
    """Colours (V, 3): the mean of the faces around each vertex."""
    corners = faces.ravel()
    weight = np.maximum(np.bincount(corners, minlength=count), 1)
    sums = [np.bincount(corners, np.repeat(colors[:, channel], 3), count) for channel in range(3)]
    return np.asarray(np.rint(np.stack(sums, axis=1) / weight[:, None]), np.uint8)
