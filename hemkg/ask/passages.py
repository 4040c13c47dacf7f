"""Sentences of papers that answer a question in their own words.

The keyword index gives candidate passages; each of their sentences is compared with the question by
what both speak of: words (by stem, weighted by how rare they are here), concepts of the ontology (so
that *interfacial storage* meets *space charge*), elements, formulas and numbers.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from hemkg.annotate.annotator import annotate
from hemkg.annotate.spacy_engine import stop_words
from hemkg.ask import by_meaning, meaning
from hemkg.ask.draft import Draft, DraftRow, Refusal, Source, merged
from hemkg.ask.intent import Intent
from hemkg.ask.wording import listed
from hemkg.ask.words import Words
from hemkg.model.annotated import Annotated, Sentence
from hemkg.model.answer import Value
from hemkg.model.mention import MentionKind
from hemkg.model.paper import Bibliography, Block, BlockKind, Paper, Span
from hemkg.model.paper import Source as PaperSource
from hemkg.store.catalogue import Catalogue
from hemkg.store.claims import MaterialSelection, Selection, StoredClaim, find_claims, papers_by_iri
from hemkg.store.passages import Passage
from hemkg.vocab import terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

CANDIDATES = 30
ENOUGH = 0.5
CLOSE = 0.93
# Between these shares of words covered the meaning is asked too.  Measured: sentences that say what is asked are
# nearer than 0.33, those that only share a word with it (how bread is baked) lie below 0.2; sentences in other
# words lie above 0.65, where those about something else reach 0.58.
DOUBTFUL, CLEAR = 0.2, 0.75
NOT_ASTRAY, NEAR_SENTENCE = 0.2, 0.65
MOST_FOUND, MOST_COMPARED = 40, 10
MOST_CLAIMS = 3
# what a sentence has in common with a question for what is not known yet
OPEN = "open"
MEASURED = (HEM.CapacityClaim, HEM.RetentionClaim, HEM.EfficiencyClaim, HEM.QuantityClaim)
COMPARED = frozenset(
    {
        HEM.IonStorageMechanism, HEM.ChargeStorageMechanism, HEM.Technique, HEM.TechniqueMode, HEM.SynthesisMethod,
        HEM.StructureType, HEM.Morphology, HEM.AnionFamily, HEM.Ion, HEM.QuantityKind, HEM.RoleCue, HEM.EntropyClass,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traits:
    """What a sentence or a question speaks of, as comparable keys with their weights."""

    weights: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """The sum of the weights."""
        return sum(self.weights.values())

    def shared(self, other: "Traits") -> float:
        """Return the weight of what the other speaks of too."""
        return sum(weight for key, weight in self.weights.items() if key in other.weights)


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence with how much of the question it covers, 0 to 1, and how many of its numbers it holds.

    Attributes:
        closeness: how near it is in meaning, if that was compared.
        standing: what became of its paper since, in a word.
    """

    passage: Passage
    quote: str
    start: int
    coverage: float
    numbers: int = 0
    closeness: float | None = None
    standing: str | None = None


def answer(catalogue: Catalogue, intent: Intent) -> Draft | Refusal:
    """Return the sentence that says what the question asks for, with its paper."""
    told = _claimed(catalogue, intent) or _stated(catalogue, intent)
    if told is not None:
        return told
    found = find(catalogue, intent, MOST_FOUND)
    if intent.predicates and not found:
        quoted = listed([f"“{word}”" for word in intent.predicates])
        return Refusal(f"Not recorded and not found in a sentence: no paper here says {quoted} of what is asked for.")
    hits = _by_meaning(found, intent)
    if not hits or not _says_it(hits[0]):
        hits = _in_other_words(catalogue, intent) or hits
    if not hits or not _says_it(hits[0]):
        near = f"  Nearest: “{hits[0].quote}” ({hits[0].passage.document})." if hits else ""
        why = "No paper here says this" if hits else "Out of scope: no paper here speaks of this"
        return Refusal(f"{why}.{near}")
    best = [
        hit for hit in hits if hit.coverage >= CLOSE * hits[0].coverage and hit.passage.paper == hits[0].passage.paper
    ]
    rows = tuple(row_of(hit) for hit in best[:3])
    title = best[0].passage.title or best[0].passage.document
    return Draft(rows, ("doc", "title", "year", "quote"), f"{title}: “{best[0].quote}” {{1}}")


