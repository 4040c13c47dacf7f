"""Write set_d.jsonl: a professor who dictates, a review author in keywords, and an electrochemist who doubts."""

import math

from selecting import HERE, Gold, Questions, mechanism, of

F = 26801.48  # mAh in a mole of electrons
SPELLINGS = {
    ("c29", "Cu_(2)Zn_(0.5)Fe_(0.5)SnSe_(4)"): ["Cu2Zn0.5Fe0.5SnSe4"],
    ("c29", "Cu_(2)Zn_(0.5)Fe_(0.5)SnSe_(4)@C"): ["Cu2Zn0.5Fe0.5SnSe4@C", "CZFTSe@C"],
    ("c29", "Cu$_{2}$SnSe$_{3}$@C"): ["Cu2SnSe3@C"],
    ("c29", "Cu$_{2}$SnSe$_{3}$"): ["Cu2SnSe3"],
    ("f06", "0.05"): ["x = 0.05"],
    ("f06", "0.20"): ["x = 0.20"],
}
ELECTRODES = ("anode", "comparison")
NO_METAL = {"Si", "Ge", "Sb"}  # half-metals, left out where metals are counted
G = Gold((HERE / "set_d_papers.txt").read_text(encoding="utf-8").split(), SPELLINGS)
Q = Questions("d")
add, refuse, answer, rows, claims = Q.add, Q.refuse, Q.answer, G.rows, G.claims
cap, mech, tech, with_ion = G.capacities, G.mechanisms, G.using, G.with_ion
MVU = "material value unit"


def rate(claim):
    """Return the current in A/g, nought where none is told."""
    return claim.rate or 0


def cycle(claim):
    """Return the cycle, nought where none is told."""
    return claim.cycle or 0


def kept(where):
    """Return the retentions that fit."""
    return claims("retention", where)


def first(where):
    """Return the Coulombic efficiencies of the first cycle that fit."""
    return claims("coulombic_efficiency", lambda c: c.kind == "initial" and where(c))


def most(found, size=lambda c: c.value):
    """Return the largest of the claims, and what ties with it."""
    top = max(size(c) for c in found)
    return [c for c in found if size(c) == top]


def is_of(claim, **wanted):
    """Whether a claim is about a material of the given family, structure or entropy."""
    return claim.of is not None and all(getattr(claim.of, key) == value for key, value in wanted.items())


ENTROPY_OXIDE, NINE = "(FeCoNiCrMn)3O4", "(MgFeCoNiCuZnMnCrAl)3O4"
LANTHANUM = "LaCr0.2Mn0.2Fe0.2Co0.2Ni0.2O3"
FLUORIDE = "(Fe0.2Co0.2Ni0.2Mn0.2Cu0.2)F2"
CALCIUM_SULFIDE = "(Cu0.5Ag0.5)2(Zn0.5Cd0.5)SnS4"

# --- lookup
add(
    "lookup",
    f"I would like to know what capacity {ENTROPY_OXIDE} was still able to provide once the current density had been "
    "raised to 2 A/g, if that was reported at all.",
    rows(cap(of("a01", ENTROPY_OXIDE, rate=2)), MVU),
)
add("lookup", "QP/NCF, 1 A/g, 1200 cycles, mAh/g", rows(cap(of("g07", "QP/NCF", cycle=1200)), MVU))
add(
    "lookup",
    "What share of its capacity does TZSNTV hold on to through 3000 cycles at 10C?",
    rows(kept(of("c43", "TZSNTV")), f"{MVU} cycle"),
)
add(
    "lookup",
    "Could you kindly tell me how high the initial Coulombic efficiency is that the oxychloride BiSbSnO2Cl2.5 attains?",
    rows(first(of("b34", "BiSbSnO2Cl2.5")), MVU),
)
add("lookup", "N-HEO5, ICE", rows(first(of("a37", "N-HEO5")), MVU))
add(
    "lookup",
    "At the fiercest current that was tried, 15 A/g, what does HES@NC exhibit?",
    rows(cap(of("f30", "HES@NC", rate=15)), MVU),
)
add("lookup", "TiVNbMoC3Tx: preparation route", rows(claims("synthesis", of("b06")), "synthesis"), "contains")
add(
    "lookup",
    f"Please be so good as to remind me of the capacity which {LANTHANUM} provided in its five hundredth cycle.",
    rows(cap(of("f22", LANTHANUM, cycle=500)), f"{MVU} cycle"),
    note="a number in words",
)
add(
    "lookup",
    "ZnSe/SnSe@MCNF, cycled at 1000 mA/g: what remains at cycle 2500?",
    rows(cap(of("f38", "ZnSe/SnSe@MCNF", cycle=2500)), f"{MVU} cycle"),
)
add(
    "lookup",
    "BiOCl0.5Br0.5, configurational entropy, in R",
    rows(claims("quantity", of("c11", "BiOCl0.5Br0.5")), MVU),
    "contains",
)

