"""Elements that a sentence speaks of together, and what else may stand for them.

``Sn, Sb and Bi`` is one group, for what is said of one of them is said of all.  Phrases (all five metals, the
other three, every metal but Zn), pronouns and binary compounds (MnF2 is split) stand for elements as well; where
nothing does, those of the sentence before may be meant, or the metals of the material itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity, metals_of
from hemkg.assemble.grammar import word_at
from hemkg.assemble.mechanism_hints import product_of
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import alternatives

LISTED, PRODUCT, BINARY, ALLOY, PHRASE, POINTED, CARRIED, HOST = (
    "listed", "product", "binary", "alloy", "phrase", "pointed", "carried", "host",
)  # fmt: skip
BACK = 2
FORMER = "former"
FAR_BEFORE = 60
HYPHENS = "-–‐"
# a pronoun that is a subject stands for a subject
SINGLE = ("it", "It", "they", "They")
TRANSITION = "TransitionMetal"


@dataclass(frozen=True, slots=True)
class Group:
    """Elements spoken of together.

    Attributes:
        span: the words that name them or stand for them; for the material's metals, the whole sentence.
        symbols: their symbols, in order.
        source: ``listed``, ``product``, ``binary``, ``alloy``, ``phrase``, ``pointed``, ``carried`` or ``host``.
    """

    span: Span
    symbols: tuple[str, ...]
    source: str


def groups_of(context: Context, view: View, entity: Entity | None) -> list[Group]:
    """Return the groups of elements that a sentence names or means, in text order.

    Args:
        context: the paper.
        view: the sentence.
        entity: the material that the sentence is about, whose metals phrases such as *all five metals* mean.
    """
    named = [group for group in listed_in(view) if not _is_left_out(view, group)]
    found = [
        *named,
        *_phrases(context, view, entity),
        *_pointed(context, view, named),
        *_binaries(view),
        *_alloys(view),
        *_made(view),
    ]
    return sorted(found, key=lambda group: (group.span, group.source))


def carried_from(context: Context, view: View) -> Group | None:
    """Return the elements that the sentences before listed last, in the same paragraph."""
    for earlier in reversed(context.views[max(0, view.sentence.index - BACK) : view.sentence.index]):
        if earlier.sentence.block is not view.sentence.block:
            return None
        told = [g for g in listed_in(earlier) if not set(g.symbols) & carriers()]
        if told:
            return Group(view.span, max(told, key=lambda g: (len(g.symbols), g.span)).symbols, CARRIED)
    return None


def host_of(view: View, entity: Entity | None) -> Group | None:
    """Return the metals of the material that a sentence is about."""
    metals = tuple(metals_of(entity)) if entity is not None else ()
    return Group(view.span, metals, HOST) if metals else None


@cache
def carriers() -> frozenset[str]:
    """Return the elements that come as the working ion and are hardly ever those of a host."""
    return frozenset(terms.notation(ion) for ion in terms.instances("Ion")) - {"H", "Zn", "Al", "Mg"}


# ---------------------------------------------------------------- lists


def listed_in(view: View) -> list[Group]:
    """Return the element symbols and names of a sentence, those of one list together."""
    runs: list[list[Mention]] = []
    for element in _bare(view):
        if runs and _joint().fullmatch(view.text, runs[-1][-1].span.end, element.span.start):
            runs[-1].append(element)
        else:
            runs.append([element])
    return [
        Group(Span(run[0].span.start, run[-1].span.end), tuple(dict.fromkeys(e.concept or "" for e in run)), LISTED)
        for run in runs
    ]


def _bare(view: View) -> list[Mention]:
    """Return the elements that stand by themselves and in no name of a material."""
    return [
        e for e in view.elements if not any(where.contains(e.span) and where != e.span for where, _ in view.materials)
    ]


@cache
def _joint() -> re.Pattern[str]:
    words = alternatives("ElementJoint")
    soft = alternatives("ElementFiller")
    remark = r"(?:\s?\([^()]{0,40}\))?"
    return re.compile(
        rf"{remark}\s?(?:[,/+–‐-]|\b(?:{words})\b){{1,2}}(?:\s?\b(?:{words})\b)?(?:,?\s?(?:{soft})\b,?){{0,3}}\s?"
    )


# ---------------------------------------------------------------- compounds


def _binaries(view: View) -> Iterator[Group]:
    """Yield the metals of compounds that hold only one: MnF2 is decomposed, MgO props up the rest."""
    for span, entity in view.materials:
        metals = metals_of(entity)
        if len(metals) == 1 and product_of(entity) is None and not set(metals) & carriers():
            yield Group(span, tuple(metals), BINARY)


def _alloys(view: View) -> Iterator[Group]:
    """Yield the metals of alloys, which stand for themselves: a FeCoNi scaffold."""
    table = elements.table()
    for span, entity in view.materials:
        symbols = entity.composition.elements if entity.composition and not entity.composition.support else ()
        if len(symbols) > 1 and all(table[s].is_metallic for s in symbols) and product_of(entity) is None:
            yield Group(span, tuple(symbols), ALLOY)


def _made(view: View) -> Iterator[Group]:
    """Yield the metals of intermetallic phases, those of one list together: Na15Sn4, Na3Sb and Na3Bi."""
    runs: list[list[tuple[Span, tuple[str, ...]]]] = []
    for span, entity in view.materials:
        told = product_of(entity)
        if told is None or not told[2]:
            continue
        if runs and _joint().fullmatch(view.text, runs[-1][-1][0].end, span.start):
            runs[-1].append((span, told[2]))
        else:
            runs.append([(span, told[2])])
    for run in runs:
        symbols = dict.fromkeys(s for _, some in run for s in some)
        yield Group(Span(run[0][0].start, run[-1][0].end), tuple(symbols), PRODUCT)


# ---------------------------------------------------------------- phrases


@cache
def _counts() -> dict[str, int]:
    pairs = (str(entry).split("=") for entry in terms.objects("NumberWords", "numberWord"))
    return {name: int(value) for name, value in pairs if 1 < int(value) < 13}


@cache
def _whole() -> re.Pattern[str]:
    """Return a pattern for all elements of a material: all five cations, none of the five metals."""
    counts, nouns = "|".join(_counts()), alternatives("ElementNoun")
    lead = alternatives("GroupLead")
    return re.compile(
        rf"\b(?P<lead>{lead})\s(?:of\s)?(?:the\s|its\s|their\s)?(?:(?P<count>{counts})\b\s?)?(?:(?:[\w-]+\s)?(?P<noun>{nouns})\b)?",
        re.I,
    )


@cache
def _rest() -> re.Pattern[str]:
    counts, nouns = "|".join(_counts()), alternatives("ElementNoun")
    return re.compile(
        rf"\b(?:the\s|all\s)?(?:other|remaining)\s(?:(?P<count>{counts})\b(?:\s(?:{nouns})\b)?|(?:{nouns})\b)|\bthe\s(?:rest|others)\b",
        re.I,
    )


@cache
def _but() -> re.Pattern[str]:
    words = alternatives("ExceptionWord")
    nouns = alternatives("ElementNoun")
    return (
        re.compile(rf"\b(?:all|every|each)\b(?:\s[\w-]+){{0,4}}?\s?,?\s?(?:{words})\s$", re.I)
        if nouns
        else re.compile("$^")
    )


def _is_left_out(view: View, group: Group) -> bool:
    """Whether elements are those that a phrase excepts: all metals but zinc."""
    return bool(_but().search(view.text[max(view.span.start, group.span.start - FAR_BEFORE) : group.span.start]))


def _phrases(context: Context, view: View, entity: Entity | None) -> Iterator[Group]:
    metals = metals_of(entity) if entity is not None else []
    for group in listed_in(view):
        found = _but().search(view.text[max(view.span.start, group.span.start - FAR_BEFORE) : group.span.start])
        if found and set(group.symbols) < set(metals):
            rest = tuple(s for s in metals if s not in group.symbols)
            yield Group(Span(group.span.start - len(found.group()), group.span.start), rest, PHRASE)
    yield from _rests(context, view, entity)
    for match in _whole().finditer(view.text, view.span.start, view.span.end):
        count = _counts().get((match["count"] or "").lower())
        lead = match["lead"].lower()
        if count is None and match["noun"] is not None and lead == "all":
            meant: tuple[str, ...] = tuple(metals)
        elif count is not None and (match["noun"] is not None or lead.startswith("all")):
            meant = _of_count(context, view, entity, count)
        else:
            meant = ()
        if meant:
            yield Group(Span(match.start(), match.end()), meant, PHRASE)


def _of_count(context: Context, view: View, entity: Entity | None, count: int) -> tuple[str, ...]:
    """Return the metals of the material that holds so many: the one in question, else the one spoken of last."""
    for candidate in _spoken(context, view, entity):
        metals = metals_of(candidate)
        transition = [s for s in metals if elements.table()[s].category == TRANSITION]
        for some in (metals, transition):
            if len(some) == count:
                return tuple(some)
    return ()


def _rests(context: Context, view: View, entity: Entity | None) -> Iterator[Group]:
    """Yield what the other three stands for: the metals that this sentence, or it and the last, do not name."""
    for match in _rest().finditer(view.text, view.span.start, view.span.end):
        wanted = _counts().get((match["count"] or "").lower()) if match["count"] else None
        named = [g for g in listed_in(view) if g.span.start < match.start()]
        others: tuple[str, ...] = ()
        for earlier in [None, *reversed(context.views[max(0, view.sentence.index - BACK) : view.sentence.index])]:
            named += listed_in(earlier) if earlier is not None else []
            others = others or _left_over(context, view, entity, {s for g in named for s in g.symbols}, wanted)
        if others:
            yield Group(Span(match.start(), match.end()), others, PHRASE)


def _left_over(
    context: Context, view: View, entity: Entity | None, named: set[str], wanted: int | None
) -> tuple[str, ...]:
    """Return the metals of a material that are not named, if so many are left; without a count, of that in question."""
    for candidate in _spoken(context, view, entity) if wanted is not None else (entity,):
        metals = metals_of(candidate) if candidate is not None else []
        others = tuple(s for s in metals if s not in named)
        if 0 < len(others) < len(metals) and wanted in {None, len(others)}:
            return others
    return ()


def _spoken(context: Context, view: View, entity: Entity | None) -> Iterator[Entity]:
    """Yield the material in question, then those spoken of before, the last first."""
    if entity is not None:
        yield entity
    for where, other in reversed(context.materials.mentions):
        if where.start < view.span.end and product_of(other) is None:
            yield other


# ---------------------------------------------------------------- words that point back


@cache
def _pointers() -> re.Pattern[str]:
    counts = "|".join(_counts())
    nouns = alternatives("ElementNoun")
    words = alternatives("Pronoun")
    return re.compile(
        rf"\b(?:the\s(?P<order>former|latter)(?:\stwo)?|(?:these|those|all|the\s(?:last|first))\s(?P<count>{counts})(?:\s(?:{nouns}))?"
        rf"|(?P<both>both)(?:\s(?:{nouns}))?|these\s(?:{nouns})|(?P<word>{words}|do\sso|does\sso))\b",
        re.I,
    )


def _pointed(context: Context, view: View, named: Sequence[Group]) -> Iterator[Group]:
    """Yield what pronouns and the like stand for, if it is elements that were spoken of last."""
    earlier = _before(context, view)
    for match in _pointers().finditer(view.text, view.span.start, view.span.end):
        told = [*earlier, *(g for g in named if g.span.end <= match.start())]
        told = [g for g in told if not set(g.symbols) <= carriers() and context.text[g.span.end] not in HYPHENS]
        meant = _of_subject(context, view, told) if match["word"] in SINGLE else _meant(match, told)
        if meant:
            yield Group(Span(match.start(), match.end()), meant, POINTED)


def _of_subject(context: Context, view: View, told: Sequence[Group]) -> tuple[str, ...]:
    """Return what a pronoun stands for that is a subject: the first group of its sentence, else the subject before."""
    here = [g for g in told if view.span.contains(g.span)]
    if here:
        return here[0].symbols
    subjects = [g for g in told if _is_subject(context.views[view.sentence.index - 1], g)]
    return subjects[-1].symbols if subjects else ()


def _is_subject(view: View, group: Group) -> bool:
    index = word_at(view.sentence, group.span)
    return index is not None and view.sentence.tokens[index].relation.startswith("nsubj")


def _before(context: Context, view: View) -> list[Group]:
    views = context.views[max(0, view.sentence.index - 1) : view.sentence.index]
    return [g for v in views if v.sentence.block is view.sentence.block for g in listed_in(v)]


def _meant(match: re.Match[str], told: Sequence[Group]) -> tuple[str, ...]:
    if not told:
        return ()
    count = _counts().get((match["count"] or "").lower()) or (2 if match["both"] else None)
    if count is not None:
        return _of_size(told, count)
    if match["order"] and match["order"].lower() == FORMER:
        return told[-2].symbols if len(told) > 1 else ()
    return told[-1].symbols


def _of_size(told: Sequence[Group], count: int) -> tuple[str, ...]:
    """Return the group of a size that was named last, else the last few single ones together."""
    exact = [g for g in told if len(g.symbols) == count]
    if exact:
        return exact[-1].symbols
    for start in range(len(told) - 1, -1, -1):
        symbols = tuple(dict.fromkeys(s for g in told[start:] for s in g.symbols))
        if len(symbols) >= count:
            return symbols if len(symbols) == count else ()
    return ()
