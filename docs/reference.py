"""Make the reference of the ontology, docs/ontology/*.md, from the Turtle files, the shapes and the rules.

    python docs/reference.py           writes the pages
    python docs/reference.py --check   says which pages are not what the files would give, and changes nothing

Nothing is typed here that the files of ``ontology/`` could say: definitions, labels and units are theirs, what a
property connects is seen in the data, what a class must have stands in the shapes.  pyLODE was tried first: it shows
classes and properties, but neither concepts nor units, shapes, rules or matches, which are most of this ontology.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph
import rdflib
from rdflib import RDF, SH

from hemkg.reason import guidelines, rules
from hemkg.review import dictionary
from hemkg.review.dictionary import classes, concept_definition, concepts, definition, properties, superclasses, title
from hemkg.store.oxigraph import OxigraphStore
from hemkg.vocab import terms

ROOT = Path(__file__).parents[1]
ONTOLOGY, FOLDER = ROOT / "ontology", ROOT / "docs" / "ontology"
OWL = terms.OWL
SOURCE = "http://purl.org/dc/terms/source"
SUBCLASS = terms.SUBCLASS
MOST_CLASSES = 5  # of those that a property is seen on; of more, what they have in common is named
MOST_LINES = 7  # of an example
MOST_ABBREVIATIONS = 6  # of a concept
# Which page a concept stands on, by its class; concepts of other classes are on the page of concepts.
PAGE_OF = {
    "Element": "elements", "PolyanionCentre": "elements",
    "Unit": "quantities", "QuantityKind": "quantities", "MeasuredProperty": "quantities", "Trait": "quantities",
    "Threshold": "quantities", "Equation": "quantities",
}  # fmt: skip
SCHEMES = tuple(kind for kind in dictionary.BRANCHES if kind not in PAGE_OF)
# Tables of words: their entries are labels and nothing else, so the class is documented and the entries are not.
WORD_TABLES = (
    "SymbolTable", "KindSet", "AskingCue", "ContextCue", "AskedThing", "AskedShape", "PolarityCue", "AttributionCue",
    "GapStatementCue", "RoleCue", "MechanismCue", "PairingCue", "ListCue", "NotAConcept", "BoundBefore", "BoundAfter",
    "Filler", "EverydayRole", "GapPart", "GapPair", "TechniqueHint", "UseCue", "MakingCue", "TableColumn", "VerbFrame",
    "ElementStateCue", "YearBefore", "YearAfter", "ElementGroup", "PriorityCue", "NounOrVerb",
    "SourceWords",
)  # fmt: skip


# ---------------------------------------------------------------- terms


def place(name: str) -> str:
    """Return where a term is documented: page and anchor."""
    kinds = terms.kinds(name)
    if OWL + "Class" in kinds:
        return f"classes.md#{name}"
    if any(kind.startswith(OWL) for kind in kinds):
        return f"properties.md#{name}"
    page = next((PAGE_OF[kind] for kind in kinds if kind in PAGE_OF), "concepts")
    return f"{page}.md#{name}"


def link(name: str) -> str:
    """Return a link to a term, or its name where it is not documented."""
    if not terms.is_defined(name):
        return f"`{short(name)}`"
    is_shown = any(k.startswith(OWL) for k in terms.kinds(name)) or name in set(concepts())
    return f"[{escaped(title(name))}]({place(name)})" if is_shown else f"`{name}`"


def short(iri: str) -> str:
    """Return an IRI with a prefix that everybody knows."""
    known = {"http://www.w3.org/ns/prov#": "prov:", "http://www.w3.org/2004/02/skos/core#": "skos:",
             "http://www.w3.org/2001/XMLSchema#": "xsd:", OWL: "owl:", "https://w3id.org/hemkg/id/": "",
             "http://purl.org/dc/terms/": "dcterms:"}  # fmt: skip
    return next((p + iri.removeprefix(space) for space, p in known.items() if iri.startswith(space)), iri)


def escaped(text: object) -> str:
    """Return text that Markdown leaves as it is, also in a table."""
    return re.sub(r"([|*_<>\[\]])", r"\\\1", " ".join(str(text).split()))


def number(value: object) -> str:
    """Return a number without idle digits."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def words(name: str) -> str:
    """Return the synonyms of a concept that are shown to people, and its first abbreviations."""
    short_ones = [str(label) for label in terms.objects(name, "caseLabel") if " " not in str(label)]
    labels = [*map(str, terms.objects(name, "skos:altLabel")), *short_ones[:MOST_ABBREVIATIONS]]
    return ", ".join(escaped(label) for label in dict.fromkeys(labels) if label != title(name))


