"""Write set_a.jsonl: the questions of somebody who works on such anodes every day, and in a hurry."""

import math

from selecting import HERE, Gold, Questions, mechanism, of

F = 26801.48  # mAh in a mole of electrons
SPELLINGS = {
    ("c29", "Cu_(2)Zn_(0.5)Fe_(0.5)SnSe_(4)@C"): ["Cu2Zn0.5Fe0.5SnSe4@C", "CZFTSe@C"],
    ("c29", "Cu$_{2}$SnSe$_{3}$@C"): ["Cu2SnSe3@C"],
    ("f10", "Bi–Sn"): ["Bi-Sn", "BiSn"],
    ("c24", "antimony bismuth telluride"): ["the solid solution"],
    ("c22", "(Ni0.2Co0.2Fe0.2Mn0.2Cd0.2)S0.5Se0.5"): ["HESSe"],
}
G = Gold((HERE / "set_a_papers.txt").read_text(encoding="utf-8").split(), SPELLINGS)
Q = Questions("a")
add, refuse, answer, rows, claims = Q.add, Q.refuse, Q.answer, G.rows, G.claims
MVU = "material value unit"


cap, mech, tech, with_ion = G.capacities, G.mechanisms, G.using, G.with_ion

CFHEO = "(Fe0.2Mn0.2Ni0.2Cr0.2Al0.2)3O4"
TITANATE = "(Li0.2Na0.2Ca0.2Sr0.2La0.2)TiO3"
SNS = "(CuFeSnZnIn)S3"

# --- lookup
add("lookup", "What does CFHEO still deliver when pushed to 3.2 A g-1?", rows(cap(of("a14", CFHEO, rate=3.2)), MVU))
add("lookup", "hem-70, mAh/g left past 4000 cycles @ 5 A/g?", rows(cap(of("a11", "HEM-70", rate=5, cycle=4000)), MVU))
add(
    "lookup",
    f"Could you please tell me which first-cycle Coulombic efficiencies were found for the titanate {TITANATE}?",
    rows(claims("coulombic_efficiency", of("a21", TITANATE)), MVU),
)
add("lookup", "Specific charge of HES-H at 12,000 mA/g?", rows(cap(of("a24", "HES-H", rate=12)), MVU))
add(
    "lookup",
    "By which route has ZnSe/SnSe@MCNF been prepared?",
    rows(claims("synthesis", of("f38", None)), "synthesis"),
    "contains",
)
add("lookup", "TiNb2O7 - capacity when cycled at 20C", rows(cap(of("f07", "TiNb2O7", c_rate=20)), MVU))
add("lookup", "I need the theoretical capacity that is quoted for Li3VO4.", rows(cap(of("f31", "Li3VO4")), MVU))
add(
    "lookup",
    "After 150 cycles at 200 A/kg, what is left of SMC's capacity?",
    rows(cap(of("g15", "Sb2S3/MoS2", rate=0.2, cycle=150)), MVU),
    note="A/kg is mA/g",
)

# --- filter
add(
    "filter",
    "Which materials still deliver more than 500 mAh/g after at least 500 cycles?",
    rows(cap(lambda c: (c.cycle or 0) >= 500 and c.value > 500), f"{MVU} cycle"),
)
add(
    "filter",
    "Show me all potassium capacities above 400 Ah/kg.",
    rows(cap(lambda c: c.ion == "K" and c.value > 400), MVU),
    note="Ah/kg is mAh/g",
)
add(
    "filter",
    "Who keeps better than 95 per cent of the capacity over 1000 cycles or more?",
    rows(claims("retention", lambda c: c.value > 95 and c.cycle >= 1000), f"{MVU} cycle"),
)
add(
    "filter",
    "magnesium cells, everything measured that stays below 200 mAh/g",
    rows(cap(lambda c: c.ion == "Mg" and c.measured and c.value < 200), MVU),
)
add(
    "filter",
    "Initial coulombic effeciencies of 85 % and up, please, with the material",
    rows(claims("coulombic_efficiency", lambda c: c.kind == "initial" and c.value >= 85), MVU),
    note="typing error",
)
add(
    "filter",
    "Sodium: at least 400 mAh/g at 5 A/g or faster - who manages that?",
    rows(cap(lambda c: c.ion == "Na" and (c.rate or 0) >= 5 and c.value >= 400), MVU),
)
add(
    "filter",
    "List the capacities recorded at a rate of 10C or higher.",
    rows(cap(lambda c: (c.c_rate or 0) >= 10), MVU),
)
add(
    "filter",
    "Lithium storage of more than 1,200,000 mAh/kg: which materials, which values?",
    rows(cap(lambda c: c.ion == "Li" and c.value > 1200), MVU),
    note="1200 mAh/g",
)

