"""The library as HTML: what is in it, what became of each document, what is being read, and what was read in one."""

from collections.abc import Iterable, Mapping, Sequence

from hemkg.librarian.books import Book, Contents, Standing, is_doubtful
from hemkg.librarian.people import ITSELF
from hemkg.librarian.tasks import Result, Seen, State
from hemkg.page_parts.answers import note
from hemkg.page_parts.evidence import ALONE, Setting, card
from hemkg.page_parts.html import NOTHING, Html, doi_link, element, joined
from hemkg.page_parts.typeset import words
from hemkg.review.gap_words import capital, plural
from hemkg.store.claim_words import claim_words
from hemkg.store.claims import StoredClaim

AT_ONCE = 100
MOST_REASONS = 8
QUIET = "Those who keep this library can add papers and take them out; ask whoever runs the server."
NO_BOOK = "Choose a paper to see what was read in it."
GONE = "This paper is not in the library any more."
EMPTY = "No paper is in the library yet."
GROUP = "library"
BADGES = {Standing.FAILED: "no", Standing.TITLE: "", Standing.READ: "yes", Standing.COPY: "", Standing.SUPPLEMENT: ""}


# ---------------------------------------------------------------- the list


def list_view(books: Sequence[Book], among: int, shown: int, opened: str | None, *, may_write: bool) -> Html:
    """Return the documents as a table.

    Args:
        books: those that are wanted, in order.
        among: how many there are in all.
        shown: how many are shown at most; the others are counted.
        opened: number of the one that is looked at beside.
        may_write: whether what failed can be tried again.
    """
    if not books:
        return element("p", "No document here is like that." if among else EMPTY, class_="empty")
    rows = [_row(book, is_open=book.number == opened, may_write=may_write) for book in books[:shown]]
    names = ("Paper", "Year", "Status", "Claims", "Doubtful")
    head = element("tr", *(element("th", name, scope="col", class_=_side(name)) for name in names))
    table = element("table", element("thead", head), element("tbody", *rows), class_="rows books")
    return joined([_caption(books, among, may_write=may_write), element("div", table, class_="scroll"),
                   _more(len(books), shown)])  # fmt: skip


def _side(name: str) -> str | None:
    return "number" if name in {"Year", "Claims", "Doubtful"} else None


def _caption(books: Sequence[Book], among: int, *, may_write: bool) -> Html:
    failed = sum(book.standing is Standing.FAILED for book in books)
    told = plural(len(books), "document") if len(books) == among else f"{len(books)} of {plural(among, 'document')}"
    told += f", {failed} failed" if failed else ""
    again = _send("again", "Try all that failed again", class_="quiet") if failed > 1 and may_write else None
    return element("p", told, ". ", again, class_="caption")


def _more(count: int, shown: int) -> Html:
    left = count - shown
    if left <= 0:
        return NOTHING
    button = _send("more", f"Show {min(left, AT_ONCE)} more", class_="quiet")
    return element("p", f"{left} more are left out here. ", button, class_="more caption")


def _row(book: Book, *, is_open: bool, may_write: bool) -> Html:
    title = element("button", words(book.shown), type="button", class_="title", data_send="open",
        data_book=book.number, aria_pressed="true" if is_open else "false")  # fmt: skip
    cells = (
        element("th", title, _below(book), scope="row"),
        element("td", book.year if book.year else "–", class_="number" if book.year else "number none"),
        element("td", _status(book, may_write=may_write), class_="status"),
        element("td", book.claims or "–", class_="number" if book.claims else "number none"),
        element("td", book.doubtful or "–", class_="number" if book.doubtful else "number none"),
    )
    return element("tr", *cells, class_="here" if is_open else None)


def _below(book: Book) -> Html:
    is_listed = book.kind == "bibliography"
    parts = [
        element("span", book.name.partition(",")[0] if is_listed else book.name, class_="document")
        if book.title
        else None,
        book.kind,
        doi_link(book.doi) if book.doi else None,
        f"brought {book.brought}" if book.brought else None,
    ]
    return element("div", joined((part for part in parts if part), " · "), class_="below")


