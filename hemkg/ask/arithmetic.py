"""Answers that are computed: theoretical capacities by Faraday's law, and entropies of mixing.

Nothing here is looked up in papers; the sum is shown with the answer.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import starmap

from hemkg.annotate.formula_grammar import parse
from hemkg.ask.bounds import count_before
from hemkg.ask.draft import Draft, DraftRow
from hemkg.ask.form import asks_ceiling
from hemkg.ask.general import source_of
from hemkg.ask.intent import Intent
from hemkg.ask.materials import Named
from hemkg.ask.wording import listed
from hemkg.ask.words import Words
from hemkg.errors import FormulaError
from hemkg.model.answer import Value
from hemkg.model.composition import Composition
from hemkg.reason import entropy as entropies
from hemkg.reason import faraday
from hemkg.vocab import chemistry, elements, terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.terms import HEM

NUMBER_BEFORE = re.compile(r"(?<![\w.)\]])(\d+(?:\.\d+)?)\s*$")
# no host takes up more ions a formula unit; a larger number before an ion counts something else
MOST_IONS = 40
CHARGE_UNIT = "mAh g-1"


def answer(intent: Intent) -> Draft | None:
    """Return what can be computed of a question, or None if nothing can."""
    words = intent.words
    if words is None:
        return None
    if HEM.ConfigurationalEntropy in intent.quantities:
        return _threshold(intent, words) or _entropy(intent, words)
    if words.has(HEM.AskLimit) and not intent.mechanisms and intent.material.high_entropy is not None:
        found = _threshold(intent, words)
        if found is not None:
            return found
    if _asks_class(intent, words):
        return _entropy(intent, words)
    if HEM.SpecificCapacity not in intent.quantities:
        return None
    return _capacity(intent, words) or (limit(intent) if asks_ceiling(words) else None)


def _asks_class(intent: Intent, words: Words) -> bool:
    """Whether it asks if named formulas are of an entropy class: *does X count as high-entropy?*."""
    others = (intent.quantities, intent.mechanisms, intent.techniques, intent.methods, intent.roles, intent.ions)
    named = any(composition_of(named) for named in intent.subjects)
    return named and intent.is_yes_no and bool(words.terms_of(HEM.EntropyClass)) and not any(others)


def composition_of(named: Named) -> Composition | None:
    """Return what a named material is made of, if its amounts are known."""
    composition = named.composition
    return composition if composition is not None and composition.is_known else None


# ---------------------------------------------------------------- capacity


def _capacity(intent: Intent, words: Words) -> Draft | None:
    """Return the capacity of a host for an end product or a number of ions; None where neither is told.

    Where the question does not ask for theory, the product must be told as what is formed.
    """
    ion = intent.ions[0] if intent.ions else _ion_of_product(intent)
    asks_theory = HEM.TheoreticalCapacity in intent.capacity_kinds
    hosts = [named for named in intent.subjects if named.composition is not None]
    others = {s for named in hosts if named.composition for s in named.composition.elements} | set(intent.elements)
    product = next((n for n in hosts if _guests(n.composition, ion) or _is_product(n, ion, words, others)), None)
    if product is not None and product.composition is not None and (asks_theory or _is_end(product, words)):
        return _of_product(product.words, product.composition, ion)
    composition = hosts[0].composition if hosts else _of_element(intent, words)
    if composition is None or not composition.is_known:
        return None
    number = _ions_taken(words, ion)
    if number is None or (not asks_theory and number > MOST_IONS):
        return None
    name = hosts[0].words if hosts else composition.formula
    return _of_number(name, composition, ion, number)


def _is_end(product: Named, words: Words) -> bool:
    """Whether a product is told as what a host ends as: *if it goes to Na3Sb*, *as Li4.4Sn*."""
    before = words.before(product.span).split()[-1:]
    ends = table_words("EndWords")
    return words.has(HEM.AskForms) or bool(ends & set(before))


def _ion_of_product(intent: Intent) -> str:
    """Return the ion of a product that a question names (Na of Na3Sb, if antimony is named too), else lithium."""
    by_element = {str(terms.text(ion, HEM.ofElement)): ion for ion in terms.instances(HEM.Ion)}
    told = [named.composition.elements for named in intent.subjects if named.composition is not None]
    for symbols in told:
        others = {s for other in told if other is not symbols for s in other} | set(intent.elements)
        guests = [s for s in symbols if s in by_element and s not in others]
        if len(guests) == 1 and set(symbols) - set(guests) <= others:
            return by_element[guests[0]]
    return HEM.LithiumIon


def limit(intent: Intent) -> Draft | None:
    """Return the Faraday limit of the named materials with its reason; None where no composition is known."""
    told = [(name, part) for name, composition in _hosts(intent) for part in _limits(intent, composition)]
    parts = [(name, part) for name, part in told if part.is_computed]
    if not parts:
        return None
    rows = tuple(starmap(_limit_row, parts))
    columns = ("material", "capacity", "lowest", "unit", "electrons", "ions", "mechanism", "ion", "kind")
    said = "; ".join(f"{_limit_words(*part)} {{{i}}}" for i, part in enumerate(parts, start=1))
    opening = "By" if intent.words is not None and asks_ceiling(intent.words) else "No paper here states it; by"
    return Draft(rows, columns, f"{opening} Faraday's law, {said}.")


def _hosts(intent: Intent) -> Iterator[tuple[str, Composition]]:
    """Yield the named materials of known amounts, or the elements that stand for themselves."""
    for named in intent.subjects:
        composition = composition_of(named)
        if composition is not None:
            yield named.words, composition
    alone = intent.elements or (intent.material.has if len(intent.material.has) == 1 else ())
    if not intent.subjects and not intent.material.families:
        yield from ((symbol, parse(symbol)) for symbol in alone)


def _limits(intent: Intent, composition: Composition) -> Iterator[faraday.Faraday]:
    """Yield the limit with each ion, of the asked mechanisms where it has them."""
    for ion in intent.ions or (HEM.LithiumIon,):
        whole = faraday.limit(composition, ion)
        asked = tuple(step for step in whole.steps if step.mechanism in intent.mechanisms)
        yield replace(whole, steps=tuple(step for step in asked or whole.steps if step.high > 0))


def _limit_row(name: str, part: faraday.Faraday) -> DraftRow:
    cells: dict[str, Value] = {
        "material": name,
        "capacity": round(part.high, 1),
        "lowest": round(part.low, 1),
        "unit": CHARGE_UNIT,
        "electrons": round(part.electrons[1], 3),
        "ions": round(part.ions[1], 3),
        "mechanism": tuple(terms.notation(step.mechanism) for step in part.steps),
        "ion": terms.notation(part.ion),
        "kind": "computed by Faraday's law",
    }
    claims = (share.source for step in part.steps for share in step.shares if share.source is not None)
    return DraftRow(cells, tuple(dict.fromkeys(map(source_of, claims))))


def _limit_words(name: str, part: faraday.Faraday) -> str:
    """Return a limit with its reason: ``Sn: 847 mAh g-1 with Na+, 3.75 Na per formula unit (alloying: Sn 3.75)``."""
    reason = "; ".join(_step_words(step) for step in part.steps)
    ions = f"{_span(*part.ions, form='.3g')} {terms.notation(part.ion)} per formula unit"
    capacity = f"{_span(part.low, part.high, form='.0f')} {CHARGE_UNIT} with {terms.label(part.ion)}"
    return f"{name}: {capacity}, {ions} ({reason})"


def _step_words(step: faraday.Step) -> str:
    """Return the electrons of a step, element by element."""
    shares = [share for share in step.shares if share.high]
    told = listed(f"{_span(share.low, share.high, form='.3g')} for each {share.element}" for share in shares)
    return f"{terms.label(step.mechanism)}, electrons: {told}"


def _span(low: float, high: float, form: str) -> str:
    first, last = format(low, form), format(high, form)
    return last if first == last else f"{first} to {last}"


def _guests(composition: Composition | None, ion: str) -> Fraction | None:
    """Return how many ions a formula such as LiC6 or Li15Si4 holds in a metal or carbon, or None."""
    symbol = terms.text(ion, HEM.ofElement)
    if composition is None or not composition.is_known or len(composition.elements) < 2:
        return None
    host = faraday.host(composition, ion)
    if host == composition or not host.amounts:
        return None
    return next((amount for element, amount in composition.amounts if element == symbol), None)


def _is_product(named: Named, ion: str, words: Words, others: set[str]) -> bool:
    """Whether a question names a compound with the ion as what a host ends as: phosphorus forming Li3P."""
    composition, symbol = named.composition, terms.text(ion, HEM.ofElement)
    if composition is None or not words.has(HEM.AskForms) or symbol not in composition.elements:
        return False
    rest = set(composition.elements) - {symbol}
    return bool(rest) and composition.is_known and rest <= others


def _of_product(written: str, composition: Composition, ion: str) -> Draft:
    """Return the capacity of a host that ends as a compound with the ion, per gram of the host."""
    symbol = terms.text(ion, HEM.ofElement)
    guests = next((amount for element, amount in composition.amounts if element == symbol), None) or Fraction(0)
    kept = tuple((element, amount) for element, amount in composition.amounts if element != symbol)
    host = replace(composition, amounts=kept, sublattices=())
    return _of_number("".join(host.elements), host, ion, float(guests), ending=written)


def _of_element(intent: Intent, words: Words) -> Composition | None:
    """Return the composition of an element that stands for itself: silicon, tin."""
    symbols = [*intent.elements, *intent.material.has]
    try:
        return parse(symbols[0]) if symbols else None
    except FormulaError:
        return None


def _ions_taken(words: Words, ion: str) -> float | None:
    """Return the number before the ion's symbol or before *electrons*: ``4.4 Li per Si``, ``8 electrons``."""
    symbol = terms.text(ion, HEM.ofElement)
    spans = [m.span for m in words.elements() if m.concept == symbol]
    spans += [m.span for m in words.of_kind(HEM.Ion)] + list(words.spans(HEM.AskPer))
    for span in sorted(spans):
        found = NUMBER_BEFORE.search(words.text[: span.start])
        if found:
            return float(found[1])
    return None


