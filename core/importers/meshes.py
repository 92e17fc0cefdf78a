"""Reading a mesh file, with one colour a face."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import trimesh
from trimesh.visual.material import PBRMaterial, SimpleMaterial

from core.errors import UserError
from core.images.srgb import encoded
from core.types import Bytes, Mesh
from core.utils.containers import TEXT_GROWS, check_size, open_zip, parse_json, reading
from core.utils.files import is_file, opened, read_bytes

LINEAR = (".glb", ".gltf")  # formats whose colours at vertices are linear light
Z_UP = (".stl", ".3mf")  # formats of printers and CAD, where the height is z
# Bytes of memory that a triangle takes with its corners, colours and what is made of them, and
# that a byte of XML takes as a tree.
MESH_GROWS, XML_GROWS = 200, 8
LEAST_CLAIM = 1 << 24  # of numbers in a glTF that is not looked at
MOST_PARTS = 10_000  # of a 3MF that are put together
_PART = re.compile(rb"<(?:\w+:)?(object|component)\s[^>]*?\b(?:id|objectid)=[\"']([^\"'>]*)")
# Where in a triangle a texture is looked up: near its corners and in its middle.
SPOTS = np.array([[1, 1, 1], [4, 1, 1], [1, 4, 1], [1, 1, 4]]) / np.array([[3], [6], [6], [6]])


def read_mesh(path: Path) -> tuple[Mesh, Bytes | None]:
    """A mesh turned to +Y up, in the file's own units, and colours (F, 3) where the file has some.

    All parts of a scene are put together; textures are averaged over each face.
    Raises UserError for a missing, damaged or empty file.
    """
    damaged = f"{path.name} could not be read as a mesh. Export it again."
    with reading(damaged):
        return _read(path, damaged)


def _read(path: Path, damaged: str) -> tuple[Mesh, Bytes | None]:
    scene = load_scene(path, damaged)
    parts = [part for part in scene.dump() if isinstance(part, trimesh.Trimesh)]
    parts = [part for part in parts if len(part.faces)]
    if not parts or not all(np.isfinite(part.vertices).all() for part in parts):
        raise UserError(f"{path.name} holds no triangles. Use a file with a mesh.")
    for part in parts:
        corners = np.asarray(part.faces)
        if part.vertices.shape[1:] != (3,) or corners.shape[1:] != (3,):
            raise ValueError("no triangles in space")
        if corners.min() < 0 or corners.max() >= len(part.vertices):
            raise ValueError("corners that are not there")
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


class Beside(trimesh.resolvers.FilePathResolver):
    """Files that a mesh names: its materials and pictures, in its own folder or below it only."""

    def get(self, name: str) -> bytes:
        """The bytes of one. FileNotFoundError where it is not there, or is somewhere else."""
        root = Path(self.parent).resolve()
        for candidate in (name.strip(), Path(name.replace("\\", "/")).name):
            path = (root / candidate).resolve()
            if path.is_relative_to(root) and is_file(path):
                check_size(path.name, path.stat().st_size)
                return read_bytes(path)
        raise FileNotFoundError(name)


def load_scene(path: Path, damaged: str) -> Any:
    """What trimesh finds in a file, as a scene.

    Raises UserError where the file cannot be read or would take more memory than it may.
    """
    suffix = path.suffix.lower()
    with opened(path) as file, reading(damaged):
        check_size(path.name, file.seek(0, 2))
        file.seek(0)
        if suffix == ".3mf":
            _check_3mf(path, damaged)
        elif suffix in LINEAR:
            _check_gltf(file, path)
        resolver = Beside(str(path.resolve()))
        scene: Any = trimesh.load_scene(file, file_type=suffix[1:], resolver=resolver)
        drawn = (scene.geometry[scene.graph[node][1]] for node in scene.graph.nodes_geometry)
        check_size(path.name, sum(MESH_GROWS * len(getattr(one, "faces", ())) for one in drawn))
    return scene


def _check_3mf(path: Path, damaged: str) -> None:
    """Refuse models that take much more than they seem to: each part may be used many times."""
    with open_zip(path, damaged) as file:
        models = [name for name in file.namelist() if name.lower().endswith(".model")]
        uses: dict[str, list[str]] = {}
        for name in models:
            check_size(path.name, XML_GROWS * file.getinfo(name).file_size)
            text = file.read(name)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise ValueError("a document that defines its own words")
            found: str | None = None
            for kind, of in _PART.findall(text):
                if kind == b"object":
                    uses[found := of.decode()] = []
                elif found is not None:
                    uses[found].append(of.decode())
        counts: dict[str, int] = {}

        def count(of: str, depth: int = 0) -> int:
            if depth > 50:
                raise ValueError("parts in parts without an end")
            if of not in counts:
                counts[of] = 1 + sum(count(one, depth + 1) for one in uses.get(of, ()))
            return counts[of]

        if any(count(of) > MOST_PARTS for of in uses):
            raise ValueError("too many parts")


def _check_gltf(file: IO[bytes], path: Path) -> None:
    """Refuse numbers that the file only claims to have."""
    content = file.read()
    file.seek(0)
    if content[:4] == b"glTF":
        content = content[20 : 20 + int.from_bytes(content[12:16], "little")]
    check_size(path.name, TEXT_GROWS * len(content))
    document = parse_json(content)
    claimed = sum(16 * 4 * int(one["count"]) for one in document.get("accessors", ()))
    if claimed > LEAST_CLAIM:
        check_size(path.name, claimed)
    uses = document.get("nodes", ())
    if sum(len(node.get("children", ())) for node in uses) >= max(len(uses), 1):
        raise ValueError("a node in two places")


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


def _material(material: Any) -> tuple[Bytes | None, npt.NDArray[np.float64]]:
    """A material's texture (H, W, 3), if any, and its colour (3,) in [0, 1]."""
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
    return None if picture is None else np.asarray(picture.convert("RGB"), np.uint8), color


def _looked_up(image: Bytes, uv: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Mean texture colour (F, 3) in [0, 1] at a few spots of each face; uv (F, 3, 2), repeating."""
    spots = np.nan_to_num(np.einsum("sc,fcd->fsd", SPOTS, uv)) % 1.0
    height, width = image.shape[:2]
    column = np.minimum((spots[..., 0] * width).astype(np.int64), width - 1)
    row = np.minimum(((1 - spots[..., 1]) * height).astype(np.int64), height - 1)
    return np.asarray(image[row, column].mean(axis=1) / 255)


def _bytes(color: npt.NDArray[np.float64]) -> Bytes:
    return np.asarray(np.rint(np.clip(color, 0, 1) * 255), np.uint8)


def _to_vertices(colors: Bytes, faces: npt.NDArray[np.int64], count: int) -> Bytes:
    """Colours (V, 3): the mean of the faces around each vertex."""
    corners = faces.ravel()
    weight = np.maximum(np.bincount(corners, minlength=count), 1)
    sums = [np.bincount(corners, np.repeat(colors[:, channel], 3), count) for channel in range(3)]
    return np.asarray(np.rint(np.stack(sums, axis=1) / weight[:, None]), np.uint8)