def _status(book: Book, *, may_write: bool) -> Html:
    told = f"{book.standing} of {book.other}" if book.other else str(book.standing)
    badge = element("b", told, class_=f"badge {BADGES[book.standing]}".strip())
    notice = element("b", book.notice, class_="badge no") if book.notice else None
    reason = element("p", words(book.reason), class_="reason") if book.reason else None
    again = None
    if may_write and book.standing is Standing.FAILED:
        again = _send("again", "Try again", class_="quiet", data_book=book.number)
    return joined([badge, notice, reason, again])


def _send(name: str, label: str, *, class_: str = "plain", **data: str) -> Html:
    return element("button", label, type="button", class_=class_, data_send=name, **data)


# ---------------------------------------------------------------- what is being done


def progress_view(
    tasks: Iterable[Seen], own: frozenset[int], offers: Mapping[int, Sequence[str]], *, may_write: bool
) -> Html:
    """Return what is being done and what came of it.

    Args:
        tasks: those that are to be shown.
        own: numbers of the visitor's own: only of these are names of files told.
        offers: questions about what was read, by task.
        may_write: whether the visitor can stop it.
    """
    shown = (_task(task, offers.get(task.number, ()), is_own=task.number in own, may_write=may_write) for task in tasks)
    return joined(shown)


def _task(task: Seen, offers: Sequence[str], *, is_own: bool, may_write: bool) -> Html:
    if task.is_over:
        return _over(task, offers) if is_own else NOTHING
    deed = task.what if is_own or not task.what.startswith("removing ") else "removing a paper"
    what = deed if is_own or task.person == ITSELF else f"somebody else is {deed}"
    head = element("p", element("b", capital(what)), " ", element("span", _how_far(task, is_own=is_own)), role="status")
    bar = None
    if task.state in {State.RUNNING, State.STOPPING}:
        label = f"{task.done} of {task.of} documents" if task.of else "beginning"
        bar = element("progress", value=task.done if task.of else None, max=max(task.of, 1), aria_label=label)
    can_stop = may_write and task.state is not State.STOPPING
    stop = _send("stop", "Stop", class_="quiet", data_task=str(task.number)) if can_stop else None
    return element("div", head, bar, stop, class_="task")


def _how_far(task: Seen, *, is_own: bool) -> str:
    if task.state is State.WAITING:
        return f"waits; {plural(task.ahead, 'other task')} come first" if task.ahead > 1 else "waits for another task"
    if task.state is State.BUSY:
        return "waits: another process writes this store, such as a build in a terminal; it begins when that is done"
    if task.state is State.STOPPING:
        return "stops after the paper that is being read"
    if not task.of:
        return "reads the first"
    failed = f", {task.failed} failed" if task.failed else ""
    last = f"; {task.last} is done" if task.last and is_own else ""
    return f"{task.done} of {task.of}{failed}{last}" if task.done < task.of else f"{task.of} of {task.of}{failed}; " \
        "what follows from them is being worked out"  # fmt: skip


def _over(task: Seen, offers: Sequence[str]) -> Html:
    result = task.result
    parts: list[Html] = [element("p", _came_of(task, result), class_="outcome", role="status")]
    if result.failed:
        told = [element("li", words(reason)) for _, reason in result.failed[:MOST_REASONS]]
        more = len(result.failed) - MOST_REASONS
        told += [element("li", f"and {more} more, which stand first in the list below")] if more > 0 else []
        parts.append(element("ul", *told, class_="reasons"))
    parts += [element("p", words(said), class_="caption") for said in result.notes[:MOST_REASONS]]
    if offers:
        buttons = [ask_there(question) for question in offers]
        parts.append(element("div", element("span", "Ask about them", class_="label"), *buttons, class_="offers"))
    return element("div", *parts, class_="task over")


def _came_of(task: Seen, result: Result) -> str:
    if task.error is not None:
        return capital(task.error)
    counts = (
        (result.added, "added"), (result.updated, "read again"), (result.unchanged, "there already"),
        (len(result.failed), "failed"),
    )  # fmt: skip
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    if task.state is State.STOPPED:
        return f"Stopped: {told or 'nothing was read'}; what was not read by then was left out, so bring it again."
    return f"Done: {told}." if told else "Done."


def refused_view(refused: Sequence[str]) -> Html:
    """Return why files were not let in."""
    if not refused:
        return NOTHING
    if len(refused) == 1:
        return note(refused[0])
    shown = [element("li", words(why)) for why in refused[:MOST_REASONS]]
    more = len(refused) - MOST_REASONS
    shown += [element("li", f"and {more} more")] if more > 0 else []
    return element("div", element("p", f"{len(refused)} files were not let in:"), element("ul", *shown), class_="note",
        role="status")  # fmt: skip


