"""The procedural families: solid, reproducible, varied, and in the object frame."""

from collections import Counter

import numpy as np
import pytest

from core.data.procedural import FAMILIES, generate, occupancy
from core.data.procedural.palettes import pick
from core.data.procedural.shape import Part, assemble
from core.data.procedural.solids import (
    box,
    cylinder,
    ellipsoid,
    extrude,
    lathe,
    tube,
    volume,
)
from core.data.procedural.voxels import thickened, voxelize
from core.evaluation.properties import largest_piece


def is_closed(faces: np.ndarray) -> bool:
    """Every directed edge is met once in the other direction."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    there = Counter(map(tuple, edges.tolist()))
    return all(there[(b, a)] == count for (a, b), count in there.items())


@pytest.mark.parametrize("family", FAMILIES)
def test_every_seed_gives_a_solid_shape_in_the_object_frame(family: str) -> None:
    for seed in range(20):
        shape = generate(family, seed)
        mesh, colors = shape.mesh()
        low, high = mesh.vertices.min(0), mesh.vertices.max(0)
        assert np.allclose((high - low).max(), 1, atol=1e-5)
        assert np.allclose(low + high, 0, atol=1e-5)
        assert colors.shape == (len(mesh.faces), 3) and colors.dtype == np.uint8
        assert len(mesh.faces) < 12000
        assert all(volume(part.solid.vertices, part.solid.faces) > 0 for part in shape.parts)
        assert np.isfinite(list(shape.parameters.values())).all()


@pytest.mark.parametrize("family", FAMILIES)
def test_parts_are_closed_and_their_voxels_fill_their_bounding_box(family: str) -> None:
    shape = generate(family, 3)
    assert all(is_closed(part.solid.faces) for part in shape.parts)
    grid = occupancy(shape, 32)
    size = np.array([shape.parameters[name] for name in ("width", "height", "depth")]) * 32
    filled = np.argwhere(grid)
    extent = filled.max(0) - filled.min(0) + 1
    assert np.abs(extent - size).max() <= 3
    assert grid.mean() < 0.9


@pytest.mark.parametrize("family", FAMILIES)
def test_every_shape_is_one_piece(family: str) -> None:
    assert all(largest_piece(occupancy(generate(family, seed), 64)) == 1 for seed in range(3))


@pytest.mark.parametrize("family", FAMILIES)
def test_parameters_and_shapes_vary(family: str) -> None:
    shapes = [generate(family, seed) for seed in range(12)]
    names = set(shapes[0].parameters) - {"width", "height", "depth"}
    varying = [n for n in names if len({s.parameters.get(n, 0.0) for s in shapes}) > 3]
    assert varying
    grids = [occupancy(shape, 32) for shape in shapes]
    pairs = [(a, b) for i, a in enumerate(grids) for b in grids[:i]]
    overlaps = [(a & b).sum() / (a | b).sum() for a, b in pairs]
    assert np.median(overlaps) < 0.85


def test_the_same_seed_gives_the_same_shape_and_another_one_does_not() -> None:
    first, again, other = (generate("chair", seed).mesh() for seed in (7, 7, 8))
    assert np.array_equal(first[0].vertices, again[0].vertices)
    assert np.array_equal(first[1], again[1])
    assert first[0].vertices.shape != other[0].vertices.shape or not np.array_equal(
        first[0].vertices, other[0].vertices
    )


def test_solids_have_the_volume_of_geometry() -> None:
    def measured(solid: object) -> float:
        return volume(solid.vertices, solid.faces)  # type: ignore[attr-defined]

    assert measured(box(1, 2, 3)) == pytest.approx(6)
    assert measured(box(1, 2, 3, cuts=(4, 2, 3))) == pytest.approx(6)
    assert 5.5 < measured(box(1, 2, 3, radius=0.2, smooth=True)) < 6
    assert measured(cylinder(1, 2)) == pytest.approx(2 * np.pi, rel=0.02)
    assert measured(cylinder(1, 3, top=1e-3)) == pytest.approx(np.pi, rel=0.03)
    assert measured(ellipsoid((1, 2, 3), detail=24)) == pytest.approx(8 * np.pi, rel=0.03)
    assert measured(tube([(0, 0, 0), (0, 0, 5)], 0.5, 4)) == pytest.approx(5)
    bent = tube([(0, 0, 0), (0, 4, 0), (4, 4, 0)], 0.5, 4)
    assert measured(bent) == pytest.approx(8)  # a mitred corner keeps the width
    concave = [(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)]
    assert measured(extrude(concave, 2)) == pytest.approx(6)
    cup = [(0, 0), (1, 0), (1, 2), (0.8, 2), (0.8, 0.2), (0, 0.2)]
    assert measured(lathe(cup, 64)) == pytest.approx(np.pi * (2 - 0.64 * 1.8), rel=0.01)


def test_voxels_are_inside_the_solid_and_nowhere_else() -> None:
    n = 40
    axis = (np.arange(n) + 0.5) / n - 0.5
    x, y, z = np.meshgrid(axis, axis, axis, indexing="ij")
    block = box(0.5, 0.3, 0.7, (0.1, -0.1, 0.05))
    inside = (abs(x - 0.1) < 0.25) & (abs(y + 0.1) < 0.15) & (abs(z - 0.05) < 0.35)
    assert np.array_equal(voxelize(block.vertices, block.faces, n), inside)
    ball = ellipsoid((0.4, 0.3, 0.2), detail=40)
    depth = (x / 0.4) ** 2 + (y / 0.3) ** 2 + (z / 0.2) ** 2
    voxels = voxelize(ball.vertices, ball.faces, n)
    assert voxels[depth < 0.97].all() and not voxels[depth > 1].any()
    cup = [(0, -0.4), (0.4, -0.4), (0.4, 0.4), (0.3, 0.4), (0.3, -0.3), (0, -0.3)]
    solid = lathe(cup, 48)
    voxels = voxelize(solid.vertices, solid.faces, n)
    r = np.hypot(x, z)
    assert not voxels[(r < 0.29) & (y > -0.29)].any()  # the hollow stays empty
    assert voxels[(r > 0.31) & (r < 0.39) & (abs(y) < 0.39)].all()


def test_overlapping_parts_are_united() -> None:
    color = pick(np.random.default_rng(0), ("808080",))
    parts = [Part("a", box(1, 1, 1), color), Part("b", box(1, 1, 1, (0.5, 0, 0)), color)]
    grid = occupancy(assemble("pair", parts, {}), 30)
    assert grid.sum() == 30 * 20 * 20


@pytest.mark.parametrize("sides", [4, 6, 8])
@pytest.mark.parametrize("turn", [0, 17, 45, 80])
def test_a_rod_thinner_than_a_voxel_leaves_an_unbroken_line(turn: float, sides: int) -> None:
    # Through the origin, exactly between four voxel centres.
    rod = tube([(0, -0.45, 0), (0, 0.45, 0)], 0.001, sides).turned("z", turn).turned("x", turn / 2)
    grown = thickened(rod, 1 / 32)
    grid = voxelize(grown.vertices, grown.faces, 32)
    direction = rod.vertices[-1] - rod.vertices[-2]
    along = int(np.abs(direction).argmax())
    layers = grid.any(tuple(k for k in range(3) if k != along))
    filled = np.flatnonzero(layers)
    assert len(filled) == filled[-1] - filled[0] + 1 >= 0.8 * 32 * abs(direction[along])


def test_a_thin_plate_is_one_voxel_thick_without_holes() -> None:
    plate = thickened(box(0.8, 0.001, 0.8).turned("x", 20), 1 / 32)
    shadow = voxelize(plate.vertices, plate.faces, 32).any(1)
    assert shadow[5:27, 6:26].all()
