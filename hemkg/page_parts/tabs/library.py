"""The library: which papers are in, what became of each, what was read in one, and how more come in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hemkg.assistant import Assistant
from hemkg.errors import HemkgError, InputError
from hemkg.librarian import Librarian, Person
from hemkg.librarian.books import EVERYTHING, ONLY, ORDERS, Book, Wanted, books_of, contents_of, others_of, picked
from hemkg.librarian.intake import SUFFIXES, Brought
from hemkg.librarian.tasks import Seen
from hemkg.page_parts.answers import note
from hemkg.page_parts.evidence import settings_of
from hemkg.page_parts.html import NOTHING, Html, element, joined, plain
from hemkg.page_parts.library_view import (
    AT_ONCE,
    GONE,
    NO_BOOK,
    QUIET,
    book_view,
    list_view,
    progress_view,
    refused_view,
)
from hemkg.page_parts.tabs.common import BROKEN, KEPT, PRIVATE, broken, drawn, person_of, told, wired

if TYPE_CHECKING:
    import gradio as gr

LONGEST = 200
OFTEN = 0.6  # between two looks at what is being done [s]
MOST_OFFERS = 3
SHELVES: Mapping[str, Any] = {**PRIVATE, "concurrency_id": "library", "concurrency_limit": 8}
"""For handlers that look at lists and tasks: they take milliseconds, and must not wait for answers."""
DROP = "Bring papers: PDF, XML, HTML, Markdown, text; BibTeX, RIS, CSL JSON; a library with its files as .zip"
ACCEPT = f"hemkg.accept('#library-drop', '{','.join(SUFFIXES)}');"


@dataclass(frozen=True, slots=True)
class Look:
    """What a visitor looks at.

    Attributes:
        wanted: which documents.
        shown: how many.
        opened: number of the document that is looked at beside; None for none.
        asks: whether it is asked if that one shall be removed.
        own: numbers of the visitor's own tasks.
        over: numbers of the tasks that were over when the list was drawn.
        refused: why files were not let in, a sentence each.
        offers: questions about what the visitor brought, by task.
    """

    wanted: Wanted = EVERYTHING
    shown: int = AT_ONCE
    opened: str | None = None
    asks: bool = False
    own: frozenset[int] = frozenset()
    over: frozenset[int] = frozenset()
    refused: tuple[str, ...] = ()
    offers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


Panes = tuple[Look, Html, Html, Html]


class Library:
    """What happens in the library, apart from how it is laid out.

    Args:
        assistant: knows the newest state of the store.
        librarian: writes it; None where nobody does.
    """

    def __init__(self, assistant: Assistant, librarian: Librarian | None) -> None:
        self.assistant = assistant
        self.librarian = librarian

    # ------------------------------------------------------------ looking

    @property
    def books(self) -> tuple[Book, ...]:
        """All documents of the newest state."""
        return books_of(self.assistant.catalogue, self.librarian.folder if self.librarian else None)

    def may_write(self, person: Person) -> bool:
        """Whether a person can change the library here."""
        return self.librarian is not None and person.may_write

    def tasks(self) -> tuple[Seen, ...]:
        """What is being done, waits and was done lately."""
        return self.librarian.tasks() if self.librarian else ()

    def is_busy(self) -> bool:
        """Whether anything is being done or waits."""
        return any(not task.is_over for task in self.tasks())

    def progress(self, look: Look, person: Person) -> Html:
        """Return what is being done, and why files were not let in."""
        return joined(
            [
                refused_view(look.refused),
                progress_view(self.tasks(), look.own, look.offers, may_write=self.may_write(person)),
            ]
        )

    def listed(self, look: Look, person: Person) -> Html:
        """Return the documents that are looked at."""
        every = self.books
        found = picked(every, look.wanted)
        return list_view(found, len(every), look.shown, look.opened, may_write=self.may_write(person))

    def book(self, look: Look, person: Person) -> Html:
        """Return what was read in the document that is looked at."""
        if look.opened is None:
            return element("p", NO_BOOK, class_="empty")
        book = self._called(look.opened)
        if book is None:
            return element("p", GONE, class_="empty")
        contents = contents_of(self.assistant.catalogue, book)
        citations = [claim.citation(number) for number, claim in enumerate(contents.claims, 1)]
        return book_view(
            contents, next(iter(self.questions([book], 1)), None),
            settings_of(citations, self.assistant.catalogue.passages), may_write=self.may_write(person),
            asks=look.asks, here=book.brought is not None, others=others_of(self.books, book),
        )  # fmt: skip

    def _called(self, number: str) -> Book | None:
        return next((book for book in self.books if book.number == number), None)

    def show(self, look: Look, person: Person) -> Panes:
        """Return all panes anew."""
        over = frozenset(task.number for task in self.tasks() if task.is_over)
        look = replace(look, over=over)
        for task in self.tasks():
            if task.number in look.own and task.is_over and task.number not in look.offers:
                read = [book for book in self.books if book.key in task.result.documents]
                look = replace(look, offers={**look.offers, task.number: self.questions(read, MOST_OFFERS)})
        return look, self.progress(look, person), self.listed(look, person), self.book(look, person)

    def questions(self, books: Sequence[Book], most: int) -> tuple[str, ...]:
        """Return questions about documents that were tried and are answered from them."""
        found: dict[str, None] = {}
        for book in books[: 2 * most]:
            for question in self._candidates(book):
                if len(found) == most:
                    return tuple(found)
                if question not in found and self._is_answered(question, book):
                    found[question] = None
                    break
        return tuple(found)

    def _candidates(self, book: Book) -> list[str]:
        claims = contents_of(self.assistant.catalogue, book).claims
        materials = dict.fromkeys(claim.material.surface for claim in claims if claim.material)
        asked = [f"What do we know about {name}?" for name in list(materials)[:2]]
        return [*asked, f"What does “{book.title}” say?"] if book.title else asked

    def _is_answered(self, question: str, book: Book) -> bool:
        try:
            answer = self.assistant.ask(question).answer
        except HemkgError:
            return False
        name = Path(book.key).stem
        return not answer.abstained and any(citation.document == name for citation in answer.citations)

    # ------------------------------------------------------------ doing

    def add(self, brought: Sequence[str], look: Look, person: Person) -> Look:
        """Take files in and have them read."""
        if not brought:
            return look
        files = [Brought(Path(path).name, Path(path)) for path in brought]
        try:
            task, refused = self._writer().add(person, files)
        except HemkgError as error:
            return replace(look, refused=(str(error),))
        finally:
            for file in files:
                file.path.unlink(missing_ok=True)
        return replace(look, refused=refused, own=look.own | ({task.number} if task else set()))

    def do(self, look: Look, deed: Callable[[Librarian], Seen | None]) -> Look:
        """Have something done; say why it is not."""
        try:
            task = deed(self._writer())
        except HemkgError as error:
            return replace(look, refused=(str(error),))
        return replace(look, refused=(), own=look.own | ({task.number} if task else set()), asks=False)

    def again(self, look: Look, number: str, person: Person) -> Look:
        """Read a document again, or all that failed where none is named."""
        books = [book for book in self.books if (book.number == number if number else ONLY["failed"](book))]
        return self.do(look, lambda librarian: librarian.read_again(person, [book.key for book in books]))

    def remove(self, look: Look, number: str, person: Person) -> Look:
        """Take a document out."""
        book = self._called(number)
        if book is None:
            return replace(look, refused=(GONE,))
        return replace(self.do(look, lambda librarian: librarian.remove(person, book.key)), opened=None)

    def _writer(self) -> Librarian:
        if self.librarian is None:
            raise InputError(QUIET)
        return self.librarian


# ---------------------------------------------------------------- laid out


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the library."""

    drop: "gr.File"
    quiet: "gr.HTML"
    words: "gr.Textbox"
    only: "gr.Dropdown"
    order: "gr.Dropdown"
    progress: "gr.HTML"
    shown: "gr.HTML"
    book: "gr.HTML"
    timer: "gr.Timer"
    look: "gr.State"

    @property
    def panes(self) -> list[Any]:
        """What is drawn anew: the look, what is being done, the list, the document beside."""
        return [self.look, self.progress, self.shown, self.book]


