"""The ontology as a dictionary that people read: its branches, and for each term what it means and how it is joined.

Which classes are shown, and in which order, is decided here; everything that is said of a term stands in the Turtle.
The page and the reference in ``docs/ontology`` both walk the ontology by this module.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial

import pyoxigraph

from hemkg.vocab import terms, units
from hemkg.vocab.terms import HEM, OWL, RDF_TYPE, SKOS, SUBCLASS, Literal

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
LABEL, COMMENT = f"{RDFS}label", f"{RDFS}comment"
SOURCE = "http://purl.org/dc/terms/source"
CLASS = f"{OWL}Class"
PROPERTIES = tuple(f"{OWL}{kind}" for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
BROADER, NARROWER, RELATED = (f"{SKOS}{name}" for name in ("broader", "narrower", "related"))

BRANCHES: tuple[str, ...] = (
    HEM.IonStorageMechanism, HEM.ChargeStorageMechanism, HEM.CompetingExplanation, HEM.Technique, HEM.TechniqueMode,
    HEM.SynthesisMethod, HEM.ElementRole, HEM.Performance, HEM.StructuralLever, HEM.EntropyEffect, HEM.FutureDirection,
    HEM.Ion, HEM.Element, HEM.PolyanionCentre, HEM.AnionFamily, HEM.StructureType, HEM.Morphology, HEM.NamedMaterial,
    HEM.MaterialClass, HEM.MaterialRole, HEM.EntropyClass, HEM.EntropyConvention, HEM.CompositionOrigin,
    HEM.QuantityKind, HEM.MeasuredProperty, HEM.Trait, HEM.CapacityKind, HEM.Unit, HEM.Threshold, HEM.Equation,
    HEM.CapacityVerdict, HEM.Polarity, HEM.AttributionKind, HEM.DecisionKind, HEM.Relation, HEM.ElementCategory,
    HEM.GapReason, HEM.ScorePart, HEM.GapAxes, HEM.CheckKind, HEM.UnrecordedThing, HEM.WorkStanding,
)  # fmt: skip
"""Classes whose members people read or papers speak of; the others hold tables of words by which texts are read."""
TOLD_BY_NUMBERS = (HEM.Element, HEM.Unit, HEM.Threshold, HEM.PolyanionCentre)
"""Classes whose members are told by numbers and notes instead of a sentence."""
WORDS_TOO = (HEM.Approximately, HEM.MoreThan, HEM.LessThan, HEM.AtLeast, HEM.AtMost, HEM.Exactly)
"""Words that bound a value, which by an accident of names are of a class that is shown."""
SHOWN_LABELS = ("skos:prefLabel", LABEL, "skos:altLabel", "skos:notation", HEM.symbol)
"""Where the names of a term stand that are meant for people."""
SPELLINGS = (HEM.caseLabel, HEM.exactLabel, "skos:hiddenLabel", HEM.unitWord)
"""Where other words stand by which texts and questions are read."""
SAID_APART = frozenset((
    RDF_TYPE, SUBCLASS, BROADER, NARROWER, RELATED, LABEL, COMMENT, SOURCE, HEM.caseLabel, HEM.exactLabel,
    HEM.unitWord, HEM.plausibleMin, HEM.plausibleMax,
    *(SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel", "notation", "definition", "note", "scopeNote")),
))  # fmt: skip
"""Predicates that an entry has a place of its own for."""
MATCH = "Match"


@dataclass(frozen=True, slots=True)
class Match:
    """What another vocabulary calls the same thing.

    Attributes:
        how: how near it is, in a word (``exact``, ``close``).
        label: what the thing is called there.
        iri: where it stands.
    """

    how: str
    label: str
    iri: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as a dictionary tells it.

    Attributes:
        name: its local name.
        title: what it is called.
        kinds: the classes that it is of.
        definition: what it means; None for what is told by numbers alone.
        notes: further remarks, in sentences.
        sources: where the definition comes from.
        labels: its other names.
        spellings: other words by which it is recognised.
        broader, narrower, related: terms above, below and beside it.
        facts: what else it says, by property.
        named_by: which terms name it, by property.
        plausible: bounds of plausible values, in the canonical unit.
        matches: the same in other vocabularies.
    """

    name: str
    title: str
    kinds: tuple[str, ...]
    definition: str | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    facts: Mapping[str, tuple[Literal, ...]] = field(default_factory=dict, hash=False)
    named_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    plausible: tuple[float, float] | None = None
    matches: tuple[Match, ...] = ()

    @property
    def iri(self) -> str:
        """Its full IRI."""
        return terms.iri(self.name)


