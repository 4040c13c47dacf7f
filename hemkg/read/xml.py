"""XML taken in safely, and what its readers share.

No entity is expanded, no DTD fetched, no network asked and no huge tree built.  Which vocabulary a
file is written in is the business of the readers.
"""

import html.entities
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from lxml import etree

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import MarkKind
from hemkg.read.flow import Run, plain

DEEPEST = 120
_STRING = etree.XPath("string()")
_NAMED_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_MathWriter = Callable[[etree._Element, MarkKind | None], Iterator[Run]]


def parse_xml(data: bytes, path: str) -> etree._Element:
    """Return the root of an XML file.

    Raises:
        UnreadableDocument: if the file is not well-formed or nested deeper than any article.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(_NAMED_ENTITY.sub(_numbered, data.lstrip()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).split(", line")[0].rstrip(".")
        raise UnreadableDocument(f"{path} is broken XML ({reason}); fetch the file again.") from error
    refuse_deep(root, path)
    return root


def _numbered(entity: re.Match[bytes]) -> bytes:
    """Write ``&alpha;`` as its number: the DTD that would define it is never fetched."""
    name = entity.group(1).decode("ascii")
    characters = html.entities.html5.get(f"{name};", "")
    if not characters or name in {"amp", "lt", "gt", "quot", "apos"}:
        return entity.group()
    return "".join(f"&#{ord(c)};" for c in characters).encode("ascii")


def refuse_deep(root: etree._Element, path: str) -> None:
    """Raise if a tree is nested deeper than ``DEEPEST``; the readers walk it by recursion."""
    if root.xpath(f"boolean({'/*' * DEEPEST})"):
        raise UnreadableDocument(f"{path} nests its elements deeper than {DEEPEST} levels, as no article does.")


def local(node: etree._Element) -> str:
    """Return an element's name without its namespace; a comment or instruction has none.

    >>> local(etree.fromstring('<a:p xmlns:a="x"/>'))
    'p'
    """
    tag = node.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def is_math(node: etree._Element) -> bool:
    """Whether an element belongs to MathML."""
    return isinstance(node.tag, str) and node.tag.startswith(_MATHML)


def words(node: etree._Element | None) -> str:
    """Return all text of an element as plain words."""
    return "" if node is None else plain(text_of(node))


def text_of(node: etree._Element) -> str:
    """Return the character data inside an element as it stands."""
    return str(_STRING(node)) if len(node) else node.text or ""


def first(node: etree._Element, path: str) -> etree._Element | None:
    """Return the first element that a path over local names finds: ``front/article-meta``.

    ``//`` in front looks at any depth.
    """
    return node.find(_any_namespace(path))


def all_of(node: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements that a path over local names finds, in document order."""
    return node.findall(_any_namespace(path))


@cache
def _any_namespace(path: str) -> str:
    depth = ".//" if path.startswith("//") else "./"
    return depth + "/".join(f"{{*}}{step}" for step in path.strip("/").split("/"))


def math_runs(node: etree._Element, kind: MarkKind | None = None) -> Iterator[Run]:
    """Write MathML as plain characters, lowered and raised ones marked.

    >>> m = etree.fromstring("<msub><mi>CO</mi><mn>2</mn></msub>")
    >>> "".join(run.text for run in math_runs(m))
    'CO2'
    """
    name = local(node)
    writer = _MATH.get(name)
    if writer:
        yield from writer(node, kind)
    elif name in {"annotation", "annotation-xml", ""}:
        return
    elif name in {"mi", "mn", "mo", "mtext", "ms"}:
        yield Run(_token(node, kind), kind)
    else:
        for child in node:
            yield from math_runs(child, kind)


def _token(node: etree._Element, kind: MarkKind | None) -> str:
    text = words(node)
    if local(node) == "mtext":
        return text_of(node)
    spaced = local(node) == "mo" and kind is None and text in _SPACED_OPERATORS
    return f" {text} " if spaced else text


def _scripts(kinds: tuple[MarkKind, ...]) -> _MathWriter:
    def write(node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
        children = [child for child in node if local(child)]
        for child, own in zip(children, (kind, *kinds), strict=False):
            yield from math_runs(child, own)

    return write


def _fraction(node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
    for position, child in enumerate(c for c in node if local(c)):
        inner = list(math_runs(child, kind))
        compound = len("".join(run.text for run in inner).split()) > 1
        yield Run("/" if position else "", kind)
        yield Run("(" if compound else "", kind)
        yield from inner
        yield Run(")" if compound else "", kind)


def _fenced(node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
    yield Run(node.get("open", "("), kind)
    for position, child in enumerate(c for c in node if local(c)):
        yield Run(node.get("separators", ",")[:1] if position else "", kind)
        yield from math_runs(child, kind)
    yield Run(node.get("close", ")"), kind)


def _root(node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
    yield Run("√(", kind)
    for child in node:
        yield from math_runs(child, kind)
    yield Run(")", kind)


def _over(node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
    children = [child for child in node if local(child)]
    for position, child in enumerate(children):
        if position and words(child) in _ACCENTS:
            yield Run(_ACCENTS[words(child)], kind)
        else:
            yield from math_runs(child, kind)


def _space(node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
    del node
    yield Run(" ", kind)


_SPACED_OPERATORS = frozenset("=→⟶←↔⇌⇄⇆≈∼~<>≤≥≠≡+−-×∝")
_ACCENTS = {"¯": "\u0304", "‾": "\u0304", "^": "\u0302", "˙": "\u0307", "~": "\u0303", "→": "\u20d7", "_": ""}
_MATH: dict[str, _MathWriter] = {
    "msub": _scripts((MarkKind.SUBSCRIPT,)),
    "msup": _scripts((MarkKind.SUPERSCRIPT,)),
    "msubsup": _scripts((MarkKind.SUBSCRIPT, MarkKind.SUPERSCRIPT)),
    "munder": _over,
    "mover": _over,
    "munderover": _over,
    "mfrac": _fraction,
    "mfenced": _fenced,
    "msqrt": _root,
    "mroot": _root,
    "mspace": _space,
}


def tex_text(source: str) -> str:
    r"""Return the readable part of a TeX formula, for papers that give nothing else.

    >>> tex_text(r"\documentclass{a}\begin{document}$$\Delta E = 5\,\mathrm{eV}$$\end{document}")
    'Δ E = 5 eV'
    """
    inside = re.search(r"\\begin\{document\}(.*?)\\end\{document\}", source, re.DOTALL)
    body = (inside.group(1) if inside else source).replace("$", " ")
    body = re.sub(r"\\(?:,|;|:|!|\s|quad\b|qquad\b)", " ", body)
    body = re.sub(r"\\([A-Za-z]+)", lambda m: _TEX.get(m.group(1), _greek(m.group(1))), body)
    return plain(re.sub(r"[{}\\^_&]", "", body))


_TEX = {"times": "×", "cdot": "·", "pm": "±", "rightarrow": "→", "to": "→", "leq": "≤", "geq": "≥", "approx": "≈"}
_TEX |= {"sim": "∼", "leftrightarrow": "↔", "rightleftharpoons": "⇌", "infty": "∞", "circ": "°", "frac": " "}


def _greek(command: str) -> str:
    return html.entities.html5.get(f"{command};", "") if command.lower() in _GREEK else ""


_GREEK = frozenset(
    {
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
        "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega",
    }
)  # fmt: skip