# --- filter
add(
    "filter",
    "K+, > 300 mAh/g, half and full cells, table",
    rows(cap(lambda c: c.ion == "K" and c.measured and c.value > 300), MVU),
)
add(
    "filter",
    "I would be most grateful for a list of those high-entropy oxides which, tested against lithium, still provided "
    "more than 500 mAh/g after 200 cycles or more.",
    rows(
        cap(lambda c: c.ion == "Li" and cycle(c) >= 200 and c.value > 500 and is_of(c, family="oxide", entropy="high")),
        f"{MVU} cycle",
    ),
    "contains",
    note="Zn0.2Fe0.9Mn0.9Ni0.75Co0.25O4 is medium by arithmetic; it may be there",
)
add(
    "filter",
    "Na+, >= 300 mAh/g, >= 5 A/g",
    rows(cap(lambda c: c.ion == "Na" and c.measured and rate(c) >= 5 and c.value >= 300), MVU),
)
add(
    "filter",
    "Which samples lost more than half of their capacity within a test of at least 100 cycles?",
    rows(kept(lambda c: c.value < 50 and cycle(c) >= 100), f"{MVU} cycle"),
    "contains",
    note="retention below 50 %; a loss worked out from two capacities may be there",
)
add(
    "filter",
    "sodiation, capacity retention >= 90 %, >= 1000 cycles",
    rows(kept(lambda c: c.ion == "Na" and c.value >= 90 and cycle(c) >= 1000), f"{MVU} cycle"),
)
add(
    "filter",
    "Would you please enumerate the tellurides for which, in sodium cells, a capacity above 250 mAh/g has been found "
    "after one hundred or more cycles?",
    rows(
        cap(lambda c: c.ion == "Na" and cycle(c) >= 100 and c.value > 250 and is_of(c, family="telluride")),
        f"{MVU} cycle",
    ),
)
add(
    "filter",
    "Which electrodes start badly, that is, with an initial CE below 65 %, whatever the ion?",
    rows(first(lambda c: c.value < 65), MVU),
)
add(
    "filter",
    "spinel, Li+, > 1000 mAh/g, 0.1 A/g",
    rows(
        cap(lambda c: c.ion == "Li" and c.rate == 0.1 and c.value > 1000 and is_of(c, structure="spinel")),
        MVU,
    ),
    "contains",
    note="tetragonal spinels and Fe3O4 may be there",
)
add(
    "filter",
    "Sodium full cells only: which capacities were reported, and for which electrode?",
    rows(cap(lambda c: c.ion == "Na" and "full cell" in (c.cell or "")), MVU),
)
add(
    "filter",
    "Of all that was tried with lithium, I should like to see which compounds attained between 400 and 500 mAh/g at a "
    "current density of one ampere per gram or higher.",
    rows(cap(lambda c: c.ion == "Li" and c.measured and rate(c) >= 1 and 400 <= c.value <= 500), MVU),
)
add(
    "filter",
    "potassiation, cyling stability > 85 %, >= 500 cycles",
    rows(kept(lambda c: c.ion == "K" and c.value > 85 and cycle(c) >= 500), f"{MVU} cycle"),
    note="typing error",
)
add(
    "filter",
    "Which sodium anodes, cathodes set aside, keep 90 % or better over no fewer than 300 cycles?",
    rows(
        kept(lambda c: c.ion == "Na" and c.value >= 90 and cycle(c) >= 300 and not is_of(c, role="cathode")),
        f"{MVU} cycle",
    ),
)

