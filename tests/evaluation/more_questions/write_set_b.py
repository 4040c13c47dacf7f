"""Write set_b.jsonl: a group leader who writes whole sentences, a referee, and a student in the first year."""

import math

from selecting import HERE, Gold, Questions, mechanism, of

F = 26801.48  # mAh in a mole of electrons
SPELLINGS = {
    ("c30", "SnS(2)-Co(9)S(8)/rGO"): ["SnS2-Co9S8/rGO"],
    ("c30", "SnS(2)/rGO"): ["SnS2/rGO"],
    ("f17", "anatase TiO2"): ["anatase", "TiO2"],
    ("f28", "graphite"): ["Graphite"],
    ("g24", "Graphite"): ["graphite"],
}
G = Gold((HERE / "set_b_papers.txt").read_text(encoding="utf-8").split(), SPELLINGS)
Q = Questions("b")
add, refuse, answer, rows, claims = Q.add, Q.refuse, Q.answer, G.rows, G.claims
MVU = "material value unit"


cap, mech, tech, with_ion = G.capacities, G.mechanisms, G.using, G.with_ion

VANADATES = ("a-(NiCoMnZnMg)V2O6", "c-(NiCoMnZnMg)V2O6")

# --- lookup
add(
    "lookup",
    "hi! what capacity is left if I run YS-HESe at 10 A/g for 2000 cycles?",
    rows(cap(of("c40", "YS-HESe", cycle=2000)), MVU),
)
add(
    "lookup",
    "The authors advertise OS-16 at 4.8 A/g. Which value do they report?",
    rows(cap(of("a53", "OS-16", rate=4.8)), MVU),
)
add(
    "lookup",
    "Remind me of the retention of HE-NbWO at 10C, and over how many cycles that was.",
    rows(claims("retention", of("f36", "HE-NbWO")), f"{MVU} cycle"),
)
add(
    "lookup",
    "Kindly state the capacity of CuO nanowires on the first discharge and on the first charge against sodium.",
    rows(cap(of("f34", "CuO", cycle=1)), MVU),
)
add("lookup", "Cr-0.5 at 2000 mA per gram?", rows(cap(of("a25", "Cr-0.5", rate=2)), MVU))
add("lookup", "How did they make NP-SBSC?", rows(claims("synthesis", of("c46")), "synthesis"), "contains")
add(
    "lookup",
    "What does HE-WR give after five thousand cycles, and at which rate was it cycled?",
    rows(cap(of("a22", None, cycle=5000)), f"{MVU} current_density"),
)
add("lookup", "ZGSP, 8 A/g", rows(cap(of("a15", "ZnGe0.5Si0.5P2", rate=8)), MVU))

# --- filter
add(
    "filter",
    "I should like a list of everything that stores more than 1300 mAh/g in a lithium cell.",
    rows(cap(lambda c: c.ion == "Li" and c.value > 1300), MVU),
)
add(
    "filter",
    "Which zinc-ion hosts gave 150 mAh/g or more although the current was at least 1 A/g?",
    rows(cap(lambda c: c.ion == "Zn" and (c.rate or 0) >= 1 and c.value >= 150), MVU),
)
add(
    "filter",
    "Pottasium data taken at 3 A/g or above, please",
    rows(cap(lambda c: c.ion == "K" and (c.rate or 0) >= 3), MVU),
    note="typing error",
)
add(
    "filter",
    "For which materials does the initial Coulombic efficiency lie beneath 60 %?",
    rows(claims("coulombic_efficiency", lambda c: c.kind == "initial" and c.value < 60), MVU),
)
add(
    "filter",
    "My supervisor says some electrodes end up with more than 100 % of their capacity. Which ones?",
    rows(claims("retention", lambda c: c.value > 100), MVU),
)
add(
    "filter",
    "What has been measured for sodium after 1500 cycles or more?",
    rows(cap(lambda c: c.ion == "Na" and (c.cycle or 0) >= 1500), f"{MVU} cycle"),
)
add(
    "filter",
    "Please show the magnesium capacities that lie between 90 and 180 mAh/g.",
    rows(cap(lambda c: c.ion == "Mg" and 90 <= c.value <= 180), MVU),
)
add(
    "filter",
    "Which electrodes retain less than 55 % of their capacity on cycling?",
    rows(claims("retention", lambda c: c.value < 55), MVU),
)