def _of_number(name: str, composition: Composition, ion: str, number: float, ending: str | None = None) -> Draft:
    """Return ``n z F / (3.6 M)`` for a formula unit; F in C/mol, M in g/mol."""
    amounts = {symbol: float(amount) for symbol, amount in composition.amounts if amount is not None}
    mass = sum(amount * elements.element(symbol).mass for symbol, amount in amounts.items())
    charge = int(terms.number(ion, "chargeNumber"))
    electrons, constant = number * charge, terms.number(HEM.FaradayConstant)
    value = electrons * constant / mass
    cells: dict[str, Value] = {
        "material": name,
        "capacity": round(value, 1),
        "value": round(value, 1),
        "unit": CHARGE_UNIT,
    }
    end = f" up to {ending}" if ending else ""
    text = (
        f"{name} with {number:g} {terms.notation(ion)}{end}: {value:.0f} {CHARGE_UNIT} "
        f"({electrons:g} × {constant:.1f} mAh mol⁻¹ / {mass:.2f} g mol⁻¹)."
    )
    row = DraftRow({**cells, "electrons": electrons, "ion": terms.notation(ion), "kind": "computed by Faraday's law"})
    return Draft((row,), ("material", "capacity", "unit", "electrons", "ion", "kind"), text)


# ---------------------------------------------------------------- entropy


