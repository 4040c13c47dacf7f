"""Invented manuscripts that are right throughout, and the same manuscripts with one error put in.

Each has an abstract, an experimental part, results and one table, about a material of one of several families in
lithium, sodium or potassium cells, and comes with the works that a store would hold beside it.  ``manuscript`` makes a
right one, and each of ``ERRORS`` makes it wrong in one way.  There are six banks of wordings that share no sentence,
with 24 manuscripts in the words of each (``numbers``).  The checks were developed on the first; the second, third and
fourth were each looked at once and then developed on as well; the fifth, *aside*, was written after that, for the last
figure: only how often it is right was looked at, never what went wrong.  The sixth was written when that figure was
low, before anything was mended, and was developed on.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from hemkg.annotate.formula_grammar import parse
from hemkg.model.claim import Reading
from hemkg.model.paper import Paper
from hemkg.pipeline import understand
from hemkg.read import read_paper
from hemkg.reason import faraday
from hemkg.review.findings import Finding
from hemkg.review.manuscript import check_manuscript
from hemkg.vocab.terms import HEM

from . import wordings
from .papers import store_of
from .wordings import Wordings

# the first five banks take turns in the first 120 manuscripts; the sixth has every fifth one after them
TURNS = 5
BLOCK = 120
BANKS = dict(zip(("first", "second", "third", "fourth", "aside", "sixth"), wordings.BANKS, strict=True))
METALS = (
    ("Mg", "Co", "Ni", "Cu", "Zn"), ("Mn", "Fe", "Co", "Ni", "Cu"), ("Fe", "Co", "Ni", "Cr", "Mn"),
    ("Fe", "Co", "Ni", "Cu", "Zn"), ("Ti", "Mn", "Fe", "Co", "Ni"), ("V", "Cr", "Mn", "Fe", "Co"),
    ("Cr", "Mn", "Fe", "Ni", "Zn"), ("Mg", "Mn", "Fe", "Co", "Cu"),
)  # fmt: skip
ALLOYS = (
    ("Ge", "Sn", "Sb", "Bi", "In"), ("Si", "Ge", "Sn", "Sb", "Zn"), ("Sn", "Sb", "Bi", "In", "Zn"),
    ("Ga", "Ge", "Sn", "Sb", "Bi"),
)  # fmt: skip
FAMILIES = (
    ("oxide", "({})O", "rock-salt", "ZnO"), ("sulfide", "({})S2", "pyrite-type", "FeS2"),
    ("phosphide", "({})P", "orthorhombic", "CoP"), ("alloy", "{}", "single-phase", "SnSb"),
    ("oxide", "({})3O4", "spinel", "Co3O4"), ("selenide", "({})Se", "hexagonal", "FeSe"),
    ("sulfide", "({})S", "wurtzite", "ZnS"), ("phosphide", "({})P2", "monoclinic", "NiP2"),
)  # fmt: skip
SHORT = {"oxide": "HEO", "sulfide": "HES", "phosphide": "HEP", "selenide": "HESe", "alloy": "HEA"}
IONS = ("Li", "Na", "K", "Li", "Na")
UPTAKE = {"Li": "lithiation", "Na": "sodiation", "K": "potassiation"}
ION_WORDS = {"Li": "lithium", "Na": "sodium", "K": "potassium"}
WINDOWS = {"Li": "0.01–3.0 V", "Na": "0.01–2.5 V", "K": "0.01–2.6 V"}
CURRENTS = ((0.1, 0.5, 2), (0.05, 1, 5), (0.1, 0.2, 1), (0.2, 2, 10))
CYCLES = (100, 200, 500, 300, 1000, 150)


@dataclass(frozen=True)
class Value:
    """A number as it stands in the abstract, in the text and in the table; the same, unless an error was put in."""

    text: str
    abstract: str = ""
    table: str = ""

    @property
    def in_abstract(self) -> str:
        return self.abstract or self.text

    @property
    def in_table(self) -> str:
        return self.table or self.text


@dataclass(frozen=True)
class Manuscript:
    """What a manuscript says, and the works beside it.

    Attributes:
        number: which one it is; it decides the wordings.
        parts: what stands in for each name of its wordings.
        values: numbers that are given in more than one place.
        left_out: slots of the wordings whose sentence is not said.
        instead: slots whose sentence is another one.
        works: texts of the other papers that the store holds.
    """

    number: int
    parts: Mapping[str, str]
    values: Mapping[str, Value]
    left_out: frozenset[str] = frozenset()
    instead: Mapping[str, str] = field(default_factory=dict)
    works: tuple[str, ...] = ()

    @property
    def words(self) -> Wordings:
        return wordings.BANKS[TURNS * (self.number // BLOCK) + self.number % TURNS]

    def said(self, slot: str, place: str = "in_text") -> str:
        """Return the sentence of a slot, or nothing where it is left out."""
        if slot in self.left_out:
            return ""
        choices = self.words.slots[self.instead.get(slot, slot)]
        shown = {
            name: getattr(value, place) if place != "in_text" else value.text for name, value in self.values.items()
        }
        sentence = choices[(self.number // 5 + self.number // 20) % len(choices)].format(**self.parts, **shown)
        return sentence[:1].upper() + sentence[1:]

    def text(self) -> str:
        """Return the manuscript as Markdown."""
        said = self.said
        abstract = [said(slot, "in_abstract") for slot in ("aim", "abstract_cycling", "abstract_mechanism", "novelty")]
        results = (
            ("structure", "entropy"), ("first_cycle", "rate"), ("cycling", "record"), ("mechanism", "comparison"),
        )  # fmt: skip
        sections = [
            f"# {said('title')}",
            "## Abstract", _paragraph(abstract),
            f"## {self.words.headings[0]}", _paragraph([said("synthesis"), said("techniques"), said("cells")]),
            f"## {self.words.headings[1]}", *(_paragraph([said(slot) for slot in slots]) for slots in results),
            said("caption"), said("table", "in_table"),
            "## Conclusions", _paragraph([said("conclusion")]),
        ]  # fmt: skip
        return "\n\n".join(section for section in sections if section) + "\n"


def _paragraph(sentences: list[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


# ---------------------------------------------------------------- right ones


def numbers(bank: str) -> range:
    """Return the manuscripts that are in the words of a bank."""
    block, turn = divmod(list(BANKS).index(bank), TURNS)
    return range(BLOCK * block + turn, BLOCK * (block + 1), TURNS)


def manuscript(number: int) -> Manuscript:
    """Return a manuscript that is right throughout."""
    family, pattern, structure, plain = FAMILIES[number % len(FAMILIES)]
    turn = number + number // TURNS
    ion = IONS[turn % len(IONS)] if family != "alloy" else ("Li", "Na")[number // len(FAMILIES) % 2]
    metals = (ALLOYS if family == "alloy" else METALS)[
        number // 2 % (len(ALLOYS) if family == "alloy" else len(METALS))
    ]
    formula = pattern.format("".join(f"{metal}0.2" for metal in metals))
    names = (SHORT[family], f"{SHORT[family]}-{number + 1}", formula)
    low, cycling, fast = CURRENTS[number % len(CURRENTS)]
    mechanism = "alloying" if family == "alloy" else "conversion"
    parts = {
        "formula": formula, "name": names[number // 2 % 3], "family": family, "structure": structure, "plain": plain,
        "class": f"high-entropy {family}", "ion": ion, "ion_word": ION_WORDS[ion], "window": WINDOWS[ion],
        "low": f"{low:g}", "current": f"{cycling:g}", "fast": f"{fast:g}", "entropy": f"{math.log(5):.2f}",
        "mechanism": mechanism, "technique": ("in situ XRD", "ex situ TEM", "in situ TEM")[number % 3],
        "equal": "equimolar", "uptake": UPTAKE[ion], "release": f"de{UPTAKE[ion]}",
        "technique_used": "XRD",
    }  # fmt: skip
    cycles = CYCLES[number % len(CYCLES)]
    values = {**_measured(number, _limit(formula, ion), cycles), **_plain(number, _limit(plain, ion))}
    made = Manuscript(number, parts, values, instead={"novelty": NOVELTIES[number // 2 % len(NOVELTIES)]})
    return replace(made, works=honest_works(made))


def _limit(formula: str, ion: str) -> float:
    """Return what the composition can store at most [mAh/g], for values that stay below or go above."""
    return faraday.limit(parse(formula), faraday.ion_term(ion)).high


def _measured(number: int, limit: float, cycles: int) -> dict[str, Value]:
    """Return values of the material that agree with each other and with the limit."""
    start = round(limit * (0.60 + 0.03 * (number % 8)))
    share = 78 + (number * 7) % 19 + 0.1 * (number % 10)
    discharge = round(start * (1.22 + 0.02 * (number % 5)))
    charge = round(discharge * (0.70 + 0.02 * (number % 9)))
    shown = {
        "discharge": f"{discharge}", "charge": f"{charge}", "efficiency": f"{100 * charge / discharge:.1f}",
        "start": f"{start}", "retention": f"{share:.1f}", "final": f"{round(start * share / 100)}",
        "cycles": f"{cycles}",
        "rate": f"{round(start * 0.55)}",
    }  # fmt: skip
    return {name: Value(text) for name, text in shown.items()}


def _plain(number: int, limit: float) -> dict[str, Value]:
    """Return values of the plain compound beside it."""
    start = round(limit * 0.5)
    share = 31 + number % 20
    discharge = round(start * 1.3)
    shown = {
        "plain_discharge": f"{discharge}", "plain_efficiency": f"{55 + number % 9}.3", "plain_retention": f"{share}",
        "plain_final": f"{round(start * share / 100)}",
    }  # fmt: skip
    return {name: Value(text) for name, text in shown.items()}


# ---------------------------------------------------------------- the works beside them

OTHER_ION = {"Li": "Na", "Na": "K", "K": "Li"}
NOVELTIES = ("novel_material", "novel_mechanism", "novel_class", "novel_technique")
RELATIVE = {
    "oxide": "(Mg0.2Mn0.2Fe0.2Ni0.2Zn0.2)O", "sulfide": "(Ti0.2Fe0.2Ni0.2Cu0.2Zn0.2)S2",
    "alloy": "Sn0.2Sb0.2Ge0.2Ga0.2In0.2",
    "phosphide": "(Cr0.2Fe0.2Ni0.2Cu0.2Zn0.2)P", "selenide": "(Mn0.2Fe0.2Ni0.2Cu0.2Zn0.2)Se",
}  # fmt: skip


def honest_works(made: Manuscript) -> tuple[str, ...]:
    """Return works that come close to what a manuscript claims and leave it true."""
    other = OTHER_ION[made.parts["ion"]]
    near = {
        "novel_material": work(made, ion=other),
        "novel_mechanism": work(made, mechanism=""),
        "novel_class": work(made, ion=other, formula=RELATIVE[made.parts["family"]]),
        "novel_technique": work(made, technique="XPS"),
    }[made.instead["novelty"]]
    # a higher value at a lower current or of a first discharge, and a lower one of another family, break no record
    apart = work(made, ion=other, formula="(Ca0.2Mg0.2Co0.2Ni0.2Zn0.2)F2", family="fluoride", share=1.4)
    return (near, apart)


def work(
    made: Manuscript, *, ion: str | None = None, formula: str | None = None, family: str | None = None,
    mechanism: str | None = None, technique: str = "in situ Raman", share: float = 0.8, longer: float = 1.5,
    denies: bool = False,
) -> str:  # fmt: skip
    """Return the text of a published work near a manuscript.

    Args:
        made: the manuscript.
        ion: symbol of its working ion, if another.
        formula: what it is about, if something else.
        family: of that.
        mechanism: what it reports, if something else; nothing if empty.
        technique: by which it does.
        share: its capacity as a share of the manuscript's.
        longer: its number of cycles as a multiple of the manuscript's.
        denies: whether it says that the mechanism does not take place.
    """
    ion_word = ION_WORDS[ion or made.parts["ion"]]
    formula = formula or made.parts["formula"]
    mechanism = made.parts["mechanism"] if mechanism is None else mechanism
    value = round(float(made.values["final"].text) * share)
    cycles = round(float(made.values["cycles"].text) * longer)
    said = [
        f"# {formula} as a high-entropy {family or made.parts['family']} anode",
        f"{formula} was made by a solid-state route and tested in {ion_word} half cells.",
        f"It delivers {value} mAh g-1 after {cycles} cycles at {made.parts['current']} A g-1 in {ion_word} cells.",
    ]
    if mechanism and denies:
        said.append(f"{technique} shows that {formula} does not undergo {mechanism} in {ion_word} cells.")
    elif mechanism:
        said.append(f"{technique} shows that {formula} stores {ion_word} by {mechanism}.")
    return "\n\n".join(said) + "\n"


# ---------------------------------------------------------------- errors


def _other(text: str, factor: float) -> str:
    digits = len(text.partition(".")[2])
    return f"{float(text) * factor:.{digits}f}"


def _set(made: Manuscript, **values: Value) -> Manuscript:
    return replace(made, values={**made.values, **values})


def _say(made: Manuscript, **parts: str) -> Manuscript:
    return replace(made, parts={**made.parts, **parts})


def _factor(made: Manuscript) -> float:
    return (1.08, 0.9, 1.15, 0.82)[made.number // 2 % 4]


def wrong_in_abstract(made: Manuscript) -> Manuscript:
    value = made.values["final"].text
    return _set(made, final=Value(value, abstract=_other(value, _factor(made))))


def wrong_in_table(made: Manuscript) -> Manuscript:
    value = made.values["final"].text
    return _set(made, final=Value(value, table=_other(value, _factor(made))))


def wrong_retention(made: Manuscript) -> Manuscript:
    value = float(made.values["retention"].text)
    return _set(made, retention=Value(f"{value - 9 if value > 88 else value + 8:.1f}"))


def wrong_efficiency(made: Manuscript) -> Manuscript:
    value = float(made.values["efficiency"].text)
    return _set(made, efficiency=Value(f"{value - 9 if value > 80 else value + 9:.1f}"))


def above_faraday(made: Manuscript) -> Manuscript:
    """Every capacity of the material is given too high by the same factor, so that the sums still come out."""
    limit = _limit(made.parts["formula"], made.parts["ion"])
    factor = 1.35 * limit / float(made.values["final"].text)
    share = float(made.values["retention"].text) / 100
    raised = {name: _other(made.values[name].text, factor) for name in ("discharge", "charge", "start", "rate")}
    efficiency = f"{100 * float(raised['charge']) / float(raised['discharge']):.1f}"
    final = f"{round(float(raised['start']) * share)}"
    values = {**raised, "efficiency": efficiency, "final": final}
    return _set(made, **{name: Value(value) for name, value in values.items()})


def wrong_sum(made: Manuscript) -> Manuscript:
    """One amount is misprinted, and nobody says that the metals are equal."""
    wrong = re.sub(r"0\.2(?=\)|$)", ("0.3", "0.1", "0.25")[made.number // 2 % 3], made.parts["formula"], count=1)
    return replace(_renamed(_say(made, equal="mixed"), wrong), left_out=frozenset({"entropy"}))


def not_equimolar(made: Manuscript) -> Manuscript:
    """The amounts are called equal and are not, though they add up."""
    first, _, rest = made.parts["formula"].partition("0.2")
    return _renamed(made, f"{first}0.3{rest}"[::-1].replace("2.0", "1.0", 1)[::-1], entropy="1.56")


def _renamed(made: Manuscript, formula: str, **parts: str) -> Manuscript:
    name = formula if made.parts["name"] == made.parts["formula"] else made.parts["name"]
    return _say(replace(made, works=()), formula=formula, name=name, **parts)


def wrong_entropy(made: Manuscript) -> Manuscript:
    return _say(made, entropy=("1.39", "1.79", "1.95")[made.number // 2 % 3])


def not_high_entropy(made: Manuscript) -> Manuscript:
    """Three metals of which one makes up most are called a high-entropy material."""
    metals = re.findall(r"[A-Z][a-z]?(?=0\.2)", made.parts["formula"])
    pattern = re.sub(r"(?:[A-Z][a-z]?0\.2){5}", "{}", made.parts["formula"])
    formula = pattern.format(f"{metals[0]}0.8{metals[1]}0.1{metals[2]}0.1")
    values = _measured(made.number, _limit(formula, made.parts["ion"]), int(made.values["cycles"].text))
    renamed = _renamed(_set(_say(made, equal="mixed"), **values), formula)
    return replace(renamed, left_out=frozenset({"entropy"}))


def no_current(made: Manuscript) -> Manuscript:
    return replace(made, instead={**made.instead, "rate": "rate_without_current"})


def no_cycle(made: Manuscript) -> Manuscript:
    return replace(made, instead={**made.instead, "abstract_cycling": "cycling_without_cycle"})


def blind_technique(made: Manuscript) -> Manuscript:
    blind = ("SEM", "nitrogen sorption", "EDS mapping", "thermogravimetric analysis")[made.number // 2 % 4]
    return _say(made, technique=blind)


def not_first(made: Manuscript) -> Manuscript:
    """The store holds what is called a first report."""
    held = {
        "novel_material": work(made),
        "novel_mechanism": work(made),
        "novel_class": work(made, formula=RELATIVE[made.parts["family"]]),
        "novel_technique": work(made, technique=made.parts["technique"]),
    }[made.instead["novelty"]]
    return replace(made, works=(*made.works, held))


def no_record(made: Manuscript) -> Manuscript:
    """The store holds a higher capacity at the same current after more cycles, of the same class and ion."""
    higher = work(made, formula=RELATIVE[made.parts["family"]], share=1.3)
    return replace(made, works=(*made.works, higher), left_out=frozenset({"novelty"}))


def contradicted(made: Manuscript) -> Manuscript:
    """Another work denies what the manuscript shows of the same composition with the same ion."""
    return replace(made, works=(*made.works[1:], work(made, denies=True)), left_out=frozenset({"novelty"}))


def other_value(made: Manuscript) -> Manuscript:
    """Another work gives another capacity of the same composition under the same conditions."""
    other = work(made, share=(0.6, 1.5)[made.number // 2 % 2], longer=1.0)
    return replace(made, works=(*made.works[1:], other), left_out=frozenset({"novelty", "record"}))


# kinds of errors: how each is put in, and the check that is to find it
ERRORS = {
    "value in the abstract": (wrong_in_abstract, HEM.AgreementCheck),
    "value in the table": (wrong_in_table, HEM.AgreementCheck),
    "retention": (wrong_retention, HEM.RetentionCheck),
    "first efficiency": (wrong_efficiency, HEM.EfficiencyCheck),
    "above Faraday": (above_faraday, HEM.FaradayCheck),
    "sum of a formula": (wrong_sum, HEM.FormulaCheck),
    "called equimolar": (not_equimolar, HEM.FormulaCheck),
    "entropy": (wrong_entropy, HEM.EntropyCheck),
    "entropy class": (not_high_entropy, HEM.EntropyCheck),
    "no current": (no_current, HEM.ConditionsCheck),
    "no cycle": (no_cycle, HEM.ConditionsCheck),
    "technique": (blind_technique, HEM.TechniqueCheck),
    "first report": (not_first, HEM.NoveltyCheck),
    "record": (no_record, HEM.RecordCheck),
    "contradiction": (contradicted, HEM.GraphCheck),
    "value of another work": (other_value, HEM.ValueConflictCheck),
}


# ---------------------------------------------------------------- checked


@dataclass(frozen=True)
class Checked:
    """What was found in a manuscript and what is to be found in it.

    Attributes:
        number: which manuscript it is.
        error: the kind of error that was put in, or None.
        found: its findings.
        wanted: term of the check that is to find the error.
    """

    number: int
    error: str | None
    found: tuple[Finding, ...]
    wanted: str | None = None

    @property
    def is_detected(self) -> bool:
        return any(finding.check == self.wanted for finding in self.found)

    @property
    def alarms(self) -> tuple[Finding, ...]:
        """The findings of anything but the error."""
        return tuple(finding for finding in self.found if finding.check != self.wanted)


def check_right(number: int) -> Checked:
    """Check a manuscript that is right."""
    return Checked(number, None, _findings(manuscript(number)))


def check_wrong(number: int, error: str) -> Checked:
    """Check a manuscript with an error of a kind put in."""
    put_in, wanted = ERRORS[error]
    return Checked(number, error, _findings(put_in(manuscript(number))), wanted)


def _findings(made: Manuscript) -> tuple[Finding, ...]:
    paper, reading = _read(made.text(), "manuscript.md")
    others = [_read(text, f"work{number}.md") for number, text in enumerate(made.works)]
    return check_manuscript(paper, reading, store_of(*others, guided=False)).findings


@cache
def _read(text: str, name: str) -> tuple[Paper, Reading]:
    paper = read_paper(text.encode(), path=name)
    return paper, understand(paper)
