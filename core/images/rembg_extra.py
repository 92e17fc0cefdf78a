"""Background removal by the rembg package, where it is installed; no model is fetched unasked.

rembg downloads its model (U2-Net, 176 MB) at first use. Here it is used only once that file is
there; until then a sentence says how to bring it.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import numpy as np

from core.errors import UserError
from core.types import Bytes, Floats

MODEL = "u2net"
# Its own command line, which can do this, too, comes only with another extra.
BRING = f"python -c \"import rembg; rembg.new_session('{MODEL}')\""
NOT_INSTALLED = 'rembg is not installed. Install it: pip install "rembg[cpu]"'


def is_installed() -> bool:
    """Whether the package can be imported; it is not imported for that."""
    return importlib.util.find_spec("rembg") is not None


def model_files() -> tuple[Path, ...]:
    """The places where rembg looks for its model: its folder of today, and that of before."""
    data, own, old = (os.environ.get(key) for key in ("XDG_DATA_HOME", "REMBG_HOME", "U2NET_HOME"))
    before = Path(old or Path(data or "~", ".u2net")).expanduser()
    today = before if old else Path(own or (Path(data, "rembg") if data else "~/.rembg"))
    name = f"{MODEL}.onnx"
    return today.expanduser() / "models" / MODEL / name, before / name


def remove_background(image: Bytes) -> Floats:
    """Soft mask (H, W) of what rembg takes for the object.

    Raises UserError when the package or its model file is missing, or does not work.
    """
    if not is_installed():
        raise UserError(NOT_INSTALLED)
    if not any(place.exists() for place in model_files()):
        raise UserError(
            f"rembg has no model yet. Bring it once (176 MB): {BRING}, "
            f"or put the file there as {model_files()[0]}."
        )
    try:
        import rembg
        from PIL import Image

        session = rembg.new_session(MODEL)
        found = rembg.remove(Image.fromarray(image), session=session, only_mask=True)
    # Whatever another package and its model file may do wrong.
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        raise UserError(
            f"rembg did not work ({reason}). Install it again, or find the object another way."
        ) from error
    return np.asarray(np.asarray(found.convert("L")) / 255, np.float32)
