"""Under which voltages, at which temperature and in which cell a number was measured.

Current density and cycle are chosen by fitted models; these three are stated rarely and plainly, so
plain rules do: a range of voltages with a word for limits, a temperature with ``at``, a full cell.
"""

import re

from hemkg.assemble.context import Context, View
from hemkg.assemble.ions import ion_of
from hemkg.assemble.wording import clause_of, cues_in
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.model.quantity import Quantity
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

REACH = 2
LEADS = re.compile(r"\b(?:at|to|below|under)\s(?:the\s)?(?:low\stemperature\sof\s)?$")
FULL, HALF = "full", "half"


def voltage_window_of(context: Context, view: View, span: Span) -> Quantity | None:
    """Return the voltage limits of a measurement: of its sentence, else the last ones of its paragraph."""
    here = _windows(view)
    if here:
        return min(here, key=lambda w: abs(w.span.start - span.start)).quantity
    for index in range(view.sentence.index - 1, max(-1, view.sentence.index - 1 - REACH), -1):
        earlier = context.views[index]
        if earlier.sentence.block is not view.sentence.block or cell_of(view, span):
            return None
        if found := _windows(earlier):
            window = found[-1]
            return window.quantity if _same_cell(context, view, span, earlier, window) else None
    return None


def _same_cell(context: Context, view: View, span: Span, earlier: View, window: Mention) -> bool:
    """Whether two places speak of cells of one ion, so that the limits of one hold for the other."""
    return ion_of(context, view, span, None) == ion_of(context, earlier, window.span, None)


def _windows(view: View) -> list[Mention]:
    return [m for m in view.of_kind({HEM.Voltage}) if _is_window(view, m)]


def _is_window(view: View, mention: Mention) -> bool:
    """Whether a range of voltages limits the cycling and is not where a peak or a plateau lies."""
    quantity = mention.quantity
    if quantity is None or not quantity.is_range:
        return False
    near = Span(max(view.span.start, mention.span.start - 70), min(view.span.end, mention.span.end + 30))
    cues = cues_in(view, near)
    wide = float(quantity.high - quantity.low) >= terms.number("NarrowestWindow")
    return wide and HEM.FeatureCue not in cues and (HEM.WindowCue in cues or HEM.SpecificCapacity in _kinds(view))


def _kinds(view: View) -> set[str]:
    return {q.concept or "" for q in view.quantities}


def temperature_of(view: View, span: Span) -> Quantity | None:
    """Return the temperature of a cell test, where the number's sentence states one; the nearest counts."""
    stated = sorted(view.of_kind({HEM.Temperature}), key=lambda m: abs(m.span.start - span.start))
    for mention in stated:
        lead = view.text[max(0, mention.span.start - 24) : mention.span.start]
        quantity = mention.quantity
        if quantity is not None and LEADS.search(lead) and float(quantity.low) <= terms.number("HottestCell"):
            return quantity
    return None


def cell_of(view: View, span: Span) -> str | None:
    """Return ``full`` or ``half`` where the sentence tells what kind of cell it speaks of."""
    clause = clause_of(view, span.start)
    for stretch in (clause, view.span):
        cues = cues_in(view, stretch)
        if HEM.FullCellCue in cues:
            return FULL
        if HEM.HalfCellCue in cues:
            return HALF
    return None
