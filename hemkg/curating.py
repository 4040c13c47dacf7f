"""Where people meet a store: what they decide on claims, at once and by files, and what follows from it.

A decision is written in one transaction with the claims that it changes; then the rules run.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hemkg.building import settle
from hemkg.errors import InputError, UnknownTerm
from hemkg.model.decision import IRI, Decision, DecisionKind, in_utc, one_line
from hemkg.rdf import iris
from hemkg.store.catalogue import Catalogue
from hemkg.store.claim_words import claim_words
from hemkg.store.claims import StoredClaim, claims_by_iri
from hemkg.store.curation import files
from hemkg.store.curation.applying import Record, State
from hemkg.store.curation.fields import plain_fields, read_fields
from hemkg.store.curation.leaf import Leaf, as_written
from hemkg.store.curation.matching import anchor_of
from hemkg.store.names import claims_graph_of
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

CLAIM = iris.claim("")
WHOLE = 20  # digits of the number of a claim
SHORT_ID = re.compile(r"[0-9a-f]{4,20}")
ONE_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file of decisions.

    Attributes:
        new: how many were not known before.
        known: how many were.
        broken: one sentence for each line that is no decision.
        waiting: the new ones that wait.
    """

    new: int
    known: int
    broken: tuple[str, ...]
    waiting: tuple[Record, ...]


def named(who: str | None) -> str:
    """Return the name of the person who decides.

    Raises:
        InputError: if nobody is named.
    """
    name = one_line(who or "")
    if not name:
        raise InputError("a decision needs the name of a person; give it (--by NAME), or set HEMKG_CURATOR.")
    return name


def claim_called(catalogue: Catalogue, name: str) -> str:
    """Return the IRI of a claim, in the graph or rejected, by its IRI, ``hd:claim/...`` or the start of its number.

    Raises:
        UnknownTerm: if there is none, or more than one.
    """
    name = name.strip()
    local = name.removeprefix("hd:").removeprefix(iris.ID).removeprefix("claim/")
    if not SHORT_ID.fullmatch(local):
        raise UnknownTerm(f"{name[:80]!r} is no claim; give its IRI, hd:claim/... or the number behind that.")
    found = set(_read_claims(catalogue, local))
    told = (claim for record in every(catalogue) for claim in (record.claim, record.decision.about.claim))
    found |= {claim for claim in told if claim is not None and claim.startswith(CLAIM + local)}
    if len(found) != 1:
        many = "more than one claim begins with" if found else "no claim here is called"
        raise UnknownTerm(f"{many} {name[:80]!r}; 'hemkg curate doubtful' and 'hemkg curate list' show their numbers.")
    return found.pop()


def _read_claims(catalogue: Catalogue, local: str) -> Iterator[str]:
    """Yield the claims of the graph whose numbers begin so; a whole number is looked up and not searched."""
    claim = iris.term(HEM.Claim)
    if len(local) == WHOLE:
        yield from [CLAIM + local] if catalogue.graph.ask(f"ASK {{ <{CLAIM}{local}> a <{claim}> }}") else []
        return
    query = f"""SELECT DISTINCT ?c WHERE {{ ?c a <{claim}> FILTER(STRSTARTS(STR(?c), "{CLAIM}{local}")) }} LIMIT 2"""
    yield from (str(row["c"]) for row in catalogue.graph.query(query).rows)


def decide(
    catalogue: Catalogue,
    kind: DecisionKind,
    name: str,
    *,
    who: str,
    reason: str,
    fields: Mapping[str, str] | None = None,
) -> Record:
    """Decide on a claim, at once.

    A correction adds to one that stands on the claim; an acceptance keeps it.

    Args:
        catalogue: the store, open for writing.
        kind: what is decided; for ``UNDO`` see ``take_back``.
        name: the claim, as for ``claim_called``.
        who: name of the person.
        reason: why.
        fields: what the claim should say, for a correction.

    Returns:
        the decision, in force.

    Raises:
        InputError: if name or reason are missing, or the claim cannot be corrected so; nothing is changed.
        UnknownTerm: if there is no such claim.
    """
    claim = _now_called(catalogue, claim_called(catalogue, name))
    before = catalogue.ledger.record_on(claim)
    paper = before.decision.about.paper if before else _paper_of(catalogue, claim)
    standing = dict(before.decision.fields) if before and kind is not DecisionKind.REJECT else {}
    wanted = {**standing, **plain_fields(fields or {})}
    leaf = Leaf(catalogue.ledger.undisturbed(paper).lines)
    about = anchor_of(leaf, paper, claim)
    when = _now(catalogue.ledger.of(paper))
    decision = _made(
        lambda: Decision(kind, one_line(who), one_line(reason), when, about, tuple(sorted(wanted.items())))
    )
    records = catalogue.decide(paper, [decision], is_strict=True)
    settle(catalogue)
    return next(record for record in records if record.decision == decision)


