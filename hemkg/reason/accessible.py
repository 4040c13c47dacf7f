"""Which storage mechanisms a composition makes accessible, by the same rules that run over a store.

A formula becomes the material of a small graph that holds the guidelines; the rules for accessibility run
on it, and their reasons are kept.  Nothing about elements or mechanisms is decided here.
"""

from dataclasses import dataclass
from functools import cache

from hemkg.model.claim import Material
from hemkg.model.composition import Composition
from hemkg.model.paper import Span
from hemkg.rdf import iris
from hemkg.reason import guidelines, rules
from hemkg.reason.faraday import of_role
from hemkg.reason.guidelines import Guideline
from hemkg.reason.why import Reason, why
from hemkg.store.base import Store
from hemkg.store.oxigraph import OxigraphStore
from hemkg.vocab import chemistry, terms
from hemkg.vocab.terms import HEM

ROLES = "10_guideline_roles"
RULES = {
    HEM.Intercalation: ("32_accessible_intercalation", "21_accessible_in_carbon"),
    HEM.Conversion: ("20_accessible_conversion",),
    HEM.Alloying: ("30_accessible_alloying",),
    HEM.SpaceCharge: ("31_accessible_space_charge",),
}
ASKED = "formula"
ASKED_GRAPH = iris.ID + "graph/asked"
NEEDED = (HEM.anionCharge, HEM.value)
OF_MATERIALS = (HEM.containsElement, HEM.composition)


@dataclass(frozen=True, slots=True)
class Accessible:
    """What the guidelines say of one mechanism in one composition with one ion.

    Attributes:
        mechanism: its term.
        is_accessible: whether the composition allows it.
        rule: name of the rule that decides.
        says: what the rule says.
        roles: the elements that the rule rests on, with the term of their role; empty where it does not apply.
        claims: the claims behind it.
        missing: what is not there, in words; None where it is accessible.
        caveats: claims that limit it: what has not been studied, how it depends on the ion.
    """

    mechanism: str
    is_accessible: bool
    rule: str
    says: str
    roles: tuple[tuple[str, str], ...] = ()
    claims: tuple[Reason, ...] = ()
    missing: str | None = None
    caveats: tuple[Guideline, ...] = ()


def accessible(composition: Composition, ion: str) -> tuple[Accessible, ...]:
    """Return what the guidelines say of each ion-storage mechanism in a composition.

    Args:
        composition: its elements count, and its entropy if amounts are known.
        ion: term of the working ion.

    >>> from hemkg.annotate.formula_grammar import parse
    >>> [a.mechanism for a in accessible(parse("(MgCoNiCuZn)O"), "SodiumIon") if a.is_accessible]
    ['Intercalation', 'Conversion', 'SpaceCharge']
    """
    store, material = _ask(composition)
    return tuple(_accessible(store, material, composition, ion, m) for m in terms.instances("IonStorageMechanism"))


def _accessible(store: Store, material: str, composition: Composition, ion: str, mechanism: str) -> Accessible:
    rows = store.query(rules.PREFIX + FOUND.format(material=material, mechanism=mechanism, ion=ion)).rows
    if not rows:
        rule = RULES[mechanism][0]
        return Accessible(mechanism, False, rule, rules.says(rule), missing=_missing(composition, ion, mechanism))
    (reason,) = why(store, str(rows[0]["d"]), _known())
    return Accessible(
        mechanism, True, reason.rule or "", reason.says, _roles(store, reason.iri, composition), _claims(reason, ion),
        caveats=_caveats(composition, mechanism),
    )  # fmt: skip


# ---------------------------------------------------------------- the small graph


@cache
def _base() -> Store:
    """Return the guidelines with the roles that follow from them, without the materials that they name."""
    store = OxigraphStore.in_memory()
    needed = tuple(f"<{iris.term(predicate)}>" for predicate in NEEDED)
    left_out = tuple(f"<{iris.term(predicate)}>" for predicate in OF_MATERIALS)
    known = [line for line in guidelines.lines() if line.split(" ", 2)[1] not in left_out]
    vocabulary = [line for line in guidelines.vocabulary_lines() if line.split(" ", 2)[1] in needed]
    store.replace({iris.GUIDELINES_GRAPH: known, iris.VOCABULARY_GRAPH: vocabulary})
    store.replace({iris.DERIVED_GRAPH: store.construct(_rule(ROLES))})
    return store


@cache
def _known() -> dict[str, Reason]:
    """Return the reasons that hold for every composition: claims, and the roles that follow from them."""
    return {}


