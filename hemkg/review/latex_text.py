"""Any text as LaTeX that plain pdflatex sets: its own signs escaped, other characters by their names.

A character that the fonts do not have is written as its code in brackets, never dropped, so that nobody
takes a mutilated formula for a whole one.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache

from hemkg.review.typography import Run, Script, runs

HYPHENS = frozenset("-‐‑")
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "'": r"\textquotesingle{}", "`": r"\textasciigrave{}",
}  # fmt: skip
MATHS = {
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\varepsilon", "ζ": r"\zeta", "η": r"\eta",
    "θ": r"\theta", "κ": r"\kappa", "λ": r"\lambda", "μ": r"\mu", "µ": r"\mu", "ν": r"\nu", "ξ": r"\xi", "π": r"\pi",
    "ρ": r"\rho", "σ": r"\sigma", "τ": r"\tau", "φ": r"\varphi", "χ": r"\chi", "ψ": r"\psi", "ω": r"\omega",
    "Γ": r"\Gamma", "Δ": r"\Delta", "Θ": r"\Theta", "Λ": r"\Lambda", "Π": r"\Pi", "Σ": r"\Sigma", "Φ": r"\Phi",
    "Ψ": r"\Psi", "Ω": r"\Omega", "∆": r"\Delta", "−": "-", "±": r"\pm", "×": r"\times", "·": r"\cdot",
    "⋅": r"\cdot", "∙": r"\cdot", "÷": r"\div", "≈": r"\approx", "∼": r"\sim", "≃": r"\simeq", "≤": r"\leq",
    "≥": r"\geq", "≠": r"\neq", "≪": r"\ll", "≫": r"\gg", "→": r"\rightarrow", "←": r"\leftarrow",
    "↔": r"\leftrightarrow", "⇌": r"\rightleftharpoons", "⇄": r"\rightleftharpoons", "∞": r"\infty", "√": r"\surd",
    "°": r"^\circ", "′": r"'", "″": r"''", "∂": r"\partial", "∑": r"\sum", "∝": r"\propto", "∈": r"\in", "ħ": r"\hbar",
    "‖": r"\|",
}  # fmt: skip
TEXTS = {
    "–": "--", "—": "---", "‐": "-", "‑": "-", "‒": "--", "“": "``", "”": "''", "‘": "`", "’": "'", "„": ",,",
    "«": "<<", "»": ">>", "…": r"\ldots{}", "•": r"\textbullet{}", "ß": r"\ss{}", "æ": r"\ae{}", "Æ": r"\AE{}",
    "ø": r"\o{}", "Ø": r"\O{}", "œ": r"\oe{}", "Œ": r"\OE{}", "ł": r"\l{}", "Ł": r"\L{}", "ı": r"\i{}", "ð": "d",
    "Ð": "D", "þ": "th", "đ": "d", "Đ": "D", "Å": r"\r{A}", "§": r"\S{}", "©": r"\copyright{}", "†": r"\dag{}",
    "‡": r"\ddag{}", "€": "EUR", "£": r"\pounds{}", "®": "(R)", "™": "(TM)", "\u00a0": "~", "\u2009": r"\,",
    "\u202f": r"\,", "\u200a": r"\,", "\u2002": " ", "\u2003": " ", "\u2005": " ", "\u200b": "", "\u00ad": "",
    "―": "---", "∶": ":", "▪": r"\textbullet{}", "\ufeff": "", "\n": " ", "\r": " ", "\t": " ",
}  # fmt: skip
ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d", "\u0327": "c", "\u0328": "k",
    "\u0331": "b",
}  # fmt: skip


def latex(text: str) -> str:
    r"""Return a text as LaTeX.

    >>> print(latex("50% of Müller & Co_2 ≥ \\input{x}"))
    50\% of M\"{u}ller \& Co\_2 $\geq$ \textbackslash{}input\{x\}
    """
    plain = unicodedata.normalize("NFC", text)
    return "".join(_apart(sign, after) for sign, after in zip(plain, f"{plain[1:]} ", strict=True))


def _apart(sign: str, after: str) -> str:
    """Return a character as LaTeX; two hyphens in a row stay two and do not become a dash."""
    return f"{_character(sign)}{{}}" if sign in HYPHENS and after in HYPHENS else _character(sign)


def latex_runs(parts: Iterable[Run], *, joint: str = "") -> str:
    r"""Return runs as LaTeX, lowered and raised ones as text.

    Args:
        parts: the runs.
        joint: what stands after a lowered run, such as ``\allowbreak`` where a long formula must fit a column.

    >>> print(latex_runs(runs("Fe3O4", is_formula=True)))
    Fe\textsubscript{3}O\textsubscript{4}
    """
    commands = {
        Script.LINE: "{}",
        Script.LOW: rf"\textsubscript{{{{{{}}}}}}{joint}",
        Script.HIGH: r"\textsuperscript{{{}}}",
    }
    return "".join(commands[run.script].format(latex(run.text)) for run in parts)


def prose(text: str) -> str:
    """Return a sentence as LaTeX, characters that are raised or lowered set so."""
    return latex_runs(runs(text))


@cache
def _character(sign: str) -> str:
    if sign in SPECIAL:
        return SPECIAL[sign]
    if sign in TEXTS:
        return TEXTS[sign]
    if sign in MATHS:
        return f"${MATHS[sign]}$"
    if " " <= sign <= "~":
        return sign
    return _accented(sign) or _compatible(sign) or f"[U+{ord(sign):04X}]"


def _accented(sign: str) -> str | None:
    """Return a letter with its accent as a command, or None if it is none."""
    parts = unicodedata.normalize("NFD", sign)
    if len(parts) == 2 and parts[0].isascii() and parts[0].isalpha() and parts[1] in ACCENTS:
        letter = {"i": r"\i", "j": r"\j"}.get(parts[0], parts[0]) if parts[1] not in "\u0327\u0328\u0323" else parts[0]
        return f"\\{ACCENTS[parts[1]]}{{{letter}}}"
    return None


def _compatible(sign: str) -> str | None:
    """Return the plain characters that a fancy one stands for (``ﬁ``, full-width letters), or None."""
    plain = unicodedata.normalize("NFKC", sign)
    if plain == sign or not plain.isascii() or not plain.isprintable():
        return None
    return "".join(SPECIAL.get(part, part) for part in plain)
