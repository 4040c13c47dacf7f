"""A question taken apart: what the annotators of papers see in it, and how it asks."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from hemkg.annotate.annotator import annotate
from hemkg.annotate.concepts import find_in_text
from hemkg.annotate.spacy_engine import stop_words
from hemkg.ask.materials import Named, find_elements, find_named
from hemkg.ask.plainer import put_plainly
from hemkg.ask.spelling import mend
from hemkg.model.annotated import Sentence, Token
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Bibliography, Block, BlockKind, Paper, Source, Span
from hemkg.store.catalogue import Catalogue
from hemkg.store.claims import newest_year
from hemkg.vocab import terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

LONGEST_QUESTION = 1000
HYPHENS = {"-", "–", "‐"}
POSSESSIVES = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Words:
    """A question taken apart.

    Attributes:
        text: the question, slips mended.
        mended: what was mended, as pairs (typed, taken for).
        by_meaning: words taken for a label that means almost the same, as such pairs.
        tokens: its words and signs.
        mentions: concepts, elements and quantities outside the names of materials.
        cues: words of asking (terms of ``ontology/questions.ttl``), those inside concepts left out.
        named: the materials that it names.
        as_materials: the elements that it names, as materials, by symbol.
        newest_year: the year of the newest paper, where the question counts years back.
        aside: parts of the question that ask nothing and were not heeded.
    """

    text: str
    mended: tuple[tuple[str, str], ...]
    tokens: tuple[Token, ...] = field(repr=False)
    mentions: tuple[Mention, ...]
    cues: tuple[Mention, ...]
    named: tuple[Named, ...]
    by_meaning: tuple[tuple[str, str], ...] = ()
    as_materials: Mapping[str, Named] = field(default_factory=dict, repr=False)
    newest_year: int | None = None
    aside: tuple[str, ...] = ()

    def of_kind(self, kind: str) -> tuple[Mention, ...]:
        """Return the concepts of a class, in order, each span once."""
        return tuple(m for m in self.mentions if m.concept and kind in terms.kinds(m.concept))

    def terms_of(self, kind: str) -> tuple[str, ...]:
        """Return the terms of a class, in order and once."""
        return tuple(dict.fromkeys(m.concept for m in self.of_kind(kind) if m.concept))

    def elements(self) -> tuple[Mention, ...]:
        """Return the elements that are named by symbol or word."""
        return tuple(m for m in self.mentions if m.kind is MentionKind.ELEMENT)

    def quantities(self) -> tuple[Mention, ...]:
        """Return the numbers with what they count."""
        return tuple(m for m in self.mentions if m.kind is MentionKind.QUANTITY)

    def has(self, *cues: str) -> bool:
        """Whether one of these words of asking stands in the question."""
        return any(cue.concept in cues for cue in self.cues)

    def spans(self, *cues: str) -> tuple[Span, ...]:
        """Return where these words of asking stand."""
        return tuple(cue.span for cue in self.cues if cue.concept in cues)

    def before(self, span: Span, length: int = 24) -> str:
        """Return the words before a span in lower case."""
        return self.text[max(0, span.start - length) : span.start].lower()

    def after(self, span: Span, length: int = 24) -> str:
        """Return the words after a span in lower case."""
        return self.text[span.end : span.end + length].lower()

    def leftovers(self, used: Iterable[Span]) -> tuple[str, ...]:
        """Return the words that carry content and that nothing has made use of."""
        spans = [*self._with_neighbours(used), *(c.span for c in self.cues), *(n.span for n in self.named)]
        free = [
            token.span
            for token in self.tokens
            if token.lower[0].isalnum()
            and len(token.lower) > 1
            and token.lower not in stop_words()
            and not _is_contraction(token.lower)
            and token.lower not in number_words()
            and token.relation not in AUXILIARIES
            and not any(span.contains(self._without_possessive(token.span)) for span in spans)
        ]
        return tuple(dict.fromkeys(span.of(self.text) for span in self._hyphenated(free)))

    def _without_possessive(self, span: Span) -> Span:
        """Return the span of a word without its ``'s``: *SMC's capacity* is the capacity of SMC."""
        word = span.of(self.text)
        ends = next((end for end in POSSESSIVES if word.endswith(end)), "")
        return Span(span.start, span.end - len(ends))

    def _with_neighbours(self, used: Iterable[Span]) -> Iterator[Span]:
        """Yield spans; a concept takes in the words that it stands next to (*nano*-tomography, NMR *spectroscopy*)."""
        wide = {m.span for m in self.mentions if ABSORBING & set(terms.kinds(m.concept or ""))}
        for span in used:
            if span not in wide:
                yield span
                continue
            before = re.search(r"[\w.]+[ -]$", self.text[: span.start])
            after = re.match(r"[ -]\w+", self.text[span.end :])
            start = before.start() if before and not _is_number(before.group()) else span.start
            yield Span(start, span.end + (after.end() if after else 0))

    def is_noun(self, word: str) -> bool:
        """Whether a word of the question names a thing or a number; without grammar every word may."""
        tags = {token.tag for token in self.tokens if token.span.of(self.text) in re.split("[-–‐]", word)}
        return not tags or bool(tags & NOUNS) or "" in tags

    def is_of_the_speaker(self, word: str) -> bool:
        """Whether a word only tells who asks or what for: *I am a student*, *as a referee I ask*, *for my thesis*."""
        speakers = table_words("SpeakerWords")
        places = [i for i, token in enumerate(self.tokens) if token.span.of(self.text) == word]
        return any(self._is_of(place, speakers) for place in places)

    def _is_of(self, place: int, speakers: frozenset[str]) -> bool:
        token = self.tokens[place]
        owners = (t.lower for t in self.tokens if t.head == place and t.relation == "poss")
        if any(owner in speakers for owner in owners):
            return True
        if token.relation == "attr":
            verb = token.head
        elif token.relation == "pobj" and self.tokens[token.head].lower == "as":
            verb = self.tokens[token.head].head
        else:
            return False
        return any(t.lower in speakers for t in self.tokens if t.head == verb and t.relation == "nsubj")

    def is_talk(self, word: str) -> bool:
        """Whether a word belongs to the talk of the field and names no thing."""
        return stem(word.lower()) in _talk()

    def is_adverb(self, word: str) -> bool:
        """Whether a word of the question only says how."""
        tags = {token.tag for token in self.tokens if token.span.of(self.text) == word}
        return bool(tags) and tags <= ADVERBS

    def _hyphenated(self, spans: Sequence[Span]) -> Iterator[Span]:
        """Yield words; parts that a hyphen joins are one (``triple-shelled``)."""
        waiting: Span | None = None
        for span in spans:
            if waiting is not None and self.text[waiting.end : span.start] in HYPHENS:
                waiting = Span(waiting.start, span.end)
                continue
            if waiting is not None:
                yield waiting
            waiting = span
        if waiting is not None:
            yield waiting


def take_apart(catalogue: Catalogue, question: str) -> Words:
    """Take a question apart.

    Args:
        catalogue: the store whose materials it may name.
        question: as it was typed; only the first thousand characters count.
    """
    spelt = mend(put_plainly(" ".join(question.split())[:LONGEST_QUESTION]), catalogue.passages.knows)
    text = spelt.text
    annotated = annotate(_as_paper(text), parses_all=True) if text else None
    mentions = annotated.mentions if annotated else ()
    tokens = tuple(_counted_through(annotated.sentences)) if annotated else ()
    mentions = tuple(sorted((*mentions, *_verbs(mentions, tokens, text)), key=lambda m: m.span))
    families = [m.concept for m in mentions if m.concept and HEM.AnionFamily in terms.kinds(m.concept)]
    named = find_named(catalogue.graph, text, mentions, families)
    outside = tuple(m for m in mentions if not (_is_swallowed(m, mentions, named) or _is_a_pronoun(m, text)))
    kept = tuple(m for m in outside if m.kind not in {MentionKind.FORMULA, MentionKind.NAME} or not m.composition)
    cues = tuple(
        c for c in find_in_text(text, HEM.QuestionClasses) if _stands(c, kept, named) and not _is_verb(c, tokens)
    )
    cues = tuple(cue for cue in cues if not _is_set_aside(cue, cues))
    newest = newest_year(catalogue.graph) if _speaks_of_years(text) else None
    return Words(
        text, spelt.mended, tokens, kept, cues, named, as_materials=find_elements(catalogue.graph, kept),
        newest_year=newest,
    )  # fmt: skip


def _speaks_of_years(text: str) -> bool:
    """Whether a text may count years back, for which the newest paper must be known."""
    spans = {str(entry).split("=")[0] for entry in terms.objects("SpansOfYears", "numberWord")}
    return not spans.isdisjoint(re.findall(r"\w+", text.lower()))


def _verbs(mentions: Sequence[Mention], tokens: Sequence[Token], text: str) -> Iterator[Mention]:
    """Yield what a noun of the lexicon means where it is the verb: *does zinc or tin alloy in it?*."""
    nouns = {stem(terms.label(noun)): terms.text(noun, HEM.asVerb) for noun in terms.instances(HEM.NounOrVerb)}
    for token in tokens:
        verb = nouns.get(token.stem)
        known = any(m.concept == verb and m.span.overlaps(token.span) for m in mentions)
        if verb is not None and not known and _is_the_verb(token, tokens):
            yield Mention(token.span, MentionKind.CONCEPT, token.span.of(text), None, verb)


def _is_the_verb(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether a word is a verb by its tag, or because *do* asks for one and there is no other."""
    others = [other for other in tokens if other.tag in {"VB", "VBN", "VBG"} and other is not token]
    supports = any(other.lower in DO_SUPPORT and other.span.end <= token.span.start for other in tokens)
    return token.tag.startswith("VB") or (supports and not others)


