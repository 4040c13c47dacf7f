"""The assistant: one store, and everything that can be asked of it.

The command line, the page, the Python interface and MCP all stand on this class and add nothing of
their own to an answer.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import IO, TYPE_CHECKING

from hemkg.model.answer import Answer, Scope
from hemkg.store.catalogue import Catalogue
from hemkg.store.places import Place

if TYPE_CHECKING:
    from pathlib import Path

    import networkx
    import plotly.graph_objects

    from hemkg.ask.answering import Turn
    from hemkg.ask.helped import Helped
    from hemkg.ask.saved import Saved
    from hemkg.ask.smoothing import Rewriter
    from hemkg.isolation import Limits
    from hemkg.reason.check import Check
    from hemkg.reason.conflicts import Conflict
    from hemkg.reason.why import Reason
    from hemkg.review.gap_card import GapCard
    from hemkg.review.gap_map import FieldMap
    from hemkg.review.manuscript import Examination
    from hemkg.review.tables import ReviewTable
    from hemkg.store.live import LiveCatalogue


WARMING = ("Which oxides exceed 100 mAh/g?", "Which mechanisms are there?")
"""Questions that read most of what answers rest on."""


class Assistant:
    """Everything that can be asked of a store.

    >>> from hemkg.store.catalogue import Catalogue
    >>> Assistant(Catalogue.in_memory()).ask("Who won the 2018 World Cup?").answer.abstained
    True
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @classmethod
    @contextmanager
    def open(cls, place: Place) -> Iterator["Assistant"]:
        """Open a store for reading, for the length of a ``with`` statement.

        Raises:
            StoreMissing, StoreBroken, StoreVersion: as ``OxigraphStore.open`` does, and ``ServerStore.open``.
        """
        with Catalogue.open(place) as catalogue:
            yield cls(catalogue)

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Keep to one state of the store for the length of a ``with`` statement; here there is but one."""
        yield

    @cached_property
    def scope(self) -> Scope:
        """What the store holds."""
        from hemkg.ask.answering import scope_of

        return scope_of(self.catalogue)

    def ask(self, question: str, before: "Turn | None" = None) -> "Turn":
        """Answer a question in plain words; ``before`` is the turn that it may follow."""
        from hemkg.ask.answering import ask

        return ask(self.catalogue, question, before, self.scope, self.gaps)

    def ask_with(self, question: str, before: "Turn | None" = None, rewriter: "Rewriter | None" = None) -> "Helped":
        """Answer a question with the help of who rewords and smooths; without one, as ``ask`` does.

        Args:
            question: the question.
            before: the turn that it may follow.
            rewriter: who helps; asked about a question that is not understood, and about the text of an answer.
        """
        from hemkg.ask.helped import Helped, ask_with_help

        def ask(words: str) -> "Turn":
            return self.ask(words, before)

        return Helped(ask(question)) if rewriter is None else ask_with_help(ask, question, rewriter)

    def ask_again(self, saved: "Saved") -> "Turn":
        """Ask what a saved answer answered, after the questions that it followed."""
        before = None
        for question in saved.follows:
            before = self.ask(question, before)
        return self.ask(saved.reworded or saved.question, before)

    def answer(self, question: str) -> Answer:
        """Answer a question that stands for itself."""
        return self.ask(question).answer

    def table(self, where: str | None = None, columns: Sequence[str] | None = None) -> "ReviewTable":
        """Return the review table, of all measurements or of those that a question in plain words picks."""
        from hemkg.ask.answering import selection_for
        from hemkg.review.tables import EVERYTHING, review_table

        selection = selection_for(self.catalogue, where) if where else EVERYTHING
        return review_table(self.catalogue.graph, selection, columns)

    def plot(self, kind: str, where: str | None = None) -> "plotly.graph_objects.Figure":
        """Return a plot of what a question in plain words picks, or of everything.

        Args:
            kind: ``capacity``, ``retention``, ``mechanisms``, ``years`` or ``order``; see ``review.gallery``.
            where: as for ``table``.

        Raises:
            InputError: if there is no such plot, or the words pick nothing that it could show.
        """
        from hemkg.ask.answering import selection_for
        from hemkg.review.gallery import draw

        return draw(self.catalogue.graph, kind, selection_for(self.catalogue, where) if where else None)

    def export(self, form: str, out: IO[bytes]) -> None:
        """Write the whole store to an open file.

        Args:
            form: ``ttl``, ``trig``, ``nq``, ``jsonld``, ``nanopub``, ``graphml``, ``csv`` or ``orkg``.
            out: an open file; graphs are written to it as they are read.
        """
        if form == "nanopub":
            from hemkg.rdf.nanopub import write_nanopublications

            write_nanopublications(self.catalogue.graph, out)
        elif form == "graphml":
            from hemkg.review.graph import claim_graph, to_graphml

            out.write(to_graphml(claim_graph(self.catalogue.graph)))
        elif form == "csv":
            from hemkg.review.render import render

            out.write(render(self.table(), "csv"))
        elif form == "orkg":
            from hemkg.review.orkg import orkg_csv

            out.write(orkg_csv(self.table()))
        else:
            self.catalogue.graph.dump(out, form)

    @cached_property
    def _gaps(self) -> "tuple[GapCard, ...]":
        from hemkg.review.gaps import find_gaps

        return find_gaps(self.catalogue.graph)

    def gaps(self, limit: int | None = None) -> "tuple[GapCard, ...]":
        """Return the research gaps, best first."""
        from hemkg.review.gaps import find_gaps

        return self._gaps if limit is None else find_gaps(self.catalogue.graph, limit=limit)

    @cached_property
    def field_map(self) -> "FieldMap":
        """What is reported in the field, and all gaps."""
        from hemkg.review.gaps import field_map

        return field_map(self.catalogue.graph)

    @cached_property
    def claim_graph(self) -> "networkx.MultiDiGraph":
        """The claims of the store as a graph of materials, elements, mechanisms and papers."""
        from hemkg.review.graph import claim_graph

        return claim_graph(self.catalogue.graph)

    def why(self, name: str) -> "tuple[Reason, ...]":
        """Return why something stands in the graph: by which rules, and from which claims.

        Raises:
            UnknownTerm: if the store knows nothing of that name.
        """
        from hemkg.reason.why import why_called

        return why_called(self.catalogue.graph, name)

    def conflicts(self) -> "tuple[Conflict, ...]":
        """Return the contradictions, tensions and differences by context that the rules found."""
        from hemkg.reason.conflicts import find_conflicts

        return find_conflicts(self.catalogue.graph)

    def check_manuscript(self, text: str) -> "Examination":
        """Return what the checks find in a manuscript that is given as text or Markdown, against this store.

        Raises:
            UnreadableDocument: if the text cannot be read as a paper.
        """
        from hemkg.pipeline import understand
        from hemkg.read import read_paper
        from hemkg.review.manuscript import check_manuscript

        paper = read_paper(text.encode(), path="manuscript.md")
        return check_manuscript(paper, understand(paper), self.catalogue.graph)

    def check_manuscript_file(self, path: "Path", largest: int, limits: "Limits") -> "Examination":
        """Return what the checks find in a manuscript that is given as a file, read in a process of its own.

        Args:
            path: the file; its name alone stands in what is told.
            largest: size above which it is refused [bytes].
            limits: what reading it may take.

        Raises:
            UnreadableDocument: if it cannot be read.
        """
        from hemkg.pipeline import read_apart
        from hemkg.review.manuscript import check_manuscript
        from hemkg.sources.inputs import Input

        paper, reading = read_apart(Input(str(path)), largest, limits)
        return check_manuscript(paper, reading, self.catalogue.graph)

    @staticmethod
    def check(formula: str, ion: str = "Li", capacity: float | None = None) -> "Check":
        """Return all that follows from a formula and a working ion."""
        from hemkg.reason.check import check_formula

        return check_formula(formula, ion, capacity)


_LENT: ContextVar[Assistant] = ContextVar("_LENT")


class LiveAssistant(Assistant):
    """An assistant of a store that a build may be writing: each call sees the newest state, one state throughout.

    Args:
        live: lends the assistants of the states.
    """

    def __init__(self, live: "LiveCatalogue[Assistant]") -> None:
        self._live = live

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Keep to one state of the store for the length of a ``with`` statement."""
        with self._live.lend() as assistant:
            token = _LENT.set(assistant)
            try:
                yield
            finally:
                _LENT.reset(token)

    @property
    def _state(self) -> Assistant:
        return _LENT.get()  # where nobody said one_state, that is a mistake of ours

    @property
    def catalogue(self) -> Catalogue:  # type: ignore[override]  # it is not to be written
        """The store as it is in this state."""
        return self._state.catalogue

    @property
    def scope(self) -> Scope:
        """What the store holds in this state."""
        return self._state.scope

    @property
    def field_map(self) -> "FieldMap":
        """What is reported in this state, and all gaps."""
        return self._state.field_map

    @property
    def claim_graph(self) -> "networkx.MultiDiGraph":
        """The claims of this state as a graph."""
        return self._state.claim_graph

    @property
    def _gaps(self) -> "tuple[GapCard, ...]":
        return self._state._gaps


def warmed(catalogue: Catalogue, before: Assistant | None = None) -> Assistant:
    """Return an assistant that has read what its first answers would wait for.

    Args:
        catalogue: the store.
        before: the assistant whose place it takes: what that one had made, it makes as well.
    """
    assistant = Assistant(catalogue)
    for question in WARMING:
        assistant.ask(question)
    if before is not None:
        for made in {"_gaps", "field_map", "claim_graph"} & vars(before).keys():
            getattr(assistant, made)
    return assistant
