"""Why something stands in the graph: a derivation's rule, and what it came from, down to the claims.

Whatever has a name can be asked about: a derivation, a material, a composition, an element, a mechanism, a claim.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hemkg.annotate.formula_grammar import parse
from hemkg.errors import FormulaError, UnknownTerm
from hemkg.rdf import iris
from hemkg.rdf.write import literal
from hemkg.reason.rules import PREFIX, TWO_VALUES, says
from hemkg.store.base import Row, Store
from hemkg.store.claims import cell_words, claims_by_iri
from hemkg.store.queries import NAMESPACES
from hemkg.store.whereabouts import told_apart
from hemkg.vocab import terms
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.terms import HEM


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something stands in the graph.

    Attributes:
        iri: the claim or derivation.
        says: a claim's statement or quote, or what the rule says.
        result: what was derived, for a derivation (``silicon: alloying element``).
        rule: name of the rule, for a derivation.
        source: the paper of a claim, as its DOI, title or document name.
        section: where in the paper.
        standing: what became of the paper since, in a word (``retracted``), where a register says so.
        decided: what a person decided on a claim, if somebody did.
        because: the reasons of a derivation, one level after another.
    """

    iri: str
    says: str
    result: str | None = None
    rule: str | None = None
    source: str | None = None
    section: str | None = None
    because: tuple["Reason", ...] = ()
    standing: str | None = None
    decided: str | None = None

    @property
    def work(self) -> str | None:
        """The paper of a claim, with a mark if it was corrected or retracted."""
        return marked(self.source, self.standing)

    def claims(self) -> Iterator["Reason"]:
        """Yield the claims at the bottom of the reasons, each once."""
        if self.rule is None:
            yield self
        seen = set()
        for reason in self.because:
            for claim in reason.claims():
                if claim.iri not in seen:
                    seen.add(claim.iri)
                    yield claim


def why(store: Store, iri: str, known: dict[str, Reason] | None = None) -> tuple[Reason, ...]:
    """Return the reasons of a derivation, of everything derived about a thing, or of a claim.

    Args:
        store: a store after ``derive``.
        iri: of a derivation, a material, a composition, an element, a mechanism or a claim.
        known: reasons found before in the same store; what is found now is put into it.
    """
    known = {} if known is None else known
    about = store.query(f"{PREFIX}SELECT DISTINCT ?d WHERE {{ ?d hem:about <{iri}> ; a hem:Derivation }} ORDER BY ?d")
    derived = tuple(str(row["d"]) for row in about.rows)
    return tuple(_reason(store, node, known) for node in derived or (iri,))


def why_called(store: Store, name: str) -> tuple[Reason, ...]:
    """Return the reasons for everything derived about what has a name, or for a claim or derivation.

    Args:
        store: a store after ``rules.derive``.
        name: an IRI, whole or with a prefix (``hem:Fe``, ``hd:claim/...``); a formula; a term's label.

    Raises:
        UnknownTerm: if the store knows nothing of that name.
    """
    known: dict[str, Reason] = {}
    found = {reason.iri: reason for iri in things_called(store, name) for reason in why(store, iri, known)}
    # a thing about which nothing was derived is no claim: it has no words, only its own name
    told = tuple(reason for reason in found.values() if reason.rule is not None or reason.says != reason.iri)
    if not told:
        raise UnknownTerm(f"nothing is derived about {name[:80]!r}, and no claim has this name.")
    return told


IRI = re.compile(r"(?:https?:|urn:)[^\s<>\"{}|\\^`]+")
PREFIXED = re.compile(r"(?P<prefix>\w+):(?P<local>[\w/.%~-]+)")
NAMED = ("skos:prefLabel", "skos:altLabel", "skos:notation", HEM.symbol)


def things_called(store: Store, name: str) -> tuple[str, ...]:
    """Return the IRIs that a name stands for: materials and their compositions, terms of the ontology.

    Args:
        store: in which papers' materials are looked up.
        name: an IRI, whole or with a prefix; a formula or a sample's name; a label, symbol or notation of a term.

    Raises:
        UnknownTerm: if neither the store nor the ontology knows the name.
    """
    name = name.strip()
    prefixed = PREFIXED.fullmatch(name)
    if IRI.fullmatch(name):
        found = [name]
    elif prefixed and prefixed["prefix"] in NAMESPACES:
        found = [NAMESPACES[prefixed["prefix"]] + prefixed["local"]]
    else:
        found = [*_materials_called(store, name), *_terms_called(name)] or [*_materials_of(store, name)]
    known = tuple(iri for iri in dict.fromkeys(found) if _is_known(store, iri))
    if not known:
        raise UnknownTerm(f"nothing here is called {name[:80]!r}; give an IRI (hd:claim/...), a formula or a term.")
    return known


