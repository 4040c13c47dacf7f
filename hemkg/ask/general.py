"""Answers about what is generally held: from the guidelines, one claim a statement, each with its source."""

from collections.abc import Iterable, Iterator, Sequence

from hemkg.ask.draft import Draft, DraftRow, Source
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.wording import listed
from hemkg.model.answer import Citation, Value
from hemkg.reason import guidelines
from hemkg.reason.guidelines import Guideline
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

DOCUMENT = "guidelines"
ONTOLOGY = "ontology"
MOST_STATEMENTS = 4
ENOUGH = 0.6


def answer(intent: Intent) -> Draft | None:
    """Return what is generally held on a question, or None if the guidelines do not tell."""
    if intent.words is None or intent.subjects:
        return None
    for engine in (_definition, _levers, _precedence, _order, _elements, _techniques, _numbers, _statements):
        found = engine(intent)
        if found is not None:
            return found
    return None


def source_of(claim: Guideline) -> Source:
    """Return a guideline claim as a source."""

    def cite(number: int) -> Citation:
        place = claim.citation
        return Citation(number, DOCUMENT, claim.statement, place.doi, place.title, place.section, claim=claim.iri)

    return Source(claim.iri, cite)


def _sources(claims: Iterable[Guideline]) -> tuple[Source, ...]:
    return tuple(map(source_of, claims))


# ---------------------------------------------------------------- definitions


def _definition(intent: Intent) -> Draft | None:
    """Say what a concept is."""
    built = (*intent.material.structures, *intent.material.morphologies)
    concepts = (*intent.mechanisms, *intent.techniques, *built, *intent.roles)
    if intent.material.high_entropy:
        concepts += (HEM.HighEntropyMaterial,)
    if intent.target is not Target.DEFINITION or not concepts:
        return None
    rows, said = [], []
    for concept in concepts:
        claims = [c for c in guidelines.claims() if HEM.DefinitionClaim in c.classes and concept in c.all(HEM.about)]
        text = terms.text(concept, "skos:definition") or (claims[0].statement if claims else None)
        if text is None:
            continue
        sources = _sources(claims) or (_of_the_ontology(concept, text),)
        rows.append(DraftRow({"concept": terms.label(concept), "definition": text}, sources))
        said.append(f"{terms.label(concept).capitalize()}: {text} {{{len(rows)}}}")
    return Draft(tuple(rows), ("concept", "definition"), "  ".join(said)) if rows else None


def _of_the_ontology(concept: str, text: str) -> Source:
    """Return the ontology's own definition as a source, for a concept that no guideline defines."""
    iri = terms.iri(concept)
    return Source(iri, lambda number: Citation(number, ONTOLOGY, text, title=f"Ontology: {terms.label(concept)}"))


def _precedence(intent: Intent) -> Draft | None:
    """Say which mechanism has to come first."""
    words = intent.words
    if words is None or not words.has(HEM.AskEarlier) or not intent.mechanisms:
        return None
    first = [str(m) for later in intent.mechanisms for m in terms.objects(later, HEM.followsMechanism)]
    found = [m for m in dict.fromkeys(first) if m not in intent.mechanisms]
    if not found:
        return None
    claims = [
        c
        for c in guidelines.claims()
        if HEM.CausalClaim in c.classes
        and set(found) & set(c.all(HEM.about))
        and set(intent.mechanisms) & set(c.all(HEM.object))
    ]
    rows = tuple(DraftRow({"mechanism": terms.notation(m)}, _sources(claims[:MOST_STATEMENTS])) for m in found)
    later = listed(terms.label(m) for m in intent.mechanisms)
    text = f"{listed(terms.label(m) for m in found).capitalize()}: it sets free what {later} works with {{1}}."
    return Draft(rows, ("mechanism",), text)


# ---------------------------------------------------------------- orders


def _order(intent: Intent) -> Draft | None:
    """Return an order of elements or ions by what the guidelines rank."""
    asked = set(intent.elements) | set(intent.ions)
    if len(asked) < 2 or intent.shape not in {Shape.ORDER, Shape.MOST, Shape.LEAST}:
        return None
    ranked = [
        (c, [t for t in guidelines.ranking(c) if t in asked])
        for c in guidelines.claims()
        if HEM.OrderingClaim in c.classes
    ]
    fitting = [(c, items) for c, items in ranked if set(items) == asked]
    if not fitting:
        return None
    fitting.sort(key=lambda pair: -_closeness(pair[0], intent))
    claim, items = fitting[0]
    same = [c for c, others in fitting if others == items and _closeness(c, intent) >= _closeness(claim, intent) - 1]
    goes_up = intent.shape is Shape.LEAST or intent.is_ascending
    items = items[::-1] if goes_up else items
    column = "ion" if intent.ions else "element"
    rows = tuple(
        DraftRow({column: _symbol(item), "rank": place}, _sources(same[:MOST_STATEMENTS]))
        for place, item in enumerate(items, start=1)
    )
    return Draft(
        rows, (column, "rank"), f"{(' < ' if goes_up else ' > ').join(map(_symbol, items))} {{1}}: {claim.statement}"
    )