# --- aggregate
NA = cap(lambda c: c.ion == "Na" and c.measured)
add(
    "aggregate",
    "What is the record for sodium storage in this body of work?",
    rows([max(NA, key=lambda c: c.value)], MVU),
    "top1",
)
AL = G.papers(cap(lambda c: c.ion == "Al"))
add("aggregate", "In how many articles do we find a capacity from an aluminium cell?", match="count", count=len(AL))
ICE = [c.value for c in claims("coulombic_efficiency", lambda c: c.ion == "K" and c.kind == "initial")]
add(
    "aggregate",
    "If you average the initial Coulombic efficiencies of the potassium cells, what do you obtain?",
    [{"value": round(sum(ICE) / len(ICE), 2), "unit": "%"}],
    "contains",
    note=f"mean of {ICE}",
)
add(
    "aggregate",
    "Over how many cycles at most has a capacity retention been given, and for which electrode?",
    rows([max(claims("retention"), key=lambda c: c.cycle or 0)], "material cycle"),
    "top1",
)
K_IN = G.papers(mech(mechanism("intercalation", "K")))
add("aggregate", "How many papers state that potassium intercalates?", match="count", count=len(K_IN))
LATE = cap(lambda c: c.ion == "Li" and (c.cycle or 0) >= 500)
add(
    "aggregate",
    "Which is the poorest lithium capacity among those measured after 500 cycles or later?",
    rows([min(LATE, key=lambda c: c.value)], MVU),
    "top1",
)
add("aggregate", "Tell me the number of studies with density functional theory.", match="count", count=len(tech("dft")))

# --- comparison
add(
    "comparison",
    "Is HES/MX really better than (CoNiFeCuZn)9S8 without the MXene at 0.3 A/g?",
    rows(cap(of("c14", None, rate=0.3)), MVU),
    "contains",
)
add(
    "comparison",
    "Would you rank OS-0, OS-8, OS-16 and OS-24 by their capacity retention, the most stable first?",
    rows(sorted(claims("retention", of("a53")), key=lambda c: -c.value), MVU),
    "contains",
    order="desc",
)
add(
    "comparison",
    "4M-MEO, 5M-HEO or 6M-HEO - whose capacity is highest after 200 cycles?",
    rows(cap(of("c19", "5M-HEO")), MVU),
    "top1",
)
add(
    "comparison",
    "Does inserting sodium beforehand help the zinc uptake? Compare Na0.14Ti0.5V0.3Mo0.2S2 with Ti0.5V0.3Mo0.2S2.",
    rows(cap(of("c42", None, ion="Zn")), MVU),
    "contains",
)
add("comparison", "T600 versus T500 at 4.8 A/g", rows(cap(of("a49", None, rate=4.8)), MVU), "contains")
add(
    "comparison",
    f"How do {VANADATES[0]} and {VANADATES[1]} differ after 2000 cycles?",
    rows(cap(of("g19", None, cycle=2000)), MVU),
    "contains",
)
add(
    "comparison",
    "Put SiO, SiO/C and L-SiO/C in the order of their first-cycle efficiency, from the lowest to the highest.",
    rows(sorted(claims("coulombic_efficiency", of("g17")), key=lambda c: c.value), MVU),
    "contains",
    order="asc",
)

# --- mechanism
add(
    "mechanism",
    "When sodium enters SnSbBiInGe, which of the elements form alloys with it?",
    rows(mech(mechanism("alloying", "Na"), of("b08")), "element"),
)
add(
    "mechanism",
    "I am told that (MoWVNbTa)Se2 takes up potassium without being converted. By which mechanism, then?",
    rows(mech(mechanism(), of("f09", "(MoWVNbTa)Se2")), "mechanism"),
)
add(
    "mechanism",
    "Please name all materials that potassium intercalates into.",
    rows(mech(mechanism("intercalation", "K")), "material"),
)
add(
    "mechanism",
    "Which cations of (FeCoNiCr)S1.33 undergo conversion?",
    rows(mech(mechanism("conversion"), of("g26")), "element"),
)
add(
    "mechanism",
    "For which materials is it asserted, rather than supposed, that charge sits at an interface (space charge)?",
    rows(mech(mechanism("space_charge"), lambda c: c.material), "material"),
)
add(
    "mechanism",
    "How does the hydride Mg0.4Ti0.2V0.2Nb0.2H2 store lithium? Only what is certain.",
    rows(mech(mechanism(), of("b54")), "mechanism"),
)
add(
    "mechanism",
    "Where is lithium-zinc alloying reported?",
    rows(mech(mechanism("alloying", "Li"), lambda c: c.material and "Zn" in c.elements), "material"),
    "contains",
)