def _threshold(intent: Intent, words: Words) -> Draft | None:
    """Return from which entropy on a material counts as high-entropy or medium-entropy."""
    asks_class = intent.material.high_entropy is not None
    asks_limit = intent.is_general or words.has(HEM.AskLimit)
    if intent.subjects or not asks_limit or (intent.material.cations and not asks_class):
        return None
    high, medium = terms.number("HighEntropyThreshold"), terms.number("MediumEntropyThreshold")
    limits = {HEM.HighEntropy: (high, None), HEM.MediumEntropy: (medium, high)}
    order = list(limits) if intent.material.high_entropy is not False else list(limits)[::-1]
    rows = tuple(
        DraftRow({"class": terms.notation(name), "comparator": sign, "value": value, "unit": "R"})
        for name in order
        for sign, value in ((">=", limits[name][0]), ("<", limits[name][1]))
        if value is not None
    )
    text = (
        f"High-entropy from {high:.1f} R per mole of cations on ({high * terms.number(HEM.GasConstant):.2f} "
        f"J mol⁻¹ K⁻¹); between {medium:.1f} R and {high:.1f} R it is called medium-entropy."
    )
    return Draft(rows, ("class", "comparator", "value", "unit"), text)


def _entropy(intent: Intent, words: Words) -> Draft | None:
    """Return the entropy of named formulas, or of a number of cations in equal amounts."""
    rows = list(_entropy_rows(intent))
    if not rows:
        return _of_count(words)
    first = rows[0].cells
    value = float(str(first["value"]))
    others = [row.cells for row in rows[1:] if row.cells["material"] == first["material"]]
    more = "".join(f"; {cells['value']} R {cells['convention']}" for cells in others)
    text = (
        f"{first['material']}: {value:.3f} R per mole of cations "
        f"({value * terms.number(HEM.GasConstant):.2f} J mol⁻¹ K⁻¹), {first['class']}-entropy{more}."
    )
    if not intent.is_yes_no:
        return Draft(tuple(rows), tuple(first), text)
    asked = words.terms_of(HEM.EntropyClass)[:1] or (HEM.HighEntropy,)
    fits = first["class"] == terms.notation(asked[0])
    return Draft(tuple(rows), tuple(first), ("Yes.  " if fits else "No.  ") + text, yesno=fits)


