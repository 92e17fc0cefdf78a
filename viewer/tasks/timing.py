"""How long work takes: its steps weigh what they took last time on this computer."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QSettings

from core.types import Progress

ALMOST = 0.98  # more is only shown of what has ended
OVER = 0.25  # a step that takes longer than last time goes on for at least this share of it
TELLING, PATIENT = 0.05, 2.0  # the share and the seconds after which even work tells its rest
TRUSTED = 1.0  # seconds of done steps after which they tell how fast it goes this time
SLOWEST = 8.0  # times last time's pace


@dataclass
class Course:
    """One run of a kind of work: the seconds that each of its steps has taken, as they came.

    ``units`` are what the work is about, such as photographs: twice as many take twice as long.
    """

    kind: str
    units: int = 1
    steps: dict[str, float] = field(default_factory=dict)
    share: float = 0.0
    _now: str = ""
    _since: float = 0.0
    _told: float = 0.0  # the share that the work itself says
    _last: tuple[int, dict[str, float]] | None = None

    def at(self, progress: Progress) -> None:
        """Note where the work is."""
        now = time.monotonic()
        if not self.steps:
            self._last = last(self.kind)
        if progress.step != self._now:
            self._close(now)
            self._now, self._since = progress.step, now
            self.steps.setdefault(progress.step, 0.0)
        self._told = progress.fraction
        self.look()

    def look(self) -> None:
        """Bring the share up to date; it never goes back."""
        rest, spent = self.left, self._spent
        known = self._told if rest is None else spent / max(spent + rest, 1e-6)
        self.share = max(self.share, min(known, ALMOST))

    def end(self) -> None:
        """It is done: the next one of its kind goes by this one."""
        self._close(time.monotonic())
        told = {"units": self.units, "steps": {k: round(v, 2) for k, v in self.steps.items()}}
        QSettings().setValue(_place(self.kind), json.dumps(told))

    @property
    def left(self) -> float | None:
        """Seconds until the end, where that is known; never none while it lasts."""
        if self._last is None or len(self._last[1]) < 2:
            return self._by_share()
        here = self._in_step
        pace, rest = self._pace, 0.0
        for step, before in self._last[1].items():
            spent = self.steps.get(step, 0.0) + (here if step == self._now else 0.0)
            ahead = pace * before - spent
            rest += max(ahead, OVER * spent if step == self._now else 0.0)
        return rest

    @property
    def _in_step(self) -> float:
        return time.monotonic() - self._since if self._now else 0.0

    @property
    def _spent(self) -> float:
        return sum(self.steps.values()) + self._in_step

    @property
    def _pace(self) -> float:
        """How much longer than last time everything takes."""
        units, before = self._last or (1, {})
        pace = self.units / max(units, 1)
        done = [step for step in self.steps if step != self._now and step in before]
        then = sum(before[step] for step in done) * pace
        spent = sum(self.steps[step] for step in done)
        if then < TRUSTED and spent < TRUSTED:
            return pace
        return pace * min(max(spent / max(then, 1e-6), 1 / SLOWEST), SLOWEST)

    def _by_share(self) -> float | None:
        """Even work tells by its share; of what has several steps, it tells nothing."""
        if len(self.steps) > 1 or self._told < TELLING or self._spent < PATIENT:
            return None
        return self._spent * (1 - self._told) / self._told

    def _close(self, now: float) -> None:
        if self._now:
            self.steps[self._now] += now - self._since
        self._now = ""


def last(kind: str) -> tuple[int, dict[str, float]] | None:
    """The units and the seconds of each step of the last run of a kind; None where none is known.

    What somebody else has written into the settings there is taken for nothing.
    """
    try:
        told = json.loads(str(QSettings().value(_place(kind), "")))
        steps = {str(step): float(seconds) for step, seconds in told["steps"].items()}
        return max(int(told["units"]), 1), steps
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def estimate(kind: str, units: int = 1) -> float | None:
    """How many seconds it will take, by the last time; None where there was none."""
    known = last(kind)
    return None if known is None else sum(known[1].values()) * units / known[0]


def kind_of(job: str, arguments: Mapping[str, Any]) -> tuple[str, int]:
    """What work takes as long as other work of, and how many photographs it is about."""
    method = arguments.get("method")
    return f"{job} {method}" if method else job, len(arguments.get("views", ())) or 1


def _place(kind: str) -> str:
    return f"timing/{kind}"
