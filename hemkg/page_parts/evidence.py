"""The sentences behind an answer: one card a citation, the quote highlighted in its paragraph."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hemkg.model.answer import Citation
from hemkg.page_parts.html import NOTHING, Html, doi_link, element, joined
from hemkg.page_parts.typeset import source_id, verbatim, words
from hemkg.store.passages import Passage, PassageIndex

CANDIDATES = 6
AROUND = 700


@dataclass(frozen=True, slots=True)
class Setting:
    """The text in which a quote stands, up to its paragraph's ends."""

    before: str = ""
    after: str = ""


ALONE = Setting()


def setting_of(citation: Citation, passages: PassageIndex) -> Setting:
    """Return what stands around a quote in its paragraph; nothing if the paragraph was not kept."""
    for passage in passages.search(citation.quote, CANDIDATES):
        start = _place(citation, passage)
        if start is not None:
            end = start + len(citation.quote)
            return Setting(_last(passage.quote[:start]), _first(passage.quote[end:]))
    return ALONE


def _place(citation: Citation, passage: Passage) -> int | None:
    """Return where a quote begins in a passage, or None if it is not a part of it."""
    if passage.document != citation.document or citation.start is None:
        return None
    start = citation.start - passage.start
    is_there = start >= 0 and passage.quote[start : start + len(citation.quote)] == citation.quote
    return start if is_there and len(passage.quote) > len(citation.quote) else None


def _last(text: str) -> str:
    return text if len(text) <= AROUND else "… " + text[-AROUND:].split(" ", 1)[-1]


def _first(text: str) -> str:
    return text if len(text) <= AROUND else text[:AROUND].rsplit(" ", 1)[0] + " …"


def settings_of(citations: Iterable[Citation], passages: PassageIndex) -> dict[int, Setting]:
    """Return {number of a citation: what stands around it}."""
    return {citation.number: setting_of(citation, passages) for citation in citations}


def cards(
    citations: Sequence[Citation],
    group: str,
    settings: Mapping[int, Setting],
    *,
    is_open: bool = True,
    all_open: bool = False,
) -> Html:
    """Return the citations of one answer as cards.

    Args:
        citations: in order.
        group: of the marks that open them.
        settings: what stands around the quotes, by number.
        is_open: whether the first stands open.
        all_open: whether all do.
    """
    found = [
        card(citation, group, settings.get(citation.number, ALONE), is_open=all_open or (is_open and place == 0))
        for place, citation in enumerate(citations)
    ]
    return joined(found)


def card(
    citation: Citation, group: str, setting: Setting = ALONE, *, is_open: bool = False, told: Html | None = None
) -> Html:
    """Return one citation: its paper, or what is told of it, when closed; quote and place when open."""
    head = element(
        "summary",
        element("span", citation.number, class_="number"),
        element("span", told or words(citation.work), class_="paper"),
        element("span", citation.year, class_="year") if citation.year and told is None else None,
    )
    return element("details", head, _quote(citation, setting), _foot(citation), class_="source", data_group=group,
        data_n=citation.number, id=source_id(group, citation.number), open=is_open)  # fmt: skip


def _quote(citation: Citation, setting: Setting) -> Html:
    parts = [_around(setting.before), element("mark", verbatim(citation.quote)), _around(setting.after)]
    return element("blockquote", joined(parts))


def _around(text: str) -> Html:
    return element("span", verbatim(text), class_="around") if text else NOTHING


def _foot(citation: Citation) -> Html:
    parts = [
        element("span", words(place)) if (place := _where(citation)) else None,
        doi_link(citation.doi) if citation.doi else None,
        element("span", citation.document, class_="document", title="name of the file") if citation.title else None,
        element("span", citation.decided, class_="decided") if citation.decided else None,
    ]
    copy = element("button", "Copy quote", type="button", class_="quiet", data_copy=_copied(citation))
    # shown to those who may decide only, by a rule of the style
    doubt = element("button", "Wrong?", type="button", class_="quiet doubt", data_go="curate",
        data_claim=citation.claim, title="Decide on this claim")  # fmt: skip
    back = element("button", "Back to the text", type="button", class_="quiet back", data_back=True)
    told = joined((part for part in parts if part), " · ")
    return element("footer", element("span", told) if told else None, copy, doubt if citation.claim else None, back)


def _where(citation: Citation) -> str:
    page = f"p. {citation.page}" if citation.page else None
    return ", ".join(part for part in (citation.section, citation.cell, page) if part)


def _copied(citation: Citation) -> str:
    """Return a quote with its source, as one pastes it into a manuscript."""
    year = f" ({citation.year})" if citation.year else ""
    parts = [
        f"{citation.work}{year}",
        _where(citation),
        f"doi:{citation.doi}" if citation.doi else "",
        citation.decided or "",
    ]
    return f"“{citation.quote}” — {', '.join(part for part in parts if part)}"
