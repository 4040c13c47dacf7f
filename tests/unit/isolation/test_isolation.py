"""A process of its own: ended after a time, held to a limit, sealed while bytes are parsed."""

import os
import socket
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path

import pytest

from hemkg import isolation
from hemkg.errors import InputError, ReadingStopped
from hemkg.isolation import Limits, Worker, sealed, side_by_side, warm_worker

SHORT = Limits(seconds=20.0, memory=2**30)


@pytest.fixture(scope="module")
def worker():
    with Worker(SHORT) as made:
        yield made


def test_a_function_is_called_in_another_process(worker):
    assert worker.call(os.getpid, about="x") != os.getpid()


def test_it_is_told_no_password(monkeypatch):
    monkeypatch.setenv("HEMKG_STORE_PASSWORD", "sesame")
    monkeypatch.setenv("HEMKG_LANGUAGE_MODEL_KEY", "sesame")
    monkeypatch.setenv("HEMKG_STORE", "a/folder")
    with Worker(SHORT) as made:
        names = [made.call(os.getenv, name, about="x") for name in ("HEMKG_STORE_PASSWORD", "HEMKG_LANGUAGE_MODEL_KEY")]
        assert (names, made.call(os.getenv, "HEMKG_STORE", about="x")) == ([None, None], "a/folder")


def test_one_process_answers_many_calls(worker):
    assert worker.call(os.getpid, about="x") == worker.call(os.getpid, about="x")


def test_what_takes_too_long_is_ended_and_the_next_call_answered():
    with Worker(Limits(seconds=1.0)) as quick:
        began = time.monotonic()
        with pytest.raises(ReadingStopped, match=r"slow\.pdf took more than 1 s and was stopped"):
            quick.call(time.sleep, 60, about="slow.pdf")
        assert time.monotonic() - began < 20
        assert quick.call(len, "four", about="x") == 4


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory hold on Linux")
def test_what_needs_too_much_memory_is_named(worker):
    with pytest.raises(ReadingStopped, match=r"fat\.xml needed more than 1024 MB of memory"):
        worker.call(bytes, 3 * 2**30, about="fat.xml")
    assert worker.call(len, "four", about="x") == 4


def test_what_ends_the_process_is_named(worker):
    with pytest.raises(ReadingStopped, match=r"bad\.pdf ended the process that was reading it"):
        worker.call(os.abort, about="bad.pdf")


def test_what_a_function_raises_for_users_is_raised_here(worker):
    from hemkg.sources.libraries import read_library

    with pytest.raises(InputError, match=r"there-is-none\.bib cannot be read \(.*check the path"):
        worker.call(read_library, Path("there-is-none.bib"), about="x")


def test_what_is_printed_does_not_disturb_the_answers(worker):
    assert worker.call(print, "to standard output", about="x") is None
    assert worker.call(os.system, "echo to standard output", about="x") == 0


def test_many_calls_answer_in_their_order_and_one_that_stops_does_not_stop_the_others():
    each = [(f"call {n}", (seconds,)) for n, seconds in enumerate([0.2, 60, 0.0])]
    told = list(side_by_side(time.sleep, each, workers=2, limits=Limits(seconds=2.0)))
    assert [type(one).__name__ for one in told] == ["NoneType", "ReadingStopped", "NoneType"]


class TestSideBySide:
    def test_takes_only_a_few_ahead_of_what_was_yielded(self, monkeypatch):
        monkeypatch.setattr(isolation, "AHEAD", 3)
        taken = []

        def each():
            for number in range(100):
                taken.append(number)
                yield "a number", (-number,)

        told = side_by_side(abs, each(), workers=2, limits=SHORT)
        for number in range(20):
            assert next(told) == number
            assert len(taken) <= number + 2 * 3 + 1
        told.close()

    def test_yields_what_is_done_before_the_next_is_there(self):
        def each():
            yield "first", (-1,)
            while not told_first:
                time.sleep(0.01)
                yield "another", (-2,)

        told_first = []
        told = side_by_side(abs, each(), workers=1, limits=SHORT)
        told_first.append(next(told))
        assert (told_first, set(told)) == ([1], {2})

    def test_ends_its_processes_in_the_middle_of_their_calls_if_nobody_wants_more(self, tmp_path):
        each = [(name, (f"echo $PPID > {tmp_path / name}; sleep {seconds}",)) for name, seconds in SLEEPS]
        told = side_by_side(os.system, each, workers=2, limits=Limits(seconds=60.0))
        assert next(told) == 0
        while not all((tmp_path / name).exists() for name, _ in SLEEPS[:3]):
            time.sleep(0.01)
        began = time.monotonic()
        told.close()
        assert time.monotonic() - began < 20
        processes = {int(place.read_text()) for place in tmp_path.iterdir() if place.read_text()}
        assert not any(_is_alive(process) for process in processes)
        assert not (tmp_path / SLEEPS[-1][0]).exists()

    def test_leaves_a_process_warm_if_only_as_much_was_taken_as_was_wanted(self):
        pids = {next(side_by_side(os.getpid, [("x", ())], workers=1, limits=SHORT)) for _ in range(2)}
        assert len(pids) == 1


