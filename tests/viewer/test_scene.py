"""The 3D scene, judged by properties of the pictures of shapes whose look is known."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from forms import ball, block, sphere_mesh

from core.types import Bytes, Lighting, Mesh, PointCloud, Pose, VoxelGrid
from viewer.cameras import Orbit
from viewer.clips import Clip
from viewer.opengl import choose_window
from viewer.palette import DARK, LIGHT

choose_window()
from viewer import scene as scenes  # noqa: E402
from viewer.scene import Scene  # noqa: E402
from viewer.strips import last  # noqa: E402

WIDTH, HEIGHT = 240, 180


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


def test_there_is_a_background_where_a_strip_shows_nothing_else(scene):
    scene.set_shape(ball(), sphere_mesh())
    scene.set_visible(grid=True, axes=True, shadow=True)
    scene.camera = Orbit(azimuth=30, elevation=20, distance=30.0)
    picture = last(scene.strips(1200, 800, 1.0, True)).astype(int)
    assert picture[5, 600, 0] > 100 and picture[-6, 600, 0] > 100


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
