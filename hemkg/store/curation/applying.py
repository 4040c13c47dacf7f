"""Decisions at work on the graph of a paper, so that everything that is asked of a store obeys them.

A rejected claim leaves the graph, a corrected one says what is right, and one that a person saw says so.  What a
decision takes away and puts in is kept with it, line by line, so that the graph as it was read can be had back.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hemkg.errors import InputError
from hemkg.model.decision import Decision, DecisionKind, one_line
from hemkg.model.graph import PaperGraph
from hemkg.rdf import iris
from hemkg.store.curation.fields import read_fields, write_fields
from hemkg.store.curation.leaf import Leaf, parts
from hemkg.store.curation.matching import find, kind_of
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

LONGEST_SHOWN = 160
ABSENT = "the paper is not in this store"
OWNED = (HEM.Evidence, HEM.Proposition, HEM.CitedWork)  # what goes with the last claim that points to it
MOST_ROUNDS = 20  # in which a correction that cannot be applied gives way to the one before it
DONE = {DecisionKind.ACCEPT: "accepted", DecisionKind.CORRECT: "corrected", DecisionKind.REJECT: "rejected"}


class State(StrEnum):
    """How a decision stands."""

    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    TAKEN_BACK = "taken back"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Record:
    """A decision with what became of it in a store.

    Attributes:
        decision: the decision.
        state: whether it holds.
        claim: IRI of the claim that it is about now, None while it waits.
        why: why it waits.
        took: the lines that it took out of the paper's graph.
        gave: the lines that it put in.
    """

    decision: Decision
    state: State = State.WAITING
    claim: str | None = None
    why: str | None = None
    took: tuple[str, ...] = ()
    gave: tuple[str, ...] = ()

    def waiting_words(self) -> str:
        """Return that it waits, and why, in a sentence."""
        decision, quote = self.decision, one_line(self.decision.about.quote)
        shown = quote if len(quote) <= LONGEST_SHOWN else quote[: LONGEST_SHOWN - 1] + "…"
        return f"a decision of {decision.who} ({decision.kind}) waits, for {(self.why or '').rstrip('.')}: “{shown}”."


@dataclass(frozen=True, slots=True)
class Curated:
    """A paper's graph after decisions, and what became of these."""

    graph: PaperGraph
    records: tuple[Record, ...]


def apply(graph: PaperGraph, decisions: Iterable[Decision]) -> Curated:
    """Return the graph of a paper on which decisions were made.

    The later decision on a claim wins.  One whose claim is not there, or that would break a shape, waits.

    Args:
        graph: as it was read.
        decisions: of all persons, in any order.
    """
    every = sorted(set(decisions), key=lambda decision: decision.order)
    undone = {decision.undoes for decision in every}
    read, refused = Leaf(graph.lines), dict[str, str]()
    before = [_before(read, decision, undone) for decision in every]
    rounds = 0
    while True:
        curated, broken = _applied(graph, before, refused)
        broken = broken or _broken(curated)
        if not broken:
            return curated
        refused |= broken if rounds < MOST_ROUNDS else _all_on_these(before, broken)
        rounds += 1


def _before(read: Leaf, decision: Decision, undone: Container[str | None]) -> Record:
    """Return how a decision stands before it is applied: each that has a claim is superseded, unless it is the last."""
    if decision.kind is DecisionKind.UNDO:
        return Record(decision, State.IN_FORCE)
    if decision.decision_id in undone:
        return Record(decision, State.TAKEN_BACK)
    found = find(read, decision)
    return Record(decision, State.SUPERSEDED if found.claim else State.WAITING, found.claim, found.why)


def _applied(graph: PaperGraph, before: Sequence[Record], refused: Mapping[str, str]) -> tuple[Curated, dict[str, str]]:
    """Let the last decision on each claim work, of those that are not refused; return why some of these cannot."""
    leaf, broken = Leaf(graph.lines), dict[str, str]()
    records = {record.decision.decision_id: _unless(record, refused) for record in before}
    last = {record.claim: record for record in records.values() if record.claim is not None}
    for record in sorted(last.values(), key=lambda record: record.decision.order):
        try:
            records[record.decision.decision_id] = _at_work(leaf, record)
        except InputError as error:  # the decision before it may hold
            broken[record.decision.decision_id] = str(error)
    return Curated(PaperGraph(graph.iri, graph.paper, tuple(sorted(leaf.lines))), tuple(records.values())), broken


def _unless(record: Record, refused: Mapping[str, str]) -> Record:
    """Return how a decision stands, waiting if it was refused."""
    why = refused.get(record.decision.decision_id)
    return record if why is None else replace(record, state=State.WAITING, claim=None, why=why)


def _all_on_these(before: Iterable[Record], broken: Mapping[str, str]) -> dict[str, str]:
    """Return all that change the claims on which one decision after another cannot be applied."""
    claims = {record.claim: broken[id_] for record in before if (id_ := record.decision.decision_id) in broken}
    return {r.decision.decision_id: claims[r.claim] for r in before if r.claim in claims and r.decision.fields}


def _at_work(leaf: Leaf, record: Record) -> Record:
    """Let a decision work on a graph; return what it took and gave.

    Raises:
        InputError: if it cannot; then the graph may be half changed and is of no use.
    """
    before, claim = set(leaf.lines), record.claim or ""
    if record.decision.kind is DecisionKind.REJECT:
        _remove(leaf, claim)
    else:
        _mark(leaf, claim, record.decision)
    took, gave = sorted(before - leaf.lines), sorted(leaf.lines - before)
    return replace(record, state=State.IN_FORCE, took=tuple(took), gave=tuple(gave))