def _by_meaning(hits: Sequence[Hit], intent: Intent) -> list[Hit]:
    """Return hits, best first; where few words agree, what the sentences mean counts as much as their words."""
    in_doubt = bool(hits) and DOUBTFUL <= hits[0].coverage < CLEAR and not hits[0].numbers
    if not in_doubt or intent.words is None:
        return list(hits)
    is_found = hits[0].coverage >= ENOUGH  # by its words; what it means can only speak against it
    compared = hits[: 1 if is_found else MOST_COMPARED]
    near = meaning.closeness(intent.words.text, [hit.quote for hit in compared])
    if not any(near):
        return list(hits)
    weighed = [replace(hit, closeness=score) for hit, score in zip(compared, near, strict=True)]
    if is_found:
        return [*weighed, *hits[1:]]
    return sorted(weighed, key=lambda hit: -(hit.coverage + (hit.closeness or 0.0)))


def _in_other_words(catalogue: Catalogue, intent: Intent) -> list[Hit]:
    """Return the sentences that mean what is asked, nearest first, where the store keeps what its passages mean.

    What is no plain word of the question (materials, elements, concepts, numbers) must stand in the passage itself.
    """
    words = intent.words
    if words is None or intent.predicates:
        return []
    fixed = {key for key in _question_traits(catalogue, words, intent).weights if not key.startswith("word:")}
    hits = []
    for passage in by_meaning.near(catalogue, words.text, MOST_COMPARED):
        annotated = _annotated(passage)
        if fixed <= _all_traits(annotated).weights.keys():
            quotes = [(s.span.start, s.span.of(annotated.text)) for s in annotated.sentences]
            scores = meaning.closeness(words.text, [quote for _, quote in quotes])
            hits += [
                Hit(passage, quote.strip(), passage.start + start + len(quote) - len(quote.lstrip()), 0.0, 0, score)
                for (start, quote), score in zip(quotes, scores, strict=True)
                if score >= NEAR_SENTENCE
            ]
    hits.sort(key=lambda hit: -(hit.closeness or 0.0))
    return [replace(hit, standing=_standing(catalogue, hit.passage.paper)) for hit in hits[:MOST_COMPARED]]


def _holds_all(sentence: str, words: Sequence[str]) -> bool:
    """Whether a sentence holds words, in some inflection or as part of longer ones."""
    return all(stem(word.lower()) in sentence.lower() for word in words)


def _says_it(hit: Hit) -> bool:
    """Whether a sentence says what is asked, by its words and, where it was compared, by its meaning."""
    if hit.closeness is None:
        return hit.coverage >= ENOUGH
    return hit.closeness >= (NOT_ASTRAY if hit.coverage >= ENOUGH else NEAR_SENTENCE)


def _claimed(catalogue: Catalogue, intent: Intent) -> Draft | None:
    """Return the sentences behind the claims that have the numbers of the question, or None if it gives none."""
    bounds = intent.bounds
    if not (bounds.value or bounds.cycle) or (intent.subjects and not intent.subject_iris):
        return None
    material = MaterialSelection(materials=intent.subject_iris)
    claims = find_claims(
        catalogue.graph, Selection(MEASURED, material=material, value=bounds.value, cycle=bounds.cycle)
    )
    if bounds.value and bounds.unit is not None:
        claims = tuple(claim for claim in claims if claim.unit == bounds.unit)
    return _quoted(claims)


