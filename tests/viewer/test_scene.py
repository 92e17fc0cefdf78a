"""The 3D scene, judged by properties of the pictures of shapes whose look is known."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from core.types import Bytes, Lighting, Mesh, PointCloud, Pose, VoxelGrid
from viewer.cameras import Orbit, between, from_pose
from viewer.clips import Clip
from viewer.drawable import (
    baked_shade,
    contact_shadow,
    exposed_quads,
    occupancy_field,
    scatter_points,
    vertex_normals,
)
from viewer.opengl import choose_window
from viewer.palette import DARK, LIGHT

choose_window()
from viewer import scene as scenes  # noqa: E402
from viewer.scene import Scene  # noqa: E402
from viewer.strips import halved, last  # noqa: E402

WIDTH, HEIGHT = 240, 180


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


@pytest.fixture
def scene():
    made = Scene()
    made.set_visible(grid=False, axes=False, shadow=False)
    yield made
    made.close()


def covered(scene: Scene) -> np.ndarray:
    """Where the shape is in the picture (H, W), in [0, 1]."""
    return scene.screenshot(WIDTH, HEIGHT, transparent=True)[..., 3] / 255


def centroid(mask: np.ndarray) -> tuple[float, float]:
    """Its middle in the picture: right and up from the centre, in halves of the height."""
    rows, columns = np.mgrid[: mask.shape[0], : mask.shape[1]]
    half = mask.shape[0] / 2
    x = (columns * mask).sum() / mask.sum() - (mask.shape[1] - 1) / 2
    y = (mask.shape[0] - 1) / 2 - (rows * mask).sum() / mask.sum()
    return x / half, y / half


def brightness(picture: Bytes) -> np.ndarray:
    return picture[..., :3].astype(float).mean(axis=-1)


def test_a_sphere_covers_the_disc_that_geometry_says(scene):
    scene.set_shape(mesh=sphere_mesh())
    scene.camera = Orbit(azimuth=0, elevation=0, distance=3.0)
    mask = covered(scene)
    # A ball of radius r at distance d is a disc of radius r / sqrt(d^2 - r^2) at distance 1.
    radius = 0.4 / np.sqrt(9 - 0.16) / np.tan(np.radians(15)) * HEIGHT / 2
    assert mask.sum() == pytest.approx(np.pi * radius**2, rel=0.02)
    assert centroid(mask) == pytest.approx((0, 0), abs=0.01)


@pytest.mark.parametrize("representation", ["mesh", "voxels", "points"])
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_each_representation_shows_the_same_disc_in_clay(scene, representation, palette):
    scene.set_theme(palette)
    scene.set_shape(ball(), sphere_mesh())
    scene.camera = Orbit(azimuth=0, elevation=0, distance=3.0)
    reference = covered(scene)
    scene.set_representation(representation)
    mask = covered(scene)
    assert mask.sum() == pytest.approx(reference.sum(), rel=0.09)
    picture = scene.render(WIDTH, HEIGHT)[..., :3].astype(float)
    middle = picture[HEIGHT // 2 - 8 : HEIGHT // 2 + 8, WIDTH // 2 - 8 : WIDTH // 2 + 8]
    red, green, blue = middle.reshape(-1, 3).mean(axis=0)
    assert red > green > blue, "clay is warm"
    assert (picture[0, 0].mean() > 190) == (not palette.is_dark)


def test_the_key_light_comes_from_the_upper_left(scene):
    scene.set_shape(mesh=sphere_mesh())
    scene.camera = Orbit(azimuth=70, elevation=10, distance=3.0)
    light = brightness(scene.render(WIDTH, HEIGHT))
    x, y = WIDTH // 2, HEIGHT // 2
    assert light[y - 20, x - 20] > light[y + 20, x + 20] + 20


@pytest.mark.parametrize(
    ("azimuth", "elevation", "brightest"), [(60, 0, (1, 0)), (-60, 0, (-1, 0)), (0, 60, (0, 1))]
)
def test_the_lamp_shines_from_where_the_code_says_at_every_pose(
    scene, azimuth, elevation, brightest
):
    scene.set_shape(mesh=sphere_mesh())
    scene.set_lamp(Lighting(azimuth, elevation, ambient=0.1, tint=(0.6, 0.6, 0.6)))
    for camera in (0.0, 130.0):
        scene.camera = Orbit(azimuth=camera, elevation=20, distance=3.0)
        light = brightness(scene.render(WIDTH, HEIGHT)) * (covered(scene) > 0.9)
        x, y = centroid(light - light.min())
        toward, across = np.dot([x, y], brightest), np.dot([-y, x], brightest)
        assert toward > 0.05 and abs(across) < toward / 3


def test_a_lamp_without_ambient_light_gives_the_lambertian_it_promises(scene):
    scene.set_shape(mesh=sphere_mesh(64))
    scene.set_lamp(Lighting(0, 0, ambient=0.0, tint=(0.5, 0.25, 0.125)))
    scene.camera = Orbit(azimuth=0, elevation=0, distance=3.0, parallel=True)
    middle = scene.render(WIDTH, HEIGHT)[HEIGHT // 2, WIDTH // 2, :3]
    expected = 255 * np.array([0.5, 0.25, 0.125]) ** (1 / 2.2)
    assert middle == pytest.approx(expected, abs=8)  # baked shade takes a little


def test_the_pose_of_a_photograph_puts_front_and_left_where_they_belong(scene):
    """A block at +X stands at the right of the picture from the front, and +Z from the left."""
    scene.set_shape(block((12, 6, 6), (16, 10, 10)))
    scene.camera = Orbit(azimuth=0, elevation=0, distance=3.0)
    assert centroid(covered(scene))[0] > 0.3
    scene.look_from(Pose(azimuth=90, elevation=0, roll=0, distance=3.0), WIDTH / HEIGHT)
    assert centroid(covered(scene))[0] == pytest.approx(0, abs=0.05), "it comes at the camera"
    scene.look_from(Pose(azimuth=0, elevation=0, roll=90, distance=3.0), WIDTH / HEIGHT)
    x, y = centroid(covered(scene))
    assert y > 0.3 and abs(x) < 0.05, "a camera turned clockwise sees the right above"


def test_framing_shows_the_whole_shape_and_fills_the_picture(scene):
    for grid in (ball(), block((0, 7, 7), (16, 9, 9)), block((2, 2, 2), (4, 4, 4))):
        scene.set_shape(grid)
        for parallel in (False, True):
            scene.set_orthographic(parallel)
            scene.frame(WIDTH / HEIGHT)
            mask = covered(scene) > 0.5
            assert not (mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any())
            rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
            fills = max(np.ptp(rows) / HEIGHT, np.ptp(columns) / WIDTH)
            assert fills > 0.45


def test_orthographic_does_not_shrink_what_is_far(scene):
    scene.set_shape(block((7, 7, 0), (9, 9, 16)))
    scene.look("front")
    scene.frame()
    wide = covered(scene).sum()
    scene.set_orthographic(True)
    assert covered(scene).sum() < wide


def test_the_shadow_lies_under_the_shape_and_the_ground_is_not_seen_from_below(scene):
    scene.set_shape(ball())
    scene.camera = Orbit(azimuth=0, elevation=35, distance=4.0)
    without = brightness(scene.render(WIDTH, HEIGHT))
    scene.set_visible(shadow=True)
    darker = without - brightness(scene.render(WIDTH, HEIGHT))
    assert darker.max() > 40
    assert centroid(np.maximum(darker, 0))[1] < -0.05
    scene.set_visible(grid=True, axes=True)
    scene.camera = Orbit(azimuth=0, elevation=-35, distance=4.0)
    below = scene.render(WIDTH, HEIGHT)
    scene.set_visible(grid=False, axes=False, shadow=False)
    assert np.array_equal(below, scene.render(WIDTH, HEIGHT))


def test_grid_and_axes_can_be_shown(scene):
    bare = scene.render(WIDTH, HEIGHT).astype(int)
    scene.set_visible(axes=True)
    axes = scene.render(WIDTH, HEIGHT).astype(int)
    red = (axes - bare)[..., 0] - (axes - bare)[..., 2]
    assert red.max() > 40 and red.min() < -40, "one red line and one blue one"
    scene.set_visible(axes=False, grid=True)
    assert (np.abs(scene.render(WIDTH, HEIGHT).astype(int) - bare).sum(axis=-1) > 9).sum() > 500


def test_own_colours_are_shown_until_a_lamp_has_its_own(scene):
    mesh = sphere_mesh()
    blue = np.tile(np.array([[20, 40, 220]], np.uint8), (len(mesh.vertices), 1))
    scene.camera = Orbit(azimuth=0, elevation=0, distance=3.0)
    for shape in ({"mesh": Mesh(mesh.vertices, mesh.faces, blue)},
                  {"points": PointCloud(mesh.vertices, None, blue)}):  # fmt: skip
        scene.set_shape(**shape)
        middle = scene.render(WIDTH, HEIGHT)[HEIGHT // 2 - 5, WIDTH // 2 - 5]
        assert middle[2] > 2 * middle[0]


def test_wireframe_and_flat_differ_from_smooth(scene):
    scene.set_shape(mesh=sphere_mesh(10))
    scene.camera = Orbit(distance=3.0)
    smooth = brightness(scene.render(WIDTH, HEIGHT))
    scene.set_shading("flat")
    flat = brightness(scene.render(WIDTH, HEIGHT))
    scene.set_shading("wireframe")
    wired = brightness(scene.render(WIDTH, HEIGHT))
    assert np.abs(flat - smooth).max() > 8
    assert wired[covered(scene) > 0.9].mean() < smooth[covered(scene) > 0.9].mean() - 8


def test_normals_are_coloured_as_in_maps(scene):
    """x red, y green, z blue in camera axes, from whichever side one looks."""
    scene.set_shape(ball(), sphere_mesh(48))
    scene.set_shading("normals")
    for azimuth in (0, 130):
        scene.camera = Orbit(azimuth=azimuth, elevation=0, distance=3.0, parallel=True)
        picture = scene.render(WIDTH, HEIGHT)[..., :3].astype(float)
        y, x = HEIGHT // 2, WIDTH // 2
        step = round(0.3 / scene.camera.half_height * HEIGHT / 2)  # three quarters of the radius
        side = 127.5 * (1 + 0.75)
        assert picture[y, x] == pytest.approx([127, 127, 255], abs=4)
        assert picture[y, x + step, 0] == pytest.approx(side, abs=6)
        assert picture[y - step, x, 1] == pytest.approx(side, abs=6)


def test_x_rays_show_the_far_wall_and_what_lies_within(scene):
    outer, inner = sphere_mesh(), sphere_mesh(radius=0.15)
    faces = np.concatenate([outer.faces, inner.faces + len(outer.vertices)])
    both = Mesh(np.concatenate([outer.vertices, inner.vertices]), faces)
    scene.camera = Orbit(azimuth=0, elevation=0, distance=3.0)
    alphas = {}
    for name, mesh in (("alone", outer), ("both", both)):
        scene.set_shape(mesh=mesh)
        for shading in ("smooth", "xray"):
            scene.set_shading(shading)
            alphas[name, shading] = covered(scene)
    middle = alphas["both", "xray"][HEIGHT // 2, WIDTH // 2]
    assert 0.1 < alphas["alone", "xray"][HEIGHT // 2, WIDTH // 2] < middle < 0.5
    assert np.array_equal(alphas["alone", "smooth"], alphas["both", "smooth"])
    ring = round(0.14 / scene.camera.half_height * HEIGHT / 2)
    assert alphas["both", "xray"][HEIGHT // 2, WIDTH // 2 + ring] > middle + 0.1, "its outline"


@pytest.mark.parametrize("form", ["mesh", "voxels"])
@pytest.mark.parametrize("parallel", [False, True])
def test_a_cut_takes_one_side_away_and_looks_solid(scene, form, parallel):
    scene.set_shape(ball(), sphere_mesh(48))
    scene.set_representation(form)
    scene.camera = Orbit(azimuth=90, elevation=0, distance=3.0, parallel=parallel)
    whole = covered(scene)
    scene.set_clip(Clip("z", 0.5))
    half = covered(scene)
    assert half.sum() == pytest.approx(whole.sum() / 2, rel=0.04)
    assert centroid(half)[0] > 0.05, "the back is left: on the right, seen from the right"
    scene.set_clip(Clip("z", 0.5, flipped=True))
    assert centroid(covered(scene))[0] < -0.05
    scene.set_clip(Clip("z", 0.75))
    scene.camera = Orbit(azimuth=0, elevation=0, distance=3.0, parallel=parallel)
    open_front = scene.render(WIDTH, HEIGHT)[..., :3].astype(float)
    # The cut is a disc of radius sqrt(0.4^2 - 0.2^2) at z = 0.2, in one flat colour of its own.
    scale = HEIGHT / 2 / scene.camera.half_height / (1 if parallel else (3 - 0.2) / 3)
    radius = np.sqrt(0.4**2 - 0.2**2) * scale
    rows, columns = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    away = np.hypot(rows - HEIGHT / 2, columns - WIDTH / 2)
    inside = open_front[away < radius - 4]
    assert np.ptp(np.percentile(inside.mean(axis=1), [2, 98])) < 45, "flat, but for the hatching"
    redness = inside[:, 0] - inside[:, 2]
    beyond = open_front[(away > radius + 4) & (away < radius + 8)]
    assert redness.mean() > (beyond[:, 0] - beyond[:, 2]).mean() + 20
    scene.set_clip(None)
    scene.camera = Orbit(azimuth=90, elevation=0, distance=3.0, parallel=parallel)
    assert np.array_equal(covered(scene), whole)


@pytest.mark.parametrize("parallel", [False, True])
@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), (333, 901)])
def test_picking_finds_the_point_that_is_drawn_there(scene, parallel, size):
    scene.set_shape(block((0, 0, 0), (8, 16, 16)))
    scene.camera = Orbit(azimuth=25, elevation=20, roll=9, distance=3.0, parallel=parallel)
    for place in ([-0.5, 0.4, 0.5], [0.0, 0.2, -0.45], [-0.3, 0.5, 0.1]):
        x, y, _ = scene.camera.project(np.array([place]), *size)[0]
        assert scene.pick(x, y, *size) == pytest.approx(place, abs=1e-6)
    assert scene.pick(1, 1, *size) is None


def test_the_pixels_of_the_shape_are_those_where_picking_meets_it(scene):
    """The camera of the picture and that of the ray are the same one, at any pixel ratio."""
    scene.set_shape(block((4, 2, 1), (12, 9, 14)))
    scene.camera = Orbit(azimuth=-40, elevation=30, roll=-5, distance=2.5)
    for scale in (1, 2):
        bare = scene.strips(WIDTH, HEIGHT, scale, fine=False, transparent=True)
        drawn = last(bare)[..., 3] > 0
        rng = np.random.default_rng(3)
        for y, x in rng.integers(0, (HEIGHT * scale, WIDTH * scale), (60, 2)):
            met = scene.pick((x + 0.5) / scale, (y + 0.5) / scale, WIDTH, HEIGHT) is not None
            around = drawn[max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2]
            if around.all() or not around.any():
                assert met == drawn[y, x]


def test_a_point_on_the_cut_can_be_picked(scene):
    scene.set_shape(mesh=sphere_mesh(48))
    scene.camera = Orbit(azimuth=0, elevation=0, distance=3.0)
    assert scene.pick(WIDTH / 2, HEIGHT / 2, WIDTH, HEIGHT)[2] == pytest.approx(0.4, abs=1e-3)
    scene.set_clip(Clip("z", 0.5))
    assert scene.pick(WIDTH / 2, HEIGHT / 2, WIDTH, HEIGHT) == pytest.approx([0, 0, 0], abs=1e-6)
    scene.set_clip(Clip("z", 0.5, flipped=True))
    assert scene.pick(WIDTH / 2, HEIGHT / 2, WIDTH, HEIGHT)[2] == pytest.approx(0.4, abs=1e-3)


def test_another_lens_changes_the_perspective_and_not_the_size(scene):
    scene.set_shape(block((5, 5, 0), (11, 11, 16)))
    scene.look("front")
    scene.frame(WIDTH / HEIGHT)
    height = scene.camera.half_height
    sizes = {}
    for angle in (12.0, 30.0, 80.0):
        scene.set_view_angle(angle)
        assert scene.camera.half_height == pytest.approx(height)
        sizes[angle] = covered(scene).sum()
    assert sizes[80.0] > 1.3 * sizes[30.0] > 1.3 * sizes[12.0], "what is near grows"
    scene.frame(WIDTH / HEIGHT)
    mask = covered(scene) > 0.5
    assert not (mask[0].any() or mask[-1].any()), "framing knows the lens"


def test_an_empty_shape_is_an_empty_ground(scene):
    nothing = scene.render(WIDTH, HEIGHT)
    scene.set_shape(VoxelGrid.canonical(np.zeros((8, 8, 8))),
                    Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32)),
                    PointCloud(np.zeros((0, 3), np.float32)))  # fmt: skip
    assert np.array_equal(scene.render(WIDTH, HEIGHT), nothing)


def test_pictures_have_the_pixels_asked_for(scene):
    assert scene.render(101, 51).shape == (51, 101, 4)
    assert scene.render(101, 51, scale=2.0).shape == (102, 202, 4)
    assert scene.render(101, 51, fine=False).shape == (51, 101, 4)
    assert (scene.render(20, 20)[..., 3] == 255).all()


@pytest.mark.parametrize("parallel", [False, True])
def test_a_picture_drawn_in_strips_is_the_picture_drawn_at_once(scene, parallel, monkeypatch):
    scene.set_shape(ball(), sphere_mesh())
    scene.set_visible(grid=True, axes=True, shadow=True)
    scene.camera = Orbit(azimuth=20, elevation=15, roll=10, distance=3.0, parallel=parallel)
    whole = scene.render(WIDTH, HEIGHT).astype(int)
    cut_out = scene.screenshot(WIDTH, HEIGHT, transparent=True).astype(int)
    monkeypatch.setattr(scenes, "STRIP", 4 * 7 * WIDTH)  # seven rows; 180 is no multiple
    shares, steps = [], scene.strips(WIDTH, HEIGHT)
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as finished:
            strips = finished.value
            break
    assert len(shares) == 25 and np.all(np.diff(shares) > 0)
    alpha = scene.screenshot(WIDTH, HEIGHT, transparent=True)[..., 3:]
    for picture, at_once in ((strips, whole), (alpha, cut_out[..., 3:])):
        off = np.abs(picture - at_once).max(axis=-1)
        assert (off > 2).mean() < 0.004  # here and there a sample of an edge falls the other way


def test_a_shape_that_changes_between_strips_is_not_drawn_in_two_halves(scene, monkeypatch):
    monkeypatch.setattr(scenes, "STRIP", 4 * 30 * WIDTH)
    scene.set_shape(ball())
    steps = scene.strips(WIDTH, HEIGHT)
    next(steps), next(steps), next(steps)
    scene.set_shape(block((2, 2, 2), (9, 9, 9)))
    picture = last(steps)
    assert np.abs(picture.astype(int) - scene.render(WIDTH, HEIGHT)).max() <= 2


def test_a_cut_out_laid_on_a_background_is_the_picture_on_that_background(scene):
    """Alpha and colours are exact: also for the soft shadow, which is half there."""
    scene.set_shape(ball(), sphere_mesh())
    scene.set_visible(shadow=True)
    scene.set_background("plain")
    scene.camera = Orbit(elevation=30, distance=3.0)
    cut_out = scene.screenshot(WIDTH, HEIGHT, transparent=True).astype(float)
    share, back = cut_out[..., 3:] / 255, scene.render(WIDTH, HEIGHT)[0, 0, :3].astype(float)
    laid = cut_out[..., :3] * share + back * (1 - share)
    assert 0.05 < ((share > 0.02) & (share < 0.9)).mean() < 0.6
    assert np.abs(laid - scene.screenshot(WIDTH, HEIGHT)[..., :3]).max() < 4


def test_the_background_is_a_gradient_or_plain_or_dark(scene):
    for background, dark, plain in (("studio", 0, 0), ("plain", 0, 1), ("dark", 1, 0)):
        scene.set_background(background)
        light = brightness(scene.render(WIDTH, HEIGHT))
        assert (light.max() < 90) == bool(dark)
        assert (np.ptp(light) < 2) == bool(plain)
        assert light[HEIGHT // 2, WIDTH // 2] >= light[0, 0], "brighter in the middle"
        assert np.abs(light - light[::-1, ::-1]).max() < 3


def test_halving_takes_the_mean_of_four_pixels():
    picture = np.random.default_rng(1).integers(0, 256, (8, 6, 4), np.uint8)
    exact = picture.reshape(4, 2, 3, 2, 4).astype(float).mean(axis=(1, 3))
    assert np.abs(halved(picture) - exact).max() <= 1.5


def test_exposed_quads_of_a_block_are_its_faces_seen_from_outside():
    quads = exposed_quads(block((2, 3, 4), (6, 6, 6)))
    assert len(quads.points) == 4 * 2 * (4 * 3 + 4 * 2 + 3 * 2)
    corners = quads.points.reshape(-1, 4, 3)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1]) * 16**2
    assert across == pytest.approx(quads.normals.reshape(-1, 4, 3)[:, 0])
    # Divergence theorem: the faces enclose the volume of the block.
    volume = (across * corners.mean(axis=1)).sum() / 3 / 16**2
    assert volume == pytest.approx(4 * 3 * 2 / 16**3, rel=1e-5)


def test_normals_of_a_sphere_point_away_from_its_centre():
    mesh = sphere_mesh(32)
    outward = mesh.vertices / 0.4
    inner = np.abs(outward[:, 1]) < 0.99  # the poles are many vertices in one place
    normals = vertex_normals(mesh.vertices, mesh.faces, rounds=0)
    assert (normals * outward).sum(axis=1)[inner] == pytest.approx(1.0, abs=1e-4)


def test_scattered_points_lie_on_the_surface_everywhere():
    cloud = scatter_points(sphere_mesh(48), 3000)
    radius = np.linalg.norm(cloud.points, axis=1)
    assert 2000 < len(cloud.points) < 6000
    assert radius.min() > 0.398 and radius.max() < 0.4001
    assert np.abs(cloud.points.mean(axis=0)).max() < 0.01
    assert ((cloud.normals * cloud.points).sum(axis=1) > 0.39).all()


def test_shade_is_deep_in_corners_and_absent_on_open_faces():
    grid = block((0, 0, 0), (16, 4, 16))
    grid.occupancy[:4, 4:12] = 1  # a floor and a wall
    field = occupancy_field(grid, None, None)
    places = np.array([[-0.22, -0.25, 0.0], [0.3, -0.25, 0.0]], np.float32)
    corner, open_floor = baked_shade(field, -0.5, places, np.tile(np.float32([0, 1, 0]), (2, 1)))
    assert open_floor > 225 and corner < 180


def test_the_contact_shadow_is_where_the_shape_stands():
    field = occupancy_field(block((0, 0, 8), (4, 16, 12)), None, None)
    shadow = contact_shadow(field, -0.5)
    x, z = np.unravel_index(shadow.argmax(), shadow.shape)
    place = (np.array([x, z]) + 0.5) / len(shadow) * 2 - 1
    assert place == pytest.approx([-0.375, 0.125], abs=0.1)
    assert shadow[-1, 0] < 0.02


def test_the_turntable_keeps_up_up_and_zooms_to_the_pointer():
    orbit = Orbit(azimuth=10, elevation=20, roll=15).turned(400, 500)
    assert (orbit.azimuth, orbit.elevation, orbit.roll) == (50, 90, 0)
    orbit = Orbit(azimuth=30, elevation=20, distance=3.0)
    right, up, _ = orbit.axes()
    held = orbit.half_height * (0.5 * right - 0.25 * up)
    nearer = orbit.zoomed(2.0, 0.5, -0.25)
    offset = held - np.asarray(nearer.target)
    assert nearer.distance == 1.5
    assert [offset @ right, offset @ up] == pytest.approx(
        [0.5 * nearer.half_height, -0.25 * nearer.half_height]
    )


def test_the_trackball_turns_about_the_axes_of_the_picture():
    flat = Orbit(azimuth=10, elevation=20)
    start = replace(flat, roll=35)
    assert flat.tumbled(0, 15).axes() == pytest.approx(flat.turned(0, 15).axes())
    for x, y in ((25, 0), (0, 100), (40, -70)):
        turned = start.tumbled(x, y)
        moved = start.axes() @ turned.axes().T  # the new axes in the old
        sin_x, cos_x = np.sin(np.radians(x)), np.cos(np.radians(x))
        sin_y, cos_y = np.sin(np.radians(y)), np.cos(np.radians(y))
        yaw = np.array([[cos_x, 0, sin_x], [0, 1, 0], [-sin_x, 0, cos_x]])
        pitch = np.array([[1, 0, 0], [0, cos_y, sin_y], [0, -sin_y, cos_y]])
        assert moved == pytest.approx(yaw @ pitch)
    over = Orbit(elevation=80).tumbled(0, 30)
    assert over.axes()[1] @ [0, 1, 0] < 0, "over the top, where up is down"
    assert over.tumbled(0, -30).axes() == pytest.approx(Orbit(elevation=80).axes())


def test_a_glide_takes_the_short_way_round():
    start, end = Orbit(azimuth=170, distance=2), Orbit(azimuth=-170, distance=8)
    middle = between(start, end, 0.5)
    assert abs(middle.azimuth) == pytest.approx(180)
    assert middle.distance == pytest.approx(4)
    assert between(start, end, 1.0) == end


def test_a_pose_is_the_position_the_conventions_say():
    assert from_pose(Pose(0, 0, 0, 2)).position == pytest.approx([0, 0, 2])
    assert from_pose(Pose(90, 0, 0, 2)).position == pytest.approx([2, 0, 0], abs=1e-9)
    assert from_pose(Pose(0, 90, 0, 2)).position == pytest.approx([0, 2, 0], abs=1e-9)


def test_the_scene_needs_no_qt():
    code = "import sys, viewer.scene; sys.exit(any('PySide6' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_still_picture_is_smooth_in_small_windows_and_large_ones(scene):
    """A slanted edge has pixels between shape and background, where a rough one has none."""
    scene.set_theme(DARK)
    scene.set_shape(mesh=sphere_mesh())
    scene.camera = Orbit(distance=3.0)
    for width, height in ((240, 180), (1600, 1000)):
        light = {fine: brightness(scene.render(width, height, fine=fine)) for fine in (True, False)}
        edge = np.abs(light[True] - light[False])
        assert (edge > 15).sum() > height / 2
        assert (
            edge[height // 2 - 20 : height // 2 + 20, width // 2 - 20 : width // 2 + 20].max() < 8
        )
