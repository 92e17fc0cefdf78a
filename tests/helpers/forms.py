"""Shapes whose look is known: a ball as voxels and as a mesh, a block."""

from __future__ import annotations

import numpy as np

from core.types import Mesh, VoxelGrid


def ball(size: int = 32, radius: float = 0.4) -> VoxelGrid:
    axis = (np.arange(size) + 0.5) / size - 0.5
    x, y, z = np.meshgrid(axis, axis, axis, indexing="ij")
    return VoxelGrid.canonical(np.sqrt(x**2 + y**2 + z**2) < radius)


def sphere_mesh(rings: int = 24, radius: float = 0.4) -> Mesh:
    """A sphere of latitudes and longitudes, counter-clockwise from outside."""
    theta = np.linspace(0, np.pi, rings + 1)
    phi = np.linspace(0, 2 * np.pi, 2 * rings, endpoint=False)
    t, p = np.meshgrid(theta, phi, indexing="ij")
    places = np.stack([np.sin(t) * np.sin(p), np.cos(t), np.sin(t) * np.cos(p)], -1)
    index = np.arange(places[..., 0].size).reshape(t.shape)
    a, b = index[:-1], index[1:]
    right = np.roll(index, -1, axis=1)
    c, d = right[:-1], right[1:]
    faces = np.concatenate([np.stack([a, b, d], -1), np.stack([a, d, c], -1)])
    vertices = (radius * places.reshape(-1, 3)).astype(np.float32)
    return Mesh(vertices, faces.reshape(-1, 3).astype(np.int32))


def block(low: tuple[int, int, int], high: tuple[int, int, int], size: int = 16) -> VoxelGrid:
    occupancy = np.zeros((size,) * 3, np.float32)
    occupancy[low[0] : high[0], low[1] : high[1], low[2] : high[2]] = 1
    return VoxelGrid.canonical(occupancy)