def _remove(leaf: Leaf, claim: str) -> None:
    """Take a claim out with all that only it points to."""
    pointed = {target[1:-1] for _, _, target in map(parts, leaf.about(claim)) if target.startswith("<")}
    leaf.discard((*leaf.about(claim), *leaf.to(claim)))
    _tidy(leaf, pointed)


def _tidy(leaf: Leaf, things: Iterable[str]) -> None:
    """Take out what nothing points to any more, of the things that live by being pointed to."""
    for thing in things:
        kinds = leaf.values(thing, terms.RDF_TYPE)
        if set(kinds) & set(OWNED) and HEM.Paper not in kinds and not leaf.to(thing):
            leaf.discard(leaf.about(thing))


def _mark(leaf: Leaf, claim: str, decision: Decision) -> None:
    """Write what a claim should say, and that a person says so."""
    before = read_fields(leaf, claim)
    asserted = list(map(str, leaf.values(claim, HEM.asserts)))
    wanted = dict(decision.fields)
    write_fields(leaf, claim, wanted)
    if set(wanted) & {"material", "mechanism", "role", "element", "ion"}:
        _write_proposition(leaf, claim)
        _tidy(leaf, asserted)
    _forget_agreeing(leaf, claim)
    leaf.say(claim, HEM.confidence, 1.0)
    leaf.link(claim, HEM.decision, iris.decision(decision.decision_id))
    leaf.say(claim, HEM.decisionNote, note(decision, before))


def note(decision: Decision, before: Mapping[str, str]) -> str:
    """Return what is said of a claim on which a person decided.

    Args:
        decision: the decision.
        before: what was read.
    """
    new = ((name, value) for name, value in decision.fields if (before.get(name) or "") != value)
    changed = ", ".join(f"{name} {_word(before.get(name))} → {_word(value)}" for name, value in new)
    told = f"{DONE[decision.kind]} by {decision.who} on {decision.when[:10]}: {decision.reason}"
    return f"{told} ({changed})" if changed else told


def _word(value: str | None) -> str:
    """Return a value as people read it: a term by its label."""
    return "nothing" if not value else terms.label(value) if terms.is_defined(value) else value


def _write_proposition(leaf: Leaf, claim: str) -> None:
    """Write what is said apart from who says it, as ``rdf.write`` does."""
    predicate = {HEM.MechanismClaim: HEM.mechanism, HEM.ElementRoleClaim: HEM.role}.get(kind_of(leaf, claim))
    if predicate is None:
        return
    material = leaf.text(claim, HEM.ofMaterial)
    composition = leaf.text(material, HEM.composition) if material else None
    key = leaf.text(composition, HEM.compositionKey) if composition else None
    about = key or (leaf.text(material, HEM.surface) if material else None) or ""
    ion = leaf.text(claim, HEM.ion)
    tail = (terms.notation(kind_of(leaf, claim)), leaf.text(claim, predicate) or "", _symbol_of(ion))
    nodes = []
    for symbol in map(str, leaf.values(claim, HEM.element) or [""]):
        key = "|".join((about, symbol, *tail))
        nodes.append(iris.proposition(key))
        leaf.link(nodes[-1], terms.RDF_TYPE, HEM.Proposition)
        leaf.say(nodes[-1], HEM.propositionKey, key)
    leaf.link(claim, HEM.asserts, *nodes)


def _symbol_of(ion: str | None) -> str:
    return terms.notation(ion) if ion else ""


def _forget_agreeing(leaf: Leaf, claim: str) -> None:
    """Take out that two claims give two values, where they give one now."""
    for other in map(str, leaf.values(claim, HEM.disagreesWith)):
        ends = [(leaf.number(each, HEM.value), leaf.number(each, HEM.valueMax)) for each in (claim, other)]
        if ends[0] == ends[1]:
            for one, two in ((claim, other), (other, claim)):
                leaf.discard(f"<{one}> <{iris.term(HEM.disagreesWith)}> <{two}> .".splitlines())


def _broken(curated: Curated) -> dict[str, str]:
    """Return {decision: why} for the corrections that break a shape; nobody asks where nothing is corrected."""
    by_claim = {r.claim: r.decision for r in curated.records if r.state is State.IN_FORCE and r.decision.fields}
    if not by_claim:
        return {}
    from hemkg.rdf.validate import Severity, validate

    leaf = Leaf(curated.graph.lines)
    lines = sorted({line for claim in by_claim for line in leaf.reachable(claim or "")})
    broken = [found for found in validate(lines) if found.severity is Severity.VIOLATION]
    return {by_claim[each.focus].decision_id: each.message for each in broken if each.focus in by_claim}


def undisturbed(lines: Iterable[str], records: Iterable[Record]) -> tuple[str, ...]:
    """Return the lines of a paper's graph as it was read, from those after decisions."""
    found = set(lines)
    for record in sorted(records, key=lambda record: record.decision.order, reverse=True):
        found -= set(record.gave)
        found |= set(record.took)
    return tuple(sorted(found))


def left(decisions: Iterable[Decision]) -> tuple[Record, ...]:
    """Return how decisions stand on a paper that is not in the store."""
    every = sorted(set(decisions), key=lambda decision: decision.order)
    undone = {decision.undoes for decision in every}
    return tuple(_absent(each, undone) for each in every)


def _absent(decision: Decision, undone: set[str | None]) -> Record:
    if decision.kind is DecisionKind.UNDO:
        return Record(decision, State.IN_FORCE)
    return Record(decision, State.TAKEN_BACK) if decision.decision_id in undone else Record(decision, why=ABSENT)
