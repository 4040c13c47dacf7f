"""Decisions as the lines of a graph of their own, and back."""

import json
from collections.abc import Iterable, Mapping, Sequence

from hemkg.model.decision import Anchor, Decision, DecisionKind, moment
from hemkg.rdf import iris
from hemkg.rdf.write import RDF_TYPE, Sheet, literal
from hemkg.store.base import Store, Value
from hemkg.store.curation.applying import Record, State
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

PROV = "http://www.w3.org/ns/prov#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
DECISIONS = iris.decision("")
BATCH = 500


def lines_of(paper: str, records: Iterable[Record]) -> tuple[str, ...]:
    """Return the graph of the decisions on a paper, as sorted lines."""
    sheet = Sheet()
    for record in records:
        _write(sheet, paper, record)
    return tuple(sorted(sheet.lines))


def _write(sheet: Sheet, paper: str, record: Record) -> None:
    decision = record.decision
    subject, curator = iris.decision(decision.decision_id), iris.curator(decision.who)
    sheet.term(subject, RDF_TYPE, HEM.Decision)
    sheet.term(subject, HEM.decisionKind, terms.by_notation(HEM.DecisionKind)[decision.kind.value])
    sheet.say(subject, HEM.decisionState, record.state.value)
    sheet.link(subject, PROV + "wasAttributedTo", curator)
    sheet.link(curator, RDF_TYPE, PROV + "Person")
    sheet.say(curator, LABEL, decision.who)
    sheet.lines.add(f"<{subject}> <{PROV}generatedAtTime> {literal(decision.when)}^^<{DATE_TIME}> .")
    sheet.say(subject, HEM.decisionReason, decision.reason)
    sheet.link(subject, HEM.ofPaper, paper)
    sheet.link(subject, HEM.decidesOn, decision.about.claim)
    sheet.say(subject, HEM.anchor, json.dumps(anchor_json(decision.about), ensure_ascii=False))
    for name, value in decision.fields:
        sheet.say(subject, HEM.correctedField, f"{name}={value}")
    if decision.undoes is not None:
        sheet.link(subject, HEM.takesBack, iris.decision(decision.undoes))
    if record.claim is not None:
        sheet.link(subject, HEM.holdsFor, record.claim)
    sheet.say(subject, HEM.waitsBecause, record.why)
    sheet.say(subject, HEM.tookAway, "\n".join(record.took))
    sheet.say(subject, HEM.putIn, "\n".join(record.gave))


def anchor_json(about: Anchor) -> dict[str, object]:
    """Return by what a claim is found again, without the IRIs, as plain values."""
    return {
        "kind": about.kind,
        "read": dict(about.read),
        "names": list(about.names),
        "quote": about.quote,
        "start": about.start,
    }


def anchor_from(paper: str, claim: str, told: Mapping[str, object]) -> Anchor:
    """Return by what a claim is found again, from plain values.

    Raises:
        ValueError: if something is missing, or is not what it should be.
    """
    read, names, start = told.get("read"), told.get("names"), told.get("start")
    quote, kind = told.get("quote"), told.get("kind")
    if not (isinstance(read, dict) and isinstance(names, list) and isinstance(quote, str) and isinstance(kind, str)):
        raise ValueError("what was read of the claim is missing, or is not told as names and values")  # noqa: TRY004
    if not isinstance(start, int) or not all(isinstance(each, str) for each in (*read.values(), *names)):
        raise ValueError("what was read of the claim holds something that is no text")
    return Anchor(paper, claim, kind, tuple(sorted(read.items())), tuple(names), quote, start)


# ---------------------------------------------------------------- out of a store


def papers_with_decisions(store: Store) -> dict[str, list[str]]:
    """Return {paper: IRIs of the decisions on its claims}."""
    query = f"SELECT ?d ?paper WHERE {{ ?d a <{iris.term(HEM.Decision)}> ; <{iris.term(HEM.ofPaper)}> ?paper }}"
    found: dict[str, list[str]] = {}
    for row in store.query(query).rows:
        found.setdefault(str(row["paper"]), []).append(str(row["d"]))
    return found


def read_records(store: Store, paper: str, decisions: Sequence[str]) -> tuple[Record, ...]:
    """Return the decisions on a paper, in their order."""
    told = _described(store, decisions)
    curators = {str(_one(facts, PROV + "wasAttributedTo")) for facts in told.values()}
    names = {iri: str(_one(facts, LABEL)) for iri, facts in _described(store, sorted(curators)).items()}
    found = (_record(paper, facts, names) for facts in told.values())
    return tuple(sorted(found, key=lambda record: record.decision.order))


Facts = Mapping[str, Sequence[Value]]


def _described(store: Store, subjects: Sequence[str]) -> dict[str, Facts]:
    parts = (subjects[first : first + BATCH] for first in range(0, len(subjects), BATCH))
    return {subject: facts for part in parts for subject, facts in store.describe(part).items()}


def _record(paper: str, facts: Facts, names: Mapping[str, str]) -> Record:
    def term(name: str) -> str:
        return terms.notation(str(_one(facts, iris.term(name))).removeprefix(terms.BASE))

    def text(name: str) -> str | None:
        found = _one(facts, iris.term(name))
        return None if found is None else str(found)

    undoes, told = text(HEM.takesBack), json.loads(text(HEM.anchor) or "{}")
    corrected = (str(each).partition("=") for each in facts.get(iris.term(HEM.correctedField), ()))
    decision = Decision(
        DecisionKind(term(HEM.decisionKind)),
        names[str(_one(facts, PROV + "wasAttributedTo"))],
        text(HEM.decisionReason) or "",
        moment(str(_one(facts, PROV + "generatedAtTime"))),
        anchor_from(paper, text(HEM.decidesOn) or "", told),
        tuple(sorted((name, value) for name, _, value in corrected)),
        undoes.removeprefix(DECISIONS) if undoes else None,
    )
    took, gave = text(HEM.tookAway), text(HEM.putIn)
    return Record(
        decision, State(text(HEM.decisionState) or ""), text(HEM.holdsFor), text(HEM.waitsBecause),
        tuple(took.split("\n")) if took else (), tuple(gave.split("\n")) if gave else (),
    )  # fmt: skip


def _one(facts: Facts, predicate: str) -> Value:
    return next(iter(facts.get(predicate, ())), None)
