"""Decisions as JSON Lines, so that groups can hand them on: one decision a line, in the fields of ``docs/curation.md``.

What is read here was written by others: each line stands or falls by itself, and a broken one is named.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hemkg.errors import InputError
from hemkg.model.decision import Decision, DecisionKind, in_utc, moment, one_line
from hemkg.rdf import iris
from hemkg.store.curation.fields import plain_fields
from hemkg.store.curation.records import anchor_from, anchor_json

LONGEST_LINE = 200_000
PAPER, CLAIM = iris.ID + "paper/", iris.ID + "claim/"
AHEAD = timedelta(days=1)  # by which the clocks of two groups may differ; a decision from the future would always win


@dataclass(frozen=True, slots=True)
class Read:
    """What a file of decisions holds: the decisions, and one sentence for each line that is none."""

    decisions: tuple[Decision, ...] = ()
    broken: tuple[str, ...] = field(default=())


def to_json(decision: Decision) -> dict[str, object]:
    """Return a decision in the fields of the file."""
    told: dict[str, object] = {
        "decision": decision.decision_id,
        "kind": decision.kind.value,
        "by": decision.who,
        "because": decision.reason,
        "when": decision.when,
        "paper": decision.about.paper,
        "claim": decision.about.claim,
        "set": dict(decision.fields),
        "undoes": decision.undoes,
        "about": anchor_json(decision.about),
    }
    return {name: value for name, value in told.items() if value not in ({}, None)}


def dumps(decisions: Iterable[Decision]) -> str:
    """Return decisions as JSON Lines, in the order in which they were made."""
    ordered = sorted(decisions, key=lambda decision: decision.order)
    return "".join(json.dumps(to_json(each), ensure_ascii=False, sort_keys=True) + "\n" for each in ordered)


def loads(text: str, name: str) -> Read:
    """Return the decisions of a file.

    Args:
        text: the file.
        name: what it is called, for the sentences.

    >>> loads('{"kind": "reject"}', "a.jsonl").broken
    ('line 1 of a.jsonl is no decision: when is missing or no text.',)
    """
    decisions, broken = [], []
    latest = in_utc(datetime.now(UTC) + AHEAD)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                decisions.append(_decision(line, latest))
            except (ValueError, InputError, RecursionError) as error:
                why = str(error).rstrip(".")
                broken.append(f"line {number} of {name} is no decision: {one_line(why)[:300]}.")
    return Read(tuple(decisions), tuple(broken))


def _decision(line: str, latest: str) -> Decision:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"it has more than {LONGEST_LINE} characters")
    told = _object(line)
    when, undoes, about = moment(_text(told, "when")), told.get("undoes"), told.get("about")
    if when > latest:
        raise ValueError(f"it is dated {when}, which is yet to come")
    paper, claim = _text(told, "paper"), _text(told, "claim")
    if not (paper.startswith(PAPER) and claim.startswith(CLAIM)):
        raise ValueError(f"paper and claim begin with {PAPER} and {CLAIM}")
    if not isinstance(about, dict) or (undoes is not None and not isinstance(undoes, str)):
        raise ValueError("about is missing, or undoes is no text")
    kind = _text(told, "kind")
    if kind not in set(DecisionKind):
        raise ValueError(f"kind is one of {', '.join(DecisionKind)}")
    who, reason = one_line(_text(told, "by")), one_line(_text(told, "because") if told.get("because") else "")
    fields = tuple(_fields(told))
    return Decision(DecisionKind(kind), who, reason, when, anchor_from(paper, claim, about), fields, undoes)


def _object(line: str) -> dict[str, object]:
    try:
        told = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON ({error.msg})") from None
    if not isinstance(told, dict):
        raise ValueError("it is no object")  # noqa: TRY004
    json.dumps(told, ensure_ascii=False).encode()  # half of a character, which no file can hold
    return told


def _text(told: dict[str, object], name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str):
        raise ValueError(f"{name} is missing or no text")  # noqa: TRY004
    return found


def _fields(told: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the corrected fields in the one writing in which they are kept."""
    found = told.get("set", {})
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise ValueError("set holds names and values, and both are text")
    yield from sorted(plain_fields(found).items())
