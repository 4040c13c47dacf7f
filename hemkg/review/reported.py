"""Who reports which mechanism of which material, one line a work and material: what plots of mechanisms count.

The field (``field``) counts the same reports by cell; here the material stays, so that its elements can be asked.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hemkg.errors import InputError
from hemkg.model.answer import Citation
from hemkg.review.field import PREFIX, REPORTS, excluded_roles, local
from hemkg.review.quotes import citations
from hemkg.store.base import Row, Store
from hemkg.store.claims import MaterialSelection, RowSelection, Selection
from hemkg.vocab.terms import HEM


@dataclass(frozen=True, slots=True)
class Reported:
    """What one work reports of one material.

    Attributes:
        mechanism: term of the mechanism.
        material: IRI of the material.
        work: IRI of the primary work.
        year: when it appeared, if that is known.
        is_high: whether the material is a high-entropy one.
        family, ion: terms, where they are known.
        claim: IRI of the claim that was read most surely.
    """

    mechanism: str
    material: str
    work: str
    year: int | None
    is_high: bool
    family: str | None
    ion: str | None
    claim: str


def read_reported(store: Store, selection: RowSelection | None = None) -> tuple[Reported, ...]:
    """Return what is reported of the anodes of a store, by work.

    Args:
        store: the store.
        selection: which of it, by ion, anion family, class of entropy, year and mechanism; all if not given.

    Raises:
        InputError: if the selection asks for what a report of a mechanism does not say.
    """
    if selection is not None:
        _check(selection)
    found = (_reported(row) for row in store.query(REPORTS).rows if local(row["polarity"]) == HEM.Asserted)
    wanted = (report for report in found if selection is None or _fits(report, selection))
    return tuple(sorted(wanted, key=lambda r: (r.work, r.mechanism, r.material, r.ion or "")))


def _reported(row: Row) -> Reported:
    return Reported(
        local(row["mechanism"]) or "",
        str(row["material"]),
        str(row["work"]),
        None if row["year"] is None else int(row["year"]),
        row["high"] is True,
        local(row["family"]),
        local(row["ion"]),
        str(row["best"]).partition("|")[2],
    )


def _check(selection: RowSelection) -> None:
    """Refuse what would be left unheeded."""
    measured = selection.measured
    material = MaterialSelection(families=measured.material.families, high_entropy=measured.material.high_entropy)
    heeded = Selection(measured.kinds, material=material, ions=measured.ions, years=measured.years)
    others = [said for said in selection.beside if not said.mechanisms or said.polarities != (HEM.Asserted,)]
    if measured != heeded or others or selection.without:
        raise InputError(
            "reports of mechanisms can be picked by ion, anion family, high or low entropy, year and mechanism only; "
            "leave the rest out."
        )


def _fits(report: Reported, selection: RowSelection) -> bool:
    wanted, material = selection.measured, selection.measured.material
    return (
        (not wanted.ions or report.ion in wanted.ions)
        and (not material.families or report.family in material.families)
        and (material.high_entropy is None or report.is_high is material.high_entropy)
        and (not wanted.years or (report.year is not None and wanted.years.holds(report.year)))
        and all(report.mechanism in said.mechanisms for said in selection.beside)
    )


def sentences(store: Store, reports: tuple[Reported, ...]) -> Mapping[str, Citation]:
    """Return {IRI of a claim: its sentence} for the claims of reports that rest on one."""
    return citations(store, [report.claim for report in reports])


def held_elements(store: Store) -> Mapping[str, frozenset[str]]:
    """Return {material: symbols of its elements}, cathodes, precursors and the like left out."""
    query = f"""{PREFIX}SELECT ?material ?element WHERE {{
      ?material a hem:Material ; hem:containsElement ?element .
      {excluded_roles()}
    }}"""
    held: dict[str, set[str]] = defaultdict(set)
    for row in store.query(query).rows:
        held[str(row["material"])].add(local(row["element"]) or "")
    return {material: frozenset(symbols) for material, symbols in held.items()}