SLEEPS = (("quick", 0), ("slow", 60), ("slower", 60), ("never", 60))


def test_a_process_that_has_done_its_share_makes_room_for_a_new_one(monkeypatch):
    monkeypatch.setattr(isolation, "LIFE", 3)
    with Worker(SHORT) as made:
        pids = [made.call(os.getpid, about="x") for _ in range(6)]
    assert pids[:3] == [pids[0]] * 3
    assert pids[3:] == [pids[3]] * 3
    assert pids[0] != pids[3]


@pytest.mark.skipif(sys.platform != "linux", reason="what a process keeps is told on Linux")
def test_a_process_that_keeps_much_of_what_it_did_makes_room_for_a_new_one():
    with Worker(Limits(seconds=20.0, memory=2**28)) as made:
        first, same = (made.call(os.getpid, about="x") for _ in range(2))
        made.call(_keep, 2**27, about="x")
        assert first == same != made.call(os.getpid, about="x")


KEPT = []


def _keep(size):
    KEPT.append(b"x" * size)


def test_each_process_is_told_first_what_all_of_them_need_and_only_once(tmp_path):
    note = tmp_path / "note"
    first = (os.system, (f"echo told >> {note}",))
    each = [("x", (f"cat {note} > {tmp_path / str(number)}",)) for number in range(8)]
    for _ in range(2):
        assert list(side_by_side(os.system, each, workers=1, limits=SHORT, first=first)) == [0] * 8
    assert note.read_text() == "told\n"
    other = (os.system, (f"echo more >> {note}",))
    assert list(side_by_side(os.system, each[:1], workers=1, limits=SHORT, first=other)) == [0]
    assert note.read_text() == "told\nmore\n"


def test_a_process_that_stayed_warm_keeps_the_time_of_who_borrows_it_and_no_more_memory_than_it_has():
    def borrow(limits):
        with warm_worker(limits) as lent:
            return lent.call(os.getpid, about="x")

    first = borrow(Limits(seconds=60.0))
    assert borrow(Limits(seconds=90.0)) == first
    with pytest.raises(ReadingStopped, match="took more than 1 s"), warm_worker(Limits(seconds=1.0)) as lent:
        lent.call(time.sleep, 60, about="x")
    second = borrow(Limits(seconds=60.0))
    assert second != first
    assert borrow(Limits(seconds=60.0, memory=2**30)) != second


def test_a_worker_ends_with_its_caller():
    code = (
        "import time; from hemkg.isolation import Limits, Worker; import os; w = Worker(Limits()); "
        "print(w.call(os.getpid, about='x'), flush=True); os._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    for _ in range(100):
        if not _is_alive(int(done.stdout)):
            return
        time.sleep(0.1)
    pytest.fail("the worker outlives whoever started it")


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


class TestSeal:
    @pytest.mark.parametrize(
        "deed",
        [
            lambda path: path.read_text(),
            lambda path: path.write_text("x"),
            lambda path: path.unlink(),
            lambda path: path.with_name("new").mkdir(),
            lambda path: os.system(f"cat {path}"),  # noqa: S605
            lambda path: subprocess.run(["cat", path], check=False),  # noqa: S607
            lambda path: socket.create_connection(("127.0.0.1", 9)),
            lambda path: socket.getaddrinfo("localhost", 80),
        ],
        ids=["read", "write", "delete", "folder", "shell", "process", "connection", "name"],
    )
    def test_refuses(self, tmp_path, deed):
        path = tmp_path / "secret.txt"
        path.write_text("secret")
        with pytest.raises(ReadingStopped, match=r"a\.xml made its reader want"), sealed("a.xml"):
            deed(path)
        assert path.read_text() == "secret"

    def test_lets_modules_be_imported(self):
        code = "from hemkg.isolation import sealed\nwith sealed('a'):\n import lxml.html, pypdfium2\nprint('in')"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
        assert done.stdout == "in\n", done.stderr

    def test_ends_with_its_block_even_after_a_refusal(self, tmp_path):
        with pytest.raises(ReadingStopped), sealed("a"):
            (tmp_path / "a").write_text("x")
        (tmp_path / "a").write_text("x")


def test_whoever_waits_for_a_worker_learns_that_all_were_stopped(monkeypatch):
    monkeypatch.setattr(isolation, "_EVERY", weakref.WeakSet())
    with isolation.Worker(isolation.Limits(seconds=60)) as worker:
        threading.Timer(1.0, isolation.stop_all).start()
        began = time.monotonic()
        with pytest.raises(ReadingStopped):
            worker.call(time.sleep, 50, about="a nap")
        assert time.monotonic() - began < 30
