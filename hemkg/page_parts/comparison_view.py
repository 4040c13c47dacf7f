"""What has changed since an answer was kept."""

from hemkg.ask.saved import Comparison, changed_words, in_words
from hemkg.page_parts.html import Html, element
from hemkg.page_parts.typeset import words


def comparison_view(found: Comparison) -> Html:
    """Return what has changed since an answer was kept."""
    changes = [
        *(_change("new", in_words(row)) for row in found.added),
        *(_change("gone", in_words(row)) for row in found.removed),
        *(_change("changed", changed_words(change)) for change in found.changed),
    ]
    return element("div", element("p", words(_summary(found)), class_="lead"),
        element("ul", *changes) if changes else None, class_="compared", role="status")  # fmt: skip


def _change(kind: str, told: str) -> Html:
    return element("li", element("b", kind), " ", words(told), class_=kind)


def _summary(found: Comparison) -> str:
    graph = "the graph is the one of then" if found.is_same_graph else "the graph has changed"
    refused = found.then.answer.get("abstained"), found.now.answer.get("abstained")
    if refused[0] and not refused[1]:
        told = "it was refused then and is answered now"
    elif refused[1] and not refused[0]:
        told = "it was answered then and is refused now"
    elif found.are_same_rows:
        told = "the rows are what they were"
    else:
        told = f"{len(found.added)} new, {len(found.removed)} gone, {len(found.changed)} changed"
    return f"Kept answer, asked again: {graph}; {told}."