def library_tab(assistant: Assistant, tab: "gr.Tab", librarian: "Librarian | None") -> None:
    """Lay out the library inside the tab that is open."""
    library = Library(assistant, librarian)
    parts = _lay_out()
    _listen_to_lists(library, parts, tab)
    _listen_to_deeds(library, parts)


def _lay_out() -> Parts:
    import gradio as gr

    drop = gr.File(label=DROP, file_count="multiple", type="filepath", height=92, elem_classes="drop",
        elem_id="library-drop", visible=False)  # fmt: skip
    quiet = drawn("", elem_id="library-quiet")
    progress = drawn("", wired("stop", more=ACCEPT), elem_id="library-progress")
    with gr.Row(elem_classes="controls"):
        words = gr.Textbox(label="Words", placeholder="in title, authors, year, DOI, file name", max_length=LONGEST,
            scale=4, elem_id="library-words")  # fmt: skip
        only = gr.Dropdown(list(ONLY), value="all", label="Show", scale=2, min_width=170, filterable=False,
            elem_id="library-only")  # fmt: skip
        order = gr.Dropdown(list(ORDERS), value="failures first", label="In the order", scale=2, min_width=170,
            filterable=False, elem_id="library-order")  # fmt: skip
    with gr.Row(elem_id="library", equal_height=False):
        with gr.Column(scale=7, min_width=320, elem_id="library-books"):
            waiting = element("p", "Looking at the shelves", class_="looking")
            shown = drawn(waiting, wired("open", "again", "more"), elem_id="library-list")
        with gr.Column(scale=5, min_width=320, elem_id="library-aside"):
            book = drawn(element("p", NO_BOOK, class_="empty"), wired("open", "again", "remove", "removed"),
                elem_id="library-book")  # fmt: skip
    timer = gr.Timer(OFTEN, active=False)
    return Parts(drop, quiet, words, only, order, progress, shown, book, timer, gr.State(Look(), time_to_live=KEPT))


