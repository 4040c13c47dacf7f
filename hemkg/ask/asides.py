"""What a question says besides what it asks: *I write a review; which oxides …?*.

Who asks tells of themselves as well: who they are, what it is for, what they do not care about.  A word there that no
paper holds is no gap of the papers, and a denial there denies nothing.  Such parts are left out before the question
is read, and the answer says so.  A part that names a thing of the lexicon, a number, or something that is wanted stays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hemkg.annotate.spacy_engine import stop_words
from hemkg.ask.words import NOUNS, Words, take_apart
from hemkg.model.annotated import Token
from hemkg.model.paper import Span
from hemkg.store.catalogue import Catalogue
from hemkg.vocab import terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

ENDS = frozenset({"?", "!", ";"})
DASHES = frozenset({"-", "–", "—"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
CLAUSES = frozenset({"xcomp", "ccomp", "oprd"})
# concepts of the lexicon by which something may be picked
SLOTS = (
    HEM.IonStorageMechanism, HEM.ChargeStorageMechanism, HEM.Technique, HEM.TechniqueMode, HEM.SynthesisMethod, HEM.Ion,
    HEM.QuantityKind, HEM.CapacityKind, HEM.ElementRole, HEM.AnionFamily, HEM.StructureType, HEM.EntropyClass,
    HEM.MaterialRole, HEM.UnrecordedThing,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence of a question, or what a sign cuts off.

    Attributes:
        first, last: places of its first token and of the sign that ends it, or of its last token.
        by_comma: whether only a comma cuts it off, before or after.
    """

    first: int
    last: int
    by_comma: bool = False


def heeded(catalogue: Catalogue, question: str) -> Words:
    """Take a question apart without what it only says besides.

    Args:
        catalogue: the store whose materials it may name.
        question: as it was typed.
    """
    words = take_apart(catalogue, question)
    parts = list(_parts(words))
    out = [part for part in parts if _is_aside(words, part, parts)]
    if not out:
        return words
    aside = tuple(_span(words, part).of(words.text).strip(" .,;:-–—?!") for part in out)
    kept = take_apart(catalogue, _joined(words, [part for part in parts if part not in out]))
    return replace(kept, mended=words.mended, aside=aside)


def _parts(words: Words) -> Iterator[_Part]:
    """Yield the parts of a question in order."""
    first, after_comma = 0, False
    for place, token in enumerate(words.tokens[:-1]):
        is_comma = token.lower == "," and token.span.end < words.tokens[place + 1].span.start
        if place >= first and (is_comma or _ends_a_part(words, place)):
            yield _Part(first, place, after_comma or is_comma)
            first, after_comma = place + 1, is_comma
    if first < len(words.tokens):
        yield _Part(first, len(words.tokens) - 1, after_comma)


def _ends_a_part(words: Words, place: int) -> bool:
    """Whether a sign ends a sentence or cuts a clause off; *i.e.* and *Li-ion* hold none."""
    token, after = words.tokens[place], words.tokens[place + 1].span
    is_apart = token.span.end < after.start
    if token.lower in ENDS or (token.lower == ":" and is_apart):
        return True
    if token.lower in DASHES:
        return is_apart and words.text[token.span.start - 1 : token.span.start] == " "
    return token.lower == "." and is_apart and not words.text[after.start].islower()


def _span(words: Words, part: _Part) -> Span:
    return Span(words.tokens[part.first].span.start, words.tokens[part.last].span.end)


def _tokens(words: Words, part: _Part) -> Sequence[Token]:
    return words.tokens[part.first : part.last + 1]


def _is_aside(words: Words, part: _Part, parts: Sequence[_Part]) -> bool:
    """Whether a part only tells of who asks or what for, while another one asks."""
    others = [other for other in parts if other is not part]
    if not (_tells_of_who_asks(words, part) or _tells_what_it_is_for(words, part)):
        return False
    if _holds_slot(words, part) or _asks(words, part) or not _could_mislead(words, part):
        return False
    return any(_asks(words, other) for other in others) and not any(_points_back(words, other) for other in others)


def _tells_of_who_asks(words: Words, part: _Part) -> bool:
    """Whether who asks, or who is asked, is spoken of; what commas cut off must be a clause of its own."""
    people = table_words("SpeakerWords") | table_words("AddresseeWords")
    own = [token for token in _tokens(words, part) if _without_ending(token.lower) in people]
    if not part.by_comma:
        return bool(own)
    heads = {token.head for token in own if token.relation in SUBJECTS}
    return any(part.first <= head <= part.last and words.tokens[head].tag in {"VBP", "VBZ", "VBD"} for head in heads)