MATERIALS = """SELECT DISTINCT ?material ?composition WHERE {{
  {{ ?material hem:nameKey {key} }} UNION {{ ?material hem:surface {name} }} UNION {{ ?material hem:formula {name} }}
  ?material a hem:Material . OPTIONAL {{ ?material hem:composition ?composition }}
}} ORDER BY ?material"""


def _materials_called(store: Store, name: str) -> Iterator[str]:
    sparql = MATERIALS.format(key=literal(name_key(name)), name=literal(name))
    rows = store.query(PREFIX + sparql).rows
    yield from (str(row[column]) for row in rows for column in ("composition", "material") if row[column] is not None)


def _materials_of(store: Store, formula: str) -> Iterator[str]:
    """Yield the composition that a formula spells, and its materials, however papers spell them."""
    try:
        key = parse(formula).key()
    except FormulaError:
        return
    if key is None:
        return
    composition = iris.composition(key)
    yield composition
    rows = store.query(f"{PREFIX}SELECT ?m WHERE {{ ?m hem:composition <{composition}> }} ORDER BY ?m").rows
    yield from (str(row["m"]) for row in rows)


def _terms_called(name: str) -> Iterator[str]:
    for term in sorted(terms.defined()):
        labels = {str(label) for predicate in NAMED for label in terms.objects(term, predicate)}
        if name in labels or name.casefold() in {label.casefold() for label in labels if len(label) > 2}:
            yield iris.term(term)


def _is_known(store: Store, iri: str) -> bool:
    return store.ask(f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} }}")


def to_json(reason: Reason) -> dict[str, object]:
    """Return a reason as a plain dictionary; the reasons behind it stand in it under ``because``."""
    fields = ("iri", "result", "rule", "says", "source", "section", "standing", "decided")
    told: dict[str, object] = {name: getattr(reason, name) for name in fields}
    return {**told, "because": [to_json(each) for each in reason.because]}


def tell(reasons: Iterable[Reason]) -> str:
    """Return reasons as lines for people: what was derived, by which rule, from which claims.

    >>> claim = Reason("urn:c", "It alloys.", source="10.1/x")
    >>> print(tell([Reason("urn:d", "It follows.", "Si: alloying element", "10_x", because=(claim,))]))
    Si: alloying element [10_x]
      It follows.
      - It alloys. (10.1/x)
    """
    return "\n".join(line for reason in reasons for line in _told(reason, ""))


def _told(reason: Reason, indent: str) -> Iterator[str]:
    if reason.rule is None:
        where = ", ".join(filter(None, (reason.work, reason.section)))
        yield f"{indent}- {reason.says}" + (f" ({where})" if where else "")
        if reason.decided:
            yield f"{indent}  {reason.decided}"
        return
    yield f"{indent}{reason.result} [{reason.rule}]"
    yield f"{indent}  {reason.says}"
    for each in reason.because:
        yield from _told(each, indent + "  ")


def _reason(store: Store, node: str, known: dict[str, Reason]) -> Reason:
    if node not in known:
        rows = store.query(PREFIX + DERIVED.format(node=node)).rows
        known[node] = _derived_reason(store, node, rows, known) if rows else _claim_reason(store, node)
    return known[node]


def _derived_reason(store: Store, node: str, rows: Sequence[Row], known: dict[str, Reason]) -> Reason:
    rule = str(rows[0]["rule"])
    names = [sorted({_name(row, column) for row in rows}) for column in ("about", "object")]
    result = ": ".join(", ".join(filter(None, each)) for each in names).rstrip(": ")
    sources = store.query(f"{PREFIX}SELECT DISTINCT ?s WHERE {{ <{node}> hem:derivedFrom ?s }} ORDER BY ?s").rows
    came_from = [str(row["s"]) for row in sources]
    told = told_apart(claims_by_iri(store, came_from)) + "." if rule == TWO_VALUES else says(rule)
    return Reason(node, told, result, rule, because=tuple(_reason(store, each, known) for each in came_from))