def _symbol(item: str) -> str:
    return item if item in elements.table() else terms.notation(item)


def _closeness(claim: Guideline, intent: Intent) -> float:
    """Return how much a claim and a question speak of the same."""
    words = intent.words
    concepts = {
        term
        for key in (HEM.mechanism, HEM.property, HEM.capacityKind, HEM.ion, HEM.anionFamily, HEM.technique, HEM.about)
        for term in claim.all(key)
    }
    asked = {*intent.mechanisms, *intent.quantities, *intent.capacity_kinds, *intent.techniques}
    stems = {stem(word.strip(".,;:")) for word in claim.statement.lower().split()}
    traits = {stem(word) for term in concepts for word in terms.label(term).lower().split()}
    shared = sum(stem(t.lower) in stems | traits for t in words.tokens if len(t.lower) > 3) if words else 0
    return (
        2.0 * len(concepts & asked) - 1.0 * len(set(intent.mechanisms) - set(claim.all(HEM.mechanism))) + 0.5 * shared
    )


# ---------------------------------------------------------------- elements and techniques


def _elements(intent: Intent) -> Draft | None:
    """Return the elements that enable a mechanism, or that have a role."""
    if intent.target is not Target.ELEMENTS or not (intent.mechanisms or intent.roles):
        return None
    roles = set(intent.roles) | {
        role
        for role in terms.instances(HEM.ElementRole)
        if set(intent.mechanisms) & set(terms.objects(role, HEM.enables))
    }
    claims = [
        claim
        for claim in guidelines.claims()
        if HEM.ElementRoleClaim in claim.classes and roles & set(claim.all(HEM.role)) and not claim.all(HEM.ofMaterial)
    ]
    if intent.material.high_entropy:
        claims = [claim for claim in claims if HEM.HighEntropyMaterial in claim.all(HEM.ofMaterialClass)] or claims
    found: dict[str, list[Guideline]] = {}
    for claim in claims:
        for symbol in _wanted(claim.all(HEM.element), intent):
            found.setdefault(symbol, []).append(claim)
    excluded = {
        r
        for r in terms.instances(HEM.ElementRole)
        if set(intent.excluded_mechanisms) & set(terms.objects(r, HEM.enables))
    }
    out = {
        s
        for c in guidelines.claims()
        if excluded & set(c.all(HEM.role)) and not c.all(HEM.ofMaterial)
        for s in c.all(HEM.element)
    }
    found = {symbol: told for symbol, told in found.items() if symbol not in out}
    if not found:
        return None
    rows = tuple(
        DraftRow(
            {
                "element": symbol,
                "role": listed(sorted({terms.label(r) for c in claims for r in c.all(HEM.role) if r in roles})),
            },
            _sources(claims[:2]),
        )
        for symbol, claims in found.items()
    )
    said = listed(f"{row.cells['element']} {{{i}}}" for i, row in enumerate(rows, start=1))
    return Draft(rows, ("element", "role"), f"{said}.")


def _wanted(symbols: Sequence[str], intent: Intent) -> Iterator[str]:
    """Yield anions where anions are asked for, and cations where cations or metals are."""
    words = intent.words
    asked = {span.of(words.text).lower().rstrip("s") for span in words.spans(HEM.AskElement)} if words else set()
    table = elements.table()
    for symbol in symbols:
        is_anion = table[symbol].is_anion_former
        if not ({"anion"} & asked and not is_anion) and not ({"cation", "metal"} & asked and is_anion):
            yield symbol


def _levers(intent: Intent) -> Draft | None:
    """Return which changes of structure favour or hinder the mechanisms that a question names, or any."""
    if intent.words is None or not intent.words.has(HEM.AskLever):
        return None
    claims = [c for c in guidelines.claims() if HEM.LeverEffectClaim in c.classes and c.all(HEM.lever)]
    fitting = [c for c in claims if not intent.mechanisms or set(intent.mechanisms) & set(c.all(HEM.mechanism))]
    rows = [
        DraftRow(
            {
                "lever": terms.label(lever),
                "mechanism": tuple(map(terms.notation, claim.all(HEM.mechanism))) or None,
                "effect": claim.one(HEM.effect),
                "statement": claim.statement,
            },
            _sources([claim]),
        )
        for claim in fitting
        for lever in claim.all(HEM.lever)
    ]
    if not rows:
        return None
    said = listed(f"{row.cells['lever']} ({row.cells['effect']}) {{{i}}}" for i, row in enumerate(rows[:5], start=1))
    more = f", and {len(rows) - 5} more below" if len(rows) > 5 else ""
    return Draft(tuple(rows), ("lever", "mechanism", "effect", "statement"), f"{said}{more}.")