def _without_ending(word: str) -> str:
    """Return the pronoun of *I'm* or *we'd*."""
    return word.replace("’", "'").partition("'")[0]


def _tells_what_it_is_for(words: Words, part: _Part) -> bool:
    """Whether the first part tells what the answer is for: *This is for a grant.*."""
    tokens = _tokens(words, part)
    opening = " ".join(token.lower for token in tokens[:3])
    return part.first == 0 and opening in table_words("PurposeOpenings")


def _holds_slot(words: Words, part: _Part) -> bool:
    span = _span(words, part)
    mentions = [*words.elements(), *words.quantities(), *(m for kind in SLOTS for m in words.of_kind(kind))]
    places = [*(m.span for m in mentions), *(named.span for named in words.named)]
    return any(span.contains(place) for place in places)


def _asks(words: Words, part: _Part) -> bool:
    """Whether a part asks: by a sign, an asking word, a request, or by telling what is wanted."""
    span, tokens = _span(words, part), _tokens(words, part)
    if tokens[-1].lower == "?" or any(_is_asking_word(words, token, part) for token in tokens):
        return True
    if any(token.lower in table_words("WhetherWords") for token in tokens):
        return True
    names = any(span.contains(c.span) and HEM.AskedThing in terms.kinds(c.concept or "") for c in words.cues)
    return _wants(words, part) or (names and not _tells_of_who_asks(words, part))


def _is_asking_word(words: Words, token: Token, part: _Part) -> bool:
    """Whether a word asks, and does not only join a clause to a noun before it: *a student who works on it*."""
    if not token.tag.startswith("W") or token.lower == "that":
        return False
    verb = words.tokens[token.head]
    return not (verb.relation == "relcl" and part.first <= verb.head < words.tokens.index(token))


def _wants(words: Words, part: _Part) -> bool:
    """Whether a part requests something, or tells that somebody wants a thing or that something be so."""
    requests = {stem(word) for word in table_words("RequestVerbs")}
    searches = {stem(word) for word in table_words("SearchingVerbs")}
    wishes = {stem(word) for word in table_words("WantingVerbs")}
    for place in range(part.first, part.last + 1):
        token = words.tokens[place]
        if token.stem in searches or (token.stem in requests and (place == part.first or token.tag == "VB")):
            return True
        if token.stem in wishes and any(_is_wanted(other) for other in words.tokens if other.head == place):
            return True
    return False


def _is_wanted(token: Token) -> bool:
    """Whether what hangs on a verb of wanting tells what is wanted: a thing or a clause, and not only *this*."""
    return token.relation in CLAUSES or (token.relation == "dobj" and token.tag in NOUNS)


def _could_mislead(words: Words, part: _Part) -> bool:
    """Whether a part holds anything that would be read into the question; *I wonder* does no harm."""
    span = _span(words, part)
    steering = any(span.contains(c.span) and c.concept != HEM.FillerWord for c in words.cues)
    spans = [c.span for c in words.cues]
    strange = any(
        t.lower[0].isalnum() and t.lower not in stop_words() and not any(s.contains(t.span) for s in spans)
        for t in _tokens(words, part)
    )
    return steering or strange


def _points_back(words: Words, part: _Part) -> bool:
    """Whether a part takes up what another one told: *what lasts under such conditions?*."""
    told = f" {_span(words, part).of(words.text).lower()} "
    return any(f" {word} " in told for word in table_words("BackWords"))


def _joined(words: Words, kept: Sequence[_Part]) -> str:
    """Return the parts that are left as a text."""
    pieces: list[Span] = []
    for part in kept:
        if pieces and part.first > 0 and kept[kept.index(part) - 1].last == part.first - 1:
            pieces[-1] = Span(pieces[-1].start, words.tokens[part.last].span.end)
        else:
            first = _without_joints(words, part) if part.first > 0 else part.first
            pieces.append(Span(words.tokens[first].span.start, words.tokens[part.last].span.end))
    text = " ".join(piece.of(words.text) for piece in pieces)
    return text if kept[-1].last == len(words.tokens) - 1 else text.rstrip(" ,;:-–—")


def _without_joints(words: Words, part: _Part) -> int:
    """Return where a part begins behind words that only join it to the one before: *so which*."""
    places = range(part.first, part.last)
    return next((place for place in places if words.tokens[place].lower not in table_words("ClauseJoints")), part.first)