def _is_set_aside(cue: Mention, cues: Sequence[Mention]) -> bool:
    """Whether a word of asking is part of a longer one, or of one that sets aside: *guesses do not count*."""
    if any(c.span.overlaps(cue.span) and cue.concept in terms.objects(c.concept or "", HEM.swallows) for c in cues):
        return True
    asides = (c.span for c in cues if c.concept == HEM.AskAsideAfter)
    return cue.concept != HEM.AskAsideAfter and any(span.overlaps(cue.span) for span in asides)


@cache
def number_words() -> dict[str, int]:
    """Return {number in letters: number} for the whole numbers.

    >>> number_words()["seven"]
    7
    """
    pairs = (str(entry).split("=") for entry in terms.objects("NumberWords", "numberWord"))
    return {name: int(value) for name, value in pairs if value.isdigit()}


@cache
def _talk() -> frozenset[str]:
    return frozenset(stem(str(label)) for label in terms.objects("FieldTalk", "exactLabel"))


def _counted_through(sentences: Iterable[Sentence]) -> Iterator[Token]:
    """Yield the words of all sentences; the places that they hang on are counted through the question."""
    before = 0
    for sentence in sentences:
        for token in sentence.tokens:
            yield replace(token, head=token.head + before)
        before += len(sentence.tokens)


