"""What a question says of materials: working ions, elements, families, numbers of cations."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from hemkg.annotate.spacy_engine import stop_words
from hemkg.ask.asking import HEADS, is_part_of_materials
from hemkg.ask.bounds import Bounds, count_after, count_before, denials_of_bounds
from hemkg.ask.entropy_words import find_entropy
from hemkg.ask.form import MECHANISM_KINDS, is_inside_a_mechanism, is_left_out, names_materials
from hemkg.ask.words import HYPHENS, Words
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.store.claims import MaterialSelection, Range
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives, table_words
from hemkg.vocab.terms import HEM

# what may stand between a word of lacking and the element
LACK_STEPS = {"any", "the", "added"}
# words of asking after which *for magnesium* is no matter of what a material contains
STORAGE_ASKED = (
    HEM.AskMechanism, HEM.AskCapacity, HEM.AskRetention, HEM.AskMost, HEM.AskLeast, HEM.AskOpen, HEM.AskGap,
)  # fmt: skip
LISTED = {",", "and", "or", "/", ", and", ", or", "&", "or for", "and for", "and with", "or with"}


def find_ions_and_elements(words: Words) -> tuple[tuple[str, ...], tuple[str, ...], list[Span]]:
    """Tell the working ions from the elements of a material."""
    by_element = {str(terms.text(ion, HEM.ofElement)): ion for ion in terms.instances(HEM.Ion)}
    covered = [*(m.span for m in words.of_kind(HEM.Ion)), *words.spans(HEM.AskOnCarbon)]
    ions = list(words.terms_of(HEM.Ion))
    symbols: list[str] = []
    for run in _runs(words, [m for m in words.elements() if not any(s.overlaps(m.span) for s in covered)]):
        if _react_with_each_other(words, run, by_element):
            ions += [by_element[m.concept or ""] for m in run if _is_usual(m, by_element)]
            symbols += [m.concept or "" for m in run if not _is_usual(m, by_element)]
        elif any(_is_carrier(words, mention, by_element) for mention in run):
            ions += [by_element[m.concept or ""] for m in run if m.concept in by_element]
            symbols += [m.concept or "" for m in run if m.concept not in by_element]
        else:
            symbols += [m.concept or "" for m in run]
    strange = [s for s in symbols if s in by_element and _is_not_in_named(words, s)]
    ions += [by_element[s] for s in strange if words.has(HEM.AskMechanism, HEM.AskCapacity, HEM.AskStoring)]
    symbols = [s for s in symbols if by_element.get(s) not in ions]
    used = [_with_ending(words, mention) for mention in words.elements()]
    return tuple(dict.fromkeys(ions)), tuple(dict.fromkeys(symbols)), used


def _with_ending(words: Words, mention: Mention) -> Span:
    """Return where an element stands, with the ending that says that it is not there."""
    ending = _lack(words, mention)
    return Span(mention.span.start, mention.span.end + len(ending[0])) if ending else mention.span


def _is_usual(mention: Mention, by_element: dict[str, str]) -> bool:
    ion = by_element.get(mention.concept or "")
    return ion is not None and HEM.UsualCarrier in terms.kinds(ion)


def _react_with_each_other(words: Words, run: Sequence[Mention], by_element: dict[str, str]) -> bool:
    """Whether two elements are the partners of a reaction: *zinc and potassium: where is their alloying shown?*."""
    partners = alternatives("PartnerWords")
    told = bool(re.search(rf"\b(?:{partners})\b", words.text.lower()))
    usual = sum(_is_usual(mention, by_element) for mention in run)
    return told and len(run) == 2 and usual == 1 and bool(words.terms_of(HEM.IonStorageMechanism))


def _is_not_in_named(words: Words, symbol: str) -> bool:
    """Whether the named materials are known not to contain an element."""
    known = [named.composition.elements for named in words.named if named.composition is not None]
    return bool(known) and len(known) == len(words.named) and not any(symbol in elements for elements in known)


def _runs(words: Words, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Group elements that are listed together."""
    runs: list[list[Mention]] = []
    for mention in mentions:
        last = runs[-1][-1] if runs else None
        if last and words.text[last.span.end : mention.span.start].strip().lower() in LISTED:
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def _is_carrier(words: Words, mention: Mention, by_element: dict[str, str]) -> bool:
    """Whether an element is spoken of as what is stored: ``sodium capacity``, ``take up magnesium``."""
    symbol = mention.concept or ""
    if symbol not in by_element or _is_content(words, mention) or _is_lacking(words, mention):
        return False
    if HEM.UsualCarrier in terms.kinds(by_element[symbol]) or _is_called_ion(words, mention):
        return True
    ends = {m.span.end + 1 for kind in MECHANISM_KINDS for m in words.of_kind(kind)}
    if mention.span.start in ends and not words.has(HEM.AskElement):
        return True
    if _is_gap_of(words, mention):
        return True
    asks_how_much = words.before(mention.span, 10).rstrip().endswith("how much")
    if _is_guest(words, mention) or (asks_how_much and words.has(HEM.AskStoring)):
        return True
    stored = tuple(table_words("StoredWords"))
    if words.after(mention.span).strip(" -").startswith(stored):
        return True
    before = words.before(mention.span).split()
    if _is_tested_with(words, mention):
        return True
    storing = table_words("StoringWords")
    if set(before[-2:]) & storing:
        return True
    towards = table_words("TowardsWords")
    asks_storage = words.has(*STORAGE_ASKED) or any(map(words.of_kind, MECHANISM_KINDS))
    return bool(before[-1:] and before[-1] in towards and asks_storage and not words.has(HEM.AskElement))


