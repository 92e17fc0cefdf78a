"""Meshes of measured shapes with what the photographs say of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.geometry.orientation import rotation
from core.methods.base import Method, is_measuring
from core.types import LatentCode, Mesh


def painted(method: Method, code: LatentCode, mesh: Mesh, turn: str = "") -> Mesh:
    """A mesh of a code, finished and turned or not, with colours and how sure its vertices are.

    Meshes of methods that do not measure stay as they are.
    """
    if not is_measuring(method) or not len(mesh.vertices):
        return mesh
    plain = np.asarray(mesh.vertices @ rotation(turn).astype(np.float32), np.float32)
    return replace(method.paint(code, replace(mesh, vertices=plain)), vertices=mesh.vertices)
