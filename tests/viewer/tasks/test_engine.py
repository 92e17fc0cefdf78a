"""The core process behind its thread: newest wins, cancel, death, and a clean end."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from steering import Pulse, wait

from core.process import jobs, worker
from core.types import LatentCode
from viewer.tasks.engine import DID_NOT_START, DIED, DIED_AGAIN, Engine, Handlers

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


OPTIONS = ("channel", "yields", "background")


class Call:
    """What became of one request."""

    def __init__(self, engine: Engine, job: str, **arguments: object) -> None:
        options = {key: arguments.pop(key) for key in OPTIONS if key in arguments}
        self.steps: list[str] = []
        self.end = ""
        self.value: object = None
        handlers = Handlers(
            lambda result: self._ended("done", result),
            lambda message: self._ended("failed", message),
            lambda progress: self.steps.append(progress.step),
            lambda: self._ended("cancelled", None),
        )
        self.id = engine.submit(job, arguments, handlers, **options)

    def _ended(self, end: str, value: object) -> None:
        assert not self.end, "ended twice"
        self.end, self.value = end, value


@pytest.fixture
def blocked(engine: Engine, tmp_path: Path) -> Call:
    """A job that looks up only when somebody writes into a pipe: nobody does."""
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    call = Call(engine, "load", paths=[str(pipe)])
    wait(lambda: call.steps)
    return call


def test_a_job_tells_its_steps_and_returns(engine: Engine, table: Path):
    call = Call(engine, "load", paths=[str(table)])
    wait(lambda: call.end)
    steps = [step for step in call.steps if step != "Starting the networks"]  # once, or not at all
    assert call.end == "done" and steps == ["Reading", "Finding the object", "Done"]
    (loaded,) = call.value
    assert loaded.view.name == table.name and loaded.view.image.shape == (160, 200, 3)
    assert engine.idle


def test_a_bug_is_reported_as_one_and_the_core_lives_on(engine: Engine):
    pid = engine.core_pid
    call = Call(engine, "no such job")
    wait(lambda: call.end)
    assert call.end == "failed" and "Please report it" in call.value
    assert engine.core_pid == pid


@posix
def test_of_waiting_requests_the_newest_of_a_channel_wins(engine: Engine, blocked: Call):
    calls = [Call(engine, "load", channel="decode") for _ in range(5)]
    other = Call(engine, "load")
    engine.cancel(blocked.id)
    wait(lambda: all(call.end for call in (*calls, other, blocked)))
    assert [call.end for call in calls] == ["cancelled"] * 4 + ["done"]
    assert other.end == "done"


@posix
def test_a_job_that_does_not_look_up_is_stopped_within_a_second(engine: Engine, blocked: Call):
    pid = engine.core_pid
    engine.cancel(blocked.id)
    wait(lambda: blocked.end == "cancelled", seconds=1)
    wait(lambda: engine.core_pid not in (None, pid))
    following = Call(engine, "load")
    wait(lambda: following.end)
    assert following.end == "done"


def test_a_waiting_request_is_cancelled_without_having_run(engine: Engine, table: Path):
    first = Call(engine, "load", paths=[str(table)])
    second = Call(engine, "load", paths=[str(table)])
    engine.cancel(second.id)
    wait(lambda: first.end and second.end)
    assert (first.end, second.end, second.steps) == ("done", "cancelled", [])


@posix
def test_a_killed_core_is_said_once_and_replaced(engine: Engine, blocked: Call):
    said: list[str] = []
    engine.died.connect(said.append)
    os.kill(engine.core_pid, signal.SIGKILL)
    wait(lambda: said and blocked.end and engine.listening)
    engine.died.disconnect(said.append)
    assert said == [DIED] and blocked.end == "cancelled"
    following = Call(engine, "load")
    wait(lambda: following.end)
    assert following.end == "done"


@posix
def test_closing_leaves_neither_thread_nor_process(app: QApplication):
    engine = Engine()
    engine.start()
    wait(lambda: engine.listening)
    pid = engine.core_pid
    engine.close()
    assert engine.core_pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def stillborn(*_: object) -> None:
    os._exit(3)


def test_a_core_that_does_not_start_is_said_and_tried_again(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
):
    engine, said = Engine(), []
    engine.died.connect(said.append)
    monkeypatch.setattr("viewer.tasks.core_thread.serve", stillborn)
    engine.start()
    wait(lambda: said)
    assert said == [DID_NOT_START]
    monkeypatch.undo()
    call = Call(engine, "load")
    wait(lambda: call.end)
    assert call.end == "done"
    engine.close()


def drop_dead(memory: object, method: str) -> None:
    os._exit(3)


def serve_fragile(connection: object, setup: worker.Setup) -> None:
    """A core that does not survive its warm-up."""
    jobs.JOBS["warm_up"] = drop_dead
    worker.serve(connection, setup)


@posix
def test_a_core_that_its_own_warm_up_kills_is_not_started_for_ever(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
):
    engine, said, starts = Engine(), [], []

    def warm_up() -> None:
        starts.append(engine.core_pid)
        engine.submit(
            "warm_up", {"method": "tl"}, Handlers(lambda result: None), "warm_up", background=True
        )

    engine.died.connect(said.append)
    engine.ready.connect(warm_up)  # as a session does
    monkeypatch.setattr("viewer.tasks.core_thread.serve", serve_fragile)
    engine.start()
    wait(lambda: len(said) == 2)
    assert said == [DIED, DIED_AGAIN] and len(set(starts)) == 2
    assert engine.core_pid is None and engine.idle

    monkeypatch.undo()
    call = Call(engine, "load")  # what the user asks for starts it again
    wait(lambda: call.end)
    assert call.end == "done" and len(starts) == 3
    engine.close()


def test_closing_before_the_start_is_fine(app: QApplication):
    Engine().close()


def test_the_window_stays_quick_while_torch_loads_in_the_core(app: QApplication):
    engine = Engine()
    engine.start()
    wait(lambda: engine.listening)
    call = Call(engine, "warm_up", method="tl")
    pulse = Pulse()
    pulse.start()
    wait(lambda: call.end)
    pulse.stop()
    engine.close()
    assert len(pulse.gaps) > 20
    # Imported in this process, torch would hold the window up for 300 ms and more.
    assert sorted(pulse.gaps)[int(0.99 * len(pulse.gaps))] < 0.1


def test_the_core_tells_of_itself_and_of_what_it_logs(app: QApplication):
    engine, lines = Engine(), []
    engine.logged.connect(lines.append)
    engine.set_up(worker.Setup("cpu", 1))
    engine.start()
    wait(lambda: lines and engine.vitals.memory)
    assert lines[0].source == "core.process.worker" and "The core has started" in lines[0].text
    assert engine.vitals.devices[:2] == ("auto", "cpu")
    before = engine.core_pid
    call = Call(engine, "warm_up", method="tl")
    wait(lambda: call.end == "done" and engine.vitals.threads)
    assert engine.vitals.threads == 1 and engine.vitals.device == "cpu"
    assert engine.vitals.memory > 100e6 and engine.vitals.versions["torch"]

    engine.set_up(worker.Setup("cpu", 1))  # the same: nothing to do
    engine.set_up(worker.Setup("cpu", 2))
    call = Call(engine, "warm_up", method="tl")
    wait(lambda: call.end == "done" and engine.vitals.threads == 2)
    assert engine.core_pid != before
    engine.close()


def test_what_is_overtaken_is_done_later_and_what_is_withdrawn_is_not(engine: Engine, table: Path):
    code = LatentCode({"shape": [0.0] * 128, "pose": [0.0] * 16, "lighting": [0.0] * 8}, "tl")
    for withdrawn in (False, True):
        behind = Call(engine, "measure", code=code, resolution=128, background=True)
        wait(lambda behind=behind: behind.steps)
        if withdrawn:
            engine.withdraw(behind.id)
        asked = Call(engine, "load", paths=[str(table)])
        wait(lambda asked=asked, behind=behind: asked.end and behind.end)
        assert asked.end == "done"
        assert behind.end == ("cancelled" if withdrawn else "done")
    engine.withdraw(behind.id)  # long gone
    assert engine.idle and engine.listening
