"""The words in which gaps are told; the sentences themselves stand in ``ontology/gaps.ttl``."""

from collections.abc import Sequence

from hemkg.review.field import Field, Place
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def host(place: Place, *, one: bool = False) -> str:
    """Return the materials of a place in words.

    >>> host(Place("Conversion", True, "Oxide"))
    'high-entropy oxides'
    """
    term = HEM.HighEntropyMaterial if place.is_high else HEM.ConventionalMaterial
    adjective = terms.text(term, HEM.attributive) if place.is_high is not None else None
    noun = terms.label(place.family).removesuffix(" material") if place.family else "material"
    return " ".join(word for word in (adjective, noun if one else f"{noun}s") if word)


def with_ion(place: Place) -> str:
    """Return the ion of a place in words, empty where it names none."""
    return f" with {terms.label(place.ion)}" if place.ion else ""


def told(place: Place) -> str:
    """Return a place in words.

    >>> told(Place("SpaceCharge", False, "Sulfide", "SodiumIon"))
    'space charge in conventional sulfides with Na+'
    """
    mechanism = terms.label(place.mechanism) if place.mechanism else "storage"
    return f"{mechanism} in {host(place)}{with_ion(place)}"


def sentence(reason: str, place: Place, predicate: str = HEM.sentence, **blanks: str) -> str:
    """Return the sentence of a reason with its blanks filled; a capital blank begins with a capital.

    Args:
        reason: term of the reason.
        place: the cell; its mechanism, materials, one material, class and ion fill blanks.
        predicate: what the sentence stands under: what is missing, or what would close it.
        blanks: name of a blank and what fills it.
    """
    mechanism = terms.label(place.mechanism) if place.mechanism else ""
    one, of_class = host(place, one=True), host(Place(is_high=place.is_high))
    filled = {
        "mechanism": mechanism,
        "host": host(place),
        "one": one,
        "class": of_class,
        "ion": with_ion(place),
    } | blanks
    filled |= {name.capitalize(): capital(value) for name, value in filled.items()}
    return (terms.text(reason, predicate) or "{mechanism} in {host}{ion}").format(**filled)


def capital(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def counted(field: Field, place: Place, polarity: str = HEM.Asserted) -> str:
    """Return how many works report a place, those known by their title apart.

    >>> counted(Field(()), Place())
    'no work'
    """
    texts, titles = field.counts(place, polarity)
    parts = [plural(texts, "work")] if texts else []
    parts += [plural(titles, "title")] if titles else []
    return " and ".join(parts) or "no work"


def corpus(field: Field) -> str:
    """Return what a statement about a field stands on.

    >>> corpus(Field((), papers=13))
    '13 papers'
    """
    titles = f" and {plural(field.titles, 'title')}" if field.titles else ""
    return plural(field.papers, "paper") + titles


def plural(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> plural(1, "work"), plural(2, "work")
    ('1 work', '2 works')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: Sequence[str], *, last: str = "and") -> str:
    """Return words as a list in a sentence.

    >>> listed(["Fe", "Co", "Ni"], last="or")
    'Fe, Co or Ni'
    """
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
