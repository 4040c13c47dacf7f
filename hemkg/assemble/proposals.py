"""What another reader proposes for what the models leave open; the text has the last word.

The models of this room read most numbers and statements; some they leave open (``open_passages``).
Whoever else reads those passages (a language model, where a user plugs one in) may propose what they
mean.  A proposal is taken over only where the text holds all of it; what does not is dropped, with a
reason.  Nothing here knows who proposes, or how.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from hemkg.assemble.context import Context
from hemkg.assemble.founded import Proposal, UnfoundedError, shown
from hemkg.assemble.frames import Frame
from hemkg.assemble.measurements import Measured, claim_of
from hemkg.assemble.mechanism_once import says
from hemkg.assemble.open_passages import STATED, OpenPassage, Place, by_place, open_frames, place
from hemkg.assemble.proposed_statements import founded_claim
from hemkg.assemble.proposed_values import MEASURED, founded_frame
from hemkg.model.claim import Claim, ClaimType, Reading
from hemkg.vocab import terms

MOST_PROPOSALS = 40


@dataclass(frozen=True, slots=True)
class Settled:
    """A reading in which something open was settled.

    Attributes:
        reading: the reading.
        taken: how many proposals were taken over or agreed.
        dropped: why the others were not, a sentence each.
    """

    reading: Reading
    taken: int = 0
    dropped: tuple[str, ...] = ()


def settle(
    context: Context,
    reading: Reading,
    proposals: Sequence[tuple[OpenPassage, Sequence[Proposal]]],
    *,
    engine: str,
    sure: float | None = None,
) -> Settled:
    """Return a reading with what was proposed for what it leaves open, as far as the text holds it.

    Args:
        context: the paper.
        reading: what the models made of it.
        proposals: for each open passage the proposed claims, with the field names of ``hemkg extract``.
            They come from outside and may hold anything.
        engine: the name of who proposes; it stands in the evidence.
        sure: as for ``open_passages``.
    """
    settling = _Settling(context, reading, engine, {place(context, f) for f in open_frames(context, reading, sure)})
    for passage, proposed in proposals:
        for proposal in proposed[:MOST_PROPOSALS]:
            settling.consider(passage, proposal)
    return settling.settled()


@dataclass(slots=True)
class _Settling:
    """What has been taken over so far, and what not.

    Attributes:
        context: the paper.
        reading: what the models made of it.
        engine: the name of who proposes.
        wanted: the numbers that are open yet.
        values: the claims of those that were settled.
        statements: the mechanisms and roles taken over.
        dropped: why proposals were not.
    """

    context: Context
    reading: Reading
    engine: str
    wanted: set[Place]
    values: dict[Place, Claim] = field(default_factory=dict)
    statements: list[Claim] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def consider(self, passage: OpenPassage, proposal: object) -> None:
        """Take a proposal over, leave it where nothing is open, or drop it with the reason."""
        try:
            if not isinstance(proposal, Mapping):
                raise UnfoundedError("a proposal is no object")  # noqa: TRY301  told like all others
            self._take(passage, proposal)
        except UnfoundedError as reason:
            self.dropped.append(f"{self.engine}: {reason}")

    def _take(self, passage: OpenPassage, proposal: Proposal) -> None:
        kind = proposal.get("type")
        if isinstance(kind, str) and kind in set(MEASURED):
            self._value(founded_frame(self.context, self.reading, passage, proposal, self.wanted))
        elif isinstance(kind, str) and kind in set(STATED):
            index, claim = founded_claim(self.context, self.reading, passage, proposal, engine=self.engine)
            if kind in passage.statements.get(index, ()) and not self._is_said(claim):
                self.statements.append(claim)
        else:
            raise UnfoundedError(f"no kind of claim is called {shown(kind)}")

    def _value(self, frame: Frame) -> None:
        where = place(self.context, frame)
        claim = _claim(self.context, frame, self.engine)
        if claim is not None and where in self.wanted:
            self.wanted.discard(where)
            self.values[where] = _agreed(by_place(self.reading.claims).get(where), claim, self.engine)

    def _is_said(self, claim: Claim) -> bool:
        """Whether the reading, or a proposal before, says all that a statement says."""
        return any(_repeats(other, claim) for other in (*self.reading.claims, *self.statements))

    def settled(self) -> Settled:
        """Return the reading with everything that was taken over."""
        kept = [claim for claim in self.reading.claims if not _is_replaced(claim, self.values)]
        claims = (*kept, *self.values.values(), *self.statements)
        joined = tuple(sorted(claims, key=lambda c: (c.evidence.span, c.claim_type, c.claim_id)))
        taken = len(self.values) + len(self.statements)
        return Settled(replace(self.reading, claims=joined), taken, tuple(self.dropped))


def _repeats(one: Claim, other: Claim) -> bool:
    """Whether a statement says all that another says; a role is said anew by each sentence."""
    if one.claim_type is not other.claim_type:
        return False
    return says(one, other) and (other.claim_type is ClaimType.MECHANISM or one.evidence.span == other.evidence.span)


def _is_replaced(claim: Claim, found: Mapping[Place, Claim]) -> bool:
    quantity = claim.quantity
    return (
        claim.claim_type in MEASURED
        and quantity is not None
        and (claim.evidence.span.start, quantity.as_written) in found
    )


def _claim(context: Context, frame: Frame, engine: str) -> Claim | None:
    frame.confidence = terms.number("ProposedReading")
    frame.trace.append(f"proposed by {engine}, found in the text")
    claim = claim_of(context, Measured(frame, ClaimType(frame.label)))
    if claim is None:
        return None
    return replace(claim, evidence=replace(claim.evidence, rule=f"proposed by {engine}"))


def _agreed(old: Claim | None, new: Claim, engine: str) -> Claim:
    """Return the claim of the models where both say the same, surer than before; else the proposed one."""
    if old is None or (old.claim_type, old.material, old.conditions) != (new.claim_type, new.material, new.conditions):
        return new
    evidence = old.evidence
    surer = max(evidence.confidence, new.evidence.confidence)
    return replace(old, evidence=replace(evidence, confidence=surer, agreed_by=(*evidence.agreed_by, engine)))