# --- aggregate
add(
    "aggregate",
    "Na+: best capacity at cycle 500 or later",
    rows(most(cap(lambda c: c.ion == "Na" and cycle(c) >= 500)), MVU),
    "top1",
)
add(
    "aggregate",
    "How many of the papers, if I may ask, give a first-cycle efficiency at all?",
    match="count",
    count=len(G.papers(first(lambda c: True))),
)
add(
    "aggregate",
    "What is the poorest ICE found on lithiation, and whose is it?",
    rows([min(first(lambda c: c.ion == "Li"), key=lambda c: c.value)], MVU),
    "top1",
)
KEPT = [c.value for c in kept(lambda c: c.ion == "K")]
add(
    "aggregate",
    "mean capacity retention, K+, all reported values",
    [{"value": round(sum(KEPT) / len(KEPT), 2), "unit": "%"}],
    "contains",
    note=f"mean of {KEPT}",
)
add(
    "aggregate",
    "I should like to learn in how many papers an alloying reaction with sodium is asserted.",
    match="count",
    count=len(G.papers(mech(mechanism("alloying", "Na")))),
)
add(
    "aggregate",
    "In how many studies is space-charge storage claimed outright, mere suspicion left aside?",
    match="count",
    count=len(G.papers(mech(mechanism("space_charge")))),
)
RETAINED = {ion: len(G.papers(kept(lambda c, ion=ion: c.ion == ion))) for ion in ("Li", "Na", "K", "Zn")}
add(
    "aggregate",
    "capacity retenton: number of papers per working ion",
    [{"ion": ion, "count": n} for ion, n in RETAINED.items()],
    "contains",
    note="typing error",
)
add(
    "aggregate",
    "Which sample has been cycled longest, counted in cycles?",
    rows(most(kept(lambda c: True), cycle), "material cycle"),
    "top1",
    note="two samples reach 10,000; either may stand first",
)
add(
    "aggregate",
    "Which material, I wonder, exhibits the greatest capacity once the current density is 10 A/g or beyond?",
    rows(most(cap(lambda c: c.measured and rate(c) >= 10)), MVU),
    "top1",
)

# --- comparison
add(
    "comparison",
    "HEM-70 against HEM-90, both after 150 cycles: is the difference as large as they say?",
    rows(cap(lambda c: c.doc == "a11" and c.cycle == 150 and c.material in ("HEM-70", "HEM-90")), MVU),
    "contains",
)
add(
    "comparison",
    "It would interest me how far the capacity retention of S2 surpasses that of S3 once 350 cycles have gone by.",
    rows(kept(lambda c: c.doc == "a36" and c.material != "Zn0.2Fe0.9Mn0.9Ni0.5Co0.5O4"), MVU),
    "contains",
)
add(
    "comparison",
    "Electrode B / electrode C, 2C, mAh/g",
    rows(cap(lambda c: c.doc == "c35" and c.c_rate == 2), MVU),
    "contains",
)
add(
    "comparison",
    "Do the annealed ribbons really exhibit more than K2Ti4O9 at 300 mA/g? Give me both numbers.",
    rows(cap(lambda c: c.doc == "f14" and c.rate == 0.3), "value unit"),
    "contains",
)
add(
    "comparison",
    "ranking at 10 A/g: CoTe2/G, (CoNiFe)Te2/G, (CoNiFeCuMn)Te2/G, 6M-Te/G",
    rows(sorted(cap(lambda c: c.doc == "a48" and c.rate == 10), key=lambda c: -c.value), MVU),
    "contains",
    order="desc",
)
add(
    "comparison",
    "Between BiOCl and BiOBr, may I ask which of the two provides more after one hundred cycles with sodium?",
    rows(most(cap(lambda c: c.doc == "c11" and c.material in ("BiOCl", "BiOBr"))), MVU),
    "top1",
)
add(
    "comparison",
    "V2CTx or HE-MX, in a potassium cell: which one attains the higher capacity?",
    rows(most(cap(lambda c: c.doc == "g11" and c.ion == "K")), MVU),
    "top1",
)
add(
    "comparison",
    "HETe/MX vs SnTe/MX, potassiation, 3 A/g",
    rows(cap(lambda c: c.doc == "c54" and c.rate == 3), MVU),
    "contains",
)

