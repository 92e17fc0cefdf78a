"""The 3D scene, judged by properties of the pictures of shapes whose look is known."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from forms import ball, sphere_mesh
from pictured import HEIGHT, WIDTH, brightness, centroid, covered

from core.types import Lighting, Mesh, PointCloud, VoxelGrid
from viewer.scene.clipping import Clip
from viewer.scene.orbit_camera import Orbit
from viewer.theme.palette import DARK, LIGHT


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


def test_an_empty_shape_is_an_empty_ground(scene):
    nothing = scene.render(WIDTH, HEIGHT)
    scene.set_shape(VoxelGrid.canonical(np.zeros((8, 8, 8))),
                    Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32)),
                    PointCloud(np.zeros((0, 3), np.float32)))  # fmt: skip
    assert np.array_equal(scene.render(WIDTH, HEIGHT), nothing)


def test_the_scene_needs_no_qt():
    code = (
        "import sys, viewer.scene.scene; sys.exit(any('PySide6' in name for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_other_colours_on_the_same_surface_are_shown(scene):
    mesh = sphere_mesh()
    scene.camera = Orbit(azimuth=0, elevation=0, distance=3.0)
    for strongest, color in enumerate([(220, 30, 30), (30, 220, 30), (30, 30, 220)]):
        colors = np.tile(np.array([color], np.uint8), (len(mesh.vertices), 1))
        scene.set_shape(mesh=Mesh(mesh.vertices, mesh.faces, colors))
        middle = scene.render(WIDTH, HEIGHT)[HEIGHT // 2, WIDTH // 2, :3]
        assert middle.argmax() == strongest
    seen = covered(scene)
    scene.set_shape(mesh=Mesh(mesh.vertices / 2, mesh.faces, colors))
    assert covered(scene).sum() < seen.sum() / 3