# ---------------------------------------------------------------- which terms there are


def classes() -> list[str]:
    """Return all classes by name."""
    return sorted(terms.instances(CLASS))


def properties() -> list[str]:
    """Return all properties by name."""
    return sorted({name for kind in PROPERTIES for name in terms.instances(kind)})


def concepts() -> list[str]:
    """Return the individuals that people read or papers speak of: all but entries of tables of words."""
    return sorted({name for kind in BRANCHES for name in members(kind)})


def members(kind: str) -> tuple[str, ...]:
    """Return the members of a class that are shown, in the order of the files.

    >>> members("IonStorageMechanism")
    ('Intercalation', 'Conversion', 'Alloying', 'SpaceCharge')
    """
    return tuple(dict.fromkeys(name for name in terms.instances(kind) if name not in WORDS_TOO))


@cache
def every() -> tuple[str, ...]:
    """Return every term that has an entry: concepts, classes, properties."""
    return tuple(dict.fromkeys((*concepts(), *classes(), *properties())))


@cache
def is_entry(name: str) -> bool:
    """Whether a term has an entry.

    >>> is_entry("SpaceCharge"), is_entry("<script>")
    (True, False)
    """
    return name in set(every())


# ---------------------------------------------------------------- what is said of one


def title(name: str) -> str:
    """Return the words for a term."""
    return terms.text(name, "skos:prefLabel") or terms.text(name, LABEL) or name


def definition(name: str) -> str | None:
    """Return what a term means: a comment of a class or property, a definition or note of a concept."""
    return terms.text(name, COMMENT) or concept_definition(name)


def concept_definition(name: str) -> str | None:
    """Return the definition of a concept, or the note of one that is told by numbers."""
    numbers = any(kind in TOLD_BY_NUMBERS for kind in terms.kinds(name))
    return terms.text(name, "skos:definition") or (terms.text(name, "skos:note") if numbers else None)


def superclasses(name: str) -> list[str]:
    """Return the classes above one, the nearest first, with those of other vocabularies as they are."""
    found: list[str] = []
    left = [name]
    while left:
        above = [str(c) for c in terms.objects(left.pop(0), SUBCLASS)]
        found += [c for c in above if c not in found]
        left += above
    return found


@cache
def _below() -> Mapping[str, tuple[str, ...]]:
    """Return {term: the terms right below it}, whichever of the two says so."""
    found: dict[str, dict[str, None]] = {}
    for name in every():
        for above in (*terms.objects(name, BROADER), *terms.objects(name, SUBCLASS)):
            found.setdefault(str(above), {})[name] = None
        for below in (*terms.objects(name, NARROWER), *terms.objects(name, HEM.narrowTechnique)):
            found.setdefault(name, {})[str(below)] = None
    return {name: tuple(below) for name, below in found.items()}


@cache
def _above() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, below in _below().items():
        for each in below:
            found.setdefault(each, {})[name] = None
    return {name: tuple(above) for name, above in found.items()}


def narrower(name: str) -> tuple[str, ...]:
    """Return the terms right below one.

    >>> "Operando" in narrower("InSitu")
    True
    """
    return tuple(each for each in _below().get(name, ()) if is_entry(each))


def broader(name: str) -> tuple[str, ...]:
    """Return the terms right above one.

    >>> broader("Operando")
    ('InSitu',)
    """
    return tuple(each for each in _above().get(name, ()) if is_entry(each))