# ---------------------------------------------------------------- data


@dataclass
class Seen:
    """What the data show of the terms: what properties connect, and one example of each class."""

    subjects: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    objects: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    examples: dict[str, str] = field(default_factory=dict)


@cache
def seen() -> Seen:
    """Read the vocabulary, the guidelines with what follows from them, and the examples."""
    found, every = Seen(), list(sources())
    kinds: dict[str, set[str]] = {}
    for triples in every:
        kinds |= {node: kinds.get(node, set()) | own for node, own in kinds_of(triples).items()}
    for triples in every:
        for triple in triples:
            note(found, triple, kinds)
        for kind, node in first_of_each(kinds_of(triples)):
            found.examples.setdefault(kind, example(node, triples))
    return found


def sources() -> Iterator[list[pyoxigraph.Triple]]:
    """Yield the triples of each source, the ones with the simplest examples first."""
    for path in sorted((ONTOLOGY / "examples" / "valid").glob("*.ttl")):
        yield turtle(path)
    store = OxigraphStore.in_memory()
    store.replace(guidelines.graphs())
    store.replace({"urn:fixture": tuple(f"{triple} ." for triple in turtle(ONTOLOGY / "competency" / "fixture.ttl"))})
    rules.derive(store)
    for graph in sorted(store.graphs()):
        lines = "\n".join(store.lines(graph)).encode()
        yield [q.triple for q in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)]


def turtle(path: Path) -> list[pyoxigraph.Triple]:
    """Return the triples of a Turtle file."""
    return [q.triple for q in pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)]


def kinds_of(triples: Iterable[pyoxigraph.Triple]) -> dict[str, set[str]]:
    """Return {node: its own classes}, without those that a more special one implies."""
    found: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        if triple.predicate.value == terms.RDF_TYPE:
            found[triple.subject.value].add(triple.object.value.removeprefix(terms.BASE))
    return {n: {k for k in ks if not any(k in superclasses(o) for o in ks)} for n, ks in found.items()}


def note(found: Seen, triple: pyoxigraph.Triple, kinds: dict[str, set[str]]) -> None:
    """Note what a property connects in one triple."""
    name = triple.predicate.value.removeprefix(terms.BASE)
    if not triple.predicate.value.startswith(terms.BASE):
        return
    found.subjects[name] |= kinds_at(triple.subject.value, kinds)
    if isinstance(triple.object, pyoxigraph.Literal):
        found.objects[name].add(short(triple.object.datatype.value).replace("rdf:langString", "xsd:string"))
    else:
        found.objects[name] |= kinds_at(triple.object.value, kinds)


def kinds_at(node: str, kinds: dict[str, set[str]]) -> set[str]:
    """Return the classes of a node, of this source or of the vocabulary."""
    return kinds.get(node) or set(terms.kinds(node.removeprefix(terms.BASE)))


