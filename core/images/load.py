"""Photographs from files and from the clipboard."""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from core.errors import UserError
from core.images.formats import IMAGE_SUFFIXES, VIDEO_SUFFIXES
from core.types import Bytes, Floats, View
from core.utils.files import is_folder

FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "BMP", "GIF", "PPM")
LONGEST_SIDE = 2048
MOST_PIXELS = 100_000_000
OPAQUE = 250
log = logging.getLogger(__name__)


def load_image(path: str | PathLike[str]) -> View:
    """A photograph as a View: upright, 8-bit sRGB, at most 2048 pixels a side.

    An alpha channel that cuts something out becomes the mask (``alpha``); one that is opaque, or
    empty, says nothing and is ignored.
    Raises UserError naming the file when it is missing, empty, damaged, too large or no image.
    """
    path = Path(path)
    return load_image_bytes(read_file(path), path.name)


def read_file(path: Path) -> bytes:
    """The bytes of an image file. Raises UserError when it is missing or cannot be read."""
    if is_folder(path):
        raise UserError(f"{path.name} is a folder. Choose the images in it.")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(f"{path} does not exist. Check the name.") from error
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}. Choose another.") from error


def load_image_bytes(data: bytes, name: str) -> View:
    """The same from the bytes of an image file, as the clipboard gives them."""
    if not data:
        raise UserError(f"{name} is empty. Copy it again or choose another.")
    picture = _decode(data, name)
    image = np.asarray(_eight_bit(picture).convert("RGB"))
    mask = _alpha(picture)
    if mask is None:
        return View(image, name=name)
    return View(_on_white(image, mask), mask=mask, name=name, mask_source="alpha")


def load_mask(view: View, path: str | PathLike[str]) -> View:
    """The view with the mask from an image file: its alpha where informative, else its brightness.

    Raises UserError when the file cannot be read or has other proportions than the photograph.
    """
    path = Path(path)
    found = load_image(path)
    mask = found.mask
    if mask is None:
        mask = found.image.mean(axis=2, dtype=np.float32) / 255
    height, width = view.image.shape[:2]
    if abs(mask.shape[1] * height - mask.shape[0] * width) > 2 * max(mask.shape[0], height):
        raise UserError(
            f"The mask {path.name} has other proportions than {view.name}. "
            "Use a mask of the same picture."
        )
    if mask.shape != (height, width):
        resized = Image.fromarray(mask).resize((width, height), Image.Resampling.BILINEAR)
        mask = np.asarray(resized, np.float32)
    return view.with_mask(np.clip(mask, 0, 1), "file")


