"""What `surface` adds to the outlines: hollows that only colours show, and sides nobody showed."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import trimesh
from numpy.typing import NDArray

import core
from core.cameras.rig import build_rig
from core.data.procedural import generate
from core.data.sample_photos import HELD_OUT
from core.evaluation.photographs import against
from core.geometry.mesh import from_trimesh
from core.geometry.voxelize import normalize, voxelize
from core.methods.multiview import surface
from core.methods.multiview.base import Subject, prepared
from core.methods.multiview.learned_prior import imagined
from core.metrics import iou
from core.multiview import refinement
from core.multiview.cleanup import believed, unfrayed
from core.multiview.hull import hull_field
from core.multiview.hull_smoothing import spanned
from core.rendering.splat import sample_surface
from core.rendering.turntable import around, outlined, photographed
from core.types import Mesh, Pose, Reconstruction, View
from core.utils.progress import finished


def ball_with_a_pit() -> Mesh:
    """A ball of diameter 1 with a pit of 0.22 toward +Z, too narrow for any outline to show."""
    ball = trimesh.creation.icosphere(5, 0.5)
    vertices = ball.vertices.copy()
    angle = np.arccos(np.clip(vertices[:, 2] / 0.5, -1, 1))
    vertices[:, 2] -= 0.22 * (1 - np.clip(angle / 0.75, 0, 1) ** 2) ** 2
    return from_trimesh(trimesh.Trimesh(vertices, ball.faces))


def striped(mesh: Mesh, poses: list[Pose], size: int) -> list[View]:
    """Photographs of a mesh with something to compare everywhere."""
    middles = mesh.vertices[mesh.faces].mean(1)
    waves = np.sin(middles @ np.array([[37, 11, 3], [5, 41, 13], [17, 7, 29]]).T)
    colors = (127 + 120 * waves).astype(np.uint8)
    drawn = sample_surface(mesh, colors, 150_000, np.random.default_rng(0))
    return photographed(drawn, poses, size)


def test_a_pit_that_no_outline_shows_is_measured(monkeypatch):
    # Coarser and with fewer rounds than people get, so that the test is quick.
    monkeypatch.setattr(surface, "SWEPT", 64)
    monkeypatch.setattr(surface, "SWEEPS", surface.SWEEPS[::2])
    monkeypatch.setattr(refinement, "ROUNDS", 20)
    truth = ball_with_a_pit()
    views = striped(truth, around(12), 160)
    hull, measured = (
        finished(core.reconstruct(views, method=key, resolution=64)) for key in ("hull", "surface")
    )
    assert not measured.notes  # all sides were photographed, and have something to compare
    filled, found = against(hull, truth), against(measured, truth)
    assert filled.iou < 0.95  # the outlines alone
    assert found.iou > 0.97
    assert found.chamfer < 0.6 * filled.chamfer
    assert found.f_score > 0.95


def test_a_cup_is_measured_down_to_where_photographs_see(monkeypatch):
    monkeypatch.setattr(surface, "SWEPT", 64)
    monkeypatch.setattr(surface, "SWEEPS", surface.SWEEPS[:1])
    monkeypatch.setattr(refinement, "ROUNDS", 2)
    profile = [[0, 0], [0.32, 0], [0.32, 1], [0.25, 1], [0.25, 0.1], [0, 0.1]]
    cup = trimesh.creation.revolve(np.array(profile) - [0, 0.5], sections=48)
    cup.apply_transform(trimesh.transformations.rotation_matrix(-np.pi / 2, [1, 0, 0]))
    cup = cup.subdivide_to_size(0.06)
    poses = [Pose(30 * step, 45, 0, 2.6) for step in range(12)]
    views = striped(from_trimesh(cup), [*poses, Pose(0, 0, 0, 2.6)], 160)
    hull, measured = (
        finished(core.reconstruct(views, method=key, resolution=64)) for key in ("hull", "surface")
    )
    places = np.array([[0, 0.5 - down, 0] for down in (0.1, 0.2, 0.8)])
    assert inside(hull, places).all()
    assert inside(measured, places).tolist() == [False, False, True]


def inside(result: Reconstruction, places: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether places (P, 3) in the frame of the cameras are matter."""
    assert result.frame is not None
    grid = result.shape.occupancy
    index = ((result.frame.points(places) + 0.5) * len(grid)).astype(int)
    return grid[tuple(index.T)] > 0.5


