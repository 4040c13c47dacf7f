"""Whether a question presumes what the papers do not speak of.

Every word of content must be taken up by a slot, be a word of asking, or stand in the papers that the
answer rests on.  A question about the price, the inventor or the fuel cell therefore gets no answer,
however well the rest of it fits.
"""

import re
from collections.abc import Sequence

from hemkg.ask import passages
from hemkg.ask.draft import Draft, DraftRow, Refusal
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.wording import listed
from hemkg.ask.words import NOUNS, Words
from hemkg.model.annotated import Token
from hemkg.store.catalogue import Catalogue
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

# a word is common if this share of the passages hold it, and at least so many of them
COMMON, MOST_SPECIAL = 0.08, 5
# the places of citations in a text
CITED = re.compile(r" ?\{(?:\d+|\*)\}")
# letters that derived words share at least, and that an ending has at most
ROOT, LONGEST_ENDING = 6, 4
# concepts that are no thing left unexplained
SLOTS = (
    HEM.IonStorageMechanism, HEM.ChargeStorageMechanism, HEM.Technique, HEM.SynthesisMethod, HEM.QuantityKind, HEM.Ion,
    HEM.ElementRole, HEM.CapacityKind,
)  # fmt: skip
# what another noun may ask for than the one after *which*
NAMED_BY_WHICH = {Target.OVERVIEW, Target.MATERIALS, Target.PAPERS}
KEPT_BY_WORDS = {Target.MEASUREMENTS, Target.SYNTHESES, Target.OVERVIEW}


def check(catalogue: Catalogue, intent: Intent, draft: Draft) -> Draft | Refusal:
    """Return a draft if its papers speak of everything that the question speaks of, else a refusal."""
    if _asks_reason(intent):
        told = f"  What they report: {CITED.sub('', draft.text)}" if draft.rows else ""
        return Refusal(f"No paper here was understood to tell why.{told}")
    unknown = _asked_thing(intent)
    if unknown is not None:
        return _refusal(intent, [unknown])
    asks_year = intent.words is not None and intent.words.has(HEM.AskYear)
    if intent.target is Target.PASSAGES or not (intent.premises or asks_year):
        return draft
    papers = tuple(dict.fromkeys(paper for row in draft.rows for paper in row.papers))
    if not papers:
        return draft if draft.yesno is not None and _are_known(catalogue, intent) else _refusal(intent, intent.premises)
    names = _names(intent)
    strange = [word for word in intent.premises if not _is_spoken_of(catalogue, papers, word, names)]
    if not intent.is_vague:
        strange = [word for word in strange if not (_is_talk(intent, word) or _is_common(catalogue, word))]
    if strange:
        return _refusal(intent, strange)
    if asks_year and not any(r.cells.get("year") for r in draft.rows):
        return Refusal("The store does not know in which year that was.")
    return draft


def of_what_is_unknown(catalogue: Catalogue, intent: Intent) -> Refusal | None:
    """Return the refusal that names what no paper speaks of, which tells more than that nothing was found."""
    unknown = [word for word in intent.premises if not catalogue.passages.knows(word) and not _is_talk(intent, word)]
    return _refusal(intent, unknown) if unknown and not intent.subjects else None


def denied(catalogue: Catalogue, intent: Intent, draft: Draft) -> Draft | None:
    """Return a no where a sentence of the same papers denies the word that the question adds.

    *Is the conversion complete?* is not answered by a conversion that *is not complete* or *incomplete*.
    """
    if not (draft.yesno and intent.leftovers):
        return None
    papers = {paper for row in draft.rows for paper in row.papers}
    for hit in passages.find(catalogue, intent, limit=30):
        if hit.passage.paper in papers and any(_is_denied(hit.quote, word) for word in intent.leftovers):
            row = passages.row_of(hit)
            return Draft((row,), ("doc", "title", "year", "quote"), f"No: “{hit.quote}” {{1}}", yesno=False)
    return None


def _is_denied(sentence: str, word: str) -> bool:
    """Whether a sentence holds the opposite of a word, or the word in a clause with a denial."""
    root, lower = stem(word.lower()), sentence.lower()
    prefixes = terms.objects("NegatingPrefix", "exactLabel")
    if any(re.search(rf"\b{prefix}{re.escape(root)}", lower) for prefix in prefixes):
        return True
    clause = next((part for part in re.split(r"[,;:]", lower) if root in part), "")
    denying = table_words("ExcludingWords")
    return bool(denying & set(re.findall(r"[\w']+", clause)))


def _asked_thing(intent: Intent) -> str | None:
    """Return the noun after *which* or *what* where no slot stands for it: *which binder was used with it?*."""
    words = intent.words
    if words is None or not (intent.target in NAMED_BY_WHICH or intent.is_vague):
        return None
    measured = _measured_thing(intent)
    if measured is not None:
        return measured
    kinds = (HEM.AnionFamily, HEM.StructureType, HEM.Morphology, HEM.MaterialRole)
    materials = [m.span for kind in kinds for m in words.of_kind(kind)]
    aside = {m.span for m in words.of_kind(HEM.MaterialRole) if m.concept not in {HEM.Anode, HEM.Cathode}}
    known = [*(cue.span for cue in words.cues if cue.concept != HEM.FillerWord or intent.shape is not Shape.COUNT)]
    known += [*(span for span in materials if span not in aside), *(named.span for named in words.named)]
    known += [m.span for kind in SLOTS for m in words.of_kind(kind)] + [m.span for m in words.elements()]
    for token in words.tokens:
        asked = words.tokens[token.head]
        which = token.tag in {"WDT", "WP"} and token.relation == "det"
        is_asked = which or _counts(words, token, intent)
        if (
            is_asked
            and (asked.tag in NOUNS or asked.relation == "nsubj")
            and not any(span.contains(asked.span) for span in known)
        ):
            return asked.span.of(words.text)
    return None


