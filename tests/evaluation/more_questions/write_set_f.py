"""Write set_f.jsonl: what strangers to the program ask, one question in four not to be answered, many gaps.

A doctoral student, a group leader, a referee, an engineer in industry, somebody whose first language is another,
somebody who types on a telephone.  The odd numbers may be looked at; of the even ones only the figure counts.
"""

import math
import statistics
from collections.abc import Sequence

from selecting import HERE, Claim, Gold, Questions, Row, mechanism, of

G = Gold((HERE / "set_f_papers.txt").read_text(encoding="utf-8").split())
Q = Questions("f")
add, rows, claims = Q.add, G.rows, G.claims
cap, mech = G.capacities, G.mechanisms
MVU = "material value unit"
FARADAY = 26801.4  # mAh per mole of electrons
MASSES = {"Na3Sb": (3, 121.76), "K3Bi": (3, 208.98), "FeS + 2 Li": (2, 55.845 + 32.06), "Li15Si4": (3.75, 28.085)}


def theory(reaction: str) -> list[Row]:
    """Return the capacity of a reaction per gram of the host without the ion."""
    electrons, mass = MASSES[reaction]
    return [{"value": round(FARADAY * electrons / mass, 1), "unit": "mAh g-1"}]


def mixing(*shares: float) -> list[Row]:
    """Return the entropy of mixing of one sublattice."""
    total = sum(shares)
    return [{"value": round(-sum(s / total * math.log(s / total) for s in shares), 3), "unit": "R"}]


def value(doc: str, material: str, kind: str = "capacity", **wanted: object) -> list[Row]:
    """Return the values that one paper gives one material, under conditions."""
    return rows(claims(kind, of(doc, material, **wanted)), MVU)


def electrodes(where) -> list[Row]:
    """Return the names of what is an anode or is compared with one, and fits."""
    return G.named(lambda m: m.role in {"anode", "comparison"} and where(m))


def best(found: Sequence[Claim], pick, keys: str = MVU) -> list[Row]:
    """Return the claims of the extreme value."""
    edge = pick(c.value for c in found)
    return rows([c for c in found if c.value == edge], keys)


def quoted(kind: str, doc: str, words: str) -> list[Row]:
    """Return the papers and sentences of the claims whose sentence holds some words."""
    return rows(claims(kind, lambda c: c.doc == doc and words in c.evidence), "doc quote")


def only_supposed(*tests) -> list[Claim]:
    """Return what is supposed of a material and nowhere in its paper asserted."""
    sure = {(c.doc, c.material, c.mechanism) for c in mech(mechanism())}
    found = mech(mechanism(polarity="hypothesised"), *tests)
    return [c for c in found if c.material and (c.doc, c.material, c.mechanism) not in sure]


IONS = ("Li", "Na", "K", "Mg", "Ca")
MECHANISMS = ("intercalation", "conversion", "alloying", "pseudocapacitance", "space_charge")


def never(ion: str) -> list[Row]:
    """Return the mechanisms of which no paper says anything for an ion."""
    told = {c.mechanism for c in claims("mechanism", lambda c: c.ion == ion)}
    return [{"mechanism": name} for name in MECHANISMS if name not in told]


