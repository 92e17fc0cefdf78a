"""What all tests share. The environment is set before Qt and torch are imported."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1))
# Threads that spin while they wait slow down every other process of the tests.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "resources" / "samples"


@pytest.fixture
def chair() -> Path:
    """A picture of a chair that is cut out: its alpha is the mask."""
    return SAMPLES / "chair.png"


@pytest.fixture
def armchair() -> Path:
    """A picture of an armchair before a plain wall: its mask has to be found."""
    return SAMPLES / "armchair.png"


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder of weights, used instead of it, to do harm to."""
    from core.utils import weights as module

    copy = tmp_path / "weights"
    shutil.copytree(module.WEIGHTS, copy)
    monkeypatch.setattr(module, "WEIGHTS", copy)
    return copy