# --- aggregate
best = max(cap(lambda c: c.ion == "K" and c.measured), key=lambda c: c.value)
add("aggregate", "What's the highest capacity anyone measured with potassium?", rows([best], MVU), "top1")
NA = cap(lambda c: c.ion == "Na")
add("aggregate", "In how many papers are sodium capacities given?", match="count", count=len(G.papers(NA)))
ICE = [c.value for c in claims("coulombic_efficiency", lambda c: c.ion == "Na" and c.kind == "initial")]
add(
    "aggregate",
    "Average first-cycle Coulombic efficiency over all sodium values reported",
    [{"value": round(sum(ICE) / len(ICE), 2), "unit": "%"}],
    "contains",
    note=f"mean of {ICE}",
)
LONG = cap(lambda c: (c.cycle or 0) >= 1000 and c.ion == "Li")
add(
    "aggregate",
    "Of all lithium capacities taken after a thousand cycles or later, which is the largest?",
    rows([max(LONG, key=lambda c: c.value)], MVU),
    "top1",
)
add(
    "aggregate",
    "Worst capacity retention reported anywhere, and by which material?",
    rows([min(claims("retention"), key=lambda c: c.value)], MVU),
    "top1",
)
per_ion = {
    ion: len({c.doc for c in cap(lambda c, ion=ion: c.ion == ion)}) for ion in ("Li", "Na", "K", "Mg", "Ca", "Zn")
}
add(
    "aggregate",
    "For each working ion, the number of papers that report a capacity",
    [{"ion": i, "count": n} for i, n in per_ion.items()],
    "contains",
)
add(
    "aggregate",
    "Number of papers with an in-situ or operando diffraction (XRD) experiment",
    match="count",
    count=len(tech("in situ xrd")),
)

# --- comparison
add(
    "comparison",
    "At 1600 mA/g, how do N-HEO5 and HEO5 compare?",
    rows(cap(lambda c: c.doc == "a37" and c.rate == 1.6), MVU),
    "contains",
)
add(
    "comparison",
    f"What does the carbon coat of {SNS}@C bring at 6400 mA/g against bare {SNS}?",
    rows(cap(lambda c: c.doc == "a27" and c.rate == 6.4), MVU),
    "contains",
)
LEFT_OUT = cap(lambda c: c.doc == "g25" and c.material.startswith("R-"))
add(
    "comparison",
    "R-Mg, R-Zn, R-Co, R-Ni: which of them holds most after 200 cycles?",
    rows([max(LEFT_OUT, key=lambda c: c.value)], MVU),
    "top1",
)
add(
    "comparison",
    "Rank bismuth telluride, antimony telluride and antimony bismuth telluride by capacity after 200 cycles.",
    rows(sorted(cap(lambda c: c.doc == "c24" and c.cycle == 200), key=lambda c: -c.value), MVU),
    "contains",
    order="desc",
)
add(
    "comparison",
    "Does HE-MX take up more sodium or more potassium, and how much of each?",
    rows(cap(of("g11", "V0.4Cr0.4Mo0.4Nb0.4Ti0.4CTx")), "ion value unit"),
    "contains",
)
add(
    "comparison",
    "a-HEO vs. c-HEO: first-cycle efficiency?",
    rows(claims("coulombic_efficiency", of("c49", None)), MVU),
    "contains",
)
add(
    "comparison",
    "Among HES, HESe and HESSe, which one stores the most magnesium?",
    rows(cap(of("c22", "HESSe")), MVU),
    "top1",
)

# --- mechanism
add(
    "mechanism",
    "How is magnesium taken up by the Bi–Sn eutectic?",
    rows(mech(mechanism(), of("f10", "Bi–Sn")), "mechanism"),
)
add(
    "mechanism",
    "For which materials is space-charge storage asserted with iron as a carrier of the charge?",
    rows(mech(mechanism("space_charge"), lambda c: c.material and "Fe" in c.elements), "material"),
)
add(
    "mechanism",
    "Bi0.4Sb1.6Te3 in a potassium cell: list its storage mechanisms",
    rows(mech(mechanism(), of("g02", "Bi0.4Sb1.6Te3")), "mechanism"),
)
add(
    "mechanism",
    "Upon potassiation of (Mn0.2Fe0.2Co0.2Ni0.2Cu0.2)S, which of the metals are converted?",
    rows(mech(mechanism("conversion", "K"), of("b12", None)), "element"),
)
add("mechanism", "Which host intercalates calcium?", rows(mech(mechanism("intercalation", "Ca")), "material"))
add(
    "mechanism",
    "In which materials does zinc alloy with lithium?",
    rows(mech(mechanism("alloying", "Li"), lambda c: "Zn" in c.elements and c.doc != "b29"), "material"),
    "contains",
    note="(ZnCoMnFeNi)P: only after a hold, denied for cycling; it may be there",
)
add(
    "mechanism",
    "Pseudocapacitive sodium storage - name the materials where it is established rather than just suspected.",
    rows(mech(mechanism("pseudocapacitance", "Na")), "material"),
)

