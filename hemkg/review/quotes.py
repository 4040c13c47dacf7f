"""The quotes of many claims at once: what a citation needs and no more."""

from collections.abc import Iterable, Mapping

from hemkg.model.answer import Citation
from hemkg.review.field import PREFIX
from hemkg.store.base import Row, Store
from hemkg.vocab import terms

BATCH = 500


def citations(store: Store, claims: Iterable[str]) -> Mapping[str, Citation]:
    """Return {IRI of a claim: its quote, numbered 0} for the claims that have one."""
    wanted = list(dict.fromkeys(claims))
    found: dict[str, Citation] = {}
    for first in range(0, len(wanted), BATCH):
        nodes = " ".join(f"<{iri}>" for iri in wanted[first : first + BATCH])
        found |= {str(row["claim"]): _citation(row) for row in store.query(_query(nodes)).rows}
    return found


def _query(nodes: str) -> str:
    return f"""{PREFIX}PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?claim ?quote ?start ?end ?section ?page ?document ?title ?doi ?year ?standing ?decided WHERE {{
  VALUES ?claim {{ {nodes} }}
  ?claim hem:evidence ?evidence ; hem:inPaper ?paper .
  ?evidence hem:quote ?quote ; hem:start ?start ; hem:end ?end .
  ?paper hem:documentName ?document .
  OPTIONAL {{ ?evidence hem:section ?section }} OPTIONAL {{ ?evidence hem:page ?page }}
  OPTIONAL {{ ?paper dcterms:title ?title }} OPTIONAL {{ ?paper hem:doi ?doi }} OPTIONAL {{ ?paper hem:year ?year }}
  OPTIONAL {{ ?paper hem:standing ?standing }} OPTIONAL {{ ?claim hem:decisionNote ?decided }}
}}"""


def _citation(row: Row) -> Citation:
    def text(key: str) -> str | None:
        return None if row[key] is None else str(row[key])

    def number(key: str) -> int | None:
        return None if row[key] is None else int(float(str(row[key])))

    return Citation(
        number=0,
        document=str(row["document"]),
        quote=str(row["quote"]),
        doi=text("doi"),
        title=text("title"),
        section=text("section"),
        page=number("page"),
        year=number("year"),
        claim=str(row["claim"]),
        start=number("start"),
        end=number("end"),
        standing=terms.label(found.removeprefix(terms.BASE)) if (found := text("standing")) else None,
        decided=text("decided"),
    )