def _entropy_rows(intent: Intent) -> Iterator[DraftRow]:
    for named in intent.subjects:
        composition = named.composition
        found = entropies.entropies(composition) if composition is not None else ()
        for entropy in found:
            is_of_mixed_anions = entropy.convention == HEM.EntropyOnAnions and entropy.value > 0
            if entropy.convention == HEM.EntropyPerCation or is_of_mixed_anions:
                yield _entropy_row(named, entropy)


def _entropy_row(named: Named, entropy: entropies.Entropy) -> DraftRow:
    """Return an entropy as a row; the class goes by the cations."""
    is_of_cations = entropy.convention == HEM.EntropyPerCation
    return DraftRow(
        {
            "material": named.words,
            "value": round(entropy.value, 3),
            "unit": "R",
            "class": terms.notation(chemistry.entropy_class(entropy.value)) if is_of_cations else None,
            "convention": terms.label(entropy.convention),
        }
    )


def _of_count(words: Words) -> Draft | None:
    """Return ``ln n`` for n cations in equal amounts."""
    counts = [count_before(words, span) for span in words.spans(HEM.AskElement, HEM.AskSame)]
    number = next((int(c.least) for c in counts if c and c.least is not None and c.least == c.most), None)
    if number is None or number < 1:
        return None
    shares = {symbol: Fraction(1) for symbol in list(elements.table())[:number]}
    value = chemistry.mixing_entropy(shares)
    row = DraftRow({"cations": number, "value": round(value, 4), "unit": "R", "convention": "per mole of cations"})
    joule = value * terms.number(HEM.GasConstant)
    text = f"ln {number} = {value:.3f} R per mole of cations ({joule:.2f} J mol⁻¹ K⁻¹), for equal amounts on one site."
    return Draft((row,), tuple(row.cells), text)