def _stated(catalogue: Catalogue, intent: Intent) -> Draft | None:
    """Return the sentences behind the claims on a mechanism of a named material, as it is said or denied."""
    if not (intent.mechanisms and intent.subject_iris) or len(intent.subjects) > 1 or intent.premises:
        return None
    selection = Selection(
        (HEM.MechanismClaim,),
        material=MaterialSelection(materials=intent.subject_iris),
        mechanisms=intent.mechanisms,
        ions=intent.ions,
        elements=intent.elements,
        polarities=(intent.polarity or HEM.Asserted,),
    )
    return _quoted(find_claims(catalogue.graph, selection))


def _quoted(claims: Sequence[StoredClaim]) -> Draft | None:
    """Return the sentences behind claims, or None where there are none or too many to be the ones that are meant."""
    if not 0 < len({claim.quote for claim in claims}) <= MOST_CLAIMS:
        return None
    rows = merged((_claim_row(claim) for claim in claims), "doc", "quote")
    first = rows[0].cells
    return Draft(rows, ("doc", "title", "year", "quote"), f"{first['title'] or first['doc']}: “{first['quote']}” {{1}}")


def _claim_row(claim: StoredClaim) -> DraftRow:
    paper = claim.paper
    cells: dict[str, Value] = {
        "doc": paper.document,
        "title": paper.title,
        "year": paper.year,
        "quote": claim.quote,
    }
    return DraftRow(cells, (Source.of_claim(claim),), (paper.iri,))


def row_of(hit: Hit) -> DraftRow:
    """Return a sentence as a row of an answer."""
    passage = hit.passage
    cells: dict[str, Value] = {
        "doc": passage.document,
        "title": passage.title,
        "year": passage.year,
        "quote": hit.quote,
    }
    return DraftRow(cells, (Source.of_passage(passage, hit.quote, hit.start, hit.standing),), (passage.paper,))


def find(catalogue: Catalogue, intent: Intent, limit: int = 10) -> list[Hit]:
    """Return the sentences that cover most of a question and hold all its predicates, best first."""
    words = intent.words
    if words is None:
        return []
    asked = _question_traits(catalogue, words, intent)
    if not asked.weights:
        return []
    hits = []
    candidates = _candidates(catalogue, words, intent)
    for passage in (each for each in candidates if _holds_all(each.quote, intent.predicates)):
        annotated = _annotated(passage)
        whole = _all_traits(annotated)
        for sentence in annotated.sentences:
            told = _sentence_traits(annotated, sentence)
            coverage = (asked.shared(told) + 0.3 * asked.shared(_difference(whole, told))) / asked.total
            numbers = sum(key.startswith("number:") and key in told.weights for key in asked.weights)
            quote = sentence.span.of(annotated.text)
            if not _holds_all(quote, intent.predicates):
                continue
            start = passage.start + sentence.span.start + len(quote) - len(quote.lstrip())
            hits.append(Hit(passage, quote.strip(), start, round(min(coverage, 1.0), 4), numbers))
    hits.sort(key=lambda hit: (-hit.numbers, -hit.coverage, len(hit.quote), hit.passage.document, hit.start))
    return [replace(hit, standing=_standing(catalogue, hit.passage.paper)) for hit in hits[:limit]]


def _standing(catalogue: Catalogue, paper: str) -> str | None:
    record = papers_by_iri(catalogue.graph, [paper]).get(paper)
    return record.standing if record else None


def _candidates(catalogue: Catalogue, words: Words, intent: Intent) -> list[Passage]:
    """Return passages by keywords; those of the papers that speak of the named materials first."""
    text = " ".join(_content_words(words))
    labels = " ".join(terms.label(c) for c in (*intent.mechanisms, *intent.techniques, *intent.methods))
    names = " ".join(named.words for named in words.named)
    return catalogue.passages.search(f"{text} {labels} {names}", CANDIDATES)