def _is_verb(cue: Mention, tokens: Sequence[Token]) -> bool:
    """Whether a word of asking that is none as a verb is one: *I mean*."""
    tags = [token.tag for token in tokens if cue.span.contains(token.span)]
    if cue.concept in terms.objects(HEM.NeverAsParticiple, "class"):
        return tags == ["VBN"]
    if cue.concept not in terms.objects(HEM.NeverAsVerb, "class"):
        return False
    places = [i for i, token in enumerate(tokens) if cue.span.contains(token.span) and token.tag.startswith("VB")]
    subjects = [t.lower for t in tokens if t.head in places and t.relation == "nsubj"]
    return bool(places) and bool(subjects) and "you" not in subjects


def _is_contraction(word: str) -> bool:
    """Whether an apostrophe joins words that carry no content: *I'd*, *we're*."""
    parts = word.replace("’", "'").split("'")
    return len(parts) == 2 and parts[0] in stop_words() and f"'{parts[1]}" in stop_words()


def _is_number(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _is_a_pronoun(mention: Mention, text: str) -> bool:
    """Whether a number is the *one* of *which one turns up*."""
    before = text[: mention.span.start].lower().split()[-1:]
    pointing = table_words("BeforePronouns")
    is_one = mention.kind is MentionKind.QUANTITY and mention.surface.lower().startswith("one ")
    return is_one and bool(set(before) & pointing)


def _is_swallowed(mention: Mention, mentions: Iterable[Mention], named: Iterable[Named]) -> bool:
    """Whether a mention is part of a name: a material's, a technique's (*energy* loss), a structure's (rock *salt*)."""
    if any(mention.span.overlaps(n.span) for n in named):
        return True
    size = mention.span.end - mention.span.start
    longer = (m for m in mentions if m.span.contains(mention.span) and m.span.end - m.span.start > size)
    return any({HEM.Technique, HEM.StructureType} & set(terms.kinds(m.concept or "")) for m in longer)


# what only helps another verb carries no content: having been cycled
AUXILIARIES = frozenset({"aux", "auxpass"})
# a question with one of these holds a verb besides
DO_SUPPORT = frozenset({"do", "does", "did"})
ADVERBS = frozenset({"RB", "RBR", "RBS", "RP", "UH"})
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "CD", "FW", "LS", "SYM", "XX", "ADD", "NFP"})
ABSORBING = frozenset(
    {
        HEM.Technique,
        HEM.IonStorageMechanism,
        HEM.ChargeStorageMechanism,
        HEM.MechanismCue,
        HEM.RoleCue,
        HEM.SynthesisMethod,
    }
)
CONCEPTS = frozenset(
    {HEM.QuantityKind, HEM.Technique, HEM.Ion, HEM.IonStorageMechanism, HEM.ChargeStorageMechanism, HEM.EntropyClass}
)


def _stands(cue: Mention, mentions: Iterable[Mention], named: Iterable[Named]) -> bool:
    """Whether a word of asking is one: not part of a longer concept nor of a name."""
    if any(cue.span.overlaps(n.span) for n in named):
        return False
    return not any(
        m.span.contains(cue.span)
        and m.span.end - m.span.start > cue.span.end - cue.span.start
        and (m.kind is MentionKind.QUANTITY or CONCEPTS & set(terms.kinds(m.concept or "")))
        for m in mentions
    )


def _as_paper(text: str) -> Paper:
    source = Source("question", "question", "text/plain", "", "question")
    blocks = (Block(BlockKind.PARAGRAPH, Span(0, len(text))),)
    return Paper("question", Bibliography(), text, blocks, source)