def _is_called_ion(words: Words, mention: Mention) -> bool:
    """Whether an element is said to be the ion: *is calcium the working ion*, *with zinc as charge carrier*."""
    gaps = [words.text[mention.span.end : s.start] for s in words.spans(HEM.AskIon) if s.start > mention.span.end]
    return any(set(gap.lower().split()) <= stop_words() for gap in gaps)


def _is_gap_of(words: Words, mention: Mention) -> bool:
    """Whether an element is what listed mechanisms are missing for: *which of these is not told of Mg?*."""
    listed = {m.concept for kind in MECHANISM_KINDS for m in words.of_kind(kind)}
    last = words.before(mention.span).split()[-1:]
    joints = table_words("TowardsWords") | {"of"}
    return len(listed) > 1 and words.has(HEM.AskNone) and bool(set(last) & joints)


def _is_tested_with(words: Words, mention: Mention) -> bool:
    """Whether an element follows a verb of testing: *tested with calcium*."""
    towards = table_words("TowardsWords")
    spans = words.spans(HEM.AskMeasured, HEM.AskStudying)
    return any(words.text[s.end : mention.span.start].strip().lower() in towards for s in spans)


def _is_guest(words: Words, mention: Mention) -> bool:
    """Whether a mechanism that takes in guests follows an element at once: *into which calcium intercalates*."""
    guesting = {str(name) for name in terms.objects("GuestMechanisms", "kind")}
    spans = [m.span for kind in MECHANISM_KINDS for m in words.of_kind(kind) if m.concept in guesting]
    gaps = table_words("GuestJoint") | {""}
    return any(s.start > mention.span.end and words.text[mention.span.end : s.start].strip(" -") in gaps for s in spans)


def _is_content(words: Words, mention: Mention) -> bool:
    """Whether the nearest word before an element says that a material is made of it."""
    spans = [s for s in _content_words(words) if s.end <= mention.span.start]
    nearest = max(spans, key=lambda s: s.end, default=None)
    if nearest is None or _acts_between(words, nearest, mention.span):
        return False
    loose = table_words("LooseContent")
    if nearest.of(words.text).lower() not in loose:
        return True
    joined = (s for s in spans if not words.text[s.end : nearest.start].strip() and s.end <= nearest.start)
    return any(s.of(words.text).lower() not in loose for s in joined)


def _content_words(words: Words, *cues: str) -> list[Span]:
    """Return the words of containing before what is contained, not those that a hyphen hangs on it: *tin-based*."""
    ends = {m.span.end + 1 for m in words.elements() if words.after(m.span, 1) in HYPHENS}
    spans = words.spans(*(cues or (HEM.AskContains, HEM.AskLacks)))
    bounding = denials_of_bounds(words)
    return [s for s in spans if s.start not in ends and not any(s.overlaps(other) for other in bounding)]