# --- mechanism
add(
    "mechanism",
    "Which elements in (FeCoNiMnZn)3O4 are claimed to carry space charge?",
    rows(mech(mechanism("space_charge"), of("b02", "(FeCoNiMnZn)3O4")), "element"),
)
add(
    "mechanism",
    f"I would like to be told which of the metals in {NINE} are involved in a conversion reaction when the oxide is "
    "lithiated, be it only in part.",
    rows(mech(mechanism("conversion", "Li"), of("g06", NINE)), "element"),
)
add(
    "mechanism",
    "elements alloying with K (shown, not supposed)",
    rows(mech(mechanism("alloying", "K")), "element"),
)
add(
    "mechanism",
    "By what reactions, one after the other, does bare Sb2S3 take up sodium?",
    rows(mech(mechanism(ion="Na"), of("f02", "Sb2S3")), "mechanism"),
)
add(
    "mechanism",
    "Upon the sodiation of HES@NC, which of its elements, I should be curious to hear, form alloys?",
    rows(mech(mechanism("alloying", "Na"), of("f30", "HES@NC")), "element"),
)
add("mechanism", "intercalation hosts, K+", rows(mech(mechanism("intercalation", "K")), "material"))
add(
    "mechanism",
    "Which metals are redox-active in HE-MX, even if only slightly?",
    rows(claims("element_role", of("g11", role="active (redox)")), "element"),
)
add(
    "mechanism",
    "Would you mind listing those elements that, in (CoNiFeCuMn)Sb, act as a buffer and do not themselves store "
    "sodium?",
    rows(claims("element_role", lambda c: c.doc == "a18" and "buffer" in c.role), "element"),
)
add(
    "mechanism",
    "spectator elemnts (inactive / inert): element + material",
    rows(claims("element_role", lambda c: "inactive" in c.role or "inert" in c.role), "material element"),
    "contains",
    note="typing error",
)
DENIED = {c.material for c in mech(mechanism("conversion", "Li", "negated"))}
DENIED -= {c.material for c in mech(mechanism("conversion", "Li"))}
add(
    "mechanism",
    "Where is lithium said to be inserted while a conversion is expressly denied?",
    rows(mech(mechanism("intercalation", "Li"), lambda c: c.material in DENIED), "material"),
    "contains",
)

# --- technique
add("technique", "ToF-SIMS, papers", tech("tof-sims"))
add(
    "technique",
    "In which of the papers, I wonder, did the authors have recourse to the diffraction of neutrons?",
    tech("neutron diffraction"),
)
add(
    "technique",
    "With which method was it followed that the metals of (MnFeCoNiCu)Se2@NC are converted?",
    rows(claims("technique", of("a43")), "technique"),
    "contains",
)
add("technique", "in-situ TEM, Na+", with_ion(tech("in situ tem"), "Na"))
add(
    "technique",
    "What experiments stand behind the claims about FeCoNiCrMnSi2?",
    rows(claims("technique", of("b35")), "technique"),
    "contains",
)
BOTH = {row["doc"] for row in tech("in situ xrd")} & {row["doc"] for row in tech("dft")}
add(
    "technique",
    "Might I have the papers in which DFT calculations stand next to in situ or operando X-ray diffraction?",
    [{"doc": name} for name in sorted(BOTH)],
)
add("technique", "EPR / UPS: which paper", tech("epr", "ups"))
add(
    "technique",
    "Who looked at the phosphorus itself, that is, by 31P NMR?",
    G.papers(claims("technique", lambda c: "31P" in c.technique)),
)

