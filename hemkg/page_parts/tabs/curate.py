"""Claims by doubt: accept, correct or reject, with the sentence beside; every answer follows at once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from hemkg import curating
from hemkg.assistant import Assistant
from hemkg.curating import Wanted
from hemkg.errors import HemkgError, InputError, sentence
from hemkg.librarian import Librarian, Person
from hemkg.model.answer import Citation
from hemkg.model.decision import IRI, DecisionKind
from hemkg.page_parts.answers import is_bare, nothing_read
from hemkg.page_parts.curate_view import (
    BLANK,
    DONE,
    Focus,
    Hand,
    Line,
    Typed,
    focus_view,
    kind_words,
    queue_view,
)
from hemkg.page_parts.evidence import ALONE, setting_of
from hemkg.page_parts.exports import saved_at_once
from hemkg.page_parts.html import NOTHING, Html, element, plain
from hemkg.page_parts.tabs.common import KEPT, PRIVATE, SAVE, STORE, broken, drawn, person_of, told, wired
from hemkg.store.claim_words import claim_words
from hemkg.store.claims import StoredClaim, claims_by_iri, papers_by_iri
from hemkg.store.curation.applying import Record

if TYPE_CHECKING:
    import gradio as gr

STATES = ("undecided", "decided", "waiting")
SHOWN = 12
LONGEST_LABEL = 90
ANY = "any"
BANDS: Mapping[str, tuple[float, float]] = {
    ANY: (0.0, 1.0), "up to 0.6": (0.0, 0.6), "0.6 to 0.75": (0.6, 0.75), "0.75 to 0.9": (0.75, 0.9),
    "from 0.9": (0.9, 1.0),
}  # fmt: skip
MOST_PAPERS = 500
EVERY_KIND, EVERY_PAPER = "every kind", "every paper"
AS_READ = "checked against the sentence"
NO_STORE = "This page only reads; decide with “hemkg curate” in a terminal."
ARRIVED = "hemkg.curate.listen(element); watch('value', () => hemkg.curate.arrived(element));"


@dataclass(frozen=True, slots=True)
class Desk:
    """What one visitor has before him.

    Attributes:
        wanted: which claims.
        state: ``undecided``, ``decided`` or ``waiting``.
        key: of the claim in focus; None for the first one.
        first: how many lines stand before those that are shown.
        made: numbers of the decisions that the visitor made here, with their claims; the last one last.
        said: what was done last, in a sentence; it stands until something else is done.
    """

    wanted: Wanted = curating.EVERY
    state: str = STATES[0]
    key: str | None = None
    first: int = 0
    made: tuple[tuple[str, str], ...] = ()
    said: str = ""


Shown = tuple[Desk, Html, Html]
Choices = tuple[list[tuple[str, str]], list[tuple[str, str]]]


class Curate:
    """What happens at the desk, apart from how it is laid out."""

    def __init__(self, assistant: Assistant, librarian: Librarian | None) -> None:
        self.assistant = assistant
        self.librarian = librarian
        self._queue = lru_cache(maxsize=32)(self._asked)
        self._choices = lru_cache(maxsize=1)(self._counted)

    def _asked(self, state: str, wanted: Wanted) -> tuple[str, ...]:
        """Return the undecided claims in a state of the store; the state is asked for by its digest."""
        del state
        return curating.queue(self.assistant.catalogue, wanted)

    # ------------------------------------------------------------ showing

    def choices(self) -> Choices:
        """Return kinds and papers that claims can be picked by."""
        return self._choices(self.assistant.scope.graph)

    def _counted(self, state: str) -> Choices:
        del state
        papers, kinds = curating.papers_and_kinds(self.assistant.catalogue)
        records = papers_by_iri(self.assistant.catalogue.graph, list(papers)[:MOST_PAPERS])
        titles = [(f"{record.title or record.document} ({papers[iri]})", iri) for iri, record in records.items()]
        named = [(f"{kind_words(kind)} ({count})", kind) for kind, count in kinds.items()]
        return [(EVERY_KIND, ""), *named], [(EVERY_PAPER, ""), *sorted(titles, key=lambda pair: pair[0].casefold())]

    def show(self, desk: Desk, person: Person, typed: Typed = BLANK, said: str = "") -> Shown:
        """Return queue and claim in focus."""
        if is_bare(self.assistant.scope):
            return desk, NOTHING, nothing_read()
        keys, records = self._keys(desk)
        key = desk.key or (keys[min(desk.first, len(keys) - 1)] if keys else None)
        first = self._first(desk, keys, key)
        seen = replace(desk, key=key, first=first, said=said)
        lines = self._lines(seen, keys[first : first + SHOWN], records)
        done = len(curating.decided(self.assistant.catalogue, desk.wanted)) if desk.state == STATES[0] else 0
        shown = queue_view(lines, state=desk.state, focus=key, place=first, total=len(keys), done=done)
        focus = self._focus(key, records) if key else None
        hand = Hand(
            person.name, person.may_write and self.librarian is not None, bool(desk.made),
            (self.librarian.settings.curator if self.librarian else None) or "",
        )  # fmt: skip
        return seen, shown, focus_view(focus, hand, typed, said)

    @staticmethod
    def _first(desk: Desk, keys: tuple[str, ...], key: str | None) -> int:
        """Return where the shown part begins: as it was, unless the claim in focus is not in it."""
        first = max(0, min(desk.first, len(keys) - 1))
        if key in keys[first : first + SHOWN] or key not in keys:
            return first
        return keys.index(key) // SHOWN * SHOWN

    def _keys(self, desk: Desk) -> tuple[tuple[str, ...], Mapping[str, Record]]:
        if desk.state == STATES[0]:
            return self._queue(self.assistant.scope.graph, desk.wanted), {}
        found = curating.decided(self.assistant.catalogue, desk.wanted, is_waiting=desk.state == STATES[2])
        records = {record.claim or record.decision.decision_id: record for record in found}
        return tuple(records), records

    def _lines(self, desk: Desk, keys: tuple[str, ...], records: Mapping[str, Record]) -> list[Line]:
        iris = [key for key in keys if IRI.fullmatch(key)]
        claims = {claim.iri: claim for claim in claims_by_iri(self.assistant.catalogue.graph, iris)}
        return [_line(key, claims.get(key), records.get(key)) for key in keys]

    def _focus(self, key: str, records: Mapping[str, Record]) -> Focus | None:
        catalogue = self.assistant.catalogue
        record = records.get(key) or catalogue.ledger.record_on(key)
        claim = next(iter(claims_by_iri(catalogue.graph, [key] if IRI.fullmatch(key) else [])), None)
        if claim is None:
            return self._gone(key, record) if record else None
        citation = claim.citation(1)
        said, materials = curating.said_by(catalogue, claim)
        return Focus(key, claim.kind, citation, setting_of(citation, catalogue.passages), said, claim.confidence,
            claim.rule, record.decision if record else None, materials=materials)  # fmt: skip

    def _gone(self, key: str, record: Record) -> Focus:
        """Return a claim that left the graph, as its decision tells it."""
        about = record.decision.about
        paper = papers_by_iri(self.assistant.catalogue.graph, [about.paper]).get(about.paper)
        citation = None
        if paper is not None:
            citation = Citation(1, paper.document, about.quote, paper.doi, paper.title, year=paper.year,
                start=about.start, end=about.start + len(about.quote))  # fmt: skip
        setting = setting_of(citation, self.assistant.catalogue.passages) if citation else ALONE
        return Focus(key, about.kind, citation, setting, dict(about.read), decision=record.decision, waits=record.why,
            is_there=False)  # fmt: skip

    # ------------------------------------------------------------ walking

    def at(self, desk: Desk, key: str, person: Person) -> Shown:
        """Put a claim in focus."""
        return self.show(replace(desk, key=key[:300]), person)

    def page(self, desk: Desk, first: str, person: Person) -> Shown:
        """Show another part of the queue, its first claim in focus."""
        return self.show(replace(desk, key=None, first=int(first) if first.isdecimal() else 0), person)

    def step(self, desk: Desk, person: Person, by: int) -> Shown:
        """Put the next claim in focus, or the one before."""
        keys, _ = self._keys(desk)
        if not keys:
            return self.show(desk, person)
        now = keys.index(desk.key) + by if desk.key in keys else desk.first
        return self.show(replace(desk, key=keys[max(0, min(now, len(keys) - 1))]), person)

    # ------------------------------------------------------------ deciding

    def decide(self, desk: Desk, person: Person, who: str, typed: Typed) -> Shown:
        """Decide on the claim in focus; where that cannot be, say why beside what was typed.

        Args:
            desk: what the visitor has before him.
            person: as the server knows him.
            who: the name that he typed, where the server knows none.
            typed: what he decides, and why.
        """
        kind = typed.kind
        keys, _ = self._keys(desk)
        wrong = curating.mistakes(typed.fields)
        if wrong or desk.key is None:
            return self.show(desk, person, replace(typed, mistakes=wrong))
        try:
            reason = typed.reason.strip() or (AS_READ if kind == DecisionKind.ACCEPT else "")
            fields = typed.fields if kind == DecisionKind.CORRECT else None
            record = self._writer().decide(_named(person, who), DecisionKind(kind), desk.key, reason, fields)
        except HemkgError as error:
            return self.show(desk, person, replace(typed, mistakes={"": sentence(error)}))
        made = (*desk.made, (record.decision.decision_id, record.claim or desk.key))
        with self.assistant.one_state():
            after = replace(desk, key=_after(keys, desk.key) if desk.state == STATES[0] else desk.key, made=made)
            return self.show(after, person, said=_done(record))

    def back(self, desk: Desk, person: Person, who: str, number: str = "") -> Shown:
        """Take a decision back by its number, or the last one that the visitor made here."""
        number = number or (desk.made[-1][0] if desk.made else "")
        if not number:
            return self.show(desk, person, said="There is nothing of yours to take back here.")
        try:
            record = self._writer().take_back(_named(person, who), number)
        except HemkgError as error:
            return self.show(desk, person, Typed(mistakes={"": sentence(error)}))
        claim = dict(desk.made).get(number, record.decision.about.claim)
        with self.assistant.one_state():
            left = tuple(pair for pair in desk.made if pair[0] != number)
            return self.show(replace(desk, key=claim, made=left), person, said="Taken back; it is as it was.")

    def _writer(self) -> Librarian:
        if self.librarian is None:
            raise InputError(NO_STORE)
        return self.librarian

    def export(self) -> Html:
        """Return all decisions as a file that the browser saves at once."""
        content = curating.written(curating.every(self.assistant.catalogue)).encode()
        count = len(content.splitlines())
        again = saved_at_once(f"decisions.jsonl, {count} decisions", "decisions.jsonl", "application/jsonl", content)
        return element("p", "Saved as ", again, class_="saved")


def _named(person: Person, who: str) -> Person:
    """Return a person with the name that his decisions get: that of the account, or else what was typed."""
    return person if person.name else replace(person, name=who)


def _after(keys: tuple[str, ...], key: str) -> str | None:
    """Return the claim that follows in the queue; at the end the one before."""
    if key not in keys:
        return None
    place = keys.index(key)
    return keys[place + 1] if place + 1 < len(keys) else keys[place - 1] if place else None


def _line(key: str, claim: StoredClaim | None, record: Record | None) -> Line:
    if record is not None:
        decision = record.decision
        label = claim_words(claim) if claim else shorten(decision.about.quote, LONGEST_LABEL, placeholder="…")
        return Line(key, label, f"{decision.kind}, {decision.who}, {decision.when[:10]}")
    if claim is None:
        return Line(key, key, "")
    return Line(key, claim_words(claim), f"{claim.confidence:.2f} · {kind_words(claim.kind)}")


def _done(record: Record) -> str:
    shown = shorten(record.decision.about.quote, LONGEST_LABEL, placeholder="…")
    return f"{DONE[record.decision.kind]}: “{shown}”."


def _typed(event: "gr.EventData", kind: str) -> Typed:
    """Return what the page sent, as plain text of a bounded length."""
    try:
        found: Any = json.loads(told(event, "fields", 20_000) or "{}")
    except ValueError:
        found = {}
    pairs = found.items() if isinstance(found, dict) else ()
    fields = {str(name)[:40]: plain(str(value))[:300] for name, value in list(pairs)[:32]}
    return Typed(kind, plain(told(event, "reason", 2000)), fields)


def hand_mark(librarian: Librarian | None) -> None:
    """Let the page know whether who opened it may decide; outside of the tabs, for it to be known on all of them."""
    import gradio as gr

    mark = drawn(NOTHING, "setTimeout(() => trigger('who')); /* sends 'who' */", elem_id="hand")

    def who(request: gr.Request) -> Html:
        return element("i", data_may_decide=librarian is not None and person_of(request).may_write)

    mark.who(who, None, mark, **PRIVATE)


def curate_tab(assistant: Assistant, tab: "gr.Tab", librarian: Librarian | None) -> None:
    """Lay out the desk inside the tab that is open."""
    import gradio as gr

    curate = Curate(assistant, librarian)
    state = gr.State(Desk(), time_to_live=KEPT)
    with gr.Row(elem_classes="controls"):
        which = gr.Dropdown(list(STATES), value=STATES[0], label="Claims", filterable=False, scale=1, min_width=140,
            elem_id="curate-state")  # fmt: skip
        kind = gr.Dropdown([(EVERY_KIND, "")], value="", label="Kind", scale=2, min_width=150, elem_id="curate-kind")
        paper = gr.Dropdown(
            [(EVERY_PAPER, "")], value="", label="Paper", scale=3, min_width=180, elem_id="curate-paper"
        )
        sure = gr.Dropdown(list(BANDS), value=ANY, label="Confidence", filterable=False, scale=1, min_width=140,
            elem_id="curate-confidence")  # fmt: skip
        text = gr.Textbox(label="Words in the sentence", max_length=100, scale=2, min_width=140, elem_id="curate-words")
        export = gr.Button("Export", scale=1, min_width=90, elem_id="curate-export")
    file = drawn(NOTHING, SAVE, elem_id="curate-file")
    with gr.Row(elem_id="curate", equal_height=False):
        with gr.Column(scale=4, min_width=260, elem_id="curate-side"):
            listed = drawn(element("p", "Reading the claims", class_="looking"), wired("open", "turn"),
                elem_id="curate-queue")  # fmt: skip
        with gr.Column(scale=8, min_width=300, elem_id="curate-pane"):
            shown = drawn(NOTHING, wired("open", "decide", more=ARRIVED), elem_id="curate-claim")
    panes, given = [state, listed, shown], [state, which, kind, paper, sure, text]

    def opened(desk: Desk, of_kind: str, of_paper: str, request: gr.Request) -> tuple[Any, ...]:
        kinds, papers = curate.choices()
        return (gr.Dropdown(kinds, value=of_kind), gr.Dropdown(papers, value=of_paper),
            *curate.show(desk, person_of(request), said=desk.said))  # fmt: skip

    def filtered(  # noqa: PLR0917  one argument a component
        desk: Desk, which: str, kind: str, paper: str, sure: str, text: str, request: gr.Request
    ) -> Shown:
        wanted = Wanted(kind or None, paper or None, *BANDS.get(sure, BANDS[ANY]), plain(text or "")[:100])
        picked = replace(desk, wanted=wanted, state=which if which in STATES else STATES[0], key=None, first=0)
        return curate.show(picked, person_of(request))

    def at(event: gr.EventData, desk: Desk, request: gr.Request) -> Shown:
        return curate.at(desk, told(event, "key", 300), person_of(request))

    def paged(event: gr.EventData, desk: Desk, request: gr.Request) -> Shown:
        return curate.page(desk, told(event, "first", 9), person_of(request))

    def decided(event: gr.EventData, desk: Desk, request: gr.Request) -> Shown:
        return _do(curate, event, desk, person_of(request))

    heard = [
        tab.select(opened, [state, kind, paper], [kind, paper, *panes], **STORE),
        *(one.input(filtered, given, panes, **STORE) for one in (which, kind, paper, sure)),
        text.submit(filtered, given, panes, **STORE),
        text.blur(filtered, given, panes, **STORE),
        *(one.open(at, [state], panes, **STORE) for one in (listed, shown)),
        listed.turn(paged, [state], panes, **STORE),
        shown.decide(decided, [state], panes, **STORE),
        export.click(curate.export, None, file, **STORE),
    ]
    for event in heard:
        event.failure(broken, None, shown, **PRIVATE)


def _do(curate: Curate, event: "gr.EventData", desk: Desk, person: Person) -> Shown:
    """Do what a button of the claim in focus asks for."""
    kind, who = told(event, "kind", 20), plain(told(event, "name", 200))
    if kind in {"next", "previous"}:
        return curate.step(desk, person, 1 if kind == "next" else -1)
    if kind == "undo":
        return curate.back(desk, person, who)
    if kind == "back":
        return curate.back(desk, person, who, told(event, "decision", 20))
    if kind not in {DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.CORRECT}:
        return curate.show(desk, person)
    return curate.decide(desk, person, who, _typed(event, kind))