def expand_paths(paths: Iterable[str | PathLike[str]]) -> list[Path]:
    """Files as they are, folders as the images in them, in the order people count.

    Raises UserError for a folder without images, and for a video.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.suffix.lower() in VIDEO_SUFFIXES:
            raise UserError(
                f"{path.name} is a video. Save frames of it as images first, for example: "
                f"ffmpeg -i {path.name} -vf fps=2 frame-%03d.png"
            )
        if not is_folder(path):
            found.append(path)
            continue
        images = [file for file in path.iterdir() if file.suffix.lower() in IMAGE_SUFFIXES]
        images = [file for file in images if file.is_file() and not file.name.startswith(".")]
        if not images:
            raise UserError(f"The folder {path} holds no images. Choose one that does.")
        found += sorted(images, key=_counting_order)
    return found


def named(name: str, images: Sequence[Path]) -> Path | None:
    """The image of that name, which may have a folder before it and lack its suffix."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    exact = (image for image in images if image.name == last)
    return next(exact, next((image for image in images if image.stem == last), None))


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height of an image once it is upright, from its first bytes.

    Raises UserError when there is no such image.
    """
    if path.suffix.lower() in (".heic", ".heif"):
        _register_heif(path.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as picture:
                turned = picture.getexif().get(ExifTags.Base.Orientation, 1) >= 5
                return (picture.height, picture.width) if turned else picture.size
    except FileNotFoundError as error:
        raise UserError(f"{path} does not exist. Check the name.") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError(f"{path.name} is not an image. Choose another.") from error


def _counting_order(path: Path) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", path.name.lower())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _decode(data: bytes, name: str) -> Image.Image:
    """The decoded picture, upright and at most LONGEST_SIDE, still in its own mode."""
    if name.lower().endswith((".heic", ".heif")):
        _register_heif(name)
    try:
        with warnings.catch_warnings():
            # Twice the size that Pillow warns about it refuses; in between is merely large.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", category=UserWarning, module="PIL")
            Image.init()
            formats = [name for name in FORMATS if name in Image.OPEN]
            picture: Image.Image = Image.open(io.BytesIO(data), formats=formats)
            # JPEG can be decoded at half, a quarter or an eighth for a fraction of the work.
            picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.load()
            picture = ImageOps.exif_transpose(picture)
    except Image.DecompressionBombError as error:
        raise UserError(f"{name} is too large to open. Make it smaller first.") from error
    except UnidentifiedImageError as error:
        raise UserError(f"{name} is not an image. Use a JPEG, PNG, WebP or AVIF.") from error
    # Damaged files fail in the decoders in many ways.
    except (OSError, ValueError, SyntaxError, RuntimeError, LookupError, TypeError) as error:
        raise UserError(f"{name} is damaged. Copy it again or choose another.") from error
    except MemoryError as error:
        raise UserError(f"{name} is too large to open. Make it smaller first.") from error
    if max(picture.size) > LONGEST_SIDE:
        if picture.mode in ("P", "PA", "1"):
            picture = picture.convert("RGBA")
        ratio = LONGEST_SIDE / max(picture.size)
        size = (max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio)))
        picture = _eight_bit(picture).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _to_srgb(picture)


def _to_srgb(picture: Image.Image) -> Image.Image:
    """The colours that an embedded profile means, such as the wider ones of telephones.

    A profile that cannot be read or does not fit the picture is passed over.
    """
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    from PIL import ImageCms

    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
    elif picture.mode == "P":
        picture = picture.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if picture.mode != "CMYK" and "sRGB" in ImageCms.getProfileDescription(source):
            return picture
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, srgb, outputMode=mode) or picture
    except (ImageCms.PyCMSError, ImportError, OSError, ValueError) as error:
        log.info("colour profile passed over: %s", error)
        return picture


def _register_heif(name: str) -> None:
    try:
        import pillow_heif
    except ImportError as error:
        raise UserError(
            f"{name} is a HEIC image, which needs an extra. Install it: pip install pillow-heif"
        ) from error
    pillow_heif.register_heif_opener()


def _eight_bit(picture: Image.Image) -> Image.Image:
    """16-bit and float greys scaled to 8 bits; Pillow would cut them off at 255."""
    if picture.mode not in ("I", "F") and not picture.mode.startswith("I;16"):
        return picture
    values = np.nan_to_num(np.asarray(picture, np.float32))
    top = float(values.max(initial=0.0))
    full = 1.0 if picture.mode == "F" and top <= 1 else 255.0 if top <= 255 else 65535.0
    return Image.fromarray(np.rint(np.clip(values / full, 0, 1) * 255).astype(np.uint8))


def _alpha(picture: Image.Image) -> Floats | None:
    if not picture.has_transparency_data:
        return None
    alpha = np.asarray(picture.convert("RGBA").getchannel("A"))
    if alpha.min() >= OPAQUE or alpha.max() == 0:
        return None
    return np.asarray(alpha / 255, np.float32)


def _on_white(image: Bytes, mask: Floats) -> Bytes:
    """What is transparent is white: the colours hidden under it are arbitrary."""
    blended = image * mask[..., None] + 255 * (1 - mask[..., None])
    return np.asarray(np.rint(blended), np.uint8)