def _asks_reason(intent: Intent) -> bool:
    """Whether a reason is asked for where the answer would only be a list of materials or of numbers."""
    is_list = intent.target is Target.MATERIALS and not intent.mechanisms
    return bool((is_list or intent.target is Target.MEASUREMENTS) and intent.words and intent.words.has(HEM.AskWhy))


def _counts(words: Words, token: Token, intent: Intent) -> bool:
    """Whether a word asks for the number of the noun that it stands before."""
    return intent.shape is Shape.COUNT and token.lower == "many" and token.relation == "amod"


def _measured_thing(intent: Intent) -> str | None:
    """Return the subject of *how large is …* where it is no material: *how large are the particles of it?*."""
    words = intent.words
    if words is None or not any(token.lower == "how" for token in words.tokens):
        return None
    degrees = {i for i, t in enumerate(words.tokens) if i and words.tokens[i - 1].lower == "how" and t.tag == "JJ"}
    verbs = {words.tokens[i].head for i in degrees}
    subjects = (t.span for t in words.tokens if t.head in verbs and t.relation == "nsubj" and t.tag.startswith("NN"))
    names = [named.span for named in words.named]
    return next((s.of(words.text) for s in subjects if not any(name.overlaps(s) for name in names)), None)


def _are_known(catalogue: Catalogue, intent: Intent) -> bool:
    return all(_is_talk(intent, word) or catalogue.passages.knows(word) for word in intent.premises)


def _names(intent: Intent) -> tuple[str, ...]:
    """Return what the materials are called that a question names."""
    told = [name for named in intent.subjects for record in named.records for name in record.names]
    return tuple(dict.fromkeys((*(named.words for named in intent.subjects), *told)))


def _is_spoken_of(catalogue: Catalogue, papers: Sequence[str], word: str, names: Sequence[str] = ()) -> bool:
    """Whether the papers hold a word in some inflection, as part of a longer one, or a part that a hyphen joins."""
    if word in elements.table():
        word = elements.element(word).name
    roots = [_root(part.lower()) for part in re.split("[-–‐]", word)]
    longest = [root for root in roots if len(root) > 3] or [word]
    return any(catalogue.passages.holds(root, papers, names) for root in longest)


def _root(word: str) -> str:
    """Return what the words derived from one root share: *crystalline* and *crystallised*, by length."""
    told = stem(word)
    return told[: max(ROOT, len(told) - LONGEST_ENDING)]


def _is_talk(intent: Intent, word: str) -> bool:
    return intent.words is not None and intent.words.is_talk(word)


def _is_common(catalogue: Catalogue, word: str) -> bool:
    """Whether a word belongs to the talk of the field: many papers hold it, so that its absence tells nothing."""
    if any(c.isdigit() for c in word):
        return False
    held = catalogue.passages.frequency(word)
    return held >= MOST_SPECIAL and held >= COMMON * catalogue.passages.count()


def _refusal(intent: Intent, words: Sequence[str]) -> Refusal:
    quoted = listed([f"“{word}”" for word in words], " or ")
    about = f" about {listed(named.words for named in intent.subjects)}" if intent.subjects else ""
    return Refusal(f"Not supported by this corpus: the papers here say nothing{about} that concerns {quoted}.")


def narrowed(catalogue: Catalogue, intent: Intent, rows: Sequence[DraftRow]) -> tuple[DraftRow, ...]:
    """Return the rows whose papers speak of the leftover words, if some do; else all of them."""
    if intent.target is Target.MATERIALS and intent.premises:
        return _of_materials(catalogue, intent, rows)
    if not intent.leftovers or intent.target not in KEPT_BY_WORDS:
        return tuple(rows)
    names = _names(intent)
    fitting = [
        row
        for row in rows
        if all(_is_spoken_of(catalogue, row.papers, word, names) for word in intent.leftovers) and row.papers
    ]
    return tuple(fitting or rows)


def _of_materials(catalogue: Catalogue, intent: Intent, rows: Sequence[DraftRow]) -> tuple[DraftRow, ...]:
    """Return the rows of the materials beside which every word that is presumed stands; none if it stands beside none.

    Among many papers some paper holds every word: *commercially* says nothing of the anodes of the others.
    """
    words = [word for word in intent.premises if not (_is_talk(intent, word) or _is_common(catalogue, word))]
    return tuple(row for row in rows if all(_is_beside(catalogue, row, word) for word in words))


def _is_beside(catalogue: Catalogue, row: DraftRow, word: str) -> bool:
    return _is_spoken_of(catalogue, row.papers, word, (str(row.cells.get("material") or ""),))
