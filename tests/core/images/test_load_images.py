"""Photographs of every kind come in upright and 8-bit; bad files are named in one sentence."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from core.errors import UserError
from core.images.load import expand_paths, load_image, load_image_bytes, load_mask
from core.types import View

RED, BLUE = (220, 30, 20), (20, 40, 210)


def halves(width=64, height=48) -> Image.Image:
    """Left half red, right half blue."""
    picture = Image.new("RGB", (width, height), BLUE)
    picture.paste(RED, (0, 0, width // 2, height))
    return picture


def close(pixel, color) -> bool:
    return bool(np.abs(pixel.astype(int) - color).max() < 30)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "tiff", "bmp", "gif"])
def test_formats(tmp_path, suffix):
    path = tmp_path / f"photo.{suffix}"
    halves().save(path)
    view = load_image(path)
    assert view.image.shape == (48, 64, 3) and view.image.dtype == np.uint8
    assert close(view.image[24, 10], RED) and close(view.image[24, 50], BLUE)
    assert view.name == f"photo.{suffix}" and view.mask is None and view.mask_source == "none"


def test_heic_or_the_extra_is_named(tmp_path):
    path = tmp_path / "photo.heic"
    try:
        import pillow_heif
    except ImportError:
        path.write_bytes(b"\0\0\0\x18ftypheic")
        with pytest.raises(UserError, match="pillow-heif"):
            load_image(path)
        return
    pillow_heif.register_heif_opener()
    halves().save(path)
    assert close(load_image(path).image[24, 10], RED)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "LA"])
def test_modes_become_rgb(tmp_path, mode):
    path = tmp_path / ("photo.tiff" if mode == "CMYK" else "photo.png")
    halves().convert(mode).save(path)
    assert load_image(path).image.shape == (48, 64, 3)


@pytest.mark.parametrize("suffix", ["png", "tiff"])
def test_sixteen_bits_keep_their_brightness(tmp_path, suffix):
    ramp = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (16, 1))
    path = tmp_path / f"deep.{suffix}"
    Image.fromarray(ramp).save(path)
    assert np.allclose(load_image(path).image[8, :, 0], np.linspace(0, 255, 64), atol=1)


def test_exif_turns_the_picture_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side: turn clockwise by 90 degrees
    path = tmp_path / "turned.jpg"
    halves().save(path, exif=exif, quality=95)
    view = load_image(path)
    assert view.image.shape == (64, 48, 3)
    assert close(view.image[10, 24], RED) and close(view.image[54, 24], BLUE)


def test_alpha_is_the_mask_and_what_it_hides_is_white(tmp_path):
    picture = halves().convert("RGBA")
    picture.paste((0, 0, 0, 0), (32, 0, 64, 48))
    path = tmp_path / "cut.png"
    picture.save(path)
    view = load_image(path)
    assert view.mask_source == "alpha" and view.mask.dtype == np.float32
    assert view.mask[:, :32].min() == 1 and view.mask[:, 32:].max() == 0
    assert (view.image[:, 32:] == 255).all() and close(view.image[24, 10], RED)


@pytest.mark.parametrize("alpha", [0, 255])
def test_an_alpha_that_says_nothing_is_no_mask(tmp_path, alpha):
    picture = halves()
    picture.putalpha(alpha)
    path = tmp_path / "plain.png"
    picture.save(path)
    assert load_image(path).mask is None


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_large_pictures_are_made_smaller(tmp_path, suffix):
    path = tmp_path / f"large.{suffix}"
    halves(5000, 1000).save(path)
    view = load_image(path)
    assert view.image.shape[1] == 2048 and view.image.shape[0] == pytest.approx(410, abs=1)
    assert close(view.image[200, 500], RED) and close(view.image[200, 1500], BLUE)


def bomb() -> bytes:
    """A PNG of a few bytes that claims 30,000 x 30,000 pixels."""
    header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    size, check = struct.pack(">I", len(header)), struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + size + chunk + check + b"\0\0\0\0IDAT" + b"\x35\xaf\x06\x1e"


def truncated(suffix: str) -> bytes:
    noise = np.random.default_rng(0).integers(0, 256, (200, 200, 3), np.uint8)
    data = io.BytesIO()
    Image.fromarray(noise).save(data, suffix)
    return data.getvalue()[: len(data.getvalue()) // 2]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "photo.x is empty"),
        (b"just some words, no picture", "photo.x is not an image"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "photo.x is not an image"),
        (truncated("png"), "photo.x is damaged"),
        (truncated("jpeg"), "photo.x is damaged"),
        (truncated("webp"), "photo.x is damaged"),
        (bomb(), "photo.x is too large"),
    ],
)
def test_bad_files_are_named(data, words):
    with pytest.raises(UserError, match=words):
        load_image_bytes(data, "photo.x")


def test_missing_files_and_folders_are_named(tmp_path):
    with pytest.raises(UserError, match=r"none\.jpg does not exist"):
        load_image(tmp_path / "none.jpg")
    with pytest.raises(UserError, match="is a folder"):
        load_image(tmp_path)


def test_masks_from_files_follow_the_picture(tmp_path):
    view = View(np.zeros((96, 128, 3), np.uint8), name="photo.jpg")
    white = Image.new("L", (64, 48), 0)
    white.paste(255, (0, 0, 32, 48))
    white.save(tmp_path / "mask.png")
    masked = load_mask(view, tmp_path / "mask.png")
    assert masked.mask_source == "file" and masked.mask.shape == (96, 128)
    assert masked.mask[:, :60].min() > 0.9 and masked.mask[:, 68:].max() < 0.1


def test_a_mask_of_another_picture_is_refused(tmp_path):
    Image.new("L", (64, 64)).save(tmp_path / "mask.png")
    with pytest.raises(UserError, match=r"mask\.png has other proportions than photo"):
        load_mask(View(np.zeros((96, 128, 3), np.uint8), name="photo.jpg"), tmp_path / "mask.png")


def test_folders_give_their_images_in_the_order_people_count(tmp_path):
    for name in ("view10.jpg", "view2.JPG", "view1.png", "notes.txt", ".hidden.png"):
        (tmp_path / name).touch()
    names = [path.name for path in expand_paths([tmp_path, "other.webp"])]
    assert names == ["view1.png", "view2.JPG", "view10.jpg", "other.webp"]


def test_videos_and_empty_folders_say_what_to_do(tmp_path):
    with pytest.raises(UserError, match="ffmpeg"):
        expand_paths(["turn.mp4"])
    with pytest.raises(UserError, match="holds no images"):
        expand_paths([tmp_path])


D50_TO_SRGB = np.array([
    [3.1339, -1.6169, -0.4906], [-0.9788, 1.9161, 0.0335], [0.0719, -0.2290, 1.4052],
])  # fmt: skip
DISPLAY_P3 = np.array([
    [0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407],
])  # fmt: skip


def profile(to_xyz, gamma=2.2) -> bytes:
    """A small ICC profile: colorants in the columns of a matrix, one gamma for all channels."""

    def s15(value):
        return struct.pack(">i", round(value * 65536))

    def xyz(values):
        return b"XYZ " + bytes(4) + b"".join(map(s15, values))

    name = b"wide\0"
    curve = b"curv" + bytes(4) + struct.pack(">IHxx", 1, round(gamma * 256))
    described = b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(78)
    tags = {
        b"desc": described + bytes(-len(described) % 4), b"cprt": b"text" + bytes(8),
        b"wtpt": xyz((0.9642, 1, 0.8249)), b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
        b"rXYZ": xyz(to_xyz[:, 0]), b"gXYZ": xyz(to_xyz[:, 1]), b"bXYZ": xyz(to_xyz[:, 2]),
    }  # fmt: skip
    table, body = struct.pack(">I", len(tags)), b""
    for tag, data in tags.items():
        table += tag + struct.pack(">II", 128 + 4 + 12 * len(tags) + len(body), len(data))
        body += data
    head = struct.pack(">I4xI4s4s4s", 132 + 12 * len(tags) + len(body), 0x02100000,
                       b"mntr", b"RGB ", b"XYZ ")  # fmt: skip
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += s15(0.9642) + s15(1) + s15(0.8249)
    return head + bytes(128 - len(head)) + table + body


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_of_telephones_become_srgb(tmp_path, mode):
    given = (200, 120, 60)
    picture = Image.new("RGBA", (16, 16), (*given, 255))
    if mode == "RGBA":
        picture.paste((0, 0, 0, 0), (0, 0, 8, 16))
    picture.convert(mode).save(tmp_path / "a.png", icc_profile=profile(DISPLAY_P3))
    linear = D50_TO_SRGB @ DISPLAY_P3 @ (np.array(given) / 255) ** 2.2
    expected = 255 * (1.055 * linear ** (1 / 2.4) - 0.055)
    view = load_image(tmp_path / "a.png")
    assert np.abs(expected - given).max() > 10  # which passing over the profile would miss
    assert np.abs(view.image[8, 12] - expected).max() < 2
    assert (view.mask is not None) == (mode == "RGBA")
    if view.mask is not None:
        assert view.mask[8, 12] == 1 and view.mask[8, 2] == 0


@pytest.mark.parametrize("content", [b"damaged", profile(DISPLAY_P3)[:200]])
def test_a_damaged_profile_is_passed_over(tmp_path, content):
    Image.new("RGB", (16, 16), (200, 120, 60)).save(tmp_path / "a.png", icc_profile=content)
    assert load_image(tmp_path / "a.png").image[8, 8].tolist() == [200, 120, 60]


def test_a_profile_of_another_kind_of_picture_is_passed_over(tmp_path):
    Image.new("L", (16, 16), 90).save(tmp_path / "a.png", icc_profile=profile(DISPLAY_P3))
    assert load_image(tmp_path / "a.png").image[8, 8].tolist() == [90, 90, 90]
