"""How a material stands to the place of a number in its list, as features for the fitted model."""

from hemkg.assemble.candidates import Candidate
from hemkg.assemble.context import Context, View
from hemkg.assemble.frames import Frame
from hemkg.assemble.half_cycles import HALVES
from hemkg.assemble.lists import Series
from hemkg.assemble.memory import Memory
from hemkg.assemble.orders import list_around, orders_of
from hemkg.assemble.wording import Features, plain

WORDS = 3
LEAD = 8


def order_features(context: Context, frame: Frame, candidate: Candidate, memory: Memory) -> Features:
    """Describe whether it is the material's turn in the number's list, and the words between the list's items."""
    view = context.views[frame.index]
    series = list_around(view, frame)
    place = series.index(frame.span) if series is not None else None
    if series is None or place is None:
        return {}
    turns = _turn_features(context, frame, candidate, memory, place)
    return turns | _joint_features(view, frame, candidate, series, memory)


def _turn_features(context: Context, frame: Frame, candidate: Candidate, memory: Memory, place: int) -> Features:
    """Describe whether it is the material's turn by each order that the list may take up."""
    view = context.views[frame.index]
    orders = orders_of(context, frame, memory)
    series = list_around(view, frame)
    apart = _apart(view, series) if series is not None else ""
    size = "2" if series is not None and len(series.spans) == 2 else "more"
    features: Features = {}
    for name, order in orders.items():
        turn = f"order:{name}:{order[place] is candidate.entity}"
        features[turn] = 1.0
        features[f"{turn}:{apart}:{size}"] = 1.0
        features[f"{turn}:free:{not view.referents}"] = 1.0
        features[f"{turn}:respective:{view.is_respective}"] = 1.0
    votes = sum(order[place] is candidate.entity for order in orders.values())
    return features | {f"orders:{votes}:{len(orders)}": 1.0, f"orders:{votes}:{len(orders)}:{apart}": 1.0}


def _joint_features(view: View, frame: Frame, candidate: Candidate, series: Series, memory: Memory) -> Features:
    """Describe the words between two items, with whether the material is that of the value before: 48% to 71%."""
    place, last, kind = series.spans.index(frame.span), memory.last, frame.mention.concept
    if last is None:
        return {}
    same = last.entity is candidate.entity
    if not place:
        return {f"opens:{_joint(view, series, 0)}:{kind}:{same}": 1.0}
    if last.span not in series.spans:
        return {}
    joint, apart = _joint(view, series, place - 1), _apart(view, series)
    return {
        f"joint:{joint}:{same}": 1.0,
        f"joint:{joint}:{kind}:{apart}:{same}": 1.0,
        f"listed:same:{same}:{kind}:{apart}": 1.0,
    }


def _joint(view: View, series: Series, place: int) -> str:
    """Return the stems of the words between an item of a list and the next, or a sign where they are many."""
    low, high = series.spans[place].end, series.spans[place + 1].start
    words = [t.lower for t in view.sentence.tokens if low <= t.span.start and t.span.end <= high and t.lower.isalpha()]
    start = series.spans[0].start
    lead = view.text[max(view.span.start, start - LEAD) : start].lower().split()
    opened = "from " if lead[-1:] == ["from"] else ""
    return opened + (" ".join(map(plain, words)) if len(words) <= WORDS else "many")


def _apart(view: View, series: Series) -> str:
    """Say by what else than their materials the values of a list may differ."""
    for name in ("density", "cycle", "ion"):
        if any(len(other.spans) == len(series.spans) for other in view.series[name]):
            return name
    return "halves" if any(c.concept in HALVES for c in view.concepts) else "nothing"