# --- technique
add("technique", "Which reports show in situ TEM?", tech("in situ tem"))
add(
    "technique",
    "Has anybody looked with neutrons at an anode while it was working? Which paper?",
    tech("in situ neutron diffraction"),
)
add("technique", "Who used a quartz crystal microbalance?", tech("eqcm", "in situ eqcm"))
add(
    "technique",
    "In which papers was nuclear magnetic resonance recorded, of whatever nucleus?",
    tech("nmr", "in situ nmr"),
)
add(
    "technique",
    "what methods did they use for SnS2-Co9S8/rGO?",
    rows(claims("technique", of("c30")), "technique"),
    "contains",
)
add("technique", "Any work with magnetometry, be it operando or not?", tech("magnetometry", "in situ magnetometry"))
add("technique", "Which of the zinc-ion papers include operando or in situ XRD?", with_ion(tech("in situ xrd"), "Zn"))

# --- negation
add(
    "negation",
    "Which element of CoNiFeCuMoOx is denied to convert?",
    rows(mech(mechanism("conversion", polarity="negated"), of("b33")), "element"),
)
add(
    "negation",
    "For which materials is the intercalation of sodium explicitly ruled out?",
    rows(mech(mechanism("intercalation", "Na", "negated")), "material"),
)
add(
    "negation",
    "Which explanations are only conjectured for MnO@C?",
    rows(mech(mechanism(polarity="hypothesised"), of("f13")), "mechanism"),
    "contains",
)
add(
    "negation",
    "Of the metals in FeCoNiSnIn@CNT, which do not alloy?",
    rows(mech(mechanism("alloying", polarity="negated"), of("c34")), "element"),
)
add(
    "negation",
    "In what compound was space charge put to the test and found absent?",
    rows(mech(mechanism("space_charge", polarity="negated")), "material"),
)
add(
    "negation",
    "Potassium hosts that do not convert: which are they?",
    rows(mech(mechanism("conversion", "K", "negated")), "material"),
)

# --- composition
add(
    "composition",
    "I need oxides that have iron and cobalt in them but are free of nickel.",
    G.named(lambda m: m.family == "oxide" and {"Fe", "Co"} <= m.elements and "Ni" not in m.elements and m.formula),
    "contains",
)
add("composition", "Which materials contain tungsten?", G.named(lambda m: "W" in m.elements))
add(
    "composition",
    "Which high-entropy selenides do you know of?",
    G.named(lambda m: m.family == "selenide" and m.entropy == "high"),
    "contains",
)
add(
    "composition",
    "Are there carbonates among the electrodes? Name them.",
    G.named(lambda m: m.family == "carbonate" and m.role != "product"),
    "contains",
)
add("composition", "seven or more different metals in one compound?", G.named(lambda m: len(m.cations) >= 7))
add("composition", "Phosphides with zinc", G.named(lambda m: m.family == "phosphide" and "Zn" in m.elements))
add(
    "composition",
    "Which alloy electrodes combine antimony with bismuth?",
    G.named(lambda m: m.family == "alloy" and {"Sb", "Bi"} <= m.elements and m.role in ("anode", "comparison")),
    "contains",
)

# --- evidence
add(
    "evidence",
    "Where exactly is it written that a batch kept only 71 % after 1000 cycles?",
    rows(claims("retention", of("a41", None, value=71)), "doc quote"),
    "contains",
)
add(
    "evidence",
    "Quote what is said about the efficiency of 6M-HEO in the first cycle.",
    rows(claims("coulombic_efficiency", of("c19", "6M-HEO")), "doc quote"),
    "contains",
)
add("evidence", "Which article denies that indium alloys with sodium?", [{"doc": "b08"}], "contains")
add(
    "evidence",
    "On which sentence do the 131 mAh/g of interfacial capacity rest?",
    rows(cap(of("g12")), "doc quote"),
    "contains",
)
add(
    "evidence",
    "Let me see the original words for 1008 mAh/g after 600 cycles.",
    rows(cap(of("a47", None, value=1008)), "doc quote"),
    "contains",
)
add("evidence", "Which publication regards aluminium as an inactive spacer?", [{"doc": "a47"}], "contains")