def _techniques(intent: Intent) -> Draft | None:
    """Return the techniques that can show a mechanism."""
    if intent.target is not Target.TECHNIQUES or not intent.mechanisms:
        return None
    claims = [
        c
        for c in guidelines.claims()
        if HEM.EvidencingClaim in c.classes
        and set(intent.mechanisms) & set(c.all(HEM.mechanism))
        and c.one(HEM.polarity) != HEM.Negated
    ]
    rows = [
        DraftRow({"technique": f"{terms.label(mode)} {terms.label(technique)}".strip()}, _sources([claim]))
        for claim in claims
        for technique in claim.all(HEM.technique)
        for mode in (claim.all(HEM.mode) or ("",))
    ]
    if not rows:
        return None
    said = listed(f"{row.cells['technique']} {{{i}}}" for i, row in enumerate(rows, start=1))
    return Draft(tuple(rows), ("technique",), f"{said}.")


def _numbers(intent: Intent) -> Draft | None:
    """Return a number that is generally held: below which size, how many times."""
    if intent.target is not Target.MEASUREMENTS or intent.ions:
        return None
    claims = [c for c in guidelines.claims() if HEM.QuantityClaim in c.classes and c.number(HEM.value) is not None]
    fitting = [c for c in claims if not c.all(HEM.ofMaterial) and set(intent.mechanisms) <= _concepts(c)]
    scored = sorted(((_overlap(claim, intent), claim) for claim in fitting), key=lambda pair: -pair[0])
    if not scored or scored[0][0] < ENOUGH:
        return None
    claim = scored[0][1]
    unit = claim.one(HEM.unit)
    cells: dict[str, Value] = {
        "quantity": terms.label(claim.one(HEM.property) or ""),
        "value": claim.number(HEM.value),
        "up_to": claim.number(HEM.valueMax),
        "unit": terms.text(unit, "symbol") if unit else None,
    }
    return Draft((DraftRow(cells, _sources([claim])),), tuple(cells), f"{claim.statement} {{1}}")


def _concepts(claim: Guideline) -> set[str]:
    return {term for key in (HEM.mechanism, HEM.about, HEM.object) for term in claim.all(key)}


# ---------------------------------------------------------------- anything else


def _statements(intent: Intent) -> Draft | None:
    """Return the statements that are closest to a question, if they are close."""
    if not intent.is_general and intent.target is not Target.DEFINITION:
        return None
    scored = sorted(((_overlap(claim, intent), claim) for claim in guidelines.claims()), key=lambda pair: -pair[0])
    best = [claim for score, claim in scored if score >= max(ENOUGH, 0.8 * scored[0][0])][:MOST_STATEMENTS]
    if not best:
        return None
    rows = tuple(DraftRow(_cells(claim), _sources([claim])) for claim in best)
    text = "  ".join(f"{claim.statement} {{{i}}}" for i, claim in enumerate(best, start=1))
    columns = tuple(
        name for name in ("statement", "element", "mechanism", "technique") if any(row.cells.get(name) for row in rows)
    )
    return Draft(rows, columns, text)


def _cells(claim: Guideline) -> dict[str, Value]:
    return {
        "statement": claim.statement,
        "element": claim.all(HEM.element) or None,
        "mechanism": tuple(map(terms.notation, claim.all(HEM.mechanism))) or None,
        "technique": tuple(map(terms.label, claim.all(HEM.technique))) or None,
    }


def _overlap(claim: Guideline, intent: Intent) -> float:
    """Return the share of a question's content that a statement speaks of."""
    words = intent.words
    if words is None:
        return 0.0
    told = {stem(word.strip(".,;:()")) for word in claim.statement.lower().split()}
    told |= {
        stem(word) for values in claim.says.values() for v in values for word in terms.label(str(v)).lower().split()
    }
    asked = [t for t in words.tokens if len(t.lower) > 3 and t.lower not in FILLERS]
    hits = sum(t.stem in told for t in asked)
    return hits / len(asked) if asked else 0.0


FILLERS = table_words("QuoteFiller") | {
    "which",
    "what",
    "does",
    "that",
}
