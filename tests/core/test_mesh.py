"""What meshes are asked, and how they are mended."""

import numpy as np
import pytest
import trimesh

from core.geometry.mesh import (
    components,
    from_trimesh,
    is_watertight,
    largest_component,
    repair,
    simplify,
    smooth,
    volume,
)
from core.types import Mesh

BOX = from_trimesh(trimesh.creation.box((1, 2, 3)))
BALL = from_trimesh(trimesh.creation.icosphere(4, 0.5))


def soup(mesh: Mesh) -> Mesh:
    """The same triangles with vertices of their own, every other one turned over."""
    corners = mesh.vertices[mesh.faces].reshape(-1, 3)
    faces = np.arange(len(corners), dtype=np.int32).reshape(-1, 3)
    faces[::2] = faces[::2, ::-1]
    return Mesh(corners, faces)


def test_volume_is_signed_by_the_side_that_faces_out():
    assert volume(BOX) == pytest.approx(6)
    assert volume(Mesh(BOX.vertices, BOX.faces[:, ::-1])) == pytest.approx(-6)


def test_watertight_means_closed_and_wound_one_way():
    assert is_watertight(BOX)
    assert not is_watertight(Mesh(BOX.vertices, BOX.faces[1:]))
    turned = BOX.faces.copy()
    turned[0] = turned[0, ::-1]
    assert not is_watertight(Mesh(BOX.vertices, turned))


def test_repair_makes_a_solid_of_loose_triangles():
    loose = soup(BALL)
    assert not is_watertight(loose)
    mended = repair(loose)
    assert is_watertight(mended)
    assert volume(mended) == pytest.approx(volume(BALL), rel=1e-5)


def test_repair_fills_a_small_hole_and_drops_useless_triangles():
    faces = np.concatenate([BALL.faces[1:], BALL.faces[1:2], [[5, 5, 7]]]).astype(np.int32)
    mended = repair(Mesh(BALL.vertices, faces))
    assert is_watertight(mended)
    assert len(mended.faces) == len(BALL.faces)


def test_repair_turns_an_inverted_solid_outward():
    assert volume(repair(Mesh(BOX.vertices, BOX.faces[:, ::-1].copy()))) == pytest.approx(6)


def two_balls() -> Mesh:
    small = trimesh.creation.icosphere(1, 0.1).apply_translation((2, 0, 0))
    return from_trimesh(trimesh.util.concatenate([small, trimesh.creation.icosphere(3, 0.5)]))


def test_parts_are_counted_and_the_largest_is_found():
    both = two_balls()
    assert np.bincount(components(both)).tolist() == [80, 1280]
    largest = largest_component(both)
    assert len(largest.faces) == 1280 and len(largest.vertices) == 642
    assert np.allclose(largest.vertices.mean(axis=0), 0, atol=1e-6)


def test_simplifying_keeps_the_solid():
    fewer = simplify(BALL, 500)
    assert len(fewer.faces) <= 500
    assert is_watertight(fewer)
    assert volume(fewer) == pytest.approx(volume(BALL), rel=0.02)


def test_smoothing_takes_bumps_off_without_shrinking():
    noise = np.random.default_rng(0).normal(0, 0.01, BALL.vertices.shape).astype(np.float32)
    smoothed = smooth(Mesh(BALL.vertices + noise, BALL.faces))

    def bumps(vertices):
        return np.linalg.norm(vertices, axis=1).std()

    assert bumps(smoothed.vertices) < 0.5 * bumps(BALL.vertices + noise)
    assert volume(smoothed) == pytest.approx(volume(BALL), rel=0.02)