def test_an_object_of_plain_colour_has_its_outlines_and_less_that_bulges_between_them():
    truth, colors = generate("chair", HELD_OUT + 1).mesh()
    drawn = sample_surface(truth, colors, 100_000, np.random.default_rng(0))
    views = photographed(drawn, around(12), 256)
    hull, measured = (finished(core.reconstruct(views, method=key)) for key in ("hull", "surface"))
    assert surface.PLAIN in measured.notes
    assert np.mean(measured.agreement) > np.mean(hull.agreement) - 0.01
    assert against(measured, truth).iou > against(hull, truth).iou + 0.02


def test_a_box_that_no_photograph_sees_along_its_faces_gets_them_plane():
    box = normalize(from_trimesh(trimesh.creation.box((1, 0.8, 0.5))))
    drawn = sample_surface(box, np.full((12, 3), 180, np.uint8), 20_000, np.random.default_rng(0))
    views = outlined(photographed(drawn, around(12), 192), box)
    subject = finished(prepared(views, torch.device("cpu")))
    with torch.no_grad():
        hull = hull_field(subject.rig, subject.distances, 64)
        plane = finished(spanned(subject.rig, subject.distances, hull))
    placed = Mesh(subject.frame.points(box.vertices).astype(np.float32), box.faces)
    truth = voxelize(placed, 64).occupancy > 0.5
    assert iou((hull < 0).float().numpy(), truth) < 0.88
    assert iou((plane < 0).float().numpy(), truth) > 0.97
    assert bool((plane >= hull).all())  # nothing was added


def test_what_no_photograph_can_show_is_not_believed():
    place = torch.linspace(-0.5, 0.5, 48)
    away = torch.stack(torch.meshgrid(place, place, place, indexing="ij"), -1)
    ball, hollow = away.norm(dim=-1) - 0.3, 0.15 - away.norm(dim=-1)
    speck = (away - 0.45).norm(dim=-1) - 0.03
    shown = believed(torch.minimum(torch.maximum(ball, hollow), speck))
    assert torch.equal(shown < 0, ball < 0)


def test_a_thread_stays_where_outlines_have_it_and_goes_where_one_contradicts():
    block = trimesh.creation.box((0.5, 0.4, 0.4))
    thread = trimesh.creation.box(
        (0.04, 0.4, 0.04), trimesh.transformations.translation_matrix([0, -0.3, 0])
    )
    both = from_trimesh(trimesh.util.concatenate(block, thread))
    drawn = sample_surface(both, np.full((24, 3), 180, np.uint8), 30_000, np.random.default_rng(0))
    views = outlined(photographed(drawn, around(8), 160), both)
    field = torch.from_numpy(0.5 - voxelize(both, 64).occupancy) / 64
    rig = build_rig(views, torch.device("cpu"))
    assert torch.equal(unfrayed(field, rig), field)
    without = outlined(views[3:4], from_trimesh(block)) + views[4:]  # the first sees it sideways
    kept = unfrayed(field, build_rig(without, torch.device("cpu"))) < 0
    assert not bool(kept[:, :14].any())
    assert torch.equal(kept[:, 24:], field[:, 24:] < 0)


@pytest.fixture(scope="module")
def from_the_front() -> tuple[Mesh, Subject]:
    """A sofa of a seed that training never draws, seen from the front alone."""
    mesh, colors = generate("sofa", HELD_OUT + 7).mesh()
    drawn = sample_surface(mesh, colors, 100_000, np.random.default_rng(0))
    poses = [Pose(turn, height, 0, 2.4) for turn in (-50, -15, 20, 55) for height in (15, 40)]
    views = photographed(drawn, poses, 192)
    return mesh, finished(prepared(views, torch.device("cpu")))


def test_a_learned_shape_tells_of_the_side_that_nobody_photographed(from_the_front):
    mesh, subject = from_the_front
    prior = imagined(subject.placed, subject.rig, 64)
    assert prior is not None
    assert prior.fits > 0.8
    placed = Mesh(subject.frame.points(mesh.vertices).astype(np.float32), mesh.faces)
    truth = voxelize(placed, 64).occupancy > 0.5
    hull = hull_field(subject.rig, subject.distances, 64) < 0
    alone = iou(hull.float().numpy(), truth)
    both = iou((hull & (prior.field < 0)).float().numpy(), truth)
    assert both > alone + 0.2


def test_a_shape_that_is_not_in_the_photographs_is_not_believed():
    # A ring standing on its edge: nothing that `tl` has learned.
    ring = trimesh.creation.torus(0.4, 0.08)
    views = striped(from_trimesh(ring), around(8), 128)
    subject = finished(prepared(views, torch.device("cpu")))
    assert imagined(subject.placed, subject.rig, 48) is None
