"""The ontology on the page: a tree of its terms, what some words may mean, and one term with all that is said of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hemkg.page_parts.evidence import Setting, cards
from hemkg.page_parts.html import Html, element, fold, joined
from hemkg.page_parts.typeset import words
from hemkg.review import dictionary
from hemkg.review.dictionary import Entry, Found
from hemkg.store.mentions import Mentions
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM, Literal

GROUP = "term"
FEW = 12
PROPERTIES = "properties"
CLASSES = "classes"
TOLD_APART = (HEM.narrowTechnique, HEM.canonicalUnit)
EMPTY = "Choose a term on the left, or type a word that you have read in a paper."


@dataclass(frozen=True, slots=True)
class Use:
    """What the papers and the guidelines make of a term.

    Attributes:
        mentions: how often papers speak of it; None where no paper could.
        settings: what stands around the quotes, by number.
        question: one about it that was tried and has an answer.
        node: its IRI, where it stands in the claim graph.
        guidelines: sentences of the guidelines that name it, with where they stand.
        rules: the rules that rest on it: name and what it says.
    """

    mentions: Mentions | None = None
    settings: Mapping[int, Setting] = field(default_factory=dict, hash=False)
    question: str | None = None
    node: str | None = None
    guidelines: tuple[tuple[str, str], ...] = ()
    rules: tuple[tuple[str, str], ...] = ()


def shown(name: str) -> str:
    """Return what a term is called on the page; a unit by its symbol, an equation by its number.

    >>> shown("MilliampereHourPerGram"), shown("Fe")
    ('mAh g-1', 'iron')
    """
    symbol = terms.text(name, HEM.symbol) if HEM.Unit in terms.kinds(name) else None
    number = terms.text(name, HEM.equationNumber)
    return symbol or (f"{dictionary.title(HEM.Equation)} {number}" if number else dictionary.title(name))


def term_button(name: str) -> Html:
    """Return a term as a button that opens it."""
    return element("button", words(shown(name)), type="button", class_="quiet", data_send="term", data_term=name)


# ---------------------------------------------------------------- the tree


def tree() -> Html:
    """Return all terms as a tree of lists; its branches open by a click or by the arrow keys."""
    branches = [*(_branch(kind, is_open=place == 0) for place, kind in enumerate(dictionary.roots()))]
    tops = [name for name in dictionary.classes() if not dictionary.broader(name)]
    every_class = _fold(CLASSES, _list(CLASSES, map(_leaf, tops), is_open=False), CLASSES, len(dictionary.classes()))
    found = dictionary.properties()
    every_property = _fold(PROPERTIES, _list(PROPERTIES, map(_leaf, found), is_open=False), PROPERTIES, len(found))
    return element("nav", element("ul", *branches, every_class, every_property), class_="tree", aria_label="Terms")


def _branch(kind: str, *, is_open: bool) -> Html:
    below = list(dictionary.below_branch(kind))
    inner = [
        _branch(each, is_open=is_open) if each in dictionary.BRANCHES else _leaf(each, within=kind) for each in below
    ]
    return _fold(kind, _list(kind, inner, is_open=is_open), dictionary.title(kind), _size(kind), is_open=is_open)


def _size(kind: str) -> int:
    nested = [each for each in dictionary.BRANCHES if kind in dictionary.superclasses(each)]
    return len({name for each in (kind, *nested) for name in dictionary.members(each)})


def _fold(key: str, inner: Html, label: str, count: int, *, is_open: bool = False) -> Html:
    head = element("button", element("span", label), element("small", count), type="button", class_="branch",
        data_twist=True, aria_expanded=_told(is_open), aria_controls=f"tree-{key}")  # fmt: skip
    return element("li", head, inner)


def _list(key: str, items: Iterable[Html], *, is_open: bool) -> Html:
    return element("ul", *items, id=f"tree-{key}", hidden=not is_open)


def _told(is_so: bool) -> str:
    return "true" if is_so else "false"


def _leaf(name: str, within: str = "", above: tuple[str, ...] = ()) -> Html:
    """Return a term of the tree, with those below it that are of the same branch."""
    button = element("button", words(shown(name)), type="button", class_="term", data_send="term", data_term=name)
    kept = dictionary.members(within) if within else dictionary.every()
    below = [each for each in dictionary.narrower(name) if each in kept and each not in {*above, name}]
    if not below:
        return element("li", button)
    key = "-".join((within or CLASSES, *above, name))
    inner = _list(key, (_leaf(each, within, (*above, name)) for each in below), is_open=False)
    twist = element("button", type="button", class_="twist", data_twist=True, aria_expanded="false",
        aria_controls=f"tree-{key}", aria_label=f"What is narrower than {shown(name)}")  # fmt: skip
    return element("li", twist, button, inner, class_="has")


def results(typed: str, found: Sequence[Found], parts: Sequence[str] = ()) -> Html:
    """Return the terms that some words may mean.

    Args:
        typed: the words.
        found: the terms, the likest first.
        parts: terms of what a formula is made of, if the words are one.
    """
    if not typed.strip():
        return element("div")  # Gradio takes no text at all for no change
    rows = [_result(each.name, each.word, typed) for each in found] + [_result(name, typed, typed) for name in parts]
    if not rows:
        none = f"The ontology has no word like “{typed.strip()[:80]}”."
        return element("div", element("p", none, class_="empty", role="status"), class_="found")
    told = f"{len(rows)} {'term' if len(rows) == 1 else 'terms'}"
    return element("div", element("p", told, class_="caption", role="status"), element("ul", *rows), class_="found")


def _result(name: str, word: str, typed: str) -> Html:
    kind = next((dictionary.title(each) for each in terms.kinds(name) if dictionary.is_entry(each)), _owl(name))
    is_plain = typed.strip().casefold() in shown(name).casefold() or word == name
    other = None if is_plain else word
    said = element("small", *(kind, f", found as “{other}”") if other else (kind,))
    button = element("button", element("span", words(shown(name))), said, type="button", class_="term",
        data_send="term", data_term=name)  # fmt: skip
    return element("li", button)


def _owl(name: str) -> str:
    return "class" if dictionary.CLASS in terms.kinds(name) else "property"


# ---------------------------------------------------------------- one term


def term_view(entry: Entry, use: Use) -> Html:
    """Return one term: what it means, how it is joined, and what papers make of it."""
    kinds = [element("span", term_button(k), class_="kind") for k in entry.kinds if dictionary.is_entry(k)]
    head = element("header", element("h2", words(shown(entry.name)), tabindex=-1),
        *(kinds or [element("span", _owl(entry.name), class_="kind")]))  # fmt: skip
    body = [
        element("p", words(entry.definition), class_="means") if entry.definition else None,
        _more(entry),
        _actions(use),
        _names(entry),
        _relations(entry),
        _numbers(entry),
        _in_papers(use),
        _named_by(entry),
        _rests(use),
        _elsewhere(entry),
        _address(entry),
    ]
    return element("article", head, *body, class_="termcard", data_term=entry.name)


def _more(entry: Entry) -> Html | None:
    sources = f"Source: {'; '.join(entry.sources)}" if entry.sources else None
    lines = [element("p", words(text), class_="told") for text in (*entry.notes, *filter(None, [sources]))]
    return joined(lines) if lines else None


def _actions(use: Use) -> Html | None:
    ask = graph = None
    if use.question:
        ask = element("button", "Ask about it", type="button", class_="ask", data_go="ask", data_question=use.question,
            title=use.question)  # fmt: skip
    if use.node:
        graph = element("button", "Show in graph", type="button", class_="ask", data_go="graph", data_node=use.node)
    return element("div", ask, graph, class_="actions") if ask or graph else None


def _section(name: str, *inner: Html | None, **how: str) -> Html | None:
    return element("section", element("h3", name), *inner, **how) if any(inner) else None


def _names(entry: Entry) -> Html | None:
    labels = [label for label in entry.labels if label != shown(entry.name)]
    said = element("p", words(", ".join(labels)), class_="labels") if labels else None
    read = element("p", ", ".join(entry.spellings), class_="labels") if entry.spellings else None
    others = fold(f"Also recognised in texts ({len(entry.spellings)})", read) if read else None
    return _section("Also called", said, others)


def _links(names: Sequence[str]) -> Html:
    """Return terms as links; of many, the rest under a fold."""
    first, rest = names[:FEW], names[FEW:]
    more = fold(f"{len(rest)} more", joined(map(term_button, rest), ", ")) if rest else None
    return joined([joined(map(term_button, first), ", "), more])


def _relations(entry: Entry) -> Html | None:
    rows = [
        ("broader", entry.broader),
        ("narrower", entry.narrower),
        ("related", tuple(name for name in entry.related if dictionary.is_entry(name))),
        ("members", tuple(filter(dictionary.is_entry, dictionary.members(entry.name)))),
    ]
    told = [_row(name, _links(names)) for name, names in rows if names]
    told += [
        _row(dictionary.title(how), _links(names)) for how, values in entry.facts.items()
        if (names := [str(value) for value in values if dictionary.is_link(how, value)])
        and how not in TOLD_APART
    ]  # fmt: skip
    return _section("How it is joined", _table(told))


def _named_by(entry: Entry) -> Html | None:
    told = [_row(dictionary.title(how), _links(names)) for how, names in entry.named_by.items()
        if how not in TOLD_APART]  # fmt: skip
    return _section("What other terms say of it", _table(told))


def _table(rows: Sequence[Html]) -> Html | None:
    return element("table", element("tbody", *rows), class_="facts") if rows else None


def _row(name: str, value: Html | str) -> Html:
    return element("tr", element("th", name, scope="row"), element("td", value))


def _numbers(entry: Entry) -> Html | None:
    rows = []
    units = [str(unit) for unit in entry.facts.get(HEM.canonicalUnit, ())]
    if units:
        rows.append(_row("unit", joined(map(term_button, units), ", ")))
    if entry.plausible:
        low, high = (f"{bound:.12g}" for bound in entry.plausible)
        symbol = terms.text(units[0], HEM.symbol) if units else None
        rows.append(_row("plausible", words(f"{low} to {high} {symbol or ''}".strip())))
    rows += [
        _row(dictionary.title(how), words(", ".join(map(_number, told)))) for how, values in entry.facts.items()
        if (told := [value for value in values if not dictionary.is_link(how, value)])
    ]  # fmt: skip
    return _section("What else it says", _table(rows))


def _number(value: Literal) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _in_papers(use: Use) -> Html | None:
    found = use.mentions
    if found is None:
        return None
    if not found.papers:
        return _section("In the papers here", element("p", "No paper here says anything of it.", class_="empty"))
    told = element("p", f"{counted(found)}.", class_="caption")
    quotes = element("section", cards(found.citations, GROUP, use.settings, is_open=True), class_="sources",
        data_group=GROUP)  # fmt: skip
    return _section("In the papers here", told, quotes if found.citations else None)


def counted(found: Mentions) -> str:
    """Return how often papers speak of a term, in words.

    >>> counted(Mentions(claims=3, papers=1)), counted(Mentions(1, 2, 2))
    ('3 claims in 1 paper', '1 claim and 2 materials in 2 papers')
    """
    parts = [_count(found.claims, "claim")] if found.claims else []
    parts += [_count(found.materials, "material")] if found.materials else []
    more = "More than " if found.is_more else ""
    return f"{more}{' and '.join(parts)} in {_count(found.papers, 'paper')}"


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _rests(use: Use) -> Html | None:
    told = [element("li", words(text), element("small", where)) for text, where in use.guidelines]
    guidelines = fold(f"Guidelines that name it ({len(told)})", element("ul", *told)) if told else None
    said = [element("li", words(text), element("small", name)) for name, text in use.rules]
    rules = fold(f"Rules that rest on it ({len(said)})", element("ul", *said)) if said else None
    return _section("What rests on it", guidelines, rules, class_="rests")


def _elsewhere(entry: Entry) -> Html | None:
    links = [
        element("li", element("a", match.label, href=match.iri, target="_blank", rel="noopener noreferrer"),
            element("small", f"{match.how} match, {_home(match.iri)}"))
        for match in entry.matches if match.iri.startswith(("https://", "http://"))
    ]  # fmt: skip
    return _section("The same elsewhere", element("ul", *links) if links else None, class_="rests")


def _home(iri: str) -> str:
    return re.split(r"[/#]", iri.split("://", 1)[-1])[0]


def _address(entry: Entry) -> Html:
    copy = element("button", "Copy", type="button", class_="quiet", data_copy=entry.iri,
        aria_label=f"Copy the IRI of {shown(entry.name)}")  # fmt: skip
    return element("footer", element("code", entry.iri), copy)
