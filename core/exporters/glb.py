"""GLB, the binary form of glTF 2.0: a mesh with a texture or vertex colours, rough and no metal.

Source: Khronos Group, glTF 2.0 specification, sections 3.6 (geometry), 3.9 (materials), 4.4 (GLB).
"""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.geometry.mesh import vertex_normals
from core.images.srgb import linear
from core.types import Bytes, Mesh

MAGIC, JSON, BINARY = 0x46546C67, 0x4E4F534A, 0x004E4942
FLOAT, UINT = 5126, 5125
VERTICES, INDICES = 34962, 34963  # what a view of the buffer is for
ROUGHNESS = 0.9
QUALITY = 95  # of a texture as JPEG


def write(shape: Mesh, path: Path) -> None:
    """Write a mesh in its own frame; colours at vertices are linear light, as glTF defines them."""
    parts = _Parts()
    attributes = {
        "POSITION": parts.array(shape.vertices, VERTICES, bounds=True),
        "NORMAL": parts.array(vertex_normals(shape), VERTICES),
    }
    material: dict[str, Any] = {"metallicFactor": 0.0, "roughnessFactor": ROUGHNESS}
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "Shapewright"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "materials": [{"pbrMetallicRoughness": material}],
    }
    if shape.texture is not None and shape.uv is not None:
        attributes["TEXCOORD_0"] = parts.array(shape.uv, VERTICES)
        view = parts.view(jpeg(shape.texture))
        document["images"] = [{"bufferView": view, "mimeType": "image/jpeg"}]
        document["samplers"] = [{"wrapS": 33071, "wrapT": 33071}]  # clamped to the edge
        document["textures"] = [{"source": 0, "sampler": 0}]
        material["baseColorTexture"] = {"index": 0}
    elif shape.vertex_colors is not None:
        attributes["COLOR_0"] = parts.array(linear(shape.vertex_colors), VERTICES)
    faces = parts.array(shape.faces.reshape(-1).astype(np.uint32), INDICES)
    primitive = {"attributes": attributes, "indices": faces, "material": 0}
    document["meshes"] = [{"primitives": [primitive]}]
    document["accessors"], document["bufferViews"] = parts.accessors, parts.views
    document["buffers"] = [{"byteLength": len(parts.data)}]
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    with path.open("wb") as file:
        file.write(struct.pack("<III", MAGIC, 2, 28 + len(text) + len(parts.data)))
        file.write(struct.pack("<II", len(text), JSON) + text)
        file.write(struct.pack("<II", len(parts.data), BINARY) + parts.data)


def jpeg(picture: Bytes) -> bytes:
    """A picture (H, W, 3) as a JPEG that can hardly be told from it."""
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=QUALITY, subsampling=0)
    return stream.getvalue()


class _Parts:
    """The one buffer of a file, its views, and the arrays in them."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.views: list[dict[str, int]] = []
        self.accessors: list[dict[str, Any]] = []

    def view(self, data: bytes, target: int = 0) -> int:
        """Append bytes; the number of their view."""
        view = {"buffer": 0, "byteOffset": len(self.data), "byteLength": len(data)}
        self.views.append(view | ({"target": target} if target else {}))
        self.data += data + b"\0" * (-len(data) % 4)
        return len(self.views) - 1

    def array(self, values: npt.NDArray[Any], target: int, bounds: bool = False) -> int:
        """Append an array (N, C) of floats or (N,) of whole numbers; the number of its accessor."""
        whole = values.dtype.kind == "u"
        data = np.ascontiguousarray(values, "<u4" if whole else "<f4")
        accessor: dict[str, Any] = {
            "bufferView": self.view(data.tobytes(), target),
            "componentType": UINT if whole else FLOAT,
            "count": len(data),
            "type": "SCALAR" if whole else f"VEC{data.shape[1]}",
        }
        if bounds:
            accessor["min"], accessor["max"] = (
                [float(value) for value in side] for side in (data.min(axis=0), data.max(axis=0))
            )
        self.accessors.append(accessor)
        return len(self.accessors) - 1
