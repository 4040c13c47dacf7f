"""The decisions of a store by paper: read once, kept up as papers come and go.

A paper on which nobody decided costs a look into a dictionary.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hemkg.errors import StoreBroken
from hemkg.model.decision import Decision, DecisionKind
from hemkg.model.graph import PaperGraph
from hemkg.store import names
from hemkg.store.base import Store
from hemkg.store.curation.applying import Curated, Record, State, apply, left, undisturbed
from hemkg.store.curation.leaf import Leaf, as_written
from hemkg.store.curation.matching import find
from hemkg.store.curation.records import lines_of, papers_with_decisions, read_records

Graphs = dict[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a paper becomes after decisions: its graph, how these stand, and all graphs that are to be written."""

    graph: PaperGraph
    records: tuple[Record, ...]
    graphs: Mapping[str, Sequence[str]]


class Ledger:
    """The decisions of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._iris: dict[str, list[str]] | None = None
        self._records: dict[str, tuple[Record, ...]] = {}
        self._held: set[str] = set()

    def papers(self) -> tuple[str, ...]:
        """Return the papers on whose claims somebody decided, in order."""
        return tuple(sorted(paper for paper in {*self._known(), *self._records} if self.of(paper)))

    def of(self, paper: str) -> tuple[Record, ...]:
        """Return the decisions on a paper, in their order."""
        if paper not in self._records:
            known = self._known().get(paper)
            if known is None:
                return ()
            try:
                self._remember(paper, read_records(self._store, paper, known))
            except (ValueError, KeyError):
                raise StoreBroken(
                    f"a decision on {paper} cannot be read; was {names.curation_graph_of(paper)} changed by hand?"
                ) from None
        return self._records[paper]

    def _known(self) -> dict[str, list[str]]:
        if self._iris is None:
            self._iris = papers_with_decisions(self._store)
        return self._iris

    def _remember(self, paper: str, records: tuple[Record, ...]) -> None:
        self._records[paper] = records
        self._held.update(record.decision.decision_id for record in records if record.state is State.IN_FORCE)

    def fallen(self) -> tuple[Record, ...]:
        """Return the decisions that held when they were read and wait now, so that somebody is told."""
        every = (record for _, records in sorted(self._records.items()) for record in records)
        return tuple(r for r in every if r.state is State.WAITING and r.decision.decision_id in self._held)

    def record_on(self, claim: str) -> Record | None:
        """Return the decision that holds for a claim, also for one that left the graph."""
        records = (record for paper in self.papers() for record in self.of(paper))
        return next((r for r in records if r.claim == claim and r.state is State.IN_FORCE), None)

    # ------------------------------------------------------------ papers that come and go

    def put(self, graph: PaperGraph, more: Iterable[Decision] = (), before: str | None = None) -> Kept:
        """Return what a paper that was read becomes after the decisions on it.

        Args:
            graph: the paper's graph, as it was read.
            more: decisions that are new.
            before: the paper that its document held before; what was decided there and fits here comes along.
        """
        decisions = [record.decision for record in self.of(graph.paper)] + list(more)
        moved = self._fitting(graph, before) if before else ()
        if not decisions and not moved:
            return Kept(graph, (), {graph.iri: graph.lines})
        curated = apply(graph, [*decisions, *(_about(each, graph.paper) for each in moved)])
        return self._kept(curated, before, moved)

    def _kept(self, curated: Curated, before: str | None, moved: Sequence[Decision]) -> Kept:
        graph, records = curated.graph, curated.records
        graphs: Graphs = {graph.iri: graph.lines}
        if records:
            graphs[names.curation_graph_of(graph.paper)] = lines_of(graph.paper, records)
        if before and moved:
            stay = left(each.decision for each in self.of(before) if each.decision not in set(moved))
            graphs[names.curation_graph_of(before)] = lines_of(before, stay)
        return Kept(graph, records, graphs)

    def _fitting(self, graph: PaperGraph, before: str) -> tuple[Decision, ...]:
        """Return the decisions on another paper whose claims are in this one, with what takes these back."""
        records = self.of(before)
        if not records:
            return ()
        leaf = Leaf(graph.lines)
        made = [r.decision for r in records if r.decision.kind is not DecisionKind.UNDO]
        fitting = {each.decision_id for each in made if find(leaf, each).claim is not None}
        return tuple(r.decision for r in records if {r.decision.decision_id, r.decision.undoes} & fitting)

    def note(self, paper: str, kept: Kept, before: str | None = None) -> None:
        """Remember what was written."""
        if kept.records:
            self._remember(paper, kept.records)
        if before and names.curation_graph_of(before) in kept.graphs:
            moved = {record.decision.decision_id for record in kept.records}
            stay = (r.decision for r in self.of(before) if r.decision.decision_id not in moved)
            self._records[before] = left(stay)

    def leave(self, paper: str) -> Graphs:
        """Return what is to be written when a paper goes: its decisions wait for it."""
        records = left(record.decision for record in self.of(paper))
        if not records:
            return {}
        self._records[paper] = records
        return {names.curation_graph_of(paper): lines_of(paper, records)}

    def add_waiting(self, paper: str, more: Iterable[Decision]) -> Graphs:
        """Return what is to be written when decisions come before their paper."""
        self._records[paper] = left([*(record.decision for record in self.of(paper)), *more])
        return {names.curation_graph_of(paper): lines_of(paper, self._records[paper])}

    def take_out(self, paper: str, to: str) -> tuple[tuple[Decision, ...], Graphs]:
        """Return the decisions on a paper that has another name now, and what is to be written."""
        decisions = tuple(_about(record.decision, to) for record in self.of(paper))
        if not decisions:
            return (), {}
        self._records[paper] = ()
        return decisions, {names.curation_graph_of(paper): ()}

    def undisturbed(self, paper: str) -> PaperGraph:
        """Return the graph of a paper as it was read, before all decisions."""
        name = names.claims_graph_of(paper)
        return PaperGraph(name, paper, undisturbed(as_written(self._store.lines(name)), self.of(paper)))


def _about(decision: Decision, paper: str) -> Decision:
    return replace(decision, about=replace(decision.about, paper=paper))