def with_narrower(name: str) -> tuple[str, ...]:
    """Return a term and all that stand below it."""
    found = [name]
    for each in found:
        found += [below for below in narrower(each) if below not in found]
    return tuple(found)


@cache
def _namers() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return {term: {property: the terms that say it under that property}}."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in every():
        for predicate, values in terms.said(name).items():
            if predicate not in SAID_APART:
                for value in map(str, filter(partial(is_link, predicate), values)):
                    found.setdefault(value, {}).setdefault(predicate, []).append(name)
    return {name: {how: tuple(by) for how, by in told.items()} for name, told in found.items()}


@cache
def _of_values() -> frozenset[str]:
    """Return the properties whose values are numbers and texts, though a text may be a name of a term: *Fe*."""
    return frozenset(terms.instances(f"{OWL}DatatypeProperty"))


def is_link(predicate: str, value: Literal) -> bool:
    """Whether what a term says under a property is another term that has an entry."""
    return isinstance(value, str) and predicate not in _of_values() and is_entry(value)


@cache
def matches() -> Mapping[str, tuple[Match, ...]]:
    """Return {our term: what other vocabularies call it}."""
    mappings = terms.ontology_directory().joinpath("mappings.ttl")
    files = [mappings, *terms.vocabulary_files()]
    triples = [t for file in files for t in pyoxigraph.parse(file.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)]
    labels = {str(_value(t.subject)): str(_value(t.object)) for t in triples if t.predicate.value == LABEL}
    found: dict[str, list[Match]] = {}
    for triple in triples:
        how = triple.predicate.value
        if how.startswith(SKOS) and how.endswith(MATCH):
            iri = str(_value(triple.object))
            ours = str(_value(triple.subject)).removeprefix(terms.BASE)
            found.setdefault(ours, []).append(Match(how.removeprefix(SKOS).removesuffix(MATCH), labels[iri], iri))
    return {name: tuple(dict.fromkeys(every_one)) for name, every_one in found.items()}


def _value(node: object) -> str:
    return str(getattr(node, "value", node))


def entry(name: str) -> Entry:
    """Return the entry of a term.

    Raises:
        UnknownTerm: if the ontology defines no such term.

    >>> entry("SpecificCapacity").plausible
    (0.0, 5000.0)
    """
    terms.iri(name)
    called = title(name)
    labels = _words(name, SHOWN_LABELS, {called})
    return Entry(
        name, called, terms.kinds(name), definition(name), _notes(name),
        sources=_texts(name, SOURCE), labels=labels, spellings=_words(name, SPELLINGS, {called, *labels}),
        broader=broader(name), narrower=narrower(name), related=_texts(name, RELATED),
        facts={how: told for how, told in terms.said(name).items() if how not in SAID_APART and MATCH not in how},
        named_by=_namers().get(name, {}), plausible=_plausible(name), matches=matches().get(name, ()),
    )  # fmt: skip


def _texts(name: str, predicate: str) -> tuple[str, ...]:
    return tuple(map(str, terms.objects(name, predicate)))


def _notes(name: str) -> tuple[str, ...]:
    told = definition(name)
    found = (*_texts(name, "skos:scopeNote"), *_texts(name, "skos:note"))
    return tuple(text if text.endswith((".", "!", "?")) else f"{text}." for text in found if text != told)


def _words(name: str, predicates: tuple[str, ...], but: set[str]) -> tuple[str, ...]:
    found = dict.fromkeys(word for predicate in predicates for word in _texts(name, predicate))
    return tuple(word for word in found if word not in but)


def _plausible(name: str) -> tuple[float, float] | None:
    low, high = terms.objects(name, HEM.plausibleMin), terms.objects(name, HEM.plausibleMax)
    return (float(low[0]), float(high[0])) if low and high else None


# ---------------------------------------------------------------- looking words up


@dataclass(frozen=True, slots=True)
class Found:
    """A term that some words may mean.

    Attributes:
        name: of the term.
        word: the label of it that is like them.
        score: how like, from 0 to 100.
    """

    name: str
    word: str
    score: float


