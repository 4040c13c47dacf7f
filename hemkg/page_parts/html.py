"""HTML that cannot be broken by what stands in it: text is escaped unless it was built here.

Everything that papers and users wrote reaches the page through ``element`` or ``escaped``.
"""

from collections.abc import Iterable
from urllib.parse import quote

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\0": ""})
VOID = frozenset(("br", "col", "hr", "input", "wbr"))


class Html(str):
    """A string that is HTML already; made by ``element``, ``joined`` and ``escaped`` only."""

    __slots__ = ()


Child = str | int | float | None
Attribute = str | int | float | bool | None
NOTHING = Html("")


def escaped(text: object) -> Html:
    """Return a text as HTML that shows it letter by letter; HTML is left as it is.

    >>> escaped("<script>alert(1)</script>")
    '&lt;script&gt;alert(1)&lt;/script&gt;'
    """
    return text if isinstance(text, Html) else Html(str(text).translate(ESCAPES))


def element(name: str, *children: Child, **attributes: Attribute) -> Html:
    """Return an element.

    Args:
        name: of the tag.
        children: texts, which are escaped, or HTML; None is left out.
        attributes: a trailing underscore is dropped, others become hyphens; True stands alone, False
            and None are left out.

    >>> element("p", "1 < 2", class_="note", data_n=3, hidden=True)
    '<p class="note" data-n="3" hidden>1 &lt; 2</p>'
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Html(f"<{name}{told}>")
    return Html(f"<{name}{told}>{joined(children)}</{name}>")


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(value)}"'


def joined(children: Iterable[Child], between: Child = "") -> Html:
    """Return texts and HTML one after another.

    >>> joined(["a", element("b", "&")], ", ")
    'a, <b>&amp;</b>'
    """
    return Html(escaped(between).join(escaped(child) for child in children if child is not None))


def doi_link(doi: str) -> Html:
    """Return a DOI as a link to its resolver; nothing in it can leave the address.

    >>> doi_link('10.1/a"b')
    '<a href="https://doi.org/10.1/a%22b" target="_blank" rel="noopener noreferrer">10.1/a&quot;b</a>'
    """
    address = f"https://doi.org/{quote(doi, safe='/:;().-_')}"
    return element("a", doi, href=address, target="_blank", rel="noopener noreferrer")


def fold(summary: Child, *children: Child, class_: str = "fold", is_open: bool = False) -> Html:
    """Return something that opens when it is clicked."""
    return element("details", element("summary", summary), *children, class_=class_, open=is_open)


def scrolled(label: str, *children: Child, class_: str = "scroll", role: str = "region") -> Html:
    """Return what may be wider than its place, in a box that the keyboard scrolls too.

    Args:
        label: what is in it, for those who listen to the page.
        children: what is in it.
        class_: of the box.
        role: of the box.
    """
    return element("div", *children, class_=class_, tabindex=0, role=role, aria_label=label)


def plain(text: str) -> str:
    r"""Return a text without control characters, its white space single.

    >>> plain(" what\tis\x07 it? ")
    'what is it?'
    """
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text).split())
