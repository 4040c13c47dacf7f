"""Keys under which names of materials are found again, however they are typed."""

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_MARKUP = re.compile(r"[\s_^$\\]|</?su[bp]>")


def name_key(name: str) -> str:
    """Return a name without spaces, markup, raised or lowered digits, kinds of dashes and case.

    >>> name_key("(Mg₀.₂Co₀.₂Ni₀.₂Cu₀.₂Zn₀.₂)O") == name_key("(Mg0.2Co0.2Ni0.2Cu0.2Zn0.2) O")
    True
    >>> name_key("FeS2@B–CNTs")
    'fes2@b-cnts'
    """
    plain = unicodedata.normalize("NFKC", name).translate(_DASHES)
    return _MARKUP.sub("", plain).casefold()