def is_said_to_lack(words: Words, mention: Mention) -> bool:
    """Whether the ending of an element says that it is not there: *cobalt-free*."""
    return _lack(words, mention) is not None


def _lack(words: Words, mention: Mention) -> re.Match[str] | None:
    endings, at_end = alternatives("LacksEnding"), alternatives("LacksAtEnd")
    pattern = rf"[-–‐ ](?:(?:{endings})\b(?! of\b)|(?:{at_end})(?=[ ]*(?:[.,;:?!)–-]|$)))"
    return re.match(pattern, words.after(mention.span))


def denials_of_content(words: Words) -> tuple[Span, ...]:
    """Return where it is denied of elements that they are there: *while tin does not*."""
    return tuple(_with_ending(words, m) for m in words.elements() if is_said_to_lack(words, m))


def is_made_of(words: Words) -> bool:
    """Whether a question speaks of what materials contain: *those with magnesium in them*, *that contain zinc*."""
    mentions = words.elements()
    inside = table_words("InsideWords")
    ends = any(words.after(m.span).strip(" ?.!,").startswith(tuple(inside)) for m in mentions)
    return ends or any(_is_content(words, m) or is_said_to_lack(words, m) for m in mentions)


def _acts_between(words: Words, start: Span, end: Span) -> bool:
    """Whether a verb stands between two places: *but not proven for sodium*."""
    between = (t for t in words.tokens if start.end <= t.span.start and t.span.end <= end.start)
    return any(token.tag in {"VBN", "VBD", "VBZ", "VBP"} for token in between)


def find_material(
    words: Words, has: tuple[str, ...], lacks: tuple[str, ...], bounds: Bounds
) -> tuple[MaterialSelection, tuple[str, ...]]:
    """Return what the question says that the materials must be, and the families it lists."""
    families = _families(words)
    one_of = _one_of(words, has)
    groups = _groups(words)
    groups_out = [symbol for group in groups if _is_out(words, group) for symbol in _members(group)]
    selection = replace(
        find_entropy(words, bounds),
        has=tuple(symbol for symbol in has if symbol not in one_of),
        any_of=one_of,
        only=_only(words, has, families),
        groups=tuple((_members(g), _count_in(words, g)) for g in groups if not _is_out(words, g)),
        lacks=tuple(dict.fromkeys((*lacks, *_anions_left_out(words), *groups_out))),
        families=_spelt_out(families),
        structures=_structures(words),
        morphologies=words.terms_of(HEM.Morphology),
        roles=_roles(words),
        excluded_roles=_excluded_roles(words),
        cations=_count_of(words, is_of_anions=False),
        anions=_anion_count(words),
        is_on_carbon=words.has(HEM.AskOnCarbon),
    )
    return selection, families


def _one_of(words: Words, has: Sequence[str]) -> tuple[str, ...]:
    """Return the first elements of which one will do: *with sulfur, selenium or tellurium*."""
    for run in _runs(words, [m for m in words.elements() if m.concept in has]):
        gaps = (words.text[a.span.end : b.span.start] for a, b in itertools.pairwise(run))
        if any("or" in gap.lower().split() for gap in gaps):
            return tuple(dict.fromkeys(m.concept or "" for m in run))
    return ()


def _only(words: Words, has: Sequence[str], families: Sequence[str]) -> tuple[str, ...]:
    """Return the elements besides which nothing may be there; the anions that a family's name tells are."""
    is_a_series = words.has(HEM.AskReplaces) and words.has(HEM.AskMaterial)
    if not (has and (words.has(HEM.AskNothingElse) or is_a_series)):
        return ()
    anions = (str(symbol) for family in families for symbol in terms.objects(family, HEM.ofElement))
    return tuple(dict.fromkeys((*has, *anions)))


def _groups(words: Words) -> tuple[Mention, ...]:
    """Return the groups of elements that are named: *halogens*."""
    named = (cue for cue in words.cues if HEM.ElementGroup in terms.kinds(cue.concept or ""))
    asked = words.spans(HEM.AskElement)
    return tuple(g for g in named if _is_out(words, g) or not any(span.overlaps(g.span) for span in asked))


