"""In which mode a technique was used, by where the words of the mode stand to it.

A mode stands before its technique (``in situ TEM``), and holds for a second one joined to it (``in situ
TEM and EELS``), or behind it (``TEM, performed in situ``); it is no mode of a technique where it says how
something came to be (``in situ formed``).
"""

import re

from hemkg.assemble.context import View
from hemkg.model.mention import Mention
from hemkg.vocab import terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.terms import HEM

REACH = 45
BEHIND = 8
STOPS = ",;.:"
PARTED = re.compile(r"[;:]|[.](?!\d)")
NO_PHRASE = ("NN", "JJ", "VBN", "VBD", "VBG")
DONE = ("VBN", "VBD")


def modes_of(view: View, mention: Mention) -> tuple[str | None, ...]:
    """Return the modes of a technique in its sentence, ``(None,)`` where none is told or it only computes."""
    if mention.concept in terms.objects("TheoryTechniques", "kind"):
        return (None,)
    modes = view.words(HEM.TechniqueMode)
    within = [m for m in modes if m.span.overlaps(mention.span)]
    found = within or _before(view, mention, modes) or _carried(view, mention, modes) or _behind(view, mention, modes)
    return tuple(dict.fromkeys(m.concept for m in found)) or (None,)


def opening_mode(view: View) -> str | None:
    """Return the mode that a sentence without a technique opens with: *Followed operando, it ...*."""
    modes = view.words(HEM.TechniqueMode)
    if not modes or view.words(HEM.Technique):
        return None
    tokens, first = view.sentence.tokens, view.sentence.token_at(modes[0].span.start)
    opens = first == view.sentence.token_at(view.span.start) + 1 and tokens[first - 1].tag.startswith(DONE)
    return modes[0].concept if opens else None


def named_in(view: View) -> tuple[Mention, ...]:
    """Return the words of a sentence that name or tell a technique, in order."""
    named = view.words(HEM.Technique)
    told = (h for h in view.words(HEM.TechniqueHint) if not any(t.span.overlaps(h.span) for t in named))
    found = (*named, *told)
    return tuple(sorted(found, key=lambda m: (m.span, m.concept or "")))


def _before(view: View, mention: Mention, modes: tuple[Mention, ...]) -> list[Mention]:
    """Return the mode right before a technique, with one joined to it: in situ and ex situ XRD."""
    left = [m for m in modes if m.span.end <= mention.span.start]
    if not left or not _leads(view, left[-1], mention):
        return []
    joined = len(left) > 1 and _is_joint(view.text[left[-2].span.end : left[-1].span.start], nouns=0)
    return left[-2:] if joined else left[-1:]


def _leads(view: View, mode: Mention, mention: Mention) -> bool:
    between = view.text[mode.span.end : mention.span.start]
    rivals = [
        t for t in view.words(HEM.Technique) if mode.span.end <= t.span.start and t.span.end <= mention.span.start
    ]
    return len(between) <= REACH and not rivals and not set(between) & set(STOPS)


def _carried(view: View, mention: Mention, modes: tuple[Mention, ...]) -> list[Mention]:
    """Return the mode of the technique that this one is joined to; a longer list does not share it."""
    earlier = [t for t in named_in(view) if t.span.end <= mention.span.start]
    if not earlier or not _is_joint(view.text[earlier[-1].span.end : mention.span.start]):
        return []
    if len(earlier) > 1 and "," in view.text[earlier[-2].span.end : earlier[-1].span.start]:
        return []
    return _before(view, earlier[-1], modes)


def _is_joint(between: str, nouns: int = 2) -> bool:
    """Whether two words are joined, a noun and an article between at most: Raman spectra and the XPS."""
    words = re.sub(r"([/,–-])", r" \1 ", between).split()
    joints = table_words("ListJoint") | {"-", "–"}
    return bool(joints & set(words)) and len(words) <= nouns + 1 and "," not in words


def _behind(view: View, mention: Mention, modes: tuple[Mention, ...]) -> list[Mention]:
    """Return a mode behind a technique that belongs to no other: SAED rings recorded ex situ."""
    for mode in modes:
        if mode.span.start < mention.span.end or not _stands_alone(view, mode):
            continue
        between = view.text[mention.span.end : mode.span.start]
        rivals = [t for t in named_in(view) if mention.span.end <= t.span.start and t.span.end <= mode.span.start]
        taken = any(_leads(view, mode, t) for t in named_in(view) if t.span.start >= mode.span.end)
        near = len(between.split()) <= BEHIND and not PARTED.search(between)
        return [mode] if near and not rivals and not taken else []
    return []


def _stands_alone(view: View, mode: Mention) -> bool:
    """Whether a mode is a phrase of its own (recorded ex situ) and not of ``in situ formed``."""
    tokens = view.sentence.tokens
    before, after = view.sentence.token_at(mode.span.start) - 1, view.sentence.token_at(mode.span.end)
    done = before >= 0 and (tokens[before].tag.startswith(DONE) or tokens[before].lower in {"(", ","})
    return done or after >= len(tokens) or not tokens[after].tag.startswith(NO_PHRASE)
