"""What follows from a formula, as HTML: composition, entropy, mechanisms with reasons, Faraday's limit."""

from collections.abc import Iterator
from typing import Any

from hemkg.page_parts.html import Html, element, escaped, fold, joined, scrolled
from hemkg.page_parts.typeset import tied, words
from hemkg.reason.check import Check, to_json
from hemkg.review.typography import as_html, ion_runs, runs
from hemkg.vocab import terms

Found = dict[str, Any]
FORMULAS = ("(Mg0.2Co0.2Ni0.2Cu0.2Zn0.2)O", "(FeCoNiCrMn)3O4", "InGeSiP3", "Cu0.88Sn0.02Sb0.02Bi0.02Mn0.02S0.9Se0.1")


def check_view(check: Check) -> Html:
    """Return a check as sections, the shortest first."""
    found: Found = to_json(check)
    title = joined([formula(check.formula), " with ", Html(as_html(ion_runs(terms.label(check.ion))))])
    sections = [
        _composition(found),
        _entropy(found),
        _faraday(found),
        _judgement(found),
        _mechanisms(found),
        _reported(found),
    ]
    notes = [element("p", words(str(note)), class_="note") for note in found["notes"]]
    grid = element("div", *(section for section in sections if section), class_="checks")
    return element("div", element("h2", title), *notes, grid, class_="check")


def formula(text: str) -> Html:
    """Return a formula with its amounts lowered.

    >>> formula("Fe3O4")
    'Fe<sub>3</sub>O<sub>4</sub>'
    """
    return Html(as_html(runs(text, is_formula=True)).replace("'", "&#39;"))


def _section(name: str, *children: Html | None, class_: str = "") -> Html:
    return element("section", element("h3", name), *children, class_=f"panel {class_}".strip())


def _number(value: float | None, digits: int = 3) -> str:
    return "open" if value is None else f"{value:.{digits}g}"


# ---------------------------------------------------------------- composition and entropy


def _composition(found: Found) -> Html:
    sites = {s: (name, share) for name, shares in found["sublattices"].items() for s, share in shares.items()}
    rows = [_element_row(part, sites.get(part["element"])) for part in found["composition"]]
    names = ("element", "amount", "atoms [%]", "mass [%]", "share of its site [%]")
    head = element(
        "tr", *(element("th", name, scope="col", class_="number" if name != "element" else None) for name in names)
    )
    table = element("table", element("thead", head), element("tbody", *rows), class_="rows")
    return _section("Composition", scrolled("Composition", table))


def _element_row(part: Found, site: tuple[str, float] | None) -> Html:
    def percent(share: float | None) -> str:
        return "open" if share is None else f"{100 * share:.3g}"

    share = (
        joined([element("meter", min=0, max=1, value=site[1], aria_hidden="true"), f" {percent(site[1])}"])
        if site
        else "–"
    )
    cells = [_number(part["amount"], 4), percent(part["atom_fraction"]), percent(part["mass_fraction"]), share]
    return element(
        "tr", element("th", part["element"], scope="row"), *(element("td", cell, class_="number") for cell in cells)
    )


def _entropy(found: Found) -> Html:
    conventions, criteria = found["entropy"]["conventions"], found["entropy"]["criteria"]
    if not conventions:
        return _section(
            "Entropy of mixing", element("p", "The amounts are open, so it cannot be computed.", class_="empty")
        )
    rows = [
        element("tr", element("th", str(one["label"]), scope="row", title=one["definition"]),
            element("td", f"{one['value_r']:.3f} R", class_="number"), element("td", formula(str(one["of"]))))
        for one in conventions
    ]  # fmt: skip
    table = scrolled("Entropy of mixing", element("table", element("tbody", *rows), class_="rows"))
    called = [_called(one) for one in found["called"]]
    return _section("Entropy of mixing", _criteria(criteria) if criteria else None, *called, table)


def _called(called: Found) -> Html:
    """Return how a work calls the composition, and whether that is what it computes to."""
    verb = "agrees" if called["agrees_with_computed"] else "does not agree"
    told = f"{called['source']} calls it {called['class']} entropy, which {verb} with the computed class."
    return element("p", tied(escaped(told)), class_="lead" if called["agrees_with_computed"] else "note")