def _members(group: Mention) -> tuple[str, ...]:
    return tuple(sorted(map(str, terms.objects(group.concept or "", HEM.ofElement))))


def _count_in(words: Words, group: Mention) -> Range:
    """Return how many elements of a group a material must hold: *two halogens*, *several rare earths*, one at least."""
    several = table_words("SeveralWords")
    if set(words.before(group.span).split()[-1:]) & several:
        return Range(least=2)
    return count_before(words, group.span) or Range(least=1)


def of_a_series(words: Words) -> Words:
    """Return a question for the members of a series with its host taken for what they are made of.

    *In which copper replaces zinc in ZnMn2O4* asks for what holds copper besides, and not for ZnMn2O4 itself.
    """
    host = words.named[0].composition if len(words.named) == 1 else None
    added = [m for m in words.elements() if host is not None and m.concept not in host.elements]
    if host is None or not added or not (words.has(HEM.AskReplaces) and words.has(HEM.AskMaterial)):
        return words
    held = (Mention(words.named[0].span, MentionKind.ELEMENT, words.named[0].words, None, s) for s in host.elements)
    return replace(words, named=(), mentions=tuple(sorted((*words.mentions, *held), key=lambda m: m.span)))


def _structures(words: Words) -> tuple[str, ...]:
    """Return the structures of materials, not those that a mechanism works in: a space-charge *layer*."""
    kept = [m for m in words.of_kind(HEM.StructureType) if not is_inside_a_mechanism(words, m)]
    starts = {m.span.start for m in kept}
    named = tuple(dict.fromkeys(m.concept or "" for m in kept if not _only_tells_symmetry(m, starts)))
    if len(named) < len({m.concept for m in kept}):  # a symmetry is told, so that a structure of another is not meant
        return named
    narrower = [n for n in terms.instances(HEM.StructureType) if set(terms.objects(n, "skos:broader")) & set(named)]
    return tuple(dict.fromkeys([*named, *narrower]))


def _only_tells_symmetry(mention: Mention, starts: set[int]) -> bool:
    """Whether a symmetry stands before the structure that has it, which it would else stand beside: *cubic spinels*."""
    return HEM.GeneralSymmetry in terms.kinds(mention.concept or "") and mention.span.end + 1 in starts


def _families(words: Words) -> tuple[str, ...]:
    """Return the families; a metal or an alloy only where several are asked for, not as a verb."""
    loose = {HEM.Alloy, HEM.Metal}
    asking = words.spans(HEM.AskElement)
    asking += words.spans(HEM.AskOnCarbon)
    asking += tuple(group.span for group in _groups(words))
    mentions = [m for m in words.of_kind(HEM.AnionFamily) if not any(span.overlaps(m.span) for span in asking)]
    mentions = [m for m in mentions if not is_left_out(words, m.span)]
    mechanisms = [m.span for k in MECHANISM_KINDS for m in words.of_kind(k) if not names_materials(words, m)]
    kept = [
        m
        for m in mentions
        if (m.concept not in loose or m.surface.lower().endswith("s"))
        and not any(s.overlaps(m.span) for s in mechanisms)
    ]
    return tuple(dict.fromkeys(m.concept or "" for m in kept))


def _anions_left_out(words: Words) -> tuple[str, ...]:
    """Return the elements of the families that are set aside: no oxygen where oxides are not wanted."""
    out = (m for m in words.of_kind(HEM.AnionFamily) if is_left_out(words, m.span))
    return tuple(str(symbol) for m in out for symbol in terms.objects(m.concept or "", HEM.ofElement))


def _spelt_out(families: Sequence[str]) -> tuple[str, ...]:
    """Return families with those that they hold: a chalcogenide is a sulfide, a selenide or a telluride."""
    found = []
    for family in families:
        found += [str(name) for name in terms.objects(family, "skos:narrower")] or [family]
    narrower = [n for n in terms.instances(HEM.AnionFamily) if set(terms.objects(n, "skos:broader")) & set(families)]
    return tuple(dict.fromkeys([*found, *narrower]))