def take_back(catalogue: Catalogue, name: str, *, who: str, reason: str = "") -> Record:
    """Take back the decision that holds for a claim, or the last one that waits for it.

    Args:
        catalogue: the store, open for writing.
        name: the claim, as for ``claim_called``; or a decision, by its number.
        who: name of the person.
        reason: why, if that is to be kept.

    Returns:
        the decision that was taken back.

    Raises:
        InputError: if nothing stands there, or the name of the person is missing.
    """
    old = _standing(catalogue, name)
    paper = old.decision.about.paper
    when = _now(catalogue.ledger.of(paper))
    undoing = _made(
        lambda: Decision(
            DecisionKind.UNDO, one_line(who), one_line(reason), when, old.decision.about,
            undoes=old.decision.decision_id,
        )
    )  # fmt: skip
    catalogue.decide(paper, [undoing])
    settle(catalogue)
    return old


def _standing(catalogue: Catalogue, name: str) -> Record:
    local = name.strip().rsplit("/", 1)[-1]
    open_ones = [r for r in every(catalogue) if r.state in {State.IN_FORCE, State.WAITING} and _is_decision(r)]
    found = [r for r in open_ones if r.decision.decision_id == local]
    if not found:
        claim = claim_called(catalogue, name)
        names = {claim, _now_called(catalogue, claim)}
        found = [r for r in open_ones if names & {r.claim, r.decision.about.claim}]
    if not found:
        raise InputError(f"nothing stands on {name[:80]!r} that could be taken back; see 'hemkg curate list'.")
    return max(found, key=lambda record: (record.state is State.IN_FORCE, record.decision.order))


def _is_decision(record: Record) -> bool:
    return record.decision.kind is not DecisionKind.UNDO


def _made(make: Callable[[], Decision]) -> Decision:
    """Make a decision; what is wrong with it is said to the person who decides."""
    try:
        return make()
    except ValueError as error:
        raise InputError(f"{error}; nothing was changed.") from None


def _now_called(catalogue: Catalogue, claim: str) -> str:
    """Return the IRI that a claim has now, if it was decided on under another one."""
    records = [record for record in every(catalogue) if record.claim and record.decision.about.claim == claim]
    return claim if any(record.claim == claim for record in records) or not records else records[-1].claim or claim


def _now(records: Sequence[Record]) -> str:
    """Return the moment, after all that was decided on the paper, whatever the clocks of others said."""
    latest = max((datetime.fromisoformat(record.decision.when) for record in records), default=None)
    now = datetime.now(UTC)
    return in_utc(now if latest is None or latest < now else latest + ONE_TICK)


def _paper_of(catalogue: Catalogue, claim: str) -> str:
    told = catalogue.graph.describe([claim]).get(claim, {})
    paper = str(next(iter(told.get(iris.term(HEM.inPaper), ())), ""))
    if catalogue.standing(paper) is None:
        raise InputError(
            f"{claim} is not in the graph, or is no claim of a paper; what the ontology says is put right there."
        )
    return paper


# ---------------------------------------------------------------- lists and files


def every(catalogue: Catalogue) -> tuple[Record, ...]:
    """Return all decisions of a store with how they stand, in the order in which they were made."""
    found = (record for paper in catalogue.ledger.papers() for record in catalogue.ledger.of(paper))
    return tuple(sorted(found, key=lambda record: record.decision.order))


