"""Papers and what is read in them, as text that a chemist can check.

``HEMKG_REWRITE=1`` writes what is read today; look at the difference before it is committed.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hemkg import pipeline
from hemkg.model.claim import Claim, Material
from hemkg.model.paper import Paper
from hemkg.read import read_paper

PAPERS = sorted((Path(__file__).parent / "papers").glob("*.md"))


def conditions_of(claim: Claim) -> Iterator[str]:
    told = claim.conditions
    if told.ion:
        yield told.ion
    if told.current_density:
        yield f"at {told.current_density.as_written}"
    if told.cycle is not None:
        yield f"cycle {told.cycle}"
    if told.voltage_window:
        yield f"{told.voltage_window.low}-{told.voltage_window.high} V"


def told_by(claim: Claim) -> Iterator[str]:
    yield str(claim.claim_type)
    yield claim.material or "-"
    yield (
        " ".join(filter(None, (claim.mode, claim.concept if claim.quantity is None else claim.kind, *claim.elements)))
        or "-"
    )
    yield claim.quantity.as_written if claim.quantity else "-"
    yield ", ".join(conditions_of(claim)) or "-"
    yield " ".join(filter(None, (claim.polarity, claim.attribution, " ".join(claim.cites))))


def line_of(material: Material) -> str:
    shares = material.composition.fractions() if material.composition else None
    atoms = " ".join(f"{element} {share}" for element, share in (shares or {}).items())
    names = " = ".join((material.surface, *material.aliases))
    return " | ".join(("material", names, atoms or "-", material.family or "-", material.role or "-"))


def story_of(paper: Paper) -> str:
    reading = pipeline.understand(paper)
    lines = [line_of(material) for material in reading.materials]
    quote = None
    for claim in reading.claims:
        if claim.evidence.quote != quote:
            quote = claim.evidence.quote
            lines.append("\n« " + " ".join(quote.split()) + " »")
        lines.append("  " + " | ".join(told_by(claim)))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_a_paper_is_read_as_it_was(path):
    expected = path.with_suffix(".txt")
    story = story_of(read_paper(path.read_bytes(), path=path.name))
    if os.environ.get("HEMKG_REWRITE"):
        expected.write_text(story)
    assert story == expected.read_text()
