"""Whatever people drop, as photographs: files, a folder with its camera file, a video.

What is wrong with one photograph or with a camera file never stops the rest: it is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path

from core.cameras.find_file import camera_files
from core.cameras.load import fitted, load_cameras
from core.errors import UserError
from core.images.load import (
    IMAGE_SUFFIXES,
    VIDEO_SUFFIXES,
    expand_paths,
    load_image_bytes,
    read_file,
)
from core.images.read_video import read_video
from core.importers.photo_checks import Survey, survey
from core.segmentation.foreground import check_mask, find_mask
from core.types import Camera, Progress, View
from core.utils.files import is_folder

Photo = tuple[View, bytes]

MOST_NAMED = 3  # photographs that one sentence names
# Where folders of photographs keep them, beside the file of their cameras.
INNER = ("images", "photos", "rgb", "input")


@dataclass(frozen=True, eq=False)
class Gathered:
    """Photographs with masks and, where known, cameras; ``originals`` are their files' bytes.

    ``survey`` says what they are. ``problems`` are sentences by file name: of what could not be
    read, of photographs in which no object was found (their views have no mask), and of camera
    files that do not match. ``cameras_from`` is the name of the camera file that was used, and
    ``video`` whether the photographs are frames of one, in their order in time.
    """

    views: tuple[View, ...]
    originals: tuple[bytes, ...]
    survey: Survey
    problems: Mapping[str, str] = field(default_factory=dict)
    cameras_from: str = ""
    video: bool = False


def gather(
    paths: Iterable[str | PathLike[str]],
    cameras: str | PathLike[str] | None = None,
    search: bool = True,
) -> Generator[Progress, None, Gathered]:
    """Files, folders and videos as photographs of what is probably one object.

    ``cameras`` is the file to take cameras from; without, one is looked for beside the photographs
    unless ``search`` is False.
    Raises UserError when nothing can be read, or when ``cameras`` cannot be right.
    """
    problems: dict[str, str] = {}
    given = [Path(path) for path in paths]
    films, images = _sorted(given)
    photos = yield from _read(images, problems)
    for film in films:
        photos += yield from _frames(film, problems)
    if not photos:
        raise UserError(next(iter(problems.values()), "There is no photograph here. Add one."))
    views, source = _equipped([view for view, _ in photos], images, cameras, search, problems)
    views = yield from _masked(_distinct(views, images), problems)
    yield Progress("Comparing the photographs", 0.85)
    found = survey(views)
    if found.fault and cameras is not None:
        raise UserError(found.fault)
    if found.fault:
        problems[source] = f"{found.fault} The cameras in {source} were not used."
        views, source = [replace(view, camera=None) for view in views], ""
        found = survey(views)
    originals = tuple(data for _, data in photos)
    return Gathered(tuple(views), originals, found, problems, source, bool(films and not images))


def photographs_in(folder: str | PathLike[str]) -> list[Path]:
    """The photographs of a folder, or else of the inner folder where they are kept.

    Raises UserError where there are none.
    """
    return _sorted([Path(folder)])[1] or expand_paths([folder])


def _sorted(given: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The videos and the images in what was given; folders may keep either, or inner folders."""
    films: list[Path] = []
    images: list[Path] = []
    for path in given:
        if path.suffix.lower() in VIDEO_SUFFIXES and not is_folder(path):
            films.append(path)
            continue
        if is_folder(path) and not _with(path, IMAGE_SUFFIXES):
            inner = [path / name for name in INNER if _with(path / name, IMAGE_SUFFIXES)]
            within = [] if inner else _with(path, VIDEO_SUFFIXES)
            films += within
            images += expand_paths(inner[:1] if inner else [] if within else [path])
            continue
        images += expand_paths([path])
    return films, images


def _with(folder: Path, suffixes: Sequence[str]) -> list[Path]:
    if not is_folder(folder):
        return []
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in suffixes)


def _read(
    images: Sequence[Path], problems: dict[str, str]
) -> Generator[Progress, None, list[Photo]]:
    photos: list[Photo] = []
    for index, path in enumerate(images):
        yield Progress("Reading the photographs", 0.3 * index / len(images), path.name)
        try:
            data = read_file(path)
            photos.append((load_image_bytes(data, path.name), data))
        except UserError as error:
            problems[path.name] = str(error)
    return photos


def _frames(film: Path, problems: dict[str, str]) -> Generator[Progress, None, list[Photo]]:
    try:
        return (yield from read_video(film))
    except UserError as error:
        problems[film.name] = str(error)
        return []


def _equipped(
    views: Sequence[View],
    images: Sequence[Path],
    given: str | PathLike[str] | None,
    search: bool,
    problems: dict[str, str],
) -> tuple[list[View], str]:
    """The views with their cameras, and the name of the file that those are from."""
    if given is not None:
        cameras = load_cameras(given, images)
        if not any(view.name in cameras for view in views):
            raise UserError(_foreign(Path(given).name, cameras, views))
        equipped = _fitted(views, cameras, Path(given).name, problems)
        if all(view.camera is None for view in equipped):
            raise UserError(next(iter(problems.values())))
        return equipped, Path(given).name
    for file in camera_files(images) if search else ():
        try:
            cameras = load_cameras(file, images)
        except UserError as error:
            problems[file.name] = str(error)
            continue
        if any(view.name in cameras for view in views):
            return _fitted(views, cameras, file.name, problems), file.name
        problems[file.name] = _foreign(file.name, cameras, views)
    return list(views), ""


def _fitted(
    views: Sequence[View], cameras: Mapping[str, Camera], file: str, problems: dict[str, str]
) -> list[View]:
    """The views with the cameras that fit them; those that have none are named."""
    without: list[str] = []
    equipped: list[View] = []
    for view in views:
        camera = cameras.get(view.name)
        if camera is None:
            without.append(view.name)
        else:
            try:
                view = replace(view, camera=fitted(camera, view))
            except UserError as error:
                problems[view.name] = str(error)
        equipped.append(view)
    if without:
        problems[file] = f"{file} has no camera for {_names(without)}."
    return equipped


def _foreign(file: str, cameras: Mapping[str, Camera], views: Sequence[View]) -> str:
    return (
        f"{file} is not of these photographs: its cameras are for {_names(list(cameras))}, "
        f"the photographs are {_names([view.name for view in views])}. Use the file made of them."
    )


def _names(names: Sequence[str]) -> str:
    some = ", ".join(names[:MOST_NAMED])
    return some if len(names) <= MOST_NAMED else f"{some} and {len(names) - MOST_NAMED} more"


def _distinct(views: Sequence[View], images: Sequence[Path]) -> list[View]:
    """No two views of one name: problems and places in files are told by it."""
    counts = Counter(view.name for view in views)
    seen: Counter[str] = Counter()
    named: list[View] = []
    for view in views:
        if counts[view.name] > 1:
            seen[view.name] += 1
            path = Path(view.name)
            view = replace(view, name=f"{path.stem} ({seen[view.name]}){path.suffix}")
        named.append(view)
    return named


def _masked(
    views: Sequence[View], problems: dict[str, str]
) -> Generator[Progress, None, list[View]]:
    masked: list[View] = []
    for index, view in enumerate(views):
        yield Progress("Finding the object", 0.3 + 0.55 * index / len(views), view.name)
        view = view if view.mask is not None else find_mask(view)
        try:
            check_mask(view)
        except UserError as error:
            problems.setdefault(view.name, str(error))
        masked.append(view)
    return masked
