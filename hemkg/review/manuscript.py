"""Checks of a manuscript by arithmetic: its own claims against each other, against chemistry, against a graph.

Nothing is judged but what can be computed from what was read.  An error is a sum that does not come out; a
warning is something that needs an explanation which was not read; a note is something a referee would ask
for.  The checks themselves stand in ``arithmetic_checks``, ``first_efficiency``, ``formula_checks``, ``faraday_check``,
``technique_check``, ``condition_checks``, ``priority_checks``, ``graph_checks`` and ``value_conflicts``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hemkg.model.answer import Citation
from hemkg.model.claim import Reading
from hemkg.model.paper import Paper
from hemkg.review import arithmetic_checks, condition_checks, formula_checks, graph_checks, priority_checks
from hemkg.review.certain import settled
from hemkg.review.faraday_check import check_faraday
from hemkg.review.findings import Finding, Outcome, Severity
from hemkg.review.first_efficiency import check_efficiency
from hemkg.review.render import citation_json
from hemkg.review.technique_check import check_techniques
from hemkg.review.value_conflicts import check_values
from hemkg.store.base import Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

Json = dict[str, object]
LONGEST = 200
CHECKS: Mapping[str, Callable[[Paper, Reading], Outcome]] = {
    HEM.RetentionCheck: arithmetic_checks.check_retention,
    HEM.EfficiencyCheck: check_efficiency,
    HEM.AgreementCheck: arithmetic_checks.check_agreement,
    HEM.RangeCheck: arithmetic_checks.check_ranges,
    HEM.FaradayCheck: check_faraday,
    HEM.FormulaCheck: formula_checks.check_formulas,
    HEM.EntropyCheck: formula_checks.check_entropy,
    HEM.TechniqueCheck: check_techniques,
    HEM.ConditionsCheck: condition_checks.check_conditions,
}

STORE_CHECKS: Mapping[str, Callable[[Store, Paper, Reading], Outcome]] = {
    HEM.NoveltyCheck: priority_checks.check_novelty,
    HEM.RecordCheck: priority_checks.check_records,
    HEM.GraphCheck: graph_checks.against,
    HEM.ValueConflictCheck: check_values,
}


@dataclass(frozen=True, slots=True)
class Examination:
    """The outcome of all checks.

    Attributes:
        document: stem of the manuscript's file.
        title: its title, if known.
        claims: number of claims that were read in it.
        materials: number of materials.
        findings: errors first, each kind in text order.
        checks: terms of the checks that were made, with how often each could be made.
        held: what the authors claim of their rank and nothing in the store contradicts.
    """

    document: str
    title: str | None
    claims: int
    materials: int
    findings: tuple[Finding, ...]
    checks: tuple[tuple[str, int], ...] = ()
    held: tuple[Finding, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether there are no errors and no warnings."""
        return all(finding.severity is Severity.NOTE for finding in self.findings)


def check_manuscript(paper: Paper, reading: Reading, store: Store | None = None) -> Examination:
    """Return what the checks find in a manuscript.

    Args:
        paper: the manuscript.
        reading: what was read in it.
        store: a graph of other papers to hold it against; its own entry there, if it has one, is left out.
    """
    reading = settled(paper, reading)
    outcomes = [run(paper, reading) for run in CHECKS.values()]
    if store is not None:
        outcomes += [run(store, paper, reading) for run in STORE_CHECKS.values()]
    found = [finding for outcome in outcomes for finding in outcome.findings]
    ordered = sorted(found, key=lambda finding: (list(Severity).index(finding.severity), _place(finding)))
    return Examination(
        paper.source.name,
        paper.bibliography.title,
        len(reading.claims),
        len(reading.materials),
        tuple(ordered),
        tuple((outcome.check, outcome.tried) for outcome in outcomes),
        tuple(finding for outcome in outcomes for finding in outcome.held),
    )


def _place(finding: Finding) -> tuple[int, str]:
    return (finding.quotes[0].start or 0 if finding.quotes else 0, finding.message)


# ---------------------------------------------------------------- told


def to_json(examination: Examination) -> Json:
    """Return an examination as JSON."""
    return {
        "doc": {"id": examination.document, "title": examination.title},
        "claims": examination.claims,
        "materials": examination.materials,
        "clean": examination.is_clean,
        "checks": [
            {"check": terms.notation(check), "what": terms.label(check), "tried": tried}
            for check, tried in examination.checks
        ],
        "findings": [_finding_json(finding) for finding in examination.findings],
        "held": [_finding_json(finding) for finding in examination.held],
    }


def _finding_json(finding: Finding) -> Json:
    return {
        "check": terms.notation(finding.check),
        "severity": finding.severity.value,
        "message": finding.message,
        "computed": finding.computed,
        "printed": finding.printed,
        "quotes": [citation_json(c) | {"start": c.start, "end": c.end} for c in finding.quotes],
    }


def to_text(examination: Examination) -> str:
    """Return an examination as text for a terminal."""
    head = f"{examination.document}: {examination.claims} claims about {examination.materials} materials were read."
    tried = ", ".join(f"{terms.notation(check)} {count}" for check, count in examination.checks)
    lines = [head, f"Checks made: {tried}."]
    if examination.is_clean:
        lines.append("No error was found; what was not read could not be checked.")
    for finding in examination.findings:
        lines += _lines(finding, finding.severity.value.upper())
    for finding in examination.held:
        lines += _lines(finding, "NOT CONTRADICTED")
    return "\n".join(lines) + "\n"


def _lines(finding: Finding, mark: str) -> list[str]:
    told = [f"  “{_short(c.quote)}”{_where(c)}" for c in finding.quotes]
    return [f"\n{mark} ({terms.label(finding.check)}): {finding.message}", *told]


def _where(citation: Citation) -> str:
    where = [citation.section, f"p. {citation.page}" if citation.page else None]
    told = ", ".join(part for part in where if part)
    return f" ({told})" if told else ""


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else plain[:LONGEST].rsplit(" ", 1)[0] + " …"
