"""Words that stand for a material without naming it: the coated oxide, the former, it, both tellurides.

A definite phrase excludes the materials that its words do not fit (family, number of metals, an
element, a coating) and stands for the one that is left, or for the one spoken of last; former and
latter take the last pair; a pronoun takes the subject of the sentence before; a plural takes all that
fit, in the order of their naming.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from hemkg.assemble.class_words import names_class
from hemkg.assemble.entity import Entity, Materials, is_supported, metals_of
from hemkg.assemble.epithets import epithets_of, general_stems, label_nouns, label_places
from hemkg.assemble.families import family_of
from hemkg.assemble.grammar import in_subject, is_object
from hemkg.model.annotated import Annotated, Sentence
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

UNFIT = {HEM.ElectrolyteComponent, HEM.ReactionProduct, HEM.Precursor}
FEW, MAIN_SHARE, AFAR = 6, 0.3, 600
# sentences after which a pronoun no longer means what was spoken of, in a paper about many materials
REMEMBERED = 3
DEFINITE, PAIR, PRONOUN, PLURAL, LABEL = "definite", "pair", "pronoun", "plural", "label"


@dataclass(frozen=True, slots=True)
class Reference:
    """A phrase with the materials that it stands for, in order."""

    span: Span
    entities: tuple[Entity, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class _Demand:
    """What the words of a phrase ask of a material."""

    families: frozenset[str]
    metals: frozenset[int]
    symbols: frozenset[str]
    supported: bool | None
    is_high: bool | None
    is_lesser: bool
    is_richer: bool

    @property
    def is_telling(self) -> bool:
        """Whether the phrase asks for anything."""
        asked = self.families or self.metals or self.symbols or self.is_lesser or self.is_richer
        return bool(asked) or self.supported is not None or self.is_high is not None


def find_references(annotated: Annotated, materials: Materials) -> list[Reference]:
    """Return the phrases of a paper that stand for its materials, in text order."""
    usable = [e for e in materials.entities if e.part not in UNFIT and not e.is_weak]
    usable = usable or [e for e in materials.entities if e.part not in UNFIT]
    walk = _Walk(annotated, materials, usable)
    for sentence in annotated.sentences:
        walk.through(sentence)
    return walk.found


class _Walk:
    """Goes through a paper sentence by sentence and remembers what was spoken of."""

    def __init__(self, annotated: Annotated, materials: Materials, usable: list[Entity]) -> None:
        self.annotated, self.materials, self.usable = annotated, materials, usable
        self.most = max((len(metals_of(e)) for e in usable), default=0)
        self.coated = {e.composition.key() for e in usable if e.composition and is_supported(e)}
        self.found: list[Reference] = []
        self.history: list[Entity] = []
        self.subject: Entity | None = None
        self.subject_at = 0
        self.position = self.index = 0
        self.last_named: tuple[Entity, ...] = ()
        self.pair: tuple[Entity, Entity] | None = None
        self.epithets = {id(e): epithets_of(annotated.text, e) for e in usable}
        self.labels = label_nouns(annotated.text, usable)

    def through(self, sentence: Sentence) -> None:
        """Resolve the phrases of one sentence, in their order."""
        self.position, self.index = sentence.span.start, sentence.index
        self.compared: list[Entity] = []
        named = [(s, e) for s, e in self.materials.within(sentence.span) if any(e is u for u in self.usable)]
        inside = self.annotated.mentions_in(sentence.span)
        here: list[Entity] = []
        spoken: list[tuple[Span, Entity]] = list(named)
        before = len(self.history)
        waiting = list(named)
        for kind, found in _phrases(self.annotated.text, sentence.span, self.labels):
            span = Span(found.start("phrase"), found.end("phrase"))
            while waiting and waiting[0][0].start < span.start:
                here.append(self._name(*waiting.pop(0)))
                self.pair = None
            if any(span.overlaps(s) for s, _ in named) or _names_no_material(found["phrase"]):
                continue
            part = self.annotated.text.rfind(";", sentence.span.start, span.start)
            own = [e for where, e in sorted(spoken, key=lambda pair: pair[0]) if part < where.start < span.start]
            words = [m for m in inside if span.contains(m.span)]
            entities = self._meant(kind, found, words, here, own)
            if entities:
                self.found.append(Reference(span, entities, DEFINITE if kind == LABEL else kind))
            if len(entities) == 1:
                spoken.append((span, entities[0]))
            if entities and kind != PAIR:
                here += [self._speak(entity) for entity in entities]
        here += [self._name(span, entity) for span, entity in waiting]
        self.pair = None if waiting else self.pair
        if here:
            rest = [e for e in here if not any(e is c for c in self.compared)]
            self.subject = _topic(sentence, spoken, self.history[:before]) or (rest or here)[0]
            self.subject_at = sentence.index
            self.last_named = _distinct(here)

    def _name(self, span: Span, entity: Entity) -> Entity:
        """Note a material that is named; what a sentence sets its subject against is no subject itself."""
        if _is_measure(self.annotated.text[max(self.position, span.start - COMPARED) : span.start]):
            self.compared.append(entity)
        return self._speak(entity)

    def _speak(self, entity: Entity) -> Entity:
        self.history.append(entity)
        return entity

    def _meant(
        self,
        kind: str,
        found: re.Match[str],
        inside: Sequence[Mention],
        here: Sequence[Entity],
        own: Sequence[Entity],
    ) -> tuple[Entity, ...]:
        words = found["phrase"].lower()
        if kind == LABEL:
            return tuple(e for noun, e in self.labels.items() if re.fullmatch(rf"{re.escape(noun)}(?:e?s)?", words))
        if kind == PAIR:
            return self._of_pair(words)
        if kind == PRONOUN:
            return self._of_pronoun(words, here, own, found.start("phrase"))
        demand = _demand(words, inside)
        fitting = [e for e in self.usable if _fits(demand, e, self.most, self.coated)]
        if kind == DEFINITE:
            fitting = [e for e in fitting if not any(e is c for c in self.compared)] or fitting
        if kind == PLURAL:
            return self._of_plural(words, demand, fitting, here)
        if not demand.is_telling or not fitting or len(fitting) == len(self.usable):
            known = self._by_epithet(words, fitting or self.usable)
            return self._if_near(known) if known is not None else ()
        known = self._by_epithet(words, fitting)
        if known is not None:
            return self._if_near(known)
        if demand.supported is False:
            fitting = [e for e in fitting if _has_composite(e, self.usable)] or fitting
        recent = [e for e in reversed(self.history) if any(e is f for f in fitting)]
        return self._if_near(recent[0] if recent else fitting[0])

    def _as_last_named(self, entities: Sequence[Entity]) -> list[Entity]:
        """Return materials in the order in which the last sentence named them, if it named them all."""
        named = [e for e in self.last_named if any(e is other for other in entities)]
        return named if len(named) == len(entities) else []

    def _if_near(self, entity: Entity) -> tuple[Entity, ...]:
        """Return a material unless it was spoken of long ago and the paper is about others as well."""
        if len(self.usable) <= FEW or len(entity.spans) >= MAIN_SHARE * len(self.materials.mentions):
            return (entity,)
        spoken = [s.start for s in entity.spans if s.start < self.position]
        return (entity,) if spoken and self.position - spoken[-1] < AFAR else ()

    def _by_epithet(self, words: str, fitting: Sequence[Entity]) -> Entity | None:
        """Return the one material whose introduction used the words of the phrase: hollow, milled, amorphous."""
        stems = {stem(w) for w in re.findall(r"[a-z]{3,}", words)} - general_stems()
        shared = {id(e): stems & self.epithets.get(id(e), frozenset()) for e in fitting}
        most = max((len(s) for s in shared.values()), default=0)
        best = [e for e in fitting if len(shared[id(e)]) == most]
        return best[0] if most and len(best) == 1 else None

    def _of_pair(self, words: str) -> tuple[Entity, ...]:
        """Return the first or the second of the two materials spoken of last."""
        if self.pair is None:
            recent = _distinct(reversed(self.history))[:2]
            if len(recent) < 2:
                return ()
            first, second = sorted(recent, key=self._last_place)
            self.pair = (first, second)
        return (self.pair[0] if _is_word(words, "FormerCue") else self.pair[1],)

    def _last_place(self, entity: Entity) -> int:
        return max(i for i, e in enumerate(self.history) if e is entity)

    def _of_pronoun(self, words: str, here: Sequence[Entity], own: Sequence[Entity], place: int) -> tuple[Entity, ...]:
        """Return what a pronoun stands for: the subject of its sentence so far, else of the one before.

        Behind a class (anode materials ..., so that they) ``they`` are the class.
        """
        if _is_word(words, "PluralPronoun"):
            of_class = names_class(self.annotated.text, self.position, place)
            return () if of_class else _distinct(here) or self.last_named
        subjects = [e for e in own or here if not any(e is c for c in self.compared)]
        is_near = len(self.usable) <= FEW or self.index - self.subject_at <= REMEMBERED
        remembered = self.subject if is_near else None
        subject = subjects[0] if subjects else remembered
        return (subject,) if subject is not None else ()

    def _of_plural(
        self, words: str, demand: _Demand, fitting: list[Entity], here: Sequence[Entity]
    ) -> tuple[Entity, ...]:
        """Return the materials of a plural, in the order in which they were named."""
        pairs = (("both", 2), *_counts())
        count = next((n for word, n in pairs if re.search(rf"\b{word}\b", words)), None)
        known = self._by_epithet(words, self.usable) if words.endswith(" ones") and not demand.is_telling else None
        if known is not None:
            return (known,)
        group = fitting if demand.is_telling else list(self.usable)
        if _is_word(words, "OtherWord"):
            group = [e for e in group if not any(e is h for h in here)]
        spoken = _distinct(self.history)
        ordered = [e for e in spoken if any(e is g for g in group)]
        if count is not None and len(ordered) != count:
            recent = _distinct(reversed([e for e in self.history if any(e is g for g in group)]))[:count]
            ordered = self._as_last_named(recent) or [e for e in spoken if any(e is r for r in recent)]
        wanted = len(ordered) == count if count is not None else len(ordered) > 1
        return tuple(ordered) if wanted and len(ordered) > 1 else ()


def _topic(sentence: Sentence, spoken: Sequence[tuple[Span, Entity]], before: Sequence[Entity]) -> Entity | None:
    """Return what a sentence is about: its grammatical subject, else what it newly introduces as an object.

    ``Milling A with B gives the oxyfluoride C`` speaks of C from then on.
    """
    places = sorted(spoken, key=lambda pair: pair[0])
    subjects = [entity for span, entity in places if in_subject(sentence, span)]
    if subjects:
        return subjects[0]
    new = [(span, e) for span, e in places if not any(e is b for b in before)]
    made = [entity for span, entity in new if is_object(sentence, span)]
    return made[0] if made else None


def _has_composite(entity: Entity, usable: Sequence[Entity]) -> bool:
    """Whether a composite of the same active phase is spoken of too."""
    key = entity.composition.key() if entity.composition else None
    return key is not None and any(
        e is not entity and is_supported(e) and e.composition and e.composition.key() == key for e in usable
    )


COMPARED = 24


@cache
def _measures() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('ContrastLead')})\s(?:the\s|its\s|that\sof\s|bare\s|pure\s){{0,3}}$", re.I)


def _is_measure(lead: str) -> bool:
    """Whether the words before a material set something against it: unlike CoO, measured against NiO."""
    return bool(_measures().search(lead))


def _distinct(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    found: list[Entity] = []
    for entity in entities:
        if not any(entity is other for other in found):
            found.append(entity)
    return tuple(found)


# ---------------------------------------------------------------- phrases


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    stop = alternatives("PhraseStop")
    word = rf"(?!(?:{stop})\b)[\w–‐-]+"
    counts = "|".join(w for w, _ in _counts())
    return (
        (PAIR, re.compile(rf"\b(?P<phrase>the\s(?:{alternatives('FormerCue')}|{alternatives('LatterCue')}))\b", re.I)),
        (
            PLURAL,
            re.compile(
                rf"\b(?P<phrase>(?:{alternatives('PluralWord')})(?:\s(?:same|other|{counts}))*\s(?:{word}\s){{0,3}}?"
                rf"(?:(?:{alternatives('MaterialNoun')})(?:s|es)|{alternatives('OtherWord')})"
                rf"|both|all\s(?:{counts})|the\s(?:{counts}))(?![\w–-])",
                re.I,
            ),
        ),
        (
            DEFINITE,
            re.compile(
                rf"\b(?:{alternatives('DefiniteWord')})\s(?P<phrase>(?:{word}\s){{0,5}}?"
                rf"(?:{alternatives('MaterialNoun')}|(?:{alternatives('ShapeNoun')})(?:e?s)?))\b"
                rf"|\((?P<bracket>(?:{word}\s){{0,2}}(?:{alternatives('MaterialNoun')}))\)",
                re.I,
            ),
        ),
        (
            PRONOUN,
            re.compile(
                rf"(?:(?<![\s\S])|(?<=[.?!:;,(]\s)|(?<=[.;:,(])|(?<=\n)|\b(?:{alternatives('ClauseOpener')})\s)"
                rf"(?!{_joined_expletives()})(?P<phrase>{alternatives('Pronoun')})\b",
                re.I,
            ),
        ),
    )


def _names_no_material(phrase: str) -> bool:
    """Whether a phrase has a noun for materials and means none: the electronic structure, the acceptor phase."""
    return phrase.lower().endswith(tuple(map(str, terms.objects("NoMaterialPhrase", "exactLabel"))))


def _joined_expletives() -> str:
    """Return a pattern for *it* that means nothing: it is important to note, it has been shown that."""
    verbs, words, said = (
        alternatives("ExpletiveVerb"),
        alternatives("ExpletiveWord"),
        alternatives("ExpletiveParticiple"),
    )
    return rf"it\s(?:{verbs})\b(?:\s[\w-]+)?\s(?:(?:{words})\b|(?:{said})\sthat\b)"


@cache
def _counts() -> tuple[tuple[str, int], ...]:
    pairs = (str(entry).split("=") for entry in terms.objects("NumberWords", "numberWord"))
    return tuple((word, int(value)) for word, value in pairs if 1 < int(value) < 10)


@dataclass(frozen=True, slots=True)
class _Found:
    """A match of which one of two groups holds the phrase."""

    match: re.Match[str]
    group: str

    def __getitem__(self, name: str) -> str:
        return str(self.match[self.group])

    def start(self, name: str) -> int:
        return self.match.start(self.group)

    def end(self, name: str) -> int:
        return self.match.end(self.group)


def _phrases(text: str, span: Span, labels: Iterable[str]) -> Iterator[tuple[str, "re.Match[str]"]]:
    """Yield the phrases of a sentence in order; where two overlap, the kind that is listed first wins.

    Args:
        text: the paper's text.
        span: the sentence.
        labels: nouns that stand for a sample each.
    """
    taken: list[tuple[Span, str, re.Match[str]]] = []
    kinds = [(LABEL, label_places(text, labels, span))]
    kinds += [(kind, pattern.finditer(text, span.start, span.end)) for kind, pattern in _patterns()]
    for kind, matches in kinds:
        for match in matches:
            group = "phrase" if match["phrase"] else "bracket"
            found = _Found(match, group)
            where = Span(found.start("phrase"), found.end("phrase"))
            if not any(where.overlaps(other) for other, _, _ in taken):
                taken.append((where, kind, found))  # type: ignore[arg-type]
    for _, kind, match in sorted(taken, key=lambda item: item[0]):
        yield kind, match


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(name)})\b", re.I)


def _is_word(words: str, name: str) -> bool:
    return bool(_words(name).search(words))


# ---------------------------------------------------------------- what a phrase asks for


def _demand(words: str, inside: Sequence[Mention]) -> _Demand:
    def of_class(kind: str) -> frozenset[str]:
        return frozenset(m.concept for m in inside if m.concept and kind in terms.kinds(m.concept))

    entropies = of_class(HEM.EntropyClass)
    is_bare = _is_word(words, "BareWord") or _is_word(words, "BareNoun")
    supported = True if _is_word(words, "CoatedWord") else False if is_bare else None
    return _Demand(
        families=of_class(HEM.AnionFamily),
        metals=frozenset(int(n) for word, n in _metal_counts() if re.search(rf"\b{re.escape(word)}\b", words)),
        symbols=frozenset(m.concept for m in inside if m.kind is MentionKind.ELEMENT and m.concept),
        supported=supported,
        is_high=True if HEM.HighEntropy in entropies else False if entropies else None,
        is_lesser=_is_word(words, "LesserWord"),
        is_richer=_is_word(words, "DopedWord") and not _is_word(words, "LesserWord"),
    )


@cache
def _metal_counts() -> tuple[tuple[str, str], ...]:
    pairs = (str(entry).split("=") for entry in terms.objects("MetalCount", "numberWord"))
    return tuple((word, number) for word, number in pairs)


def _fits(demand: _Demand, entity: Entity, most: int, coated: Collection[str | None]) -> bool:
    """Whether nothing that a phrase says speaks against a material.

    Args:
        demand: what the phrase says.
        entity: the material.
        most: how many metals the richest material of the paper has.
        coated: the compositions that the paper has with something carried.
    """
    key = entity.composition.key() if entity.composition else None
    plain = not is_supported(entity) and (most <= 1 or (key is not None and key in coated))
    symbols = set(entity.composition.elements) if entity.composition else set()
    checks = (
        not demand.families or _is_of(demand.families, entity),
        not demand.metals or len(metals_of(entity)) in demand.metals,
        demand.symbols <= symbols,
        demand.supported is None or demand.supported is is_supported(entity),
        demand.is_high is None or demand.is_high is (len(metals_of(entity)) >= min(4, most)),
        not demand.is_lesser or len(metals_of(entity)) < most or plain,
        not demand.is_richer or len(metals_of(entity)) == most,
    )
    return all(checks)


def _is_of(families: frozenset[str], entity: Entity) -> bool:
    own = family_of(entity.composition) or terms.text(entity.named or "", "anionFamily")
    if own is None:
        return False
    wider = {own, *(str(b) for b in terms.objects(own, "skos:broader"))}
    named = set(families) | {str(n) for f in families for n in terms.objects(f, "skos:narrower")}
    return bool(wider & named)
