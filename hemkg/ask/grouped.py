"""The best value of each synthesis, structure, morphology or family: what is compared, and of how many values."""

from collections.abc import Mapping, Sequence

from hemkg.ask.draft import DraftRow, Refusal, Source
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.measured import Measured
from hemkg.ask.wording import listed, plural
from hemkg.store.base import Store
from hemkg.store.claims import Selection, StoredClaim, find_claims
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

COLUMNS = {
    Target.SYNTHESES: "synthesis", Target.STRUCTURES: "structure", Target.MORPHOLOGIES: "morphology",
    Target.FAMILIES: "family",
}  # fmt: skip
Told = tuple[str, StoredClaim | None]


def groups_of(store: Store, intent: Intent, kept: Sequence[Measured]) -> Mapping[str, tuple[Measured, Source | None]]:
    """Return {group: its best value, and the source of what puts it there}, the best of all first."""
    methods = _methods(store, kept) if intent.group is Target.SYNTHESES else {}
    found: dict[str, list[tuple[Measured, Source | None]]] = {}
    for measured in kept:
        for name, claim in _told_of(intent, measured, methods):
            found.setdefault(name, []).append((measured, Source.of_claim(claim) if claim else None))
    is_least = intent.shape is Shape.LEAST
    pick = min if is_least else max
    best = {name: pick(values, key=lambda pair: pair[0].value) for name, values in found.items()}
    return dict(sorted(best.items(), key=lambda item: item[1][0].value, reverse=not is_least))


def with_group(row: DraftRow, column: str, name: str, source: Source | None) -> DraftRow:
    """Return a row of a measurement with the group that it stands for."""
    return DraftRow({column: name, **row.cells}, (*row.sources, *([source] if source else [])), row.papers)


def counted(intent: Intent, kept: Sequence[Measured], best: Mapping[str, object]) -> str:
    """Return of how many values the comparison speaks, and that it tells no cause."""
    papers = len({measured.claim.paper.iri for measured in kept})
    things = f"{plural(len(best), 'kind')} of {COLUMNS[intent.group or Target.FAMILIES]}"
    return (
        f"Compared were {things}, from {plural(len(kept), 'value')} in {plural(papers, 'paper')}; "
        "the materials and conditions differ too, so this tells no cause."
    )


def nothing_told(intent: Intent, kept: Sequence[Measured]) -> Refusal:
    """Return the refusal where no value has a group."""
    what = COLUMNS[intent.group or Target.FAMILIES]
    kinds = listed(terms.label(kind) for kind in intent.quantities)
    return Refusal(f"None of the {plural(len(kept), 'value')} of {kinds} here has a {what} that its paper tells.")


def _methods(store: Store, kept: Sequence[Measured]) -> Mapping[str, list[StoredClaim]]:
    """Return {material, or paper: how it was made}; a paper stands for its materials where it names none."""
    papers = tuple(dict.fromkeys(measured.claim.paper.iri for measured in kept))
    if not papers:
        return {}
    found: dict[str, list[StoredClaim]] = {}
    selection = Selection(kinds=(HEM.SynthesisClaim,), papers=papers, polarities=(HEM.Asserted,))
    for claim in find_claims(store, selection):
        if claim.method is not None:
            found.setdefault(claim.material.iri if claim.material else claim.paper.iri, []).append(claim)
    return found


def _told_of(intent: Intent, measured: Measured, methods: Mapping[str, list[StoredClaim]]) -> list[Told]:
    """Return the groups of a value, each with the claim that says so."""
    material = measured.claim.material
    if intent.group is Target.SYNTHESES:
        own = methods.get(material.iri, []) if material else []
        claims = own or methods.get(measured.claim.paper.iri, [])
        return [(terms.label(name), claim) for name, claim in {c.method or "": c for c in claims}.items()]
    name = getattr(material, COLUMNS[intent.group or Target.FAMILIES], None)
    return [(terms.label(name), None)] if name else []