DERIVED = """SELECT ?rule ?about ?object ?aboutName ?objectName WHERE {{
  <{node}> a hem:Derivation ; hem:rule ?rule .
  OPTIONAL {{ <{node}> hem:about ?about OPTIONAL {{ ?about hem:surface|^hem:composition/hem:formula ?aboutName }} }}
  OPTIONAL {{ <{node}> hem:object ?object OPTIONAL {{ ?object hem:surface ?objectName }} }}
}}"""


def _name(row: Row, column: str) -> str:
    """Return what people call a thing: its name in a paper, or its label in the ontology."""
    iri = str(row[column] or "")
    return str(row[column + "Name"] or terms.label(iri.removeprefix(terms.BASE)))


CLAIM = """SELECT ?statement ?quote ?section ?under ?doi ?title ?name ?surface ?cell ?table ?standing ?decided WHERE {{
  BIND(<{node}> AS ?claim)
  OPTIONAL {{ ?claim hem:statement ?statement }}
  OPTIONAL {{ ?claim hem:surface ?surface }}
  OPTIONAL {{ ?claim hem:section ?section }}
  OPTIONAL {{ ?claim hem:evidence ?evidence . ?evidence hem:quote ?quote }}
  OPTIONAL {{ ?claim hem:evidence/hem:section ?under }}
  OPTIONAL {{ ?claim hem:evidence/hem:cell ?cell }}
  OPTIONAL {{ ?claim hem:evidence/hem:table ?table }}
  OPTIONAL {{ ?claim hem:inPaper/hem:doi ?doi }}
  OPTIONAL {{ ?claim hem:inPaper/<http://purl.org/dc/terms/title> ?title }}
  OPTIONAL {{ ?claim hem:inPaper/hem:documentName ?name }}
  OPTIONAL {{ ?claim hem:inPaper/hem:standing ?standing }}
  OPTIONAL {{ ?claim hem:decisionNote ?decided }}
}} LIMIT 1"""


REJECTED = """SELECT ?who ?reason WHERE {{
  ?decision hem:holdsFor <{node}> ; hem:decisionKind hem:Rejection ; hem:decisionState "in force" ;
    hem:decisionReason ?reason ; <http://www.w3.org/ns/prov#wasAttributedTo> ?curator .
  ?curator <http://www.w3.org/2000/01/rdf-schema#label> ?who
}}"""


def _claim_reason(store: Store, node: str) -> Reason:
    rows = store.query(PREFIX + CLAIM.format(node=node)).rows
    row: Mapping[str, object] = rows[0] if rows else {}
    text, source = _said(row) or _first(row, "statement", "surface"), source_of(row)
    decided = _first(row, "decided")
    if text is None and (rejected := store.query(PREFIX + REJECTED.format(node=node)).rows):
        text = "a claim that is not in the graph any more"
        decided = f"rejected by {rejected[0]['who']}: {rejected[0]['reason']}"
    standing = terms.label(found.removeprefix(terms.BASE)) if (found := _first(row, "standing")) else None
    return Reason(
        node, text or node, source=source, section=_first(row, "under", "section"), standing=standing, decided=decided
    )


def _said(row: Mapping[str, object]) -> str | None:
    """Return the words of a claim; a bare cell of a table is told with what stands above and beside it."""
    quote, headers = _first(row, "quote"), cell_words(_first(row, "table"), _first(row, "cell"))
    return f"{headers}: {quote}" if quote and headers else quote


def marked(source: str | None, standing: str | None) -> str | None:
    """Return what a paper is called, with what became of it since.

    >>> marked("10.1/x", "retracted"), marked("10.1/x", None)
    ('10.1/x [retracted]', '10.1/x')
    """
    return f"{source} [{standing}]" if source and standing else source


def source_of(row: Row | Mapping[str, object]) -> str | None:
    """Return what people call the paper of a row: its title, its DOI or the name of its document."""
    return _first(row, "title", "doi", "name")


def _first(row: Row | Mapping[str, object], *columns: str) -> str | None:
    return next((str(row[column]) for column in columns if row.get(column) is not None), None)
