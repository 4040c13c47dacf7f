"""Techniques with the mode that each was used in: *operando XRD together with ex situ TEM*.

A mode belongs to the technique that it stands beside, and to those that are listed with that one; a mode that stands
beside none is one of every technique.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hemkg.ask.words import Words
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.terms import HEM

OR = frozenset({"or", ", or", "/", "or in", "or by"})
LISTED = OR | {",", "and", ", and", "&"}
# words that may stand between a mode and its technique: *ex situ synchrotron XRD*, *XRD was done ex situ*
LONGEST_STEP = 3


@dataclass(frozen=True, slots=True)
class Probe:
    """A technique, and the modes of which it must have one.

    Attributes:
        technique: its term; None where any will do.
        modes: terms; none where the mode does not matter.
    """

    technique: str | None
    modes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Probes:
    """What a question says of techniques in their modes, where it says more than a list of either.

    Attributes:
        wanted: each technique with its modes; empty where every technique is wanted in the same modes.
        excluded: what must not have been used, or not so.
        unwanted: terms of techniques that are named only to be excluded.
        are_all_wanted: whether each of them is wanted, and not one of them.
    """

    wanted: tuple[Probe, ...] = ()
    excluded: tuple[Probe, ...] = ()
    unwanted: tuple[str, ...] = ()
    are_all_wanted: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """Modes that stand together: *in situ or operando*."""

    span: Span
    modes: tuple[str, ...]


def find_probes(words: Words) -> Probes:
    """Return which technique is wanted, or not wanted, in which mode."""
    techniques = _techniques(words)
    runs = _runs_that_count(words)
    bound: list[tuple[Mention | None, _Run | None]] = [
        (mention, run) for mention in techniques for run in _runs_of(words, mention, techniques, runs)
    ]
    taken = {run.span for _, run in bound if run is not None}
    bound += [(None, run) for run in runs if run.span not in taken]
    wanted: list[Probe] = []
    excluded: list[Probe] = []
    for mention, run in bound:
        probe = Probe(mention.concept if mention else None, with_narrower_modes(run.modes) if run else ())
        spans = [part.span for part in (mention, run) if part is not None]
        (excluded if _is_excluded(words, min(spans)) else wanted).append(probe)
        if run is not None and _is_only(words, run.span, max(spans)):
            excluded.append(Probe(probe.technique, _other_modes(probe.modes)))
    kept = {probe.technique for probe in wanted}
    unwanted = tuple(p.technique for p in excluded if p.technique and p.technique not in kept)
    if not wanted or (len({probe.modes for probe in wanted}) < 2 and not _are_modes_alone(wanted)):
        return Probes((), tuple(dict.fromkeys(excluded)), unwanted)
    spans = [mention.span for mention in techniques] + [run.span for run in runs]
    return Probes(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(excluded)), unwanted, not _offers(words, spans))


def _offers(words: Words, spans: Sequence[Span]) -> bool:
    """Whether *or* stands between techniques or modes that are each of their own."""
    ordered = sorted(spans)
    return any("or" in _between(words, a, b).split() for a, b in itertools.pairwise(ordered) if a.end <= b.start)


def with_narrower_modes(modes: Sequence[str]) -> tuple[str, ...]:
    """Return modes with those that are kinds of them: what is measured in a running cell is measured in place too.

    >>> with_narrower_modes(["InSitu"])
    ('InSitu', 'Operando')
    """
    narrower = [m for m in terms.instances(HEM.TechniqueMode) if set(terms.objects(m, "skos:broader")) & set(modes)]
    return tuple(dict.fromkeys((*modes, *narrower)))


def _are_modes_alone(wanted: Sequence[Probe]) -> bool:
    """Whether several modes are wanted of whatever technique: *both in situ and ex situ*."""
    return len(wanted) > 1 and all(probe.technique is None for probe in wanted)


def _techniques(words: Words) -> list[Mention]:
    """Return the techniques that are named, the longest of those that overlap, in order."""
    found: list[Mention] = []
    for mention in sorted(words.of_kind(HEM.Technique), key=lambda m: (m.span.start - m.span.end, m.span)):
        if not any(mention.span.overlaps(other.span) for other in found):
            found.append(mention)
    return sorted(found, key=lambda m: m.span)


def _mode_runs(words: Words) -> Iterator[_Run]:
    """Yield modes in order; those joined by *or* are one choice, those joined by *and* are each wanted."""
    waiting: _Run | None = None
    for mention in sorted(words.of_kind(HEM.TechniqueMode), key=lambda m: m.span):
        mode = mention.concept or ""
        if waiting is not None and _between(words, waiting.span, mention.span) in OR:
            waiting = _Run(Span(waiting.span.start, mention.span.end), (*waiting.modes, mode))
            continue
        if waiting is not None:
            yield waiting
        waiting = _Run(mention.span, (mode,))
    if waiting is not None:
        yield waiting


def _runs_of(
    words: Words, mention: Mention, techniques: Sequence[Mention], runs: Sequence[_Run]
) -> tuple[_Run | None, ...]:
    """Return the modes of a technique: its own, those of its list, or one that is said of all."""
    own = _beside(words, mention, techniques, runs)
    place = techniques.index(mention)
    before, after = place, place
    while not own and before > 0 and _between(words, techniques[before - 1].span, techniques[before].span) in LISTED:
        before -= 1
        own = [run for run in _beside(words, techniques[before], techniques, runs) if run.span < mention.span]
    last = len(techniques) - 1
    while not own and after < last and _between(words, techniques[after].span, techniques[after + 1].span) in LISTED:
        after += 1
        own = [run for run in _beside(words, techniques[after], techniques, runs) if run.span > mention.span]
    return tuple(own or _said_of_all(words, techniques, runs)) or (None,)


def _said_of_all(words: Words, techniques: Sequence[Mention], runs: Sequence[_Run]) -> list[_Run]:
    """Return the modes that stand beside no technique."""
    taken = {run.span for mention in techniques for run in _beside(words, mention, techniques, runs)}
    return [run for run in runs if run.span not in taken]


def _beside(words: Words, mention: Mention, techniques: Sequence[Mention], runs: Sequence[_Run]) -> list[_Run]:
    """Return the modes that stand just before a technique, or else just after it."""
    others = [other.span for other in techniques if other is not mention]
    before = _chain(words, mention, [run for run in reversed(runs) if run.span < mention.span], others)
    if before:
        return before[::-1]
    after = _chain(words, mention, [run for run in runs if run.span > mention.span], others)
    return [run for run in after if not _leads(words, run, others)]


def _chain(words: Words, mention: Mention, runs: Sequence[_Run], others: Sequence[Span]) -> list[_Run]:
    """Return the nearest modes on one side, and those that a list joins to them."""
    found: list[_Run] = []
    place = mention.span
    for run in runs:
        first, second = sorted((run.span, place))
        gap = _between(words, first, second)
        is_near = gap in LISTED if found else _is_step(gap)
        crosses = any(first.end <= other.start and other.end <= second.start for other in others)
        if not is_near or crosses:
            break
        found.append(run)
        place = run.span
    return found


def _leads(words: Words, run: _Run, others: Sequence[Span]) -> bool:
    """Whether modes stand just before another technique, to which they belong then."""
    return any(run.span < other and _is_step(_between(words, run.span, other)) for other in others)


def _is_step(gap: str) -> bool:
    """Whether only a few words that join nothing stand between a mode and its technique."""
    parts = gap.split()
    return len(parts) <= LONGEST_STEP and not any(mark in gap for mark in ",;/&") and not set(parts) & _joints()


def _joints() -> set[str]:
    excluding = table_words("ExcludingWords")
    return {"and", "or", "with", "but", "plus"} | excluding


def _between(words: Words, first: Span, second: Span) -> str:
    return words.text[first.end : second.start].strip(" -–").lower()


def _runs_that_count(words: Words) -> list[_Run]:
    return [run for run in _mode_runs(words) if not _is_set_aside(words, run)]


def modes_that_count(words: Words) -> tuple[str, ...]:
    """Return the modes that are named, without those that are named only as not being enough."""
    return tuple(dict.fromkeys(mode for run in _runs_that_count(words) for mode in run.modes))


def _is_set_aside(words: Words, run: _Run) -> bool:
    """Whether a mode is named only as not being enough, and not added to: *operando, not merely ex situ*."""
    asides = [s for s in words.spans(HEM.AskAside) if s.end <= run.span.start and not _between(words, s, run.span)]
    return bool(asides) and not words.after(run.span, 30).lstrip(" ,").startswith("but")


def _is_excluded(words: Words, span: Span) -> bool:
    """Whether a denial stands just before: *but not TEM*, *without ex situ work*."""
    excluding = table_words("ExcludingWords")
    aside = [s for s in words.spans(HEM.AskLacks) if s.end <= span.start]
    near = any(not _between(words, s, span) for s in aside)
    return near or bool(set(words.before(span, 12).split()[-1:]) & excluding)


def _is_only(words: Words, modes: Span, last: Span) -> bool:
    """Whether *only* stands beside modes or behind their technique; at the beginning it narrows what was said."""
    for span in words.spans(HEM.AskOnly):
        leads = span.start > 0 and span.end <= modes.start and _is_step(_between(words, span, modes))
        if leads or (span.start >= last.end and not _between(words, last, span)):
            return True
    return False


def _other_modes(modes: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in terms.instances(HEM.TechniqueMode) if name not in modes)