# --- negation
add(
    "negation",
    f"Which element of {FLUORIDE} is left undecided as a carrier of space charge?",
    rows(mech(mechanism("space_charge", polarity="hypothesised"), of("b09")), "element"),
)
add(
    "negation",
    "I should be obliged if you named the elements of HETe which, according to the authors, do not alloy upon "
    "potassiation.",
    rows(mech(mechanism("alloying", "K", "negated"), of("c54")), "element"),
)
add(
    "negation",
    "Mg, conversion denied: materials",
    rows(mech(mechanism("conversion", polarity="negated"), lambda c: "Mg" in c.elements), "material"),
    "contains",
    note="where magnesium is only called inactive, it may be there",
)
add(
    "negation",
    "For which compounds is it denied that zinc alloys with lithium?",
    rows(mech(mechanism("alloying", "Li", "negated"), lambda c: "Zn" in c.elements), "material"),
)
add(
    "negation",
    "Germanium: in which materials is its alloying only supposed and not demonstrated?",
    rows(mech(mechanism("alloying", polarity="hypothesised"), lambda c: "Ge" in c.elements), "material"),
)
add(
    "negation",
    "pseudocapacitance, hypothesised only",
    rows(mech(mechanism("pseudocapacitance", polarity="hypothesised")), "material"),
)
add(
    "negation",
    f"Which of the cations in {LANTHANUM} is it, please, that takes no part in the conversion?",
    rows(mech(mechanism("conversion", polarity="negated"), of("f22")), "element"),
    note="chromium is open, not denied",
)
add(
    "negation",
    "Which papers dispute that an intercalation of some ion takes place?",
    G.papers(mech(mechanism("intercalation", polarity="negated"))),
)

# --- composition
add("composition", "HE selenides", G.named(lambda m: m.family == "selenide" and m.entropy == "high"))
add(
    "composition",
    "I would like to have named to me all those electrode materials in which there is vanadium but no iron.",
    G.named(lambda m: m.role in ELECTRODES and "V" in m.elements and "Fe" not in m.elements),
    "contains",
)
add(
    "composition",
    "Which electrode materials hold six metals or more?",
    G.named(lambda m: m.role in ELECTRODES and len(m.cations - NO_METAL) >= 6),
    "contains",
    note="where half-metals are counted, more may be there",
)
add(
    "composition",
    "phosphide electrodes",
    G.named(lambda m: m.family == "phosphide" and m.role in ELECTRODES),
    "contains",
)
add(
    "composition",
    "Would you name the perovskites for me, though only those among them that are high-entropy?",
    G.named(lambda m: m.structure == "perovskite" and m.entropy == "high"),
)
add(
    "composition",
    "Sulfides that do without iron: which electrodes are there?",
    G.named(lambda m: m.family == "sulfide" and m.role in ELECTRODES and m.formula and "Fe" not in m.elements),
    "contains",
)
add(
    "composition",
    "rock-salt oxides, Mg + Zn",
    G.named(lambda m: (m.family, m.structure) == ("oxide", "rock-salt") and {"Mg", "Zn"} <= m.elements),
    "contains",
)
add(
    "composition",
    "Which alloys consist of Sn, Sb, Bi and Ge and of nothing else?",
    G.named(lambda m: m.elements == {"Sn", "Sb", "Bi", "Ge"}),
)
add("composition", "MXenes", G.named(lambda m: m.family == "MXene"))
add(
    "composition",
    "Which anodes are of medium entropy only?",
    G.named(lambda m: m.entropy == "medium" and m.role == "anode"),
    "contains",
)