def _claims(reason: Reason, ion: str) -> tuple[Reason, ...]:
    """Return the claims of a reason, but those about another ion."""
    others = {claim.iri for claim in guidelines.claims() if claim.all(HEM.ion) and ion not in claim.all(HEM.ion)}
    return tuple(claim for claim in reason.claims() if claim.iri not in others)


def _rule(name: str) -> str:
    return next(rule.sparql for rule in rules.rules() if rule.name == name)


def _ask(composition: Composition) -> tuple[Store, str]:
    """Put a composition into the small graph and run the rules; return the graph and the material's IRI."""
    store, surface = _base(), composition.as_written
    for node in [node for node, reason in _known().items() if reason.rule not in {None, ROLES}]:
        del _known()[node]
    lines = list(guidelines.material_lines(ASKED, [Material(surface, Span(0, 1), composition=composition)]))
    store.replace({ASKED_GRAPH: lines})
    for name in sorted(name for names in RULES.values() for name in names):
        lines += store.construct(_rule(name))
        store.replace({ASKED_GRAPH: lines})
    return store, iris.material(ASKED, surface)


FOUND = """SELECT ?d WHERE {{
  ?d hem:about <{material}> ; hem:predicate hem:accessibleMechanism ; hem:object hem:{mechanism} .
  FILTER(NOT EXISTS {{ ?d hem:ion ?any }} || EXISTS {{ ?d hem:ion hem:{ion} }})
}}"""


ELEMENTS = """SELECT DISTINCT ?element ?role WHERE {{
  <{derivation}> hem:derivedFrom ?from . ?from hem:rule "{rule}" ; hem:about ?element ; hem:object ?role .
}}"""


def _roles(store: Store, derivation: str, composition: Composition) -> tuple[tuple[str, str], ...]:
    """Return the elements and roles that a derivation rests on, in the order of the formula."""
    rows = store.query(rules.PREFIX + ELEMENTS.format(derivation=derivation, rule=ROLES)).rows
    found = {(str(row["element"]).removeprefix(terms.BASE), str(row["role"]).removeprefix(terms.BASE)) for row in rows}
    return tuple(sorted(found, key=lambda pair: composition.elements.index(pair[0])))


# ---------------------------------------------------------------- what is missing, and what limits


def _missing(composition: Composition, ion: str, mechanism: str) -> str:
    """Say which element a composition lacks for a mechanism."""
    if mechanism == HEM.Intercalation:
        return "the rule speaks of high-entropy materials; of others a formula does not tell whether ions find sites"
    if mechanism == HEM.Conversion or not (_converts(composition) or _is_metallic(composition, mechanism)):
        return _missing_for_conversion(composition)
    role = next(r for r in terms.instances("ElementRole") if mechanism in terms.objects(r, HEM.enables))
    there = _with_role(composition, role)
    if there:
        return f"too few {terms.label(ion)} go into {' or '.join(there)} to count"
    return f"no {terms.label(role)}; known are {', '.join(of_role(role))}"


def _missing_for_conversion(composition: Composition) -> str:
    roles = (HEM.ConversionAnion, HEM.ConvertingElement)
    lacking = [f"no {terms.label(role)}" for role in roles if not _with_role(composition, role)]
    return " and ".join(lacking)


def _is_metallic(composition: Composition, mechanism: str) -> bool:
    """Whether alloying needs no conversion before it, there being no anion."""
    has_anion = any(terms.objects(symbol, HEM.anionCharge) for symbol in composition.elements)
    return mechanism == HEM.Alloying and not has_anion


def _converts(composition: Composition) -> bool:
    return bool(_with_role(composition, HEM.ConversionAnion) and _with_role(composition, HEM.ConvertingElement))


def _with_role(composition: Composition, role: str) -> tuple[str, ...]:
    return tuple(symbol for symbol in composition.elements if symbol in of_role(role))


def _caveats(composition: Composition, mechanism: str) -> tuple[Guideline, ...]:
    """Return what is said to be unstudied in such materials, and how the mechanism goes with the ion."""
    ions = set(terms.instances("Ion"))
    orders = (claim for claim in guidelines.select(mechanism=mechanism, property=HEM.SpaceChargeStrength))
    by_ion = tuple(claim for claim in orders if set(guidelines.ranking(claim)) <= ions)
    entropy = chemistry.cation_entropy(composition)
    if entropy is None or chemistry.entropy_class(entropy) != HEM.HighEntropy:
        return by_ion
    stated = guidelines.select(mechanism=mechanism, ofMaterialClass=HEM.HighEntropyMaterial)
    gaps = [claim for claim in stated if HEM.GapStatement in claim.classes and claim.all(HEM.mechanism) == (mechanism,)]
    return (*gaps[:1], *by_ion)