# --- technique
add("technique", "Papers that emploied GITT?", tech("gitt"))
add("technique", "Where was the magnetisation followed operando?", tech("in situ magnetometry"))
add(
    "technique",
    "Which characterisation methods appear in the study of QP/NCF?",
    rows(claims("technique", of("g07", None)), "technique"),
    "contains",
)
add("technique", "Has anyone run NMR on these anodes? Which documents?", tech("nmr"))
add("technique", "in situ or operando raman - which works", tech("in situ raman"))
add("technique", "I am looking for Mößbauer data.", tech("in situ mossbauer"))
add(
    "technique",
    "Operando or in situ XRD on potassium cells: which papers?",
    with_ion(tech("in situ xrd"), "K"),
)

# --- negation
add(
    "negation",
    "Which metals of FeCoNiCrMnSi2 do not alloy with lithium?",
    rows(mech(mechanism("alloying", polarity="negated"), of("b35", None)), "element"),
)
add(
    "negation",
    "Name materials for which a conversion reaction is ruled out altogether.",
    rows(mech(mechanism("conversion", polarity="negated"), lambda c: c.material and not c.elements), "material"),
    "contains",
)
add(
    "negation",
    "Which metal of the sulfide (Mn0.2Fe0.2Co0.2Ni0.2Cu0.2)S stays out of the conversion with potassium?",
    rows(mech(mechanism("conversion", polarity="negated"), of("b12", None)), "element"),
)
add(
    "negation",
    "where has space charge been refuted?",
    rows(mech(mechanism("space_charge", polarity="negated"), lambda c: c.doc in ("b35", "b39")), "material"),
    "contains",
)
add(
    "negation",
    "What is merely suspected, not shown, about how Lix(Co0.2Cu0.2Mg0.2Ni0.2Zn0.2)OFx stores charge?",
    rows(mech(mechanism(polarity="hypothesised"), of("b10", None)), "mechanism"),
    "contains",
)
add(
    "negation",
    "Which cation of (Al0.2Ti0.2Cr0.2Fe0.2V0.2)Nb2O6.9 is electrochemically inactive?",
    rows(claims("element_role", of("f07", None, role="inactive")), "element"),
)

# --- composition
add("composition", "high entropy telurides", G.named(lambda m: m.family == "telluride" and m.entropy == "high"))
add("composition", "Which silicides are there?", G.named(lambda m: m.family == "silicide"), "contains")
add(
    "composition",
    "MXenes with both molybdenum and vanadium in them",
    G.named(lambda m: m.family == "MXene" and {"Mo", "V"} <= m.cations),
)
add(
    "composition",
    "Anodes with Fe and Co but without Ni?",
    G.named(lambda m: {"Fe", "Co"} <= m.elements and "Ni" not in m.elements),
    note="one is a literature value's material, an anode nonetheless",
)
add(
    "composition",
    "Give me the oxides with aluminium as one of the cations.",
    G.named(lambda m: m.family == "oxide" and "Al" in m.elements),
)
add("composition", "Which compounds contain cadmium?", G.named(lambda m: "Cd" in m.elements), "contains")
add(
    "composition",
    "Perovskite-type fluorides in the collection",
    G.named(lambda m: m.family == "fluoride" and m.structure == "perovskite"),
)

# --- evidence
add(
    "evidence",
    "What wording supports the 87.2 % after 10,000 cycles?",
    rows(claims("retention", of("g23", None)), "doc quote"),
    "contains",
)
add("evidence", "Which paper denies that vanadium converts in Li3V0.94Mo0.06O4/C?", [{"doc": "f31"}], "contains")
add(
    "evidence",
    "Show me the sentence with the 54.9% of CHEO.",
    rows(claims("retention", of("a14", "CHEO")), "doc quote"),
    "contains",
)
add("evidence", "In what paper are 162 mAh/g ascribed to space charge?", rows(cap(of("b04", None)), "doc"), "contains")
add(
    "evidence",
    "Cite the passage on the magnesium capacity of 311 mAh/g.",
    rows(cap(of("c22", "HESSe")), "doc quote"),
    "contains",
)