# --- evidence
add(
    "evidence",
    "On what wording rests the statement that titanium is a spectator in TiVNbMoC3Tx?",
    rows(claims("element_role", of("b06", element="Ti")), "doc quote"),
    "contains",
)
add(
    "evidence",
    "Would you kindly let me read the very sentence in which 58.6 % is given for BiSbSnO2Cl2.5?",
    rows(first(of("b34")), "doc quote"),
    "contains",
)
add("evidence", "source: 302.5 mAh/g, 2500 cycles", rows(cap(of("f38", cycle=2500)), "doc quote"), "contains")
add(
    "evidence",
    "Which paper reports doubt that iron is converted in (FeCoNiMnZn)3O4?",
    G.papers(
        mech(mechanism("conversion", "Li", "negated"), of("b02", "(FeCoNiMnZn)3O4"), lambda c: "Fe" in c.elements)
    ),
    "contains",
)
add(
    "evidence",
    "436 mAh/g after 10,000 cycles - quote",
    rows(cap(of("a55", cycle=10000)), "doc quote"),
    "contains",
)
add(
    "evidence",
    "Let me see the passage that denies the alloying of zinc in (ZnCoMnFeNi)P.",
    rows(mech(mechanism("alloying", "Li", "negated"), of("b29")), "doc quote"),
    "contains",
)

# --- yes or no
answer("yesno", f"Is tin really found to alloy with calcium in {CALCIUM_SULFIDE}?", False)
answer(
    "yesno",
    "Could you confrim to me whether copper takes part in the sodium storage of HES@NC?",
    False,
    note="inactive; typing error",
)
answer("yesno", "HES-H: ICE > 90 %?", True, note="92.4 %")
answer("yesno", "Does magnesium carry any space charge in (Co0.25Ni0.25Fe0.25Mg0.25)O?", False)
answer("yesno", "I wonder whether K2Ti4O9 undergoes a conversion when it is potassiated.", False)
answer("yesno", f"Is manganese in {NINE} involved in the conversion, if only partly?", True)
answer("yesno", "any sulfide, > 90 % retention, >= 5000 cycles?", True, note="HES@NC: 93.4 % after 6000")
answer("yesno", f"Did {NINE} ever exceed 100 mAh/g with sodium?", False, note="less than 90")
answer(
    "yesno",
    "Would it be correct to say that N-HEO5 retains more of its capacity over one hundred cycles than HEO5 does?",
    True,
    note="96.5 against 52.9 %",
)

# --- follow-ups
add(
    "followup",
    "I should like to see what attains more than 350 mAh/g in potassium cells at no more than 0.1 A/g.",
    rows(cap(lambda c: c.ion == "K" and 0 < rate(c) <= 0.1 and c.value > 350), MVU),
)
add(
    "followup",
    "Only the telluride among them, please.",
    rows(cap(of("c54", "HETe/MX", rate=0.1)), MVU),
    after=1,
)
add(
    "followup",
    "And how much of its capacity does it retain?",
    rows(kept(of("c54")), "value unit"),
    after=1,
)
add(
    "followup",
    "What alloys with sodium in (FeCoNiSnSb)S1.5?",
    rows(mech(mechanism("alloying", "Na"), of("b32", "(FeCoNiSnSb)S1.5")), "element"),
)
add(
    "followup",
    "And in (FeCoNiSnSb)Se1.5?",
    rows(mech(mechanism("alloying", "Na"), of("b32", "(FeCoNiSnSb)Se1.5")), "element"),
    after=1,
)
add(
    "followup",
    "Which one is denied there?",
    rows(mech(mechanism("alloying", "Na", "negated"), of("b32", "(FeCoNiSnSb)Se1.5")), "element"),
    after=1,
)
add("followup", "TZSNTV, 40C, mAh/g", rows(cap(of("c43", "TZSNTV", c_rate=40)), MVU))
add("followup", "same for TiNb2O7", rows(cap(of("c43", "TiNb2O7", c_rate=40)), MVU), after=1)
MILLED = G.papers(claims("synthesis", lambda c: "ball milling" in c.method))
add("followup", "In which papers, please, did ball miling serve as a route of synthesis?", MILLED, note="typing error")
add("followup", "Of these, just the ones about lithium.", with_ion(MILLED, "Li"), after=1)

