"""Weights on disk: safetensors in half precision with a JSON card beside them.

The card says what the weights were trained on and how, and holds their checksum. Nothing is ever
unpickled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import UserError
from core.methods import METHODS, PARTS
from core.utils.containers import read_json
from core.utils.files import RESOURCES, atomic, is_file

if TYPE_CHECKING:
    from torch import nn

WEIGHTS = RESOURCES / "weights"


def has_weights(key: str) -> bool:
    """Whether a method's weights are there, without looking into them."""
    return (WEIGHTS / f"{key}.safetensors").is_file()


def read_card(key: str, folder: Path | None = None) -> dict[str, Any]:
    """The card of a method's weights; UserError when it is missing or unreadable."""
    path = (folder or WEIGHTS) / f"{key}.json"
    damaged = (
        f"The card of the weights of '{key}' ({path}) is missing or damaged. "
        "Install the program again, or train the method."
    )
    if not is_file(path):
        raise UserError(damaged)
    card: dict[str, Any] = read_json(path, damaged)
    if not isinstance(card, dict):
        raise UserError(damaged)
    return card


def finds_the_lamp(key: str) -> bool:
    """Whether the card's evaluation has the lamp's direction clearly better than a constant."""
    key = METHODS[key].space or key
    table = f"{key}: pose and light"
    try:
        rows = read_card(key)["evaluation"]["tables"][table]
    except (UserError, KeyError):  # not measured is not known
        return False
    names = [row[""] for row in rows]
    at = names.index("lamp direction, median error")  # the constant's error is the row below
    return bool(rows[at]["value"] < 0.9 * rows[at + 1]["value"])


def read_weights(net: nn.Module, key: str, folder: Path | None = None) -> None:
    """Fill a network with the shipped weights, or with those of a folder.

    UserError when the file is missing, altered or of another network.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    path = (folder or WEIGHTS) / f"{key}.safetensors"
    trained = key in METHODS or key in PARTS
    again = f", or train with: python main.py train {key}." if trained else "."
    again = f"Install the program again{again}"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"The weights of '{key}' are missing ({path}). {again}") from error
    if hashlib.sha256(content).hexdigest() != read_card(key, folder).get("sha256"):
        raise UserError(f"The weights of '{key}' ({path}) are not the file of its card. {again}")
    try:
        tensors = {name: value.float() for name, value in load(content).items()}
        missing, unknown = net.load_state_dict(tensors, strict=False)
        if unknown or any(not name.endswith("num_batches_tracked") for name in missing):
            raise RuntimeError(f"missing {missing}, unknown {unknown}")
    except (SafetensorError, RuntimeError) as error:
        raise UserError(
            f"The weights of '{key}' ({path}) do not fit this version. {again}"
        ) from error


def write_weights(net: nn.Module, key: str, facts: Mapping[str, Any], folder: Path) -> Path:
    """Write ``key.safetensors`` and ``key.json``; returns the path of the weights."""
    import torch
    from safetensors.torch import save

    tensors = {
        name: (value.half() if value.is_floating_point() else value).cpu().contiguous()
        for name, value in net.state_dict().items()
        if value.is_floating_point()  # batch counters mean nothing after training
    }
    content = save(tensors)
    path = folder / f"{key}.safetensors"
    with atomic(path) as temporary:
        temporary.write_bytes(content)
    card = {
        "method": key,
        **facts,
        "parameters": sum(p.numel() for p in net.parameters()),
        "torch": torch.__version__.split("+")[0],
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    with atomic(folder / f"{key}.json") as temporary:
        temporary.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return path


def add_to_card(key: str, facts: Mapping[str, Any]) -> None:
    """Put more facts into a card, as how good the weights were measured to be."""
    card = {**read_card(key), **facts}
    with atomic(WEIGHTS / f"{key}.json") as temporary:
        temporary.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