# --- yes or no
answer("yesno", "Does HE-Nb2O5 keep more than 95 % of its capacity over 1000 cycles?", True, note="95.2 %")
answer("yesno", "Has any zinc-ion anode been run for 5000 cycles?", True, note="Na0.14TiS2")
answer("yesno", "Does TiVNbMoC3Tx undergo conversion?", False)
answer("yesno", "Is nickel able to alloy with lithium in Ni/Li2O?", False)
answer(
    "yesno",
    "Is there any measured lithium capacity beyond 2000 mAh/g in this collection?",
    False,
    note="the best is 1560",
)
answer("yesno", "Was in situ TEM used on ZnMn0.5Sn0.5P2?", True)

# --- follow-ups
add("followup", "HES-S at 12 A/g?", rows(cap(of("a24", "HES-S", rate=12)), MVU))
add(
    "followup",
    "and its first-cycle efficiency?",
    rows(claims("coulombic_efficiency", of("a24", "HES-S")), "value unit"),
    after=1,
)
BIG = 300
add(
    "followup",
    "Which materials were measured above 300 mAh/g in calcium cells?",
    rows(cap(lambda c: c.ion == "Ca" and c.measured and c.value > BIG), MVU),
)
add(
    "followup", "Same for magnesium.", rows(cap(lambda c: c.ion == "Mg" and c.measured and c.value > BIG), MVU), after=1
)
refuse("And with aluminium?", "no capacity in an aluminium cell", "followup", after=2)
add("followup", "How was a-HEO made?", rows(claims("synthesis", of("c49", None)), "synthesis"), "contains")
add(
    "followup",
    "Which mechanism is it said to work by?",
    rows(mech(mechanism(), of("c49", "a-HEO")), "mechanism"),
    after=1,
)
add("followup", "Which papers report XPS?", tech("xps"))
add(
    "followup",
    "Only those on sodium.",
    with_ion(tech("xps"), "Na"),
    after=1,
)

# --- definitions
add(
    "definition",
    "What is the configurational entropy of three metals in equal shares?",
    [{"value": round(math.log(3), 3), "unit": "R"}],
    "contains",
)
add(
    "definition",
    "How many mAh/g would antimony give if it went to Na3Sb?",
    [{"value": round(3 * F / 121.76), "unit": "mAh g-1"}],
    "contains",
)
add(
    "definition",
    "Theoretical capacity of CoO reacting with two lithium",
    [{"value": round(2 * F / 74.932), "unit": "mAh g-1"}],
    "contains",
)
add("definition", "What do people mean by space-charge storage?", note="any explanation")
add(
    "definition",
    "Between which values of the configurational entropy does one speak of a medium-entropy material?",
    [{"value": 1.0, "unit": "R"}, {"value": 1.5, "unit": "R"}],
    "contains",
)
answer("definition", "Would (Fe0.2Co0.2Ni0.2Cr0.2Mn0.2)3O4 count as high-entropy?", True, note="ln 5 = 1.61 R")

# --- gaps
answer("gap", "Has anybody shown space-charge storage in a sodium cell?", False)
answer("gap", "Are there data on a high-entropy phosphide in a magnesium cell?", False)
add(
    "gap",
    "Out of Li, Na, K, Mg, Ca and Zn: for which ions is no paper asserting space charge?",
    [{"ion": i} for i in ("Na", "Mg", "Ca", "Zn")],
)
answer("gap", "Has operando magnetometry ever been done on a potassium system?", True, [{"doc": "b53"}])
answer("gap", "Any high-entropy oxide that was tried with potassium?", False)

# --- not to be answered
refuse("What would a kilogram of HEM-70 cost me?", "no prices")
refuse("Rate capability of Li4Ti5O12 at 10C?", "a material that is not there")
refuse("What first-cycle efficiency does CHEO show?", "told of CFHEO only")
refuse("How much sodium can QP/NCF store?", "potassium only")
refuse("In which year was the paper on CFHEO published?", "the texts carry no year")
refuse("Who are the authors of the Bi–Sn work?", "the texts carry no authors")
refuse("Capacity retention of HEM-90 after 4000 cycles?", "told of HEM-70 only")
refuse("Why did exchanging fluorine for iodine help Na0.14TiS2?", "false premise")
refuse("At what temperature does a KHF/VG cell go into thermal runaway?", "not reported")
refuse("Best rubidium-ion anode?", "no such ion")
refuse("Will it rain in Freiburg tomorrow?", "out of scope")
refuse("How many mAh/g has TiNb2O7 at 200C?", "no such rate")

if __name__ == "__main__":
    Q.write(HERE / "set_a.jsonl")
