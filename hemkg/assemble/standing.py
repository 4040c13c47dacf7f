"""How a candidate stands to a number: distance and direction, the grammar between, the places in lists."""

import re
from collections.abc import Iterable, Sequence

from hemkg.assemble.candidates import Candidate
from hemkg.assemble.context import Context, View
from hemkg.assemble.frames import Frame, own_series, plain_series
from hemkg.assemble.grammar import path_features
from hemkg.assemble.lists import Series
from hemkg.assemble.wording import Features, bucket, plain, tokens_between, words_before
from hemkg.model.paper import Span


def position(context: Context, frame: Frame, candidate: Candidate, others: Iterable[Span]) -> Features:
    """Describe distance and direction, in the same sentence or from one before."""
    assert candidate.span is not None
    span = candidate.span
    back = frame.index - candidate.index
    own = outside(context, frame, span)
    if back:
        return {f"back:{min(back, 3)}" if back > 0 else "later": 1.0}
    view = context.views[frame.index]
    side = "before" if span.start < own.start else "after"
    low, high = (span.end, own.start) if side == "before" else (own.end, span.start)
    same_clause = view.sentence.clause_at(span.start) == view.sentence.clause_at(frame.span.start)
    between = sum(1 for other in others if low <= other.start and other.end <= high)
    words = len(tokens_between(view, low, high)) if high > low else 0
    grammar = path_features(view.sentence, frame.span, span, "dep")
    text = view.text[low:high]
    features = {
        f"{side}": 1.0,
        f"{side}:words:{bucket(words)}": 1.0,
        f"{side}:same-clause:{same_clause}": 1.0,
        f"{side}:rivals:{min(between, 3)}": 1.0,
        f"{side}:semicolon": float(";" in text),
        f"{side}:comma": float("," in text),
        f"{side}:bracket": float(bool(re.fullmatch(r"[^()]*\(\s*", text))),
        f"{side}:closes": float(bool(re.match(r"[^()]*\)", text))),
        f"{side}:next-to-list": float(own is not frame.span and words <= 2),
    }
    return features | grammar


def outside(context: Context, frame: Frame, span: Span) -> Span:
    """Return the number's list if the candidate stands outside of it, so that its items are alike."""
    series = plain_series(context.views[frame.index], frame)
    if series is None or series.span.overlaps(span):
        return frame.span
    return series.span


def preposition(view: View, span: Span, side: str) -> Features:
    """Return the words that lead a candidate, by its side."""
    words = words_before(view, span.start, 3)
    features = {f"{side}:lead:{plain(words[0])}": 1.0} if words else {f"{side}:lead:none": 1.0}
    if any(word in {"the", "a", "an"} for word in words[:1]) and len(words) > 1:
        features[f"{side}:lead2:{plain(words[1])}"] = 1.0
    return features


def alignment(context: Context, frame: Frame, candidate: Candidate, name: str) -> Features:
    """Compare places in parallel lists."""
    view = context.views[frame.index]
    if candidate.span is None:
        return {}
    home = context.views[candidate.index]
    own = own_series(view, frame)
    other = home.series_at(candidate.span, name)
    if own is None or other is None:
        return {
            "listed:neither" if own is None and other is None else "listed:value" if own else "listed:candidate": 1.0
        }
    plain = plain_series(view, frame)
    if name == "material" and plain is not None and len(plain.spans) == len(other.spans):
        own = plain
    same = len(own.spans) == len(other.spans)
    if not same:
        return _cycling(frame, candidate, own, other, name)
    aligned = own.index(frame.span) == other.index(candidate.span)
    near = "here" if candidate.index == frame.index else "back"
    return {
        f"listed:{'aligned' if aligned else 'misaligned'}:{near}": 1.0,
        f"listed:respectively:{aligned}": float(view.is_respective),
    }


def _cycling(frame: Frame, candidate: Candidate, own: Series, other: Series, name: str) -> Features:
    """Compare places where one list repeats: ten values of two samples at five currents."""
    place, turn = own.index(frame.span), other.index(candidate.span) if candidate.span else None
    times, rest = divmod(len(own.spans), len(other.spans))
    if rest or times < 2 or place is None or candidate.index != frame.index:
        return {"listed:uneven": 1.0}
    expected = place % len(other.spans) if name != "material" else place // times
    return {"listed:uneven": 1.0, f"listed:cyclic:{expected == turn}": 1.0}


def value_rivals(frame: Frame, candidate: Candidate, values: Sequence[Span]) -> Features:
    """Count other values that stand nearer to the material than the number does."""
    assert candidate.span is not None
    if candidate.index != -1 and candidate.span.end <= frame.span.start:
        between = sum(1 for v in values if candidate.span.end <= v.start and v.end <= frame.span.start)
        return {f"values-between:before:{min(between, 3)}": 1.0}
    between = sum(1 for v in values if frame.span.end <= v.start and v.end <= candidate.span.start)
    return {f"values-between:after:{min(between, 3)}": 1.0}