def _criteria(criteria: Found) -> Html:
    outside = ", ".join(f"{symbol} {share:.3g} %" for symbol, share in criteria["outside"].items())
    by_entropy = f"by entropy per mole of cations (high from {criteria['threshold_r']:g} R on)"
    by_shares = f"{'high' if criteria['high_by_shares'] else 'not high'} by shares" + (
        f" (outside: {outside})" if outside else ""
    )
    agree = "The criteria agree." if criteria["agree"] else "The criteria disagree."
    badge = element("b", f"{criteria['class']} entropy", class_=f"badge {criteria['class']}")
    return element("p", badge, " ", tied(escaped(f"{by_entropy}; {by_shares}. {agree}")), class_="lead")


# ---------------------------------------------------------------- limit


def _faraday(found: Found) -> Html:
    faraday = found["faraday"]
    if faraday is None or not faraday["steps"]:
        why = "the amounts are open" if faraday is None else "nothing in the formula converts or hosts ions"
        return _section("Faraday limit", element("p", f"None: {why}.", class_="empty"))
    low, high = f"{faraday['low']:.0f}", f"{faraday['high']:.0f}"
    value = low if low == high else f"{low} to {high}"
    lead = element("p", element("b", value, class_="big"), " ", words(faraday["unit"]), class_="lead")
    steps = [
        element("li", element("b", _mechanism(step)), ": ", words(step["arithmetic"]), _sources(step))
        for step in faraday["steps"]
    ]
    unknown = [element("p", f"No number is known for {', '.join(faraday['no_number_for'])}.", class_="note")]
    return _section("Faraday limit", lead, element("ul", *steps), *(unknown if faraday["no_number_for"] else []))


def _mechanism(found: Found) -> str:
    return terms.label(terms.by_notation("IonStorageMechanism")[found["mechanism"]])


def _sources(step: Found) -> Html | None:
    sources = list(dict.fromkeys(share["source"] for share in step["shares"] if share["source"]))
    return element("small", joined((words(source) for source in sources), "; "), class_="because") if sources else None


def _judgement(found: Found) -> Html | None:
    judged = found["capacity"]
    if not judged:
        return None
    lead = element(
        "p",
        element("b", f"{judged['value']:g}", class_="big"),
        " ",
        words("mAh g-1"),
        ": ",
        judged["verdict"],
        class_="lead",
    )
    if judged["excess"] <= 0 or not judged["causes"]:
        return _section("Reported capacity", lead)
    told = f"{judged['excess']:.0f} above {judged['limit']:.0f}; it could come from"
    return _section("Reported capacity", lead, element("p", told), element("ul", *map(_cause, judged["causes"])))


def _cause(cause: Found) -> Html:
    unlikely = "" if cause["expected"] else ", which these elements do not form"
    because = element("small", words(cause["because"][0]["statement"]), class_="because") if cause["because"] else None
    return element("li", element("b", cause["cause"]), unlikely, because)


# ---------------------------------------------------------------- mechanisms


def _mechanisms(found: Found) -> Html:
    items = [_mechanism_item(one) for one in found["mechanisms"]]
    return _section("Mechanisms that the composition allows", *items, class_="wide")


def _mechanism_item(one: Found) -> Html:
    verdict = element(
        "b", "allowed" if one["accessible"] else "not allowed", class_="badge yes" if one["accessible"] else "badge no"
    )
    roles = ", ".join(f"{role['element']} {role['role']}" for role in one["elements"])
    told = roles or one["missing"] or one["rule_says"]
    return element(
        "div",
        element("h4", _mechanism(one), " ", verdict),
        element("p", words(told)),
        *_reasons(one),
        class_="mechanism",
    )


def _reasons(one: Found) -> Iterator[Html]:
    if one["because"]:
        items = [_claim(f"{claim['source']}, {claim['section']}", claim["statement"]) for claim in one["because"]]
        yield fold(f"Because ({len(items)}), by rule {one['rule']}", element("ul", *items))
    if one["caveats"]:
        items = [_claim(f"{claim['source']}, {claim['section']}", claim["statement"]) for claim in one["caveats"]]
        yield fold(f"But ({len(items)})", element("ul", *items))


def _claim(source: str, statement: str) -> Html:
    return element("li", words(statement), element("small", source, class_="because"))


def _reported(found: Found) -> Html | None:
    if not found["reported"]:
        return None
    items = [_claim(f"{claim['source']}, {claim['section']}", claim["statement"]) for claim in found["reported"]]
    return _section("Said of this composition", element("ul", *items), class_="wide")