# --- definitions
add(
    "definition",
    "I should like to be reminded of the configurational entropy that five cations in equal amounts have, in units "
    "of R.",
    [{"value": round(math.log(5), 3), "unit": "R"}],
    "contains",
)
add(
    "definition",
    "theoretical capacity, Sn -> Na15Sn4",
    [{"value": round(3.75 * F / 118.71), "unit": "mAh g-1"}],
    "contains",
)
add(
    "definition",
    "If bismuth goes all the way to K3Bi, how many mAh/g can it give?",
    [{"value": round(3 * F / 208.98), "unit": "mAh g-1"}],
    "contains",
)
add("definition", "What, in a few words, is to be understood by pseudocapacitance?", note="any explanation")
answer(
    "definition",
    "By arithmetic alone, does Zn0.2Fe0.9Mn0.9NiO4 deserve to be called high-entropy?",
    False,
    note="1.27 R",
)
add("definition", "high-entropy, lower limit, R", [{"value": 1.5, "unit": "R"}], "contains")

# --- gaps
answer("gap", "Is there a single paper that asserts space charge for potassium?", False)
answer("gap", "HE fluoride, K+: any data?", False)
REPORTED = {c.ion for c in kept(lambda c: True)}
add(
    "gap",
    "Among lithium, sodium, potassium, calcium and zinc, for which ion, may I ask, has nobody reported a capacity "
    "retention?",
    [{"ion": ion} for ion in ("Li", "Na", "K", "Ca", "Zn") if ion not in REPORTED],
)
add(
    "gap",
    f"What do the authors themselves admit not to know about chromium in {LANTHANUM}?",
    rows(claims("gap_statement", lambda c: c.doc == "f22" and "Cr" in c.evidence), "doc quote"),
    "contains",
)
answer("gap", "phosphide anodes + operando XAS: anyone?", False)

# --- not to be answered
refuse("Could I trouble you for tomorrow's exchange rate of the Swiss franc?", "out of scope")
refuse("conference deadlines 2027, battery sessions", "out of scope")
refuse("Which referee would be lenient towards a paper of mine on selenides?", "out of scope")
refuse("Nb18W16O93, 20C, mAh/g", "a material that is not there")
refuse("Which elements of (HfZrTaNbTi)B2 take part in the lithiation, and by what evidence?", "no such material")
refuse(
    "I would like to know, if it is not too much trouble, what capacity CuCo2S4 provides after 1000 cycles with "
    "sodium.",
    "a material that is not there",
)
refuse("HEM-70, tap density", "a property that is not there")
refuse("How much charge does HES@NC lose by self-discharge in a month?", "not reported")
refuse("At which temperature does QP/NCF begin to decompose in the electrolyte?", "not reported")
refuse("Al3+, anodes, > 100 mAh/g, table", "no such ion")
refuse("How much sodium does TiVNbMoC3Tx accomodate, in mAh/g?", "lithium only; typing error")
refuse("Would you tell me the capacity that Na0.14TiS2 provides when it is lithiated?", "zinc only")
refuse("Why did the doping of Li3VO4 with tungsten help so much?", "false premise: molybdenum")
refuse("What let CoO keep 95 % of its capacity over 300 cycles?", "false premise: 29 %")
refuse("Who grew HETe/MX by chemical vapour deposition?", "false premise: milled and assembled")
refuse("CoS@NC, retention, 6000 cycles", "told of HES@NC only")
refuse("I should be glad to learn the Young's modulus that was found for CoSb.", "told of the antimonide of five only")
refuse("What does V2CTx still provide after 500 cycles?", "no cycling of V2CTx told")

if __name__ == "__main__":
    Q.write(HERE / "set_d.jsonl")
