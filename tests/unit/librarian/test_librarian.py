"""The librarian: what is brought is put on the shelf, read in turn, stopped, read again, and removed."""

import threading
import time
from pathlib import Path

import pytest

from hemkg import building
from hemkg.errors import InputError, StoreBusy
from hemkg.librarian import HERE, READER, Librarian, desk, shelf
from hemkg.librarian.books import Standing, Wanted, books_of, contents_of, picked
from hemkg.librarian.intake import Brought
from hemkg.librarian.tasks import State, StopAsked
from hemkg.store.catalogue import Catalogue


def paper(name, capacity):
    return f"# A selenide {name}\n\n## Results\n\nThe selenide {name} delivers a capacity of {capacity} mAh g-1.\n"


@pytest.fixture
def librarian(tmp_path):
    return Librarian(tmp_path / "store")


@pytest.fixture
def bring(librarian, tmp_path):
    """Bring papers and wait until they are read."""

    def run(*papers):
        brought = []
        for name, text in papers:
            (tmp_path / name).write_text(text, "utf-8")
            brought.append(Brought(name, tmp_path / name))
        task, refused = librarian.add(HERE, brought)
        return (wait(librarian, task.number) if task else None), refused

    return run


def wait(librarian, number, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = next(task for task in librarian.tasks() if task.number == number)
        if seen.is_over:
            return seen
        time.sleep(0.02)
    raise AssertionError(f"task {number} did not end")


def books(librarian):
    with Catalogue.open(librarian.folder) as catalogue:
        return {book.name: book for book in books_of(catalogue, librarian.folder)}


def test_the_first_papers_make_the_store_and_the_next_are_told_apart(bring, librarian):
    seen, refused = bring(("a.md", paper("CoSe2", 411)), ("b.md", ""), ("c.md", paper("NiSe2", 322)))
    assert refused == ("b.md is empty; fetch the file again.",)
    assert (seen.state, seen.result.added, seen.done, seen.of) == (State.DONE, 2, 2, 2)
    again, _ = bring(("z.md", paper("CoSe2", 411)), ("a.md", paper("FeSe2", 288)))
    assert (again.result.added, again.result.unchanged) == (1, 1)
    assert again.result.notes == ("z.md is in the library already, as a.md.",)
    assert set(books(librarian)) == {"a.md", "c.md", "a-2.md"}, "names are unlike, since they stand in citations"
    assert all(book.brought for book in books(librarian).values())


def test_nobody_else_may_write(librarian):
    for deed in (lambda: librarian.add(READER, []), lambda: librarian.remove(READER, "a"),
        lambda: librarian.read_again(READER, ["a"]), lambda: librarian.stop(READER, 1)):  # fmt: skip
        with pytest.raises(InputError, match="only those who keep"):
            deed()
    with pytest.raises(InputError, match="only those who keep"), librarian.writing(READER):
        pass
    assert not librarian.folder.exists()


def test_what_is_removed_goes_from_store_and_shelf_and_nothing_else(bring, librarian, tmp_path):
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_text(paper("VSe2", 500), "utf-8")
    building.build([elsewhere], librarian.folder, workers=1, largest=2**20)
    bring(("a.md", paper("CoSe2", 411)))
    for name in ("a.md", "elsewhere.md"):
        wait(librarian, librarian.remove(HERE, books(librarian)[name].key).number)
    assert not books(librarian)
    assert elsewhere.is_file()
    assert not list((librarian.folder / shelf.SHELF).iterdir())
    with Catalogue.open(librarian.folder) as catalogue:
        assert catalogue.claims() == 0
        assert catalogue.derived_by() is not None
    gone = wait(librarian, librarian.remove(HERE, "/nowhere/b.md").number)
    assert gone.state is State.BROKEN
    assert "not in the library any more" in gone.error


def test_a_copy_stands_for_a_paper_that_is_removed(bring, librarian):
    head = "---\ndoi: 10.1234/x\n---\n"
    bring(("one.md", head + paper("CoSe2", 411)), ("two.md", head + paper("CoSe2", 412)))
    standing = {book.standing: book for book in books(librarian).values()}
    assert standing[Standing.COPY].other == standing[Standing.READ].name
    wait(librarian, librarian.remove(HERE, standing[Standing.READ].key).number)
    [left] = books(librarian).values()
    assert (left.name, left.standing) == (standing[Standing.COPY].name, Standing.READ)


def test_what_failed_is_tried_again_and_what_was_read_is_read_again(bring, librarian):
    bring(("bad.md", "# x\n" + paper("CoSe2", 411)), ("good.md", paper("NiSe2", 322)))
    key = books(librarian)["good.md"].key
    with Catalogue.open(librarian.folder, write=True) as catalogue:
        catalogue.fail(books(librarian)["bad.md"].key, "0", "before", "it was Tuesday.")
    assert books(librarian)["bad.md"].reason == "it was Tuesday."
    again = wait(librarian, librarian.read_again(HERE, [book.key for book in books(librarian).values()]).number)
    assert (again.result.updated, again.result.failed) == (2, ())
    Path(key).unlink()
    with pytest.raises(InputError, match="not where it was"):
        librarian.read_again(HERE, [key])


def test_a_task_that_is_stopped_leaves_nothing_half(bring, librarian, monkeypatch):
    bring(("first.md", paper("CoSe2", 411)))
    stopped = []

    def build(paths, folder, progress, **others):
        def progress_and_stop(outcome, report):
            librarian.tasks()
            librarian._tasks[-1].stop.set()
            stopped.append(outcome)
            progress(outcome, report)

        return building.build(paths, folder, progress=progress_and_stop, **others)

    monkeypatch.setattr(desk, "build", build)
    seen, _ = bring(*[(f"p{n}.md", paper(f"Fe{n}Se4", 300 + n)) for n in range(1, 5)])
    assert (seen.state, seen.result.added, len(stopped)) == (State.STOPPED, 1, 1)
    assert set(books(librarian)) == {"first.md", "p1.md"}
    assert {path.name for path in librarian.folder.joinpath(shelf.SHELF).rglob("*.md")} == {"first.md", "p1.md"}
    with Catalogue.open(librarian.folder) as catalogue:
        assert catalogue.derived_by() is not None, "what follows from the claims was worked out"


def test_what_was_brought_before_the_server_ended_is_read_by_the_next(bring, librarian, monkeypatch):
    def ended(*_, **__):
        raise StopAsked

    with monkeypatch.context() as patched:
        patched.setattr(desk, "build", ended)
        patched.setattr(desk, "ENDING", 0.0)
        patched.setattr(desk, "stop_all", lambda: None)
        begun = threading.Event()
        patched.setattr(Librarian, "_read", lambda *_: begun.wait(20) and ended())
        task = threading.Thread(target=bring, args=(("late.md", paper("CoSe2", 411)),))
        task.start()
        while not any(seen.state is State.RUNNING for seen in librarian.tasks()):
            time.sleep(0.01)
        librarian.close()
        begun.set()
        task.join()
    assert shelf.unread(librarian.folder)
    after = Librarian(librarian.folder)
    after.take_up()
    [seen] = after.tasks()
    assert wait(after, seen.number).result.added == 1
    assert not shelf.unread(librarian.folder)
    assert set(books(librarian)) == {"late.md"}


def test_two_tasks_wait_for_each_other_and_for_another_process(bring, librarian, tmp_path, monkeypatch):
    monkeypatch.setattr(desk, "EVERY", 0.05)
    monkeypatch.setattr(desk, "PATIENCE", 0.05)
    bring(("a.md", paper("CoSe2", 411)))
    (tmp_path / "b.md").write_text(paper("NiSe2", 322), "utf-8")
    with Catalogue.open(librarian.folder, write=True):
        one, _ = librarian.add(HERE, [Brought("b.md", tmp_path / "b.md")])
        two = librarian.remove(HERE, books(librarian)["a.md"].key)
        while (seen := librarian.tasks()[-2]).state is not State.BUSY:
            time.sleep(0.01)
        assert librarian.tasks()[-1].state is State.WAITING
        assert librarian.tasks()[-1].ahead == 1
        with pytest.raises(StoreBusy, match="being read"), librarian.writing(HERE):
            pass
    assert wait(librarian, one.number).result.added == 1
    assert wait(librarian, two.number).state is State.DONE
    assert seen.number == one.number


def test_a_task_that_waits_can_be_stopped(bring, librarian, tmp_path, monkeypatch):
    monkeypatch.setattr(desk, "EVERY", 0.05)
    bring(("a.md", paper("CoSe2", 411)))
    (tmp_path / "b.md").write_text(paper("NiSe2", 322), "utf-8")
    with Catalogue.open(librarian.folder, write=True):
        task, _ = librarian.add(HERE, [Brought("b.md", tmp_path / "b.md")])
        librarian.stop(HERE, task.number)
        assert wait(librarian, task.number).state is State.STOPPED
    assert not list(librarian.folder.joinpath(shelf.SHELF).rglob("b*.md"))
    assert set(books(librarian)) == {"a.md"}


def test_books_are_picked_and_opened(bring, librarian):
    bring(("a.md", paper("CoSe2", 411)), ("b.md", paper("NiSe2", 322)))
    with Catalogue.open(librarian.folder) as catalogue:
        every = books_of(catalogue, librarian.folder)
        [book] = picked(every, Wanted("nise2"))
        assert picked(every, Wanted(only="failed")) == ()
        contents = contents_of(catalogue, book)
    assert book.claims == len(contents.claims) >= 1
    assert "322" in contents.claims[0].quote