# --- yes or no
answer("yesno", "Does ZnGeSiP3 reach an initial Coulombic efficiency of more than 90 %?", True, note="91.4 %")
answer("yesno", "Does (MgCoNiCuZn)O convert when it is cycled against sodium?", False)
answer("yesno", "Is there an aluminium-ion result above 250 mAh/g?", False, note="the best is 196")
answer("yesno", "Does copper alloy with sodium in NP-SBSC?", False)
answer("yesno", "Has GITT been applied to HE-NbWO?", True)
answer("yesno", "I wonder whether any lithium electrode has exceeded 2500 mAh/g - has one?", True, note="silicon, 2870")
answer("yesno", "Is manganese inactive in a-(NiCoMnZnMg)V2O6?", True)

# --- follow-ups
add("followup", "What did SnSe@C deliver in the potassium cell at 2 A/g?", rows(cap(of("g34", "SnSe@C", rate=2)), MVU))
add("followup", "And (FeCoNiMnSn)Se@C?", rows(cap(of("g34", "(FeCoNiMnSn)Se@C", rate=2)), MVU), after=1)
add(
    "followup",
    "What about its first-cycle efficiency?",
    rows(claims("coulombic_efficiency", of("g34", "(FeCoNiMnSn)Se@C")), "value unit"),
    after=1,
)
BIG = cap(lambda c: c.ion == "Na" and c.measured and c.value > 600)
add("followup", "Which materials exceeded 600 mAh/g with sodium?", rows(BIG, MVU))
add(
    "followup",
    "Restrict that to 0.5 A/g and faster, please.",
    rows([c for c in BIG if (c.rate or 0) >= 0.5], MVU),
    after=1,
)
add("followup", "List the articles with a pair distribution function.", tech("pdf", "in situ pdf"))
add("followup", "And with electron paramagnetic resonance?", tech("epr"), after=1)
add("followup", "What retention is reported for MnFeCoNiCu-O@C?", rows(claims("retention", of("a12")), f"{MVU} cycle"))
refuse("And in a calcium cell?", "zinc only", "followup", after=1)

# --- definitions
add(
    "definition",
    "My student asks how large the configurational entropy is for four metals in equal amounts.",
    [{"value": round(math.log(4), 3), "unit": "R"}],
    "contains",
)
add(
    "definition",
    "Which capacity corresponds to 4.4 lithium per tin atom?",
    [{"value": round(4.4 * F / 118.71), "unit": "mAh g-1"}],
    "contains",
)
add(
    "definition",
    "Fe2O3 + 6 Li: theoretical capacity?",
    [{"value": round(6 * F / 159.687), "unit": "mAh g-1"}],
    "contains",
)
add("definition", "Explain in a sentence what pseudocapacitance is.", note="any explanation")
answer(
    "definition",
    "Does an equimolar oxide of only two metals, such as (CoNi)O, qualify as high-entropy?",
    False,
    note="ln 2 = 0.69 R",
)
add(
    "definition",
    "If bismuth goes all the way to Na3Bi, what is its theoretical capacity?",
    [{"value": round(3 * F / 208.98), "unit": "mAh g-1"}],
    "contains",
)

# --- gaps
answer(
    "gap",
    "Has space-charge storage of potassium been established by anyone?",
    False,
    note="supposed for a class of materials",
)
answer("gap", "Do we have a high-entropy fluoride that was cycled with sodium?", False)
answer("gap", "Is there any work on calcium-ion storage?", False)
add(
    "gap",
    "Out of Li, Na, K, Mg, Al and Zn, for which ions is alloying not reported?",
    [{"ion": i} for i in ("Mg", "Al", "Zn")],
)
answer("gap", "Has NMR been used in a study of magnesium storage?", True, [{"doc": "b49"}])

# --- not to be answered
refuse("Which company sells (SnGeSbBiIn)Te?", "not in the papers")
refuse("How much sodium does HE-NbWO store?", "lithium only")
refuse("What initial Coulombic efficiency does c-(NiCoMnZnMg)V2O6 show?", "never reported")
refuse("Reversible capacity of NaTi2(PO4)3 in a sodium cell?", "a material that is not there")
refuse("In which journal was the work on OS-16 published?", "the texts carry no journal")
refuse("Translate the paper on CuO into French.", "out of scope")
refuse("How many mAh/g does BiSbSnInSe6 deliver in a potassium cell?", "synthesis only")
refuse("How does the gold in HES/rGO improve the conduction?", "false premise")
refuse("Capacity of CNMSn-P at 50 A/g?", "no such rate")
refuse("What is the lethal dose of TiS2 in rats?", "out of scope")

if __name__ == "__main__":
    Q.write(HERE / "set_b.jsonl")