def _content_words(words: Words) -> list[str]:
    asking = [cue.span for cue in words.cues if cue.concept in {HEM.AskQuote, HEM.AskPaper, HEM.AskSaying}]
    filler = table_words("QuoteFiller")
    return [
        token.lower
        for token in words.tokens
        if token.lower[0].isalnum()
        and len(token.lower) > 1
        and token.lower not in stop_words()
        and token.lower not in filler
        and not any(span.contains(token.span) for span in asking)
    ]


def _question_traits(catalogue: Catalogue, words: Words, intent: Intent) -> Traits:
    weights: dict[str, float] = {}
    for word in _content_words(words):
        weights.setdefault(f"word:{stem(word)}", _rarity(catalogue, word))
    for mention in words.mentions:
        if COMPARED & set(terms.kinds(mention.concept or "")) and mention.kind is not MentionKind.QUANTITY:
            for key in [
                k for k in weights if k.removeprefix("word:") in {stem(w) for w in mention.surface.lower().split()}
            ]:
                weights.pop(key)
            weights[f"concept:{mention.concept}"] = 1.5
        elif mention.kind is MentionKind.ELEMENT:
            weights.pop(f"word:{stem(mention.surface.lower())}", None)
            weights[f"element:{mention.concept}"] = 1.5
        elif mention.quantity is not None:
            weights[f"number:{float(mention.quantity.low):g}"] = 3.0
    if words.has(HEM.AskOpen, HEM.AskHypothesised, HEM.AskGap):
        weights[OPEN] = 2.0
    for named in words.named:
        weights[f"name:{name_key(named.words)}"] = 2.0
        for record in named.records:
            weights.pop(f"word:{stem(record.surface.lower())}", None)
    return Traits(weights)


def _rarity(catalogue: Catalogue, word: str) -> float:
    """Return how much a word tells: rare ones most, unknown ones most of all."""
    total = max(catalogue.passages.count(), 1)
    return 0.3 + min(1.2, math.log((total + 1) / (catalogue.passages.frequency(word) + 1)) / math.log(total + 1) * 1.2)


def _annotated(passage: Passage) -> Annotated:
    text = passage.quote
    source = PaperSource(passage.document, passage.document, "text/plain", "", "passage")
    blocks = (Block(BlockKind.PARAGRAPH, Span(0, len(text))),)
    return annotate(Paper(passage.paper, Bibliography(), text, blocks, source), with_grammar=False)


def _sentence_traits(annotated: Annotated, sentence: Sentence) -> Traits:
    return Traits(dict.fromkeys(_keys(annotated, sentence), 1.0))


def _all_traits(annotated: Annotated) -> Traits:
    return Traits({key: 1.0 for sentence in annotated.sentences for key in _keys(annotated, sentence)})


def _difference(whole: Traits, part: Traits) -> Traits:
    return Traits({key: 1.0 for key in whole.weights if key not in part.weights})


def _keys(annotated: Annotated, sentence: Sentence) -> Iterator[str]:
    yield from (f"word:{token.stem}" for token in sentence.tokens)
    for mention in annotated.mentions_in(sentence.span):
        if mention.kind is MentionKind.ELEMENT:
            yield f"element:{mention.concept}"
        elif mention.quantity is not None:
            yield f"number:{float(mention.quantity.low):g}"
        elif mention.concept:
            yield f"concept:{mention.concept}"
            if HEM.GapStatementCue in terms.kinds(mention.concept):
                yield OPEN
            hinted = terms.text(mention.concept, HEM.suggests)
            if hinted:
                yield f"concept:{hinted}"
        if mention.kind in {MentionKind.FORMULA, MentionKind.NAME}:
            yield f"name:{name_key(mention.surface)}"
            if mention.composition and len(mention.composition.elements) == 1:
                yield f"element:{mention.composition.elements[0]}"