def find_composition(
    words: Words, symbols: Sequence[str], mechanisms: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the elements that the materials must and must not contain."""
    if words.named or not symbols or words.has(HEM.AskOrder):
        return (), ()
    if mechanisms or words.terms_of(HEM.RoleCue):
        out = (m.concept or "" for m in words.elements() if m.concept in symbols and _is_lacking(words, m))
        return (), tuple(dict.fromkeys(out))
    if words.has(HEM.AskRole):
        return (), ()
    asks_materials = words.has(HEM.AskMaterial) or bool(
        words.of_kind(HEM.AnionFamily) or words.of_kind(HEM.StructureType) or words.of_kind(HEM.Morphology)
    )
    lacking = any(is_said_to_lack(words, mention) for mention in words.elements())
    if not (words.has(HEM.AskContains) or asks_materials or lacking):
        return (), ()
    has: list[str] = []
    lacks: list[str] = []
    for mention in words.elements():
        if mention.concept in symbols:
            (lacks if _is_out(words, mention) else has).append(mention.concept or "")
    return tuple(dict.fromkeys(has)), tuple(dict.fromkeys(lacks))


def _is_lacking(words: Words, mention: Mention) -> bool:
    """Whether materials are said not to contain an element, and not the element to do nothing: *anodes without tin*."""
    lacking = table_words("LackingWords")
    spans = [s for s in words.spans(HEM.AskLacks) if s.of(words.text).lower() in lacking and s.end < mention.span.start]
    gaps = (words.text[s.end : mention.span.start].split() for s in spans)
    return is_said_to_lack(words, mention) or any(set(gap) <= LACK_STEPS for gap in gaps)


def _is_out(words: Words, mention: Mention) -> bool:
    """Whether an element is not to be there: the nearest word of containing or lacking before it decides."""
    if is_said_to_lack(words, mention) or is_left_out(words, mention.span):
        return True
    lacking = [s.end for s in _content_words(words, HEM.AskLacks) if s.end <= mention.span.start]
    holding = [s.end for s in _content_words(words, HEM.AskContains) if s.end <= mention.span.start]
    return bool(lacking) and max(lacking) >= max(holding, default=0)


def _roles(words: Words) -> tuple[str, ...]:
    """Return the roles that materials must have, those that are set aside left out."""
    wanted = (m for m in words.of_kind(HEM.MaterialRole) if m.concept == HEM.Cathode and not is_left_out(words, m.span))
    return tuple(dict.fromkeys(m.concept or "" for m in wanted))


def _excluded_roles(words: Words) -> tuple[str, ...]:
    """Who asks for anodes does not want cathodes, precursors or what a cell leaves behind."""
    out = {m.concept or "" for m in words.of_kind(HEM.MaterialRole) if is_left_out(words, m.span)} - {HEM.Anode}
    if HEM.Anode not in words.terms_of(HEM.MaterialRole):
        return tuple(sorted(out))
    return tuple(str(role) for role in terms.objects("NoAnodeRoles", "kind"))


def _anion_count(words: Words) -> Range:
    """Return bounds on the number of different anions: *more than one anion*, *mixed-anion*."""
    if words.has(HEM.AskMixedAnion):
        return Range(least=2)
    return Range(least=1, most=1) if words.has(HEM.AskSingleAnion) else _count_of(words, is_of_anions=True)


def _count_of(words: Words, *, is_of_anions: bool) -> Range:
    """Return bounds on the number of cations or anions that the materials have, not that of those asked for."""
    if words.named:
        return Range()
    nouns = table_words("AnionNouns")
    asks = min((cue.span for cue in words.cues if cue.concept in HEADS), default=None)
    for span in words.spans(HEM.AskElement):
        if (span.of(words.text).lower() in nouns) is not is_of_anions:
            continue
        mine = [cue for cue in words.cues if cue.span == span and cue.concept == HEM.AskElement]
        counts = span != asks or words.has(HEM.AskEntropy) or any(is_part_of_materials(words, cue) for cue in mine)
        bound = (count_before(words, span) if counts else None) or count_after(words, span)
        if bound is not None:
            return bound
    return Range()
