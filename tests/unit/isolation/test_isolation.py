"""A process of its own: ended after a time, held to a limit, sealed while bytes are parsed."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

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