def first_of_each(kinds: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Yield (class, its first node by name); concepts are no examples, they have entries of their own."""
    for node in sorted(node for node in kinds if not node.startswith(terms.BASE)):
        yield from ((kind, node) for kind in sorted(kinds[node]))


def example(node: str, triples: Iterable[pyoxigraph.Triple]) -> str:
    """Return a few statements about a node as Turtle."""
    rows = sorted({(t.predicate.value, turtle_of(t.object)) for t in triples if t.subject.value == node})
    kinds = [value for predicate, value in rows if predicate == terms.RDF_TYPE]
    others = [f"{turtle_name(p)} {value}" for p, value in rows if p != terms.RDF_TYPE]
    rest = " ;\n  ".join(others[:MOST_LINES])
    return f"<{short(node)}> a {' , '.join(kinds)}" + (f" ;\n  {rest} ." if rest else " .")


def turtle_of(node: object) -> str:
    """Return a node as Turtle, literals without their datatype."""
    if isinstance(node, pyoxigraph.Literal):
        is_plain = node.datatype.value.endswith(("integer", "decimal", "double", "boolean"))
        return node.value if is_plain else f'"{node.value}"'
    return turtle_name(str(getattr(node, "value", node)))


def turtle_name(iri: str) -> str:
    """Return an IRI as Turtle writes it."""
    if iri.startswith(terms.BASE):
        return f"hem:{iri.removeprefix(terms.BASE)}"
    name = short(iri)
    return name if re.match(r"^(prov|skos|dcterms):", name) else f"<{name}>"


# ---------------------------------------------------------------- shapes, rules, mappings


@dataclass(frozen=True)
class Shape:
    """A shape: its name, its words, the terms that it looks at, and the class that it asks of a value."""

    name: str
    message: str
    targets: tuple[str, ...]
    properties: tuple[str, ...]
    asks: str | None
    is_warning: bool


@cache
def shapes() -> tuple[Shape, ...]:
    """Return the shapes in the order of their names."""
    graph = rdflib.Graph().parse(ONTOLOGY / "shapes.ttl")
    return tuple(sorted((shape_of(graph, s) for s in graph.subjects(RDF.type, SH.PropertyShape)), key=lambda s: s.name))


def shape_of(graph: rdflib.Graph, node: rdflib.term.Node) -> Shape:
    """Read one shape."""
    aims = [value for how in (SH.targetClass, SH.targetSubjectsOf) for value in graph.objects(node, how)]
    path = sorted({str(v).removeprefix(terms.BASE) for v in names_in(graph, graph.value(node, SH.path))})
    asks = graph.value(node, SH["class"])
    return Shape(
        name=str(node).rpartition("#")[2],
        message=str(graph.value(node, SH.message)),
        targets=tuple(sorted(str(aim).removeprefix(terms.BASE) for aim in aims)),
        properties=tuple(path),
        asks=str(asks).removeprefix(terms.BASE) if asks else None,
        is_warning=graph.value(node, SH.severity) == SH.Warning,
    )


def names_in(graph: rdflib.Graph, node: rdflib.term.Node | None) -> Iterator[rdflib.term.Node]:
    """Yield the properties in a path."""
    if isinstance(node, rdflib.URIRef) and str(node).startswith(terms.BASE):
        yield node
    elif isinstance(node, rdflib.BNode):
        for value in graph.objects(node):
            yield from names_in(graph, value)


def matches(name: str) -> list[str]:
    """Return links to what other vocabularies call a term."""
    return [f"{match.how}: [{escaped(match.label)}]({match.iri})" for match in dictionary.matches().get(name, ())]


# ---------------------------------------------------------------- pages


def head(words_: str) -> str:
    """Return what stands at the head of a page."""
    return f"{words_}\n\nMade from `ontology/` by `make docs`; correct it there.  [All pages](README.md)\n"


def anchor(name: str) -> str:
    """Return a place that links can lead to."""
    return f'<a id="{name}"></a>'


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    columns = list(heads)
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows]) + "\n"


def meaning(name: str) -> str:
    """Return definition, source and scope note of a term."""
    parts = [escaped(concept_definition(name) or definition(name) or "")]
    parts += [f"({escaped(source)})" for source in terms.objects(name, SOURCE)]
    parts += [escaped(f"{note_}.") for note_ in terms.objects(name, "skos:scopeNote")]
    return " ".join(part for part in parts if part)


def class_page() -> str:
    """Return the page of classes."""
    return head("# Classes") + "".join(map(class_entry, classes()))


def class_entry(name: str) -> str:
    """Return what is said of one class."""
    lines = [f"\n## {anchor(name)}{name}\n", f"**{escaped(title(name))}.** {escaped(definition(name))}\n"]
    above, below = terms.objects(name, SUBCLASS), [c for c in classes() if name in terms.objects(c, SUBCLASS)]
    facts = {
        "a kind of": ", ".join(link(str(c)) for c in above),
        "kinds": ", ".join(map(link, below)),
        "same elsewhere": "; ".join(matches(name)),
        "must hold": "; ".join(f"[{escaped(s.message)}](rules.md#{s.name})" for s in shapes_of(name)),
        "properties": ", ".join(link(p) for p in properties_of(name)),
        "members": members(name),
    }
    lines += [f"- {key}: {value}" for key, value in facts.items() if value]
    if name in seen().examples:
        lines.append(f"\n```turtle\n{seen().examples[name]}\n```")
    return "\n".join(lines) + "\n"


def shapes_of(name: str) -> list[Shape]:
    """Return the shapes of a class, those of the classes above it left to them."""
    return [shape for shape in shapes() if name in shape.targets]


def properties_of(name: str) -> list[str]:
    """Return the properties that data of a class have, by the shapes and by what is seen."""
    asked = {p for shape in shapes_of(name) for p in shape.properties}
    return sorted((asked | {p for p, kinds in seen().subjects.items() if name in kinds}) & set(properties()))


def members(name: str) -> str:
    """Return links to the members of a class, or how many words it has."""
    found = terms.instances(name)
    if name in WORD_TABLES:
        return f"{len(found)} lists of words"
    return ", ".join(map(link, found)) if len(found) <= 12 else f"{len(found)}, the first {link(found[0])}"


def property_page() -> str:
    """Return the page of properties."""
    rows = [
        (f"{anchor(name)}`{name}`", escaped(title(name)), meaning_of_property(name), subjects_of(name), range_of(name))
        for name in properties()
    ]
    about = "What a property connects is what the shapes ask and what the data show; nothing follows from it."
    return head(f"# Properties\n\n{about}") + "\n" + table(("property", "label", "meaning", "of", "value"), rows)


def meaning_of_property(name: str) -> str:
    """Return what a property means, with the same in other vocabularies."""
    return "; ".join([meaning(name), *matches(name)])


def subjects_of(name: str) -> str:
    """Return links to the classes that have a property."""
    targets = {t for shape in shapes() if name in shape.properties for t in shape.targets if t in set(classes())}
    return ", ".join(link(kind) for kind in fewest(targets | seen().subjects.get(name, set())))


def range_of(name: str) -> str:
    """Return links to the classes of the values of a property, or their datatypes."""
    asked = {shape.asks for shape in shapes() if shape.asks and shape.properties == (name,)}
    found = asked or seen().objects.get(name, set())
    return ", ".join(link(kind) if terms.is_defined(kind) else f"`{short(kind)}`" for kind in fewest(found))


def fewest(kinds: Iterable[str]) -> list[str]:
    """Return classes without those below another one; of many, those at the top."""
    found = set(kinds)
    found = {kind for kind in found if not found & set(superclasses(kind))}
    if len(found) > MOST_CLASSES:
        own = {kind: [c for c in superclasses(kind) if terms.is_defined(c)] for kind in found}
        found = {above[-1] if above else kind for kind, above in own.items()}
    return sorted(found)


def concept_page() -> str:
    """Return the page of concepts, one section a class."""
    return head("# Concepts") + "".join(scheme(kind) for kind in SCHEMES if terms.instances(kind))


def scheme(kind: str) -> str:
    """Return the concepts of one class."""
    found = [name for name in terms.instances(kind) if place(name).startswith("concepts")]
    rows = [(f"{anchor(n)}**{escaped(title(n))}**", meaning(n), words(n), facts_of(n)) for n in found]
    return f"\n## {title(kind).capitalize()}\n\n{escaped(definition(kind))} [{kind}]({place(kind)})\n\n" + table(
        ("concept", "meaning", "also called", "more"), rows
    )


FACTS = (
    "followsMechanism", "requiresAnion", "worksWithoutAnion", "equation", "competesWith", "distinguishedBy", "enables",
    "improves", "favours", "narrowTechnique", "tellsTechnique", "ofElement", "chargeNumber", "ionicRadius_nm",
    "formula", "anionFamily", "materialRole", "countsAs", "precedence", "sentence", "weight",
)  # fmt: skip


def facts_of(name: str) -> str:
    """Return what else is said of a concept, with its JSON word and the same elsewhere."""
    found = [f"{title(p)}: {values(name, p)}" for p in FACTS if terms.objects(name, p)]
    shown = techniques_that_show(name)
    found += [f"can be shown by: {', '.join(map(link, shown))}"] if shown else []
    notation = terms.text(name, "skos:notation")
    found += [f"in JSON: `{notation}`"] if notation else []
    return "; ".join([*found, *matches(name)])


def values(name: str, predicate: str) -> str:
    """Return the values of a property of a concept."""
    every = terms.objects(name, predicate)
    return ", ".join(link(str(v)) if terms.is_defined(str(v)) else escaped(number(v)) for v in every)


@cache
def evidencing() -> dict[str, tuple[str, ...]]:
    """Return {mechanism: techniques that can show it}, by the claims of the guidelines."""
    found: dict[str, list[str]] = defaultdict(list)
    for claim in guidelines.claims():
        if "EvidencingClaim" in claim.classes:
            for mechanism in claim.all("mechanism"):
                found[mechanism] += claim.all("technique")
    return {mechanism: tuple(dict.fromkeys(techniques)) for mechanism, techniques in found.items()}


def techniques_that_show(name: str) -> tuple[str, ...]:
    """Return the techniques that can show a mechanism."""
    return evidencing().get(name, ())


def quantity_page() -> str:
    """Return the page of quantities, units, thresholds and equations."""
    parts = [head("# Quantities, units, thresholds, equations"), section("QuantityKind", KIND_COLUMNS, quantity_row)]
    parts += [section("MeasuredProperty", ("property", "meaning", "kind"), property_row)]
    parts += [section("Trait", ("trait", "meaning", "unit"), trait_row)]
    parts += [section("Unit", ("unit", "symbol", "measures", "factor", "elsewhere"), unit_row)]
    parts += [section("Threshold", ("threshold", "value", "why, or source"), threshold_row)]
    return "".join([*parts, section("Equation", ("equation", "meaning"), equation_row)])


KIND_COLUMNS = ("quantity kind", "meaning", "also called", "unit", "plausible", "elsewhere")


def section(kind: str, columns: Iterable[str], row: Callable[[str], tuple[str, ...]]) -> str:
    """Return a table of the members of a class."""
    heading = f"\n## {title(kind).capitalize()}\n\n{escaped(definition(kind))} [{kind}]({place(kind)})\n\n"
    return heading + table(columns, map(row, terms.instances(kind)))


def named(name: str) -> str:
    """Return the first cell of a row."""
    return f"{anchor(name)}**{escaped(title(name))}**"


def quantity_row(name: str) -> tuple[str, ...]:
    """Return the row of a quantity kind."""
    low, high = (terms.objects(name, p) for p in ("plausibleMin", "plausibleMax"))
    plausible = f"{number(low[0])} to {number(high[0])}" if low and high else ""
    return named(name), meaning(name), words(name), units(name), plausible, "; ".join(matches(name))


def units(name: str) -> str:
    """Return the symbol of the canonical unit."""
    return ", ".join(f"[{symbol(str(u))}]({place(str(u))})" for u in terms.objects(name, "canonicalUnit"))


def symbol(unit: str) -> str:
    """Return the symbol of a unit, or 1."""
    return escaped(terms.text(unit, "symbol") or "1")


def property_row(name: str) -> tuple[str, ...]:
    """Return the row of a property that texts give numbers for."""
    return named(name), meaning(name), values(name, "ofKind")


def trait_row(name: str) -> tuple[str, ...]:
    """Return the row of a trait."""
    return named(name), meaning(name), units(name)


def unit_row(name: str) -> tuple[str, ...]:
    """Return the row of a unit; its offset, where it has one, stands with the factor."""
    offset = "".join(f", then {number(value)}" for value in terms.objects(name, "offset"))
    factor = ", ".join(number(f) for f in terms.objects(name, "factor")) + offset
    return f"{anchor(name)}`{name}`", symbol(name), values(name, "ofKind"), factor, "; ".join(matches(name))


def threshold_row(name: str) -> tuple[str, ...]:
    """Return the row of a threshold or constant."""
    unit = terms.text(name, "unit")
    return named(name), f"{values(name, 'value')} {symbol(unit) if unit else ''}".strip(), escaped(definition(name))


def equation_row(name: str) -> tuple[str, ...]:
    """Return the row of an equation."""
    return f"{anchor(name)}${terms.text(name, 'latex')}$", meaning(name)


def element_page() -> str:
    """Return the page of elements and of centres of polyanions."""
    centres = ("centre", "meaning", "element", "bound to", "charge", "freed")
    columns = ("element", "name", "number", "atomic weight, g/mol", "kind", "charge as anion", "elsewhere")
    elements = section("Element", columns, element_row)
    return head("# Elements") + elements + section("PolyanionCentre", centres, centre_row)


def element_row(name: str) -> tuple[str, ...]:
    """Return the row of an element."""
    facts = (values(name, p) for p in ("atomicNumber", "atomicMass", "elementCategory", "anionCharge"))
    label = ", ".join([title(name), *map(str, terms.objects(name, "skos:altLabel"))])
    return f"{anchor(name)}**{name}**", escaped(label), *facts, "; ".join(matches(name))


def centre_row(name: str) -> tuple[str, ...]:
    """Return the row of an element that other anions bind."""
    facts = (values(name, p) for p in ("ofElement", "boundTo", "chargeNumber", "isFreed"))
    return f"{anchor(name)}`{name}`", meaning(name), *facts


def rule_page() -> str:
    """Return the page of rules and shapes."""
    said = [(f"{anchor(rule.name)}`{rule.name}`", escaped(rule.says)) for rule in rules.rules()]
    asked = table(("shape", "what must hold", "for", "property", "otherwise"), map(shape_row, shapes()))
    return (
        f"{head('# Rules and shapes')}\n## Rules: what follows from claims\n\n{table(('rule', 'what it says'), said)}"
        f"\n## Shapes: what makes the graph of a paper valid\n\n{asked}"
    )


def shape_row(shape: Shape) -> tuple[str, ...]:
    """Return the row of a shape."""
    links = (", ".join(map(link, names)) for names in (shape.targets, shape.properties))
    otherwise = "warning" if shape.is_warning else "violation"
    return f"{anchor(shape.name)}`{shape.name}`", escaped(shape.message), *links, otherwise


def index_page(pages_: dict[str, str]) -> str:
    """Return the page that leads to the others."""
    about = {
        "classes.md": f"{len(classes())} classes, with what must hold of them, their properties and an example each",
        "properties.md": f"{len(properties())} properties, with what they connect",
        "concepts.md": "mechanisms, techniques, synthesis methods, roles, levers, ions, families, structures and more",
        "quantities.md": "quantity kinds with units and plausible ranges, thresholds with sources, equations",
        "elements.md": "elements with atomic weights and anion charges, centres of polyanions",
        "rules.md": f"{len(rules.rules())} rules and {len(shapes())} shapes in plain words",
    }
    rows = [(f"[{name}]({name})", about[name]) for name in pages_]
    text = (
        "# Reference of the ontology\n\nEvery class, property and concept of "
        "[`ontology/`](../../ontology/README.md), which explains how they belong together.  The prefix `hem:` stands "
        f"for `{terms.BASE}`.  Tables of words by which texts are read are documented by their classes only; their "
        "entries stand in `cues.ttl` and `questions.ttl`.\n\n"
        "Made from `ontology/` by `make docs`; correct it there.\n\n"
    )
    return text + table(("page", "what it holds"), rows)


def pages() -> dict[str, str]:
    """Return {name: text} of all pages."""
    made = {
        "classes.md": class_page(), "properties.md": property_page(), "concepts.md": concept_page(),
        "quantities.md": quantity_page(), "elements.md": element_page(), "rules.md": rule_page(),
    }  # fmt: skip
    return {"README.md": index_page(made), **made}


def stale() -> list[str]:
    """Return the names of pages that are not what the files would give."""
    return [name for name, text in pages().items() if not same(FOLDER / name, text)]


def same(path: Path, text: str) -> bool:
    """Whether a file holds a text."""
    return path.exists() and path.read_text(encoding="utf-8") == text


def main() -> None:
    """Write the pages, or check them."""
    if "--check" in sys.argv:
        sys.exit(f"Run `make docs`; these pages are old: {', '.join(stale())}" if stale() else 0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
