"""Distances between surfaces, against shapes whose distance is known by a formula."""

import numpy as np
import pytest
import trimesh

from core.geometry.isosurface import isosurface
from core.geometry.mesh import from_trimesh, volume
from core.geometry.mesh_distance import AT_ONCE, signed_distances, surface_distance
from core.process import jobs
from core.process.jobs import Memory, Shape, compare, difference
from core.types import LatentCode, Mesh, Progress, VoxelGrid

HALF = np.array([0.5, 0.3, 0.2])
BOX = from_trimesh(trimesh.creation.box(2 * HALF))
NOTHING = Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32))


def finished(steps):
    """The steps of a generator and what it returned."""
    seen = []
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as end:
            return seen, end.value


def ball(radius: float) -> Mesh:
    return from_trimesh(trimesh.creation.icosphere(4, radius))


@pytest.mark.parametrize(("inner", "outer"), [(0.3, 0.4), (0.45, 0.5)])
def test_concentric_balls_are_their_radii_apart(inner: float, outer: float):
    _, outside = finished(signed_distances(ball(outer).vertices, ball(inner)))
    _, inside = finished(signed_distances(ball(inner).vertices, ball(outer)))
    assert outside == pytest.approx(outer - inner, abs=1e-3)  # the balls have facets
    assert inside == pytest.approx(inner - outer, abs=1e-3)


def test_distances_to_a_box_are_exact_beside_faces_edges_corners_and_inside():
    points = np.random.default_rng(0).uniform(-1, 1, (2 * AT_ONCE + 7, 3)).astype(np.float32)
    q = np.abs(points) - HALF
    truth = np.linalg.norm(np.maximum(q, 0), axis=1) + np.minimum(q.max(axis=1), 0)
    steps, found = finished(signed_distances(points, BOX))
    assert (truth < 0).sum() > 20 and (truth > 0).sum() > 20
    assert found == pytest.approx(truth, abs=1e-5)
    fractions = [step.fraction for step in steps]
    assert len(steps) > 3 and fractions == sorted(fractions)
    assert all(isinstance(step, Progress) for step in steps)


def test_nothing_is_no_distance_away():
    _, found = finished(signed_distances(BOX.vertices, NOTHING))
    assert np.isnan(found).all()
    assert np.isnan(finished(surface_distance(BOX, NOTHING))[1])
    assert np.isnan(finished(surface_distance(NOTHING, BOX))[1])


def test_the_distance_of_surfaces_is_the_same_both_ways_and_zero_to_itself():
    _, there = finished(surface_distance(ball(0.4), ball(0.5), 500))
    _, back = finished(surface_distance(ball(0.5), ball(0.4), 500))
    assert there == pytest.approx(0.1, abs=1e-3) and back == pytest.approx(there, abs=1e-4)
    assert finished(surface_distance(BOX, BOX, 500))[1] == pytest.approx(0, abs=1e-6)


# ---- the jobs, with shapes that need no network


def code(value: float) -> LatentCode:
    return LatentCode({"shape": [value], "pose": [0.0], "lighting": [0.0]}, "tl")


def round_grid(radius: float) -> VoxelGrid:
    axis = (np.arange(64) + 0.5) / 64 - 0.5
    away = np.sqrt((np.stack(np.meshgrid(axis, axis, axis)) ** 2).sum(axis=0))
    return VoxelGrid.canonical(1 / (1 + np.exp((away - radius) * 100)))


@pytest.fixture
def memory() -> Memory:
    memory = Memory()
    for radius in (0.3, 0.4):
        grid = round_grid(radius)
        memory.keep(code(radius), 64, Shape(grid, isosurface(grid)))
    return memory


def test_the_numbers_of_two_balls(memory: Memory):
    steps, (own, other) = finished(compare(memory, code(0.4), [code(0.3)]))
    assert (own.iou, own.chamfer) == (1.0, 0.0)
    assert other.iou == pytest.approx((0.3 / 0.4) ** 3, abs=0.01)
    assert other.chamfer == pytest.approx(0.1, abs=2e-3)
    for numbers, radius in ((own, 0.4), (other, 0.3)):
        mesh = memory.recall(code(radius), 64).mesh
        assert numbers.faces == len(mesh.faces) and numbers.watertight
        assert numbers.size == pytest.approx((2 * radius,) * 3, abs=5e-3)
        assert numbers.volume == pytest.approx(volume(mesh))
        assert numbers.volume == pytest.approx(4 / 3 * np.pi * radius**3, rel=0.02)
    assert all(0 <= step.fraction <= 1 for step in steps)


def test_the_difference_is_positive_where_the_shown_surface_lies_outside(memory: Memory):
    large = memory.recall(code(0.4), 64).mesh
    _, found = finished(difference(memory, large.vertices, code(0.3)))
    assert found == pytest.approx(0.1, abs=5e-3)
    assert {"compare", "difference"} <= set(jobs.JOBS)