# --- lookup, with the dialogues that start there
add("lookup", "CFHEO @ 3.2 A/g - how many Ah/kg?", value("a14", "(Fe0.2Mn0.2Ni0.2Cr0.2Al0.2)3O4", rate=3.2))
add("followup", "and CHEO?", value("a14", "CHEO", rate=3.2), after=1)
add(
    "followup",
    "Which of both does fade less over 700 cycles?",
    value("a14", "(Fe0.2Mn0.2Ni0.2Cr0.2Al0.2)3O4", "retention"),
    "top1",
    after=1,
    note="German-ish",
)
add("lookup", "What is left of TZSNTV at 40C?", value("c43", "TZSNTV", c_rate=40))
add("followup", "at 10C?", value("c43", "TZSNTV", c_rate=10), after=1)
add("followup", "Same for TiNb2O7 at 40C please", value("c43", "TiNb2O7", c_rate=40), "contains", after=1)
add("lookup", "wat is teh capcity of HES@NC at 15000 mA/g", value("f30", "HES@NC", rate=15), note="telephone, typos")
add(
    "lookup",
    "How much charge does the sample HEO-700 hold on to in its six-hundredth cycle?",
    value("c20", "HEO-700", cycle=600),
)
add("followup", "HEO-800?", value("c20", "HEO-800", cycle=600), after=1)
add(
    "lookup",
    "Sulphoselenide HESSe, 20 000 µA per gram, Mg cell: specific capacity at cycle 60",
    value("c22", "HESSe", cycle=60),
    note="microamperes",
)
add(
    "lookup",
    "sample S2, 350 cycles, 1000 A/kg, remaining capacity",
    value("a36", "Zn0.2Fe0.9Mn0.9Ni0.75Co0.25O4", cycle=350),
)
add(
    "lookup",
    "What is the first efficiency of ME-Se@NC?",
    value("g18", "Co0.21Ni0.19Mn0.18Cu0.2Fe0.22Se1.96", "coulombic_efficiency"),
)
add(
    "followup",
    "And what remained after 700 cycles?",
    value("g18", "Co0.21Ni0.19Mn0.18Cu0.2Fe0.22Se1.96", cycle=700),
    after=1,
)
Q.refuse("and against potassium?", "sodium only", "followup", after=1)
add(
    "lookup",
    "Please tell me the capacity retention of quin-S.",
    rows(claims("retention", of("g23", "(CoZnCdIn)S–Sn")), "material value unit cycle"),
)
add("followup", "What capacity did it have at 20 A/g?", value("g23", "(CoZnCdIn)S–Sn", rate=20), after=1)
add(
    "lookup",
    "How high is the capacity of CuCrFeMnCoS by 20 A/g?",
    value("g23", "CuCrFeMnCoS", rate=20),
    note="German-ish",
)
add(
    "lookup",
    "By which route was the nine-metal oxide (MgFeCoNiCuZnMnCrAl)3O4 prepared?",
    rows(claims("synthesis", of("g06")), "synthesis"),
    "contains",
)
# --- filter
add(
    "filter",
    "Magnesium cells: whatever gave more than 200 mAh/g in experiment, not on paper",
    rows(cap(lambda c: c.ion == "Mg" and c.measured and c.value > 200), MVU),
)
add(
    "followup",
    "only those beyond 400",
    rows(cap(lambda c: c.ion == "Mg" and c.measured and c.value > 400), MVU),
    after=1,
)
add(
    "filter",
    "K-ion anodes cycled 400 times or more, with the capacity that they then still had",
    rows(cap(lambda c: c.ion == "K" and (c.cycle or 0) >= 400), MVU),
)
add(
    "filter",
    "As a cell manufacturer I need >= 92 % after >= 2000 cycles. Who qualifies?",
    rows(claims("retention", lambda c: c.value >= 92 and c.cycle >= 2000), MVU),
)
add(
    "filter",
    "ICE over 85 %, all ions",
    rows(claims("coulombic_efficiency", lambda c: c.cycle == 1 and c.value > 85), MVU),
)
add(
    "filter",
    "Selenide anodes at 5 A g-1 or more: capacities?",
    rows(cap(lambda c: c.of is not None and c.of.family == "selenide" and (c.rate or 0) >= 5), MVU),
)
add("filter", "which capacities were measured at 10C and faster", rows(cap(lambda c: (c.c_rate or 0) >= 10), MVU))
add(
    "filter",
    "Sodium full cells: every capacity of an anode, please.",
    rows(cap(lambda c: c.ion == "Na" and (c.cell or "").startswith("full") and c.of.role != "cathode"), MVU),
)
add(
    "filter",
    "Show the poor ones: retention below 60 percent",
    rows(claims("retention", lambda c: c.value < 60), MVU),
)
# --- composition
add("composition", "Anodes w/ seven or more different metals?", electrodes(lambda m: len(m.cations) >= 7))
add("composition", "Which perovskites do the papers describe?", electrodes(lambda m: m.structure == "perovskite"))
add(
    "composition",
    "cobalt-free spinels",
    electrodes(lambda m: "spinel" in m.structure and "Co" not in m.elements),
    "contains",
)
add(
    "composition",
    "Phosphides which are containing zinc?",
    electrodes(lambda m: m.family == "phosphide" and "Zn" in m.elements),
    "contains",
)
add("composition", "Anything with silver in it?", electrodes(lambda m: "Ag" in m.elements))
add("composition", "How many different cations has TZSNTV?", match="count", count=6)
# --- definition, computed chemistry
add("definition", "Mixing entropy of (FeCoNiMn)2P in units of R, metals only", mixing(1, 1, 1, 1), "contains")
add(
    "definition",
    "Configurational entropy of Sn0.33(FeCoMnZn)0.67S in J/(mol K)?",
    mixing(0.33, *[0.1675] * 4),
    "contains",
)
add("definition", "How many mAh/g can antimony take up if it goes all the way to Na3Sb?", theory("Na3Sb"), "contains")
add("definition", "theoretical capacity Bi -> K3Bi", theory("K3Bi"), "contains")
add("definition", "I am in my first year. What is meant by space charge storage?", match="contains")
Q.answer("definition", "By the 1.5R criterion, does (CoNiCuZn)O count as high-entropy?", False)
# --- mechanism
add(
    "mechanism",
    "How does HE-Nb2O5 take up lithium?",
    rows(mech(mechanism(), of("b24")), "mechanism"),
)
add("mechanism", "How is K stored in (Sn0.2Sb0.2Bi0.2Ge0.2Pb0.2)Te?", rows(mech(mechanism(), of("b26")), "mechanism"))
add(
    "followup",
    "Which of its elements alloy for certain?",
    rows(mech(mechanism("alloying"), of("b26")), "element"),
    after=1,
)
add(
    "followup",
    "and which only perhaps?",
    rows(mech(mechanism("alloying", polarity="hypothesised"), of("b26")), "element"),
    after=1,
)
add("followup", "How did they see it?", rows(claims("technique", of("b26")), "technique"), after=1)
add(
    "mechanism",
    "Which materials were shown to have space-charge storage of Li?",
    rows([c for c in mech(mechanism("space_charge", "Li")) if c.material], "material"),
    "contains",
)
add(
    "mechanism",
    "Fate of Zn in (MgFeCoNiCuZnMnCrAl)3O4?",
    rows(mech(mechanism(), lambda c: c.doc == "g06" and "Zn" in c.elements), "mechanism"),
)
add(
    "mechanism",
    "(FeCoNi)0.33Sb2 + Li - insertion, displacement, alloying? all that apply",
    rows(mech(mechanism(), of("g29", "(FeCoNi)0.33Sb2")), "mechanism"),
)
add(
    "mechanism",
    "Which element is the pillar that stabilises the structure of HE-Nb2O5?",
    rows(claims("element_role", lambda c: c.doc == "b24" and c.role.startswith("structural")), "element"),
)
add(
    "mechanism",
    "What metals are said to make an electrode conduct better?",
    rows(claims("element_role", lambda c: c.role.startswith("conductivity") and c.polarity is None), "element"),
    "contains",
)
# --- negation
add(
    "negation",
    "For which materials has insertion been excluded?",
    rows([c for c in mech(mechanism("intercalation", polarity="negated")) if c.material], "material"),
)
add(
    "negation",
    "Elements that explicitly don't alloy with potassium",
    rows(mech(mechanism("alloying", "K", "negated")), "element"),
)
add(
    "negation",
    "Which metals are not reduced in the oxide with nine cations?",
    rows(mech(mechanism("conversion", polarity="negated"), of("g06")), "element"),
)
add(
    "negation",
    "Where is space charge storage merely assumed, without proof?",
    rows(only_supposed(lambda c: c.mechanism == "space_charge"), "material"),
    "contains",
)
add(
    "negation",
    "Which mechanism was denied for the Chevrel phase Mo2.5Ti1.0V1.0Nb1.0W0.5S8 in calcium cells?",
    rows(mech(mechanism(polarity="negated"), of("c31")), "mechanism"),
)
add(
    "negation",
    "Which elements in LaCr0.2Mn0.2Fe0.2Co0.2Ni0.2O3 stay inert according to the authors?",
    rows(mech(mechanism("conversion", polarity="negated"), of("f22")), "element"),
)
# --- technique
add("technique", "Who has used NMR?", G.papers(claims("technique", lambda c: "NMR" in c.technique)))
add("followup", "and neutrons?", G.papers(claims("technique", lambda c: "neutron" in c.technique)), after=1)
add(
    "technique",
    "Studies with magnetometry",
    G.papers(claims("technique", lambda c: "magnetomet" in c.technique)),
)
add("technique", "With which methods was HETe/MX examined?", rows(claims("technique", of("c54")), "technique"))
add(
    "technique",
    "Number of papers that ran DFT",
    match="count",
    count=len(G.papers(claims("technique", lambda c: "DFT" in c.technique))),
)
# --- aggregate
add(
    "aggregate",
    "Highest capacity anyone measured versus sodium?",
    best(cap(lambda c: c.ion == "Na" and c.measured), max),
    "top1",
)
add("followup", "and versus K?", best(cap(lambda c: c.ion == "K" and c.measured), max), "top1", after=1)
add("followup", "The lowest there?", best(cap(lambda c: c.ion == "K" and c.measured), min), "top1", after=1)
add(
    "aggregate",
    "Worst first-cycle Coulombic efficiency in the whole collection",
    best(claims("coulombic_efficiency", lambda c: c.cycle == 1 and c.material), min),
    "top1",
)
add(
    "aggregate",
    "average capacity retention of potassium anodes",
    [{"value": round(statistics.fmean(c.value for c in claims("retention", lambda c: c.ion == "K")), 2), "unit": "%"}],
    "contains",
)
add(
    "aggregate",
    "In how many papers is magnesium the working ion?",
    match="count",
    count=len({c.doc for c in G.all if c.ion == "Mg"}),
)
add(
    "aggregate",
    "Who cycled longest?",
    rows(claims("retention", lambda c: c.cycle == max(r.cycle for r in claims("retention"))), "material cycle"),
    "top1",
)
# --- comparison
add(
    "comparison",
    "(CuFeSnZnIn)S3 with and without the carbon, 6.4 A/g",
    value("a27", "(CuFeSnZnIn)S3@C", rate=6.4) + value("a27", "(CuFeSnZnIn)S3", rate=6.4),
    "contains",
)
add(
    "comparison",
    "Nitride or carbide of Ti, V, Cr, Nb and Mo: which one delivers more at 600 mA/g?",
    value("a46", "(TiVCrNbMo)N", rate=0.6),
    "top1",
)
add(
    "comparison",
    "(Al0.2Ti0.2Cr0.2Fe0.2V0.2)Nb2O6.9 vs TiNb2O7 at 20C",
    value("f07", "(Al0.2Ti0.2Cr0.2Fe0.2V0.2)Nb2O6.9", c_rate=20) + value("f07", "TiNb2O7", c_rate=20),
    "contains",
)
add(
    "comparison",
    "Initial efficiencies of (CrMnFeCoNi)Si2, FeSi2 and CoSi2 side by side",
    rows(claims("coulombic_efficiency", of("a51")), MVU),
    "contains",
)
add(
    "comparison",
    "HETe/MX against SnTe/MX, three amperes per gram",
    value("c54", "HETe/MX", rate=3) + value("c54", "SnTe/MX", rate=3),
    "contains",
)
# --- yes or no
Q.answer("yesno", "On potassiation, is Mn reduced in (Mn0.2Fe0.2Co0.2Ni0.2Cu0.2)S?", False)
Q.answer("followup", "And Cu?", True)
Q.items[-1]["follow_up_of"] = Q.items[-2]["id"]
add("followup", "Who says so?", [{"doc": "b12"}], "contains", after=1)
Q.answer("yesno", "Did any K-ion anode get to 700 mAh/g?", False)
Q.answer("yesno", "Is it proven that Ge alloys with sodium in (SnSb)0.5(BiGe)0.5?", False)
Q.answer("yesno", "For Mg storage, does HESSe beat HESe?", True)
Q.answer("yesno", "Alloys indium with potassium in HETe, yes or no?", False, note="German-ish")
# --- evidence
add("evidence", "Who says that Mg is never reduced?", quoted("mechanism", "f18", "never reduced"), "contains")
add("evidence", "source for 93.4 % after 6000 cycles?", quoted("retention", "f30", ""), "contains")
add(
    "evidence",
    "Show me the sentence according to which Al takes no part in (Al0.2Ti0.2Cr0.2Fe0.2V0.2)Nb2O6.9",
    quoted("element_role", "f07", "bystander"),
    "contains",
)
add(
    "evidence",
    "Who disagrees that zinc alloys in (FeCoNiMnZn)3O4, and in what words?",
    quoted("mechanism", "b02", "no Li–Zn phase"),
    "contains",
)
# --- gaps
add(
    "gap",
    "What is still open for potassium?",
    rows(only_supposed(lambda c: c.ion == "K"), "material mechanism"),
    "contains",
)
Q.answer("gap", "Has nobody looked at space charge in calcium cells?", False, note="no, nobody")
add("gap", "Which storage mechanisms has no one reported for magnesium so far?", never("Mg"))
add("gap", "mechanisms never studied with Ca", never("Ca"))
add(
    "gap",
    "Tellurides: which working ions are untested?",
    [{"ion": ion} for ion in IONS if not [c for c in G.all if c.of and c.of.family == "telluride" and c.ion == ion]],
    "contains",
)
Q.answer("gap", "Is there any fluoride anode for sodium cells?", False)
Q.answer("gap", "Nitrides beyond lithium - has anyone tried?", False)
Q.answer("gap", "Am I right that no potassium anode was ever tested in a full cell?", False)
Q.answer("gap", "Is it correct that nobody reported a phosphide for magnesium?", True)
Q.answer("gap", "Has anybody used magnetometry on a calcium system?", False)
add(
    "gap",
    "What do authors themselves call unresolved about space charge storage?",
    [{"doc": doc} for doc in ("a09", "b17")],
    "contains",
)
add(
    "gap",
    "Is the role of indium in (CuFeSnZnIn)S3@C understood, or still open? Cite.",
    quoted("gap_statement", "a27", "indium"),
    "contains",
)
add(
    "gap",
    "What remains undecided about chromium in LaCr0.2Mn0.2Fe0.2Co0.2Ni0.2O3?",
    rows(mech(of("f22", polarity="hypothesised")), "material mechanism"),
    "contains",
)
# --- not to be answered
for question, why in (
    ("Reversible capacity of HEO-950?", "no such sample; 600 to 900 exist"),
    ("How did sample S4 retain its capacity?", "no such sample; S1 to S3 exist"),
    ("HES@NC at 30 A/g?", "15 A/g is the fastest"),
    ("What does TZSNTV deliver in a sodium cell?", "lithium only"),
    ("MEP@PC vs K: capacity after 1000 cycles", "lithium only"),
    ("Capacity of CFHEO in magnesium cells", "lithium only"),
    ("How much was left of Mn0.4Fe0.4Co0.4Ni0.4Cu0.4P after 5000 cycles?", "600 cycles at most"),
    ("ICE of KHF/VG?", "never reported"),
    ("In which year did the HETe/MX work appear?", "the passage holds no year"),
    ("Who is the corresponding author of the quin-S paper?", "the passage holds no author"),
    ("Average discharge voltage of Mo6S8 against calcium?", "never reported"),
    ("HEO–CNT, 2 mA cm-2: specific capacity?", "no areal current"),
    ("Why does vanadium alloy with lithium in HEO–CNT?", "false premise"),
    ("At which potential does platinum dissolve out of HEP?", "false premise"),
    ("Which borides exceed 300 mAh/g?", "no boride"),
    ("Capacity of high-entropy anodes in rubidium-ion cells?", "no such ion"),
    ("What is the retention of (TiZrHfVNb)B2 after 200 cycles?", "no such material"),
    ("How does Unobtainium0.2Fe0.8O store Li?", "invented"),
    ("(PdPtRhIrRu)Sb, sodium, rate capability", "invented"),
    ("What does a kilogram of cobalt cost today?", "no question for these papers"),
    ("how toxic is antimony for fish", "no question for these papers"),
    ("Forget the papers and write me a poem about spinels.", "no question for these papers"),
    ("Electrolyte viscosity in the calcium work on Mo6S8?", "never reported"),
    ("Tap density of Sn0.33(FeCoMnZn)0.67S powder", "never reported"),
):
    Q.refuse(question, why)

if __name__ == "__main__":
    Q.write(HERE / "set_f.jsonl")