def listed(catalogue: Catalogue, *, is_waiting: bool = False, is_everything: bool = False) -> tuple[Record, ...]:
    """Return the decisions that hold or wait, or those that wait alone, or all that were ever made."""
    shown = {State.WAITING} if is_waiting else {State.WAITING, State.IN_FORCE}
    found = (record for record in every(catalogue) if is_everything or (record.state in shown and _is_decision(record)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims somebody wants to decide on; an empty field does not matter.

    Attributes:
        kind: class of the claims (``CapacityClaim``).
        paper: IRI of their paper.
        least, most: bounds on the confidence.
        words: what must stand in the sentence, whatever the case.
    """

    kind: str | None = None
    paper: str | None = None
    least: float = 0.0
    most: float = 1.0
    words: str = ""

    def patterns(self) -> Iterator[str]:
        """Yield the SPARQL patterns on ``?claim``, ``?evidence`` and ``?confidence``."""
        if self.kind:
            yield f"?claim a <{terms.iri(self.kind)}> ."
        if self.paper:
            yield f"?claim hem:inPaper <{self.paper}> ." if IRI.fullmatch(self.paper) else "FILTER(false)"
        if self.least > 0:
            yield f"FILTER(?confidence >= {float(self.least)!r})"
        if self.most < 1:
            yield f"FILTER(?confidence <= {float(self.most)!r})"
        if self.words.strip():
            words = json.dumps(self.words.strip())  # JSON escapes what SPARQL does, by the same signs
            yield f"?evidence hem:quote ?quote . FILTER(CONTAINS(LCASE(?quote), LCASE({words})))"

    def holds(self, record: Record) -> bool:
        """Whether a decision is on such a claim; its confidence is that of a person now and does not count."""
        about = record.decision.about
        return (
            self.kind in {None, about.kind}
            and self.paper in {None, about.paper}
            and self.words.strip().casefold() in about.quote.casefold()
        )


EVERY = Wanted()


def queue(catalogue: Catalogue, wanted: Wanted = EVERY) -> tuple[str, ...]:
    """Return the IRIs of the claims on which nobody decided, the most doubtful first, by one query.

    Args:
        catalogue: the store.
        wanted: which of them.
    """
    more = "\n      ".join(wanted.patterns())
    query = f"""PREFIX hem: <{terms.BASE}> SELECT ?claim ?confidence WHERE {{
      ?claim hem:confidence ?confidence ; hem:evidence ?evidence ; a hem:Claim .
      {more}
      FILTER NOT EXISTS {{ ?claim hem:decision ?decision }} }}"""
    found = {str(row["claim"]): float(row["confidence"] or 0) for row in catalogue.graph.query(query).rows}
    return tuple(sorted(found, key=lambda claim: (found[claim], claim)))


def doubtful(catalogue: Catalogue, limit: int = 20, offset: int = 0, wanted: Wanted = EVERY) -> tuple[StoredClaim, ...]:
    """Return the claims that are read least surely, the most doubtful first; none on which a person decided.

    Args:
        catalogue: the store.
        limit: how many.
        offset: how many are left out before them.
        wanted: which claims.
    """
    first = max(0, offset)
    return claims_by_iri(catalogue.graph, queue(catalogue, wanted)[first : first + max(0, limit)])


def decided(catalogue: Catalogue, wanted: Wanted = EVERY, *, is_waiting: bool = False) -> tuple[Record, ...]:
    """Return the decisions that hold, or those that wait for their claim, the newest first.

    Args:
        catalogue: the store.
        wanted: on which claims.
        is_waiting: whether those that wait are meant.
    """
    state = State.WAITING if is_waiting else State.IN_FORCE
    found = [record for record in listed(catalogue) if record.state is state and wanted.holds(record)]
    return tuple(reversed(found))


def papers_and_kinds(catalogue: Catalogue) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many claims each paper has, by IRI, and how many there are of each class; the most first."""
    query = f"""PREFIX hem: <{terms.BASE}> SELECT ?paper ?kind (COUNT(?claim) AS ?count) WHERE {{
      ?claim a hem:Claim ; hem:evidence ?evidence ; hem:inPaper ?paper ; a ?kind FILTER(?kind != hem:Claim) }}
      GROUP BY ?paper ?kind"""
    papers: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for row in catalogue.graph.query(query).rows:
        papers[str(row["paper"])] += int(row["count"] or 0)
        kinds[str(row["kind"]).removeprefix(terms.BASE)] += int(row["count"] or 0)
    return dict(papers.most_common()), dict(kinds.most_common())


def said_by(catalogue: Catalogue, claim: StoredClaim) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what a claim says now by the names of its fields, and what its paper calls its materials.

    Args:
        catalogue: the store.
        claim: a claim that is in the graph.
    """
    leaf = Leaf(as_written(catalogue.graph.lines(claims_graph_of(claim.paper.iri))))
    called = (leaf.text(material, HEM.surface) for material in leaf.of_kind(HEM.Material))
    return read_fields(leaf, claim.iri), tuple(sorted({name for name in called if name}))


def mistakes(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with what was typed into the fields of a claim, a sentence for each such field."""
    found = {}
    for name, text in typed.items():
        try:
            plain_fields({name: text})
        except InputError as error:
            found[name] = str(error)
    return found


def take_in(catalogue: Catalogue, text: str, name: str) -> Taken:
    """Put the decisions of a file into a store and apply them; what is known already changes nothing.

    Each paper is written in one transaction, so that an import that was cut off is finished by the next.

    Args:
        catalogue: the store, open for writing.
        text: the file, as ``written`` makes it.
        name: what it is called.
    """
    read = files.loads(text, name)
    known = {record.decision.decision_id for record in every(catalogue)}
    fresh = {each.decision_id: each for each in read.decisions if each.decision_id not in known}
    papers: dict[str, list[Decision]] = {}
    for decision in fresh.values():
        papers.setdefault(decision.about.paper, []).append(decision)
    for paper, decisions in sorted(papers.items()):
        catalogue.decide(paper, decisions)
    settle(catalogue)
    waiting = tuple(r for r in every(catalogue) if r.decision.decision_id in fresh and r.state is State.WAITING)
    return Taken(len(fresh), len(read.decisions) - len(fresh), read.broken, waiting)


def written(records: Iterable[Record]) -> str:
    """Return decisions as JSON Lines, for another store."""
    return files.dumps(record.decision for record in records)


def to_json(record: Record) -> dict[str, object]:
    """Return a decision with how it stands, as a plain dictionary."""
    told = files.to_json(record.decision)
    told |= {"state": record.state.value, "now": record.claim, "waits_because": record.why}
    return {key: value for key, value in told.items() if value is not None}


def told(record: Record) -> str:
    """Return a decision and how it stands, in lines for people."""
    decision = record.decision
    claim = (record.claim or decision.about.claim).removeprefix(CLAIM)
    number = decision.undoes or decision.decision_id
    what = f"{decision.kind} of decision {number}" if decision.kind is DecisionKind.UNDO else f"{decision.kind} {claim}"
    changed = ", ".join(f"{name}={value}" for name, value in decision.fields)
    lines = [
        f"{decision.when[:16].replace('T', ' ')}  {what}  [{record.state}]",
        f"    by {decision.who}" + (f": {decision.reason}" if decision.reason else ""),
        *([f"    sets {changed}"] if changed else []),
        *([f"    waits, for {record.why.rstrip('.')}"] if record.why else []),
        f"    “{_cut(decision.about.quote)}”",
    ]
    return "\n".join(lines if decision.kind is not DecisionKind.UNDO else lines[:-1])


def doubt_told(claim: StoredClaim) -> str:
    """Return a claim with its number and its sentence, in lines for people who are to decide on it."""
    where = ", ".join(filter(None, (claim.paper.title or claim.paper.document, claim.section, claim.cell_words())))
    number = claim.iri.removeprefix(CLAIM)
    return f"{number}  {claim.confidence:.2f}  {claim_words(claim)}\n    “{_cut(claim.quote)}”\n    {where}"


def doubt_json(claim: StoredClaim) -> dict[str, object]:
    """Return a claim on which a person is to decide, as a plain dictionary."""
    return {
        "claim": claim.iri,
        "kind": claim.kind,
        "confidence": claim.confidence,
        "quote": claim.quote,
        "material": claim.material.surface if claim.material else None,
        "value": claim.value,
        "value_max": claim.value_max,
        "unit": terms.text(claim.unit, HEM.symbol) if claim.unit else None,
        "about": claim.property or claim.mechanism or claim.technique or claim.role or claim.method,
        "document": claim.paper.document,
        "doi": claim.paper.doi,
        "section": claim.section,
    }


def _cut(quote: str, most: int = 300) -> str:
    plain = one_line(quote)
    return plain if len(plain) <= most else plain[: most - 1] + "…"
