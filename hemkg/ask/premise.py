"""Whether a question presumes what the papers do not speak of.

Every word of content must be taken up by a slot, be a word of asking, or stand in the papers that the
answer rests on.  A question about the price, the inventor or the fuel cell therefore gets no answer,
however well the rest of it fits.
"""

from collections.abc import Sequence

from hemkg.ask.draft import Draft, DraftRow, Refusal
from hemkg.ask.intent import Intent, Target
from hemkg.ask.wording import listed
from hemkg.store.catalogue import Catalogue
from hemkg.vocab.stems import stem

KEPT_BY_WORDS = {Target.MEASUREMENTS, Target.SYNTHESES, Target.OVERVIEW}


def check(catalogue: Catalogue, intent: Intent, draft: Draft) -> Draft | Refusal:
    """Return a draft if its papers speak of everything that the question speaks of, else a refusal."""
    if not intent.leftovers or intent.target is Target.PASSAGES:
        return draft
    papers = tuple(dict.fromkeys(paper for row in draft.rows for paper in row.papers))
    if not papers:
        return draft if not draft.yesno is None and _are_known(catalogue, intent) else _refusal(intent, intent.leftovers)
    strange = [word for word in intent.leftovers if not _is_spoken_of(catalogue, papers, word)]
    if strange:
        return _refusal(intent, strange)
    return draft


def _are_known(catalogue: Catalogue, intent: Intent) -> bool:
    return all(catalogue.passages.knows(word) for word in intent.leftovers)


def _is_spoken_of(catalogue: Catalogue, papers: Sequence[str], word: str) -> bool:
    """Whether the papers hold a word in some inflection, or as part of a longer one."""
    root = stem(word.lower())
    return catalogue.passages.holds(root if len(root) > 3 else word, papers)


def _refusal(intent: Intent, words: Sequence[str]) -> Refusal:
    quoted = listed([f"“{word}”" for word in words], " or ")
    about = f" about {listed(named.words for named in intent.subjects)}" if intent.subjects else ""
    return Refusal(f"The papers here say nothing{about} that concerns {quoted}.")


def narrowed(catalogue: Catalogue, intent: Intent, rows: Sequence[DraftRow]) -> tuple[DraftRow, ...]:
    """Return the rows whose papers speak of the leftover words, if some do; else all of them."""
    if not intent.leftovers or intent.target not in KEPT_BY_WORDS:
        return tuple(rows)
    fitting = [
        row for row in rows if all(_is_spoken_of(catalogue, row.papers, word) for word in intent.leftovers) and row.papers
    ]
    return tuple(fitting or rows)
