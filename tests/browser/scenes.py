"""The states of the page that are photographed, looked at and examined: each is reached as a person reaches it."""

from collections.abc import Callable, Mapping

from .visitor import Visitor


def answer(visitor: Visitor) -> None:
    visitor.ask("Which high-entropy oxides reach more than 600 mAh/g?")
    visitor.see("#offers button.ask")


def evidence(visitor: Visitor) -> None:
    visitor.ask("What do we know about ZnGeSiP3?")
    visitor.click(".foot .fold summary")
    visitor.click("article.turn .text .cite:nth-of-type(2)")


def refusal(visitor: Visitor) -> None:
    visitor.ask("What is the capacity of a PEM fuel-cell cathode?")
    visitor.see("#offers button.ask")


def table(visitor: Visitor) -> None:
    visitor.go_to("Review table")
    visitor.see("#review-table .rows")
    visitor.click("#review-table .work .cite")
    visitor.see("#review-quotes .source.here")


def gaps(visitor: Visitor) -> None:
    visitor.go_to("Gaps")
    visitor.see(".gap")


def graph(visitor: Visitor) -> None:
    visitor.go_to("Graph")
    before = visitor.read("#graph h2")
    visitor.click("svg.graph .node.mechanism")
    visitor.until(lambda: visitor.read("#graph h2") != before, "another middle")


def check(visitor: Visitor) -> None:
    visitor.go_to("Check")
    visitor.click("#check-examples button.ask")
    visitor.see(".check")


def kept(visitor: Visitor) -> None:
    visitor.ask("Which high-entropy oxides reach more than 600 mAh/g?")
    visitor.click('[data-send="keep"]')
    visitor.click(".kept-list .name")
    visitor.see(".compared")
    visitor.ask_the_page("localStorage.clear()")


def library(visitor: Visitor) -> None:
    visitor.go_to("Library")
    visitor.see("#library-words textarea").send_keys("ZnGeSiP3\n")
    visitor.until(lambda: 0 < len(visitor.all(".books tbody tr")) < 9, "few papers")
    visitor.click(".books button.title")
    visitor.see("article.book .source")


def ontology(visitor: Visitor) -> None:
    visitor.go_to("Ontology")
    visitor.click('.tree .term[data-term="SpaceCharge"]')
    visitor.see(".termcard")


def curate(visitor: Visitor) -> None:
    visitor.go_to("Curate")
    visitor.see("#curate-claim .claim")


def correcting(visitor: Visitor) -> None:
    curate(visitor)
    visitor.click("#curate-claim [data-decide=edit]")
    visitor.click("#curate-claim .more-fields > summary")


def welcome(visitor: Visitor) -> None:
    visitor.see(".welcome")


SCENES: Mapping[str, Callable[[Visitor], None]] = {
    "welcome": welcome, "answer": answer, "evidence": evidence, "refusal": refusal, "table": table, "gaps": gaps,
    "graph": graph, "check": check, "kept": kept, "library": library, "ontology": ontology, "curate": curate,
    "correcting": correcting,
}  # fmt: skip
"""Scenes by name; each begins on the page as it comes first."""
