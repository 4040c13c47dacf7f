"""Which sample a composition of a table is of, and when it is all that is known of the sample."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hemkg.assemble.composition_tables import TableReport
from hemkg.assemble.entity import Entity, merge, normal
from hemkg.assemble.introductions import family_of_name
from hemkg.model.composition import Composition
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

CODE = re.compile(r"(?=.*[A-Za-z])[\w@/+–‐−-]{1,20}")


def take_formulas(reports: Sequence[TableReport], entities: list[Entity]) -> None:
    """Join a sample with the formula that a table gives it; a formula that was found is no material of its own.

    Two samples of one formula stay apart.
    """
    given = Counter(report.report.composition.key() for report in _of_formulas(reports, measured=False))
    for report in _of_formulas(reports, measured=False):
        formula, sample = _written_in(report, entities), _named(report, entities)
        alone = given[report.report.composition.key()] == 1
        if formula is None or sample is formula or not alone:
            continue
        if sample is None and CODE.fullmatch(report.names[0].strip()):
            formula.names.append(report.names[0].strip())
        elif sample is not None and not sample.composition and not sample.named:
            merge(formula, sample)
    for report in _of_formulas(reports, measured=True):
        formula, sample = _written_in(report, entities), _named(report, entities)
        if formula is not None and sample is not None and sample is not formula:
            formula.spans = [span for span in formula.spans if span != report.formula]
            if not formula.spans:
                formula.names.clear()
    entities[:] = [entity for entity in entities if entity.names]


def hand_out(reports: Sequence[TableReport], entities: Sequence[Entity]) -> None:
    """Give each sample what tables say it is made of; one of no known composition takes it over.

    A nominal composition comes before a measured one.  What analyses leave out (the oxygen of an oxide, say) cannot
    be seen, so that shares of metals alone are taken over for an alloy only, and those of a surface never.
    """
    for report in reports:
        sample = _named(report, entities) or _of_caption(report, entities)
        if sample is not None and not _says_nothing_new(sample, report):
            sample.reports.append(report.report)
            if report.report.origin == HEM.NominalComposition or sample.composition is None:
                _take_over(sample, report)


def _says_nothing_new(sample: Entity, report: TableReport) -> bool:
    """Whether a table only gives the formula of a sample, and neither calls it designed nor found."""
    key = report.report.composition.key()
    same = sample.composition is not None and sample.composition.key() == key
    return same and report.formula is not None and report.report.origin == HEM.StatedComposition


def _take_over(sample: Entity, report: TableReport) -> None:
    has_own = sample.composition is not None and not _is_measured(sample.composition, sample)
    if has_own or sample.named or not report.is_whole or not _is_all(sample, report.report.composition):
        return
    if report.report.technique not in terms.objects(HEM.SurfaceTechniques, "class"):
        sample.composition = replace(report.report.composition, as_written=sample.surface)


def _is_measured(composition: Composition, sample: Entity) -> bool:
    """Whether a sample has its composition from an analysis."""
    formula = composition.formula
    return any(r.composition.formula == formula and r.origin != HEM.NominalComposition for r in sample.reports)


def _is_all(sample: Entity, composition: Composition) -> bool:
    """Whether elements may be all of a sample: an anion is among them, or the sample is called an alloy."""
    table = elements.table()
    return any(table[s].is_anion_former for s in composition.elements) or family_of_name(sample) == HEM.Alloy


def _of_formulas(reports: Sequence[TableReport], *, measured: bool) -> Iterator[TableReport]:
    for report in reports:
        if report.formula is not None and (report.report.origin == HEM.MeasuredComposition) is measured:
            yield report


def _written_in(report: TableReport, entities: Sequence[Entity]) -> Entity | None:
    """Return the material of the formula in a report's cell."""
    return next((e for e in entities if report.formula in e.spans and e.composition), None)


def _named(report: TableReport, entities: Sequence[Entity]) -> Entity | None:
    """Return the material that the headers of a report name."""
    by_name = {normal(name): entity for entity in entities for name in entity.names}
    return next((by_name[key] for name in report.names if (key := normal(name)) in by_name), None)


def _of_caption(report: TableReport, entities: Sequence[Entity]) -> Entity | None:
    """Return the one material that the caption of a table names, where its headers name no sample at all."""
    if report.names:
        return None
    found = {
        id(e): e for e in entities for name in e.names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", report.caption)
    }
    return next(iter(found.values())) if len(found) == 1 else None
