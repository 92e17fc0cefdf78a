"""Finding the file with the cameras of photographs beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

FILES = ("cameras.json", "transforms.json", "transforms_train.json", "cameras.npz")
MODELS = (".", "sparse/0", "sparse", "colmap/sparse/0", "colmap")
MATRICES = (".", "projections", "matrices", "calib", "P")


def camera_files(images: Sequence[Path]) -> list[Path]:
    """What may hold the cameras of these images, likeliest first; none of it was opened.

    It is looked for in the folders of the images and the folders around those.
    """
    folders = list(dict.fromkeys(image.parent for image in images))
    places = list(dict.fromkeys([*folders, *(folder.parent for folder in folders)]))
    found = [place / name for place in places for name in FILES if (place / name).is_file()]
    found += [place / name for place in places for name in MODELS if _is_model(place / name)]
    stems = {image.stem for image in images}
    for place in places:
        for name in MATRICES:
            if {file.stem for file in (place / name).glob("*.txt")} & stems:
                found.append(place / name)
    return list(dict.fromkeys(path.resolve() for path in found))


def _is_model(folder: Path) -> bool:
    return any(
        (folder / f"cameras{suffix}").is_file() and (folder / f"images{suffix}").is_file()
        for suffix in (".bin", ".txt")
    )
