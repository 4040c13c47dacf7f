"""What the end of a printed line did to a word, a formula or a mark, undone."""

import re
from collections.abc import Sequence

from hemkg.model.paper import MarkKind
from hemkg.read.flow import Run
from hemkg.read.hyphens import HYPHENS, Hyphens
from hemkg.read.lines import Line

_ENDS_LEVEL = re.compile(r"[A-Za-z)\]}]$")


def joined_runs(lines: Sequence[Line], hyphens: Hyphens) -> list[Run]:
    """Join the runs of a paragraph's lines, undoing what the line ends did."""
    runs: list[Run] = []
    for line in lines:
        following = list(line.runs)
        if runs and following:
            runs[-1], between = _line_end(runs, following, hyphens)
            runs.append(Run(between))
        runs += following
    return runs


def _line_end(runs: Sequence[Run], following: Sequence[Run], hyphens: Hyphens) -> tuple[Run, str]:
    """Return the last run as it joins the next line's first, and what stands between them."""
    last, first = runs[-1], following[0]
    upper = last.text.rstrip()
    if not upper or not first.text.strip():
        return last, " "
    if last.kind is MarkKind.SUPERSCRIPT and first.kind is last.kind and upper[-1] in ",–-−":
        return last._replace(text=upper), ""
    if first.kind is MarkKind.SUBSCRIPT and last.kind is None and _ENDS_LEVEL.search(upper):
        return last._replace(text=upper), ""  # no word starts lowered: a formula goes on
    if upper[-1] in HYPHENS and last.kind is None and len(upper) > 1 and upper[-2] != " ":
        lower = "".join(run.text for run in following)
        keeps = not lower[:1].islower() or hyphens.keeps(upper[:-1], lower)
        suspended = re.match(r"(?:and|or|to)\b", lower) is not None
        return last._replace(text=upper if keeps or suspended else upper[:-1]), " " if suspended else ""
    tight = (upper[-1] in "–—/·" and upper[-2:-1] != " ") or _parts_a_formula(runs, following)
    return last._replace(text=upper) if tight else last, "" if tight else " "


def _parts_a_formula(runs: Sequence[Run], following: Sequence[Run]) -> bool:
    """Whether a line ends inside the brackets of a formula that the next line closes."""
    upper = re.search(r"\S+$", "".join(run.text for run in runs[-40:]).rstrip())
    lower = re.match(r"\S+", "".join(run.text for run in following))
    if (
        not upper
        or not lower
        or not re.search(r"[A-Z][a-z]?\d", upper.group())
        or re.search(r"[a-z]{3}", lower.group())
    ):
        return False
    opened, closed = _surplus(upper.group()), -_surplus(lower.group())
    return 0 < closed <= opened


def _surplus(word: str) -> int:
    """Count the brackets that a word opens and does not close."""
    return sum(word.count(sign) for sign in "([{") - sum(word.count(sign) for sign in ")]}")