LEAST_LIKE = 78.0
LONGEST_WORDS = 200
DASH = re.compile(r"[-‐‑–_]")


@cache
def _labels() -> tuple[tuple[str, str, str], ...]:
    """Return (term, label, label as it is compared) of every label, with names and formulas; concepts first."""
    of = (*SHOWN_LABELS, *SPELLINGS, HEM.formula)
    words = ((name, word) for name in every() for word in (*_words(name, of, set()), name))
    return tuple((name, word, _folded(word)) for name, word in words)


@cache
def _compared() -> tuple[str, ...]:
    return tuple(folded for _, _, folded in _labels())


def _folded(words: str) -> str:
    return " ".join(DASH.sub(" ", words).casefold().split())


def look_up(words: str, most: int = 24) -> tuple[Found, ...]:
    """Return the terms that have a label like some words, the likest first.

    The words may be any label, a part of one, a symbol, a unit in any spelling, or nearly one of these.

    Args:
        words: as they are typed.
        most: how many terms at most.

    >>> [found.name for found in look_up("PXRD")]
    ['XRayDiffraction']
    >>> look_up("intercallation")[0].name, look_up("mAh/g")[0].name
    ('Intercalation', 'MilliampereHourPerGram')
    """
    from rapidfuzz import fuzz, process

    wanted = " ".join(words.split())[:LONGEST_WORDS]
    folded = _folded(wanted)
    if not folded:
        return ()
    best: dict[str, Found] = {}
    for found in (*_units_called(wanted), *_holding(wanted, folded)):
        _keep(best, found)
    if len(folded) > 2:
        like = process.extract(folded, _compared(), scorer=fuzz.ratio, limit=most, score_cutoff=LEAST_LIKE)
        for _, score, place in like:
            name, label, _ = _labels()[place]
            _keep(best, Found(name, label, score - 20.0 - _distance(name)))
    return tuple(sorted(best.values(), key=lambda found: (-found.score, title(found.name).casefold()))[:most])


def _units_called(wanted: str) -> Iterator[Found]:
    found = units.parse_unit(wanted, 0)
    if found is not None and found[1] == len(wanted):
        symbols = {symbol: name for name in terms.instances(HEM.Unit) if (symbol := terms.text(name, HEM.symbol))}
        if found[0].symbol in symbols:
            yield Found(symbols[found[0].symbol], found[0].symbol, 99.0)


def _holding(wanted: str, folded: str) -> Iterator[Found]:
    for name, label, word in _labels():
        if folded in word:
            yield Found(name, label, _likeness(wanted, folded, label, word) - _distance(name))


def _distance(name: str) -> float:
    """Return how far a term is from what people look for: classes and properties are behind concepts."""
    kinds = terms.kinds(name)
    return 4.0 if CLASS in kinds else 8.0 if any(kind in PROPERTIES for kind in kinds) else 0.0


def _keep(best: dict[str, Found], found: Found) -> None:
    if found.name not in best or best[found.name].score < found.score:
        best[found.name] = found


def _likeness(wanted: str, folded: str, label: str, word: str) -> float:
    """Return how like a label is that holds the words: written just so, the same but for case, begun so, or within."""
    if wanted == label:
        return 100.0
    if folded == word:
        return 98.0
    share = len(folded) / len(word)
    return (85.0 if word.startswith(folded) else 80.0 if f" {folded}" in word else 60.0) + 5.0 * share


def roots() -> tuple[str, ...]:
    """Return the branches that stand below no other one, in order."""
    nested = {kind for kind in BRANCHES if set(superclasses(kind)) & set(BRANCHES)}
    return tuple(kind for kind in BRANCHES if kind not in nested)


def below_branch(kind: str) -> Iterator[str]:
    """Yield what stands right below a branch: branches within it, then its members that have nothing above them."""
    yield from (each for each in BRANCHES if kind in terms.objects(each, SUBCLASS))
    own = members(kind)
    yield from (name for name in own if not set(broader(name)) & set(own))
