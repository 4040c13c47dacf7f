"""Small graphs in Turtle that rules run over, beside the vocabulary."""
# ruff: noqa: E501  (a claim a line)

import pyoxigraph

from hemkg.rdf import iris
from hemkg.reason import guidelines, rules
from hemkg.store.oxigraph import OxigraphStore

PREFIXES = """@prefix hem: <https://w3id.org/hemkg/ont#> . @prefix e: <https://example.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . """

# roles that rules for accessibility rest on
ROLES = """
e:r1 a hem:GuidelineClaim , hem:ElementRoleClaim ; hem:element hem:O , hem:S ; hem:role hem:ConversionAnion ; hem:polarity hem:Asserted .
e:r2 a hem:GuidelineClaim , hem:ElementRoleClaim ; hem:element hem:Fe , hem:Zn ; hem:role hem:ConvertingElement ; hem:polarity hem:Asserted .
e:r3 a hem:GuidelineClaim , hem:ElementRoleClaim ; hem:element hem:Zn , hem:Sn ; hem:role hem:AlloyingElement ; hem:polarity hem:Asserted .
e:r4 a hem:GuidelineClaim , hem:ElementRoleClaim ; hem:element hem:Fe ; hem:role hem:SpaceChargeElement ; hem:polarity hem:Hypothesised .
e:r5 a hem:GuidelineClaim , hem:ElementRoleClaim ; hem:element hem:Fe , hem:Zn ; hem:role hem:IntercalationHostElement ; hem:polarity hem:Asserted .
e:h1 hem:property hem:IonsPerAtom ; hem:mechanism hem:Alloying ; hem:element hem:Zn ; hem:ion hem:LithiumIon ; hem:value 1.0e0 .
e:h2 hem:property hem:IonsPerAtom ; hem:mechanism hem:Alloying ; hem:element hem:Zn ; hem:ion hem:SodiumIon ; hem:value 0.0e0 ; hem:valueMax 0.08e0 .
e:h3 hem:property hem:IonsPerAtom ; hem:mechanism hem:Alloying ; hem:element hem:Sn ; hem:ion hem:SodiumIon ; hem:value 2.25e0 ; hem:valueMax 3.75e0 .
"""  # fmt: skip


def world(turtle):
    """Return a store with the vocabulary and the triples of a Turtle text, before any rule."""
    store = OxigraphStore.in_memory()
    quads = pyoxigraph.parse((PREFIXES + turtle).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    store.replace({iris.VOCABULARY_GRAPH: guidelines.vocabulary_lines(), "urn:world": [f"{q.triple} ." for q in quads]})
    return store


def derived(turtle):
    """Run the rules over a Turtle text; return the store and what they gave."""
    store = world(turtle)
    return store, rules.derive(store)


def count(rule, turtle):
    """Return how many things one rule derives from a Turtle text."""
    return derived(turtle)[1].of(rule)


def answers(store, pattern):
    """Return the values of ``?x`` where a pattern holds, local names for our terms."""
    rows = store.query(f"{rules.PREFIX}PREFIX e: <https://example.org/> SELECT DISTINCT ?x WHERE {{ {pattern} }}").rows
    return {str(row["x"]).rsplit("#", 1)[-1].rsplit("/", 1)[-1] for row in rows}
