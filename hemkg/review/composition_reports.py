"""What tables say materials are made of, designed or found, with the cells: what a review table shows of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hemkg.review.companions import Quote
from hemkg.review.field import PREFIX, local
from hemkg.store.base import Row, Store
from hemkg.store.claims import cell_words
from hemkg.vocab import terms

BATCH = 500


@dataclass(frozen=True, slots=True)
class Reported:
    """One composition that a table gives a material.

    Attributes:
        origin: term that says whether it was designed or found.
        words: the formula, with the technique by which it was found where that is said.
        quote: the first of the cells.
    """

    origin: str
    words: str
    quote: Quote


def composition_reports(store: Store, papers: Sequence[str]) -> Mapping[str, Sequence[Reported]]:
    """Return {IRI of a material: what tables of its paper say it is made of}, in text order."""
    found: dict[str, dict[str, Reported]] = defaultdict(dict)
    for first in range(0, len(papers), BATCH):
        nodes = " ".join(f"<{paper}>" for paper in papers[first : first + BATCH])
        for row in store.query(REPORTS.format(papers=nodes)).rows:
            found[str(row["material"])].setdefault(str(row["report"]), _reported(row))
    return {material: tuple(reports.values()) for material, reports in found.items()}


REPORTS = f"""{PREFIX}SELECT * WHERE {{{{
  VALUES ?paper {{{{ {{papers}} }}}}
  ?material hem:inPaper ?paper ; hem:compositionReport ?report .
  ?report hem:compositionOrigin ?origin ; hem:formula ?formula ; hem:evidence ?evidence .
  ?evidence hem:quote ?quote ; hem:start ?start ; hem:end ?end .
  OPTIONAL {{{{ ?report hem:technique ?technique }}}}
  OPTIONAL {{{{ ?evidence hem:section ?section }}}} OPTIONAL {{{{ ?evidence hem:page ?page }}}}
  OPTIONAL {{{{ ?evidence hem:cell ?cell }}}} OPTIONAL {{{{ ?evidence hem:table ?table }}}}
}}}} ORDER BY ?start ?report"""


def _reported(row: Row) -> Reported:
    technique = local(row["technique"])
    words = f"{row['formula']} ({terms.notation(technique)})" if technique else str(row["formula"])
    cell = cell_words(*(None if row[name] is None else str(row[name]) for name in ("table", "cell")))
    section = None if row["section"] is None else str(row["section"])
    page = None if row["page"] is None else int(row["page"])
    quote = Quote(str(row["quote"]), int(row["start"] or 0), int(row["end"] or 0), section, page, None, cell)
    return Reported(local(row["origin"]) or "", words, quote)