def _listen_to_lists(library: Library, parts: Parts, tab: "gr.Tab") -> None:
    """Say what is shown, when the tab is opened, when other documents are wanted, and while something is done."""
    import gradio as gr

    def open_tab(look: Look, request: gr.Request) -> tuple[Any, ...]:
        person = person_of(request)
        quiet = NOTHING if library.may_write(person) else element("p", QUIET, class_="caption")
        drop = gr.update(visible=library.may_write(person))
        return (*library.show(look, person), drop, quiet, gr.Timer(active=library.is_busy()))

    def find(words: str, only: str, order: str, look: Look, request: gr.Request) -> tuple[Look, Html]:
        wanted = Wanted(plain(words or "")[:LONGEST], str(only), str(order))
        look = replace(look, wanted=wanted, shown=AT_ONCE)
        return look, library.listed(look, person_of(request))

    def more(look: Look, request: gr.Request) -> tuple[Look, Html]:
        look = replace(look, shown=look.shown + AT_ONCE)
        return look, library.listed(look, person_of(request))

    def open_book(event: gr.EventData, look: Look, request: gr.Request) -> tuple[Look, Html, Html]:
        look = replace(look, opened=told(event, "book", 60) or None, asks=False)
        return look, library.listed(look, person_of(request)), library.book(look, person_of(request))

    def tick(look: Look, request: gr.Request) -> tuple[Any, ...]:
        over = frozenset(task.number for task in library.tasks() if task.is_over)
        timer = gr.Timer(active=library.is_busy())
        if over != look.over:
            return (*library.show(look, person_of(request)), timer)
        return look, library.progress(look, person_of(request)), gr.skip(), gr.skip(), timer

    asked = [parts.words, parts.only, parts.order, parts.look]
    found = [parts.look, parts.shown]
    heard = [
        tab.select(open_tab, [parts.look], [*parts.panes, parts.drop, parts.quiet, parts.timer], **SHELVES),
        parts.words.submit(find, asked, found, **SHELVES),
        parts.words.blur(find, asked, found, **SHELVES),
        parts.only.input(find, asked, found, **SHELVES),
        parts.order.input(find, asked, found, **SHELVES),
        parts.shown.more(more, [parts.look], found, **SHELVES),
        parts.shown.open(open_book, [parts.look], [*found, parts.book], **SHELVES),
        parts.book.open(open_book, [parts.look], [*found, parts.book], **SHELVES),
        parts.timer.tick(tick, [parts.look], [*parts.panes, parts.timer], **SHELVES),
    ]
    for event in heard:
        event.failure(broken, None, parts.shown, **PRIVATE)


def _listen_to_deeds(library: Library, parts: Parts) -> None:
    """Say what happens when papers are brought, read again, removed, and when somebody stops that."""
    import gradio as gr

    def shown(look: Look, person: Person) -> tuple[Any, ...]:
        return (*library.show(look, person), gr.Timer(active=library.is_busy()))

    def bring(brought: list[str] | None, look: Look, request: gr.Request) -> tuple[Any, ...]:
        person = person_of(request)
        return (None, *shown(library.add(brought or [], look, person), person))

    def again(event: gr.EventData, look: Look, request: gr.Request) -> tuple[Any, ...]:
        person = person_of(request)
        return shown(library.again(look, told(event, "book", 60), person), person)

    def remove(look: Look, request: gr.Request) -> tuple[Look, Html]:
        look = replace(look, asks=True)
        return look, library.book(look, person_of(request))

    def removed(event: gr.EventData, look: Look, request: gr.Request) -> tuple[Any, ...]:
        person = person_of(request)
        return shown(library.remove(look, told(event, "book", 60), person), person)

    def stop(event: gr.EventData, look: Look, request: gr.Request) -> tuple[Any, ...]:
        person, number = person_of(request), told(event, "task", 12)

        def end(librarian: Librarian) -> None:
            librarian.stop(person, int(number) if number.isdecimal() else 0)

        return shown(library.do(look, end), person)

    def apologise() -> Html:
        return note(BROKEN)

    after = [*parts.panes, parts.timer]
    heard = [
        parts.drop.upload(bring, [parts.drop, parts.look], [parts.drop, *after], **SHELVES),
        parts.shown.again(again, [parts.look], after, **SHELVES),
        parts.book.again(again, [parts.look], after, **SHELVES),
        parts.book.remove(remove, [parts.look], [parts.look, parts.book], **SHELVES),
        parts.book.removed(removed, [parts.look], after, **SHELVES),
        parts.progress.stop(stop, [parts.look], after, **SHELVES),
    ]
    for event in heard:
        event.failure(apologise, None, parts.progress, **PRIVATE)