def ask_there(question: str, label: str | None = None) -> Html:
    """Return a question that is asked on the Ask tab when it is clicked."""
    return element("button", words(label or question), type="button", class_="ask", data_ask_there=question)


# ---------------------------------------------------------------- one document


def book_view(
    contents: Contents, question: str | None, settings: Mapping[int, Setting], *, may_write: bool, asks: bool = False,
    here: bool = True, others: Sequence[Book] = (),
) -> Html:  # fmt: skip
    """Return what was read in a document, and what can be done with it.

    Args:
        contents: of the document.
        question: one about it that has an answer.
        settings: what stands around the quotes, by number.
        may_write: whether it can be read again and removed.
        asks: whether it is asked if it shall really be removed.
        here: whether its file was brought by the page, so that it would be deleted.
        others: the same paper's other documents.
    """
    book = contents.book
    head = element("div", element("h2", words(book.shown)), element("p", _facts(book), class_="caption"), _below(book))
    parts = [head, element("p", words(book.reason), class_="note") if book.reason else None]
    parts.append(_ask_first(contents, others, here=here) if asks else _deeds(book, question, may_write=may_write))
    if contents.claims:
        told = f"{plural(book.claims, 'claim')} read in it, the surest first"
        told += f"; {len(contents.claims)} are shown" if len(contents.claims) < book.claims else ""
        parts += [element("h3", told), element("section", *_cards(contents, settings), class_="sources")]
    elif book.standing is Standing.READ:
        parts.append(element("p", "No claim was read in it; its sentences are found by their words.", class_="empty"))
    return element("article", *parts, class_="book")


def _facts(book: Book) -> str:
    standing = f"{book.standing} of {book.other}" if book.other else str(book.standing)
    authors = ", ".join(book.authors[:3]) + (" and others" if len(book.authors) > 3 else "")
    return " · ".join(str(part) for part in (authors, book.year, standing, book.notice) if part)


def _deeds(book: Book, question: str | None, *, may_write: bool) -> Html:
    ask = ask_there(question, "Ask about it") if question else None
    if not may_write:
        return element("p", ask, class_="deeds") if ask else NOTHING
    label = "Try again" if book.standing is Standing.FAILED else "Read again"
    again = None if book.kind == "bibliography" else _send("again", label, data_book=book.number)
    return element("p", ask, again, _send("remove", "Remove", data_book=book.number), class_="deeds")


def _ask_first(contents: Contents, others: Sequence[Book], *, here: bool) -> Html:
    """Return the question whether a document shall really go, and what goes with it."""
    book = contents.book
    told = [f"{capital(plural(book.claims, 'claim'))} of it leave the library." if book.claims else
            "It leaves the library."]  # fmt: skip
    if contents.decisions:
        told.append(f"{capital(plural(contents.decisions, 'decision'))} of people on its claims are kept, and hold "
                    "again if it comes back.")  # fmt: skip
    copies = [other for other in others if other.standing is Standing.COPY]
    if copies:
        told.append(f"Its copy {copies[0].name} stands for the paper from then on.")
    if book.kind == "bibliography":
        told.append("Its entry stays in the bibliography; the next build of that brings it back.")
    elif here:
        told.append("The file that was brought here is deleted.")
    else:
        told.append("Its file stays where it is on the disk; the next “hemkg build” of that folder brings it back.")
    buttons = element("p", _send("removed", "Remove it", class_="plain danger", data_book=book.number),
        _send("open", "Keep it", data_book=book.number), class_="deeds")  # fmt: skip
    return element("div", element("p", " ".join(told)), buttons, class_="note", role="alertdialog",
        aria_label="Remove this paper?")  # fmt: skip


def _cards(contents: Contents, settings: Mapping[int, Setting]) -> Iterable[Html]:
    for number, claim in enumerate(contents.claims, 1):
        told = joined([words(claim_words(claim)), _sureness(claim, contents)])
        citation = claim.citation(number)
        yield card(citation, GROUP, settings.get(number, ALONE), is_open=number == 1, told=told)


def _sureness(claim: StoredClaim, contents: Contents) -> Html | None:
    is_marked = is_doubtful(claim) and contents.book.doubtful
    return element("b", "doubtful", class_="badge medium") if is_marked else None
