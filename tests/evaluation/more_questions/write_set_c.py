"""Write set_c.jsonl: a postdoc at a synchrotron, a student abroad and a scientist from industry, in turn."""

import math

from selecting import HERE, Gold, Questions, mechanism, of

F = 26801.48  # mAh in a mole of electrons
SPELLINGS = {
    ("c29", "Cu_(2)Zn_(0.5)Fe_(0.5)SnSe_(4)@C"): ["Cu2Zn0.5Fe0.5SnSe4@C", "CZFTSe@C"],
    ("c29", "Cu_(2)Zn_(0.5)Fe_(0.5)SnSe_(4)"): ["Cu2Zn0.5Fe0.5SnSe4"],
}
G = Gold((HERE / "set_c_papers.txt").read_text(encoding="utf-8").split(), SPELLINGS)
Q = Questions("c")
add, refuse, answer, rows, claims = Q.add, Q.refuse, Q.answer, G.rows, G.claims
MVU = "material value unit"
NOT_METALS = {"Si", "Sb"}  # nor cations where they stand in silicides and antimonides
ROCK_SALT = {"Mg", "Co", "Ni", "Cu", "Zn"}
ELECTRODES = {"anode", "comparison"}
CONVERTER = "(Co0.25Ni0.25Fe0.25Mg0.25)O"
SULFIDE = "(Mn0.2Fe0.2Co0.2Ni0.2Cu0.2)S"
ME_SE = "Co0.21Ni0.19Mn0.18Cu0.2Fe0.22Se1.96"

cap, mech, tech, with_ion = G.capacities, G.mechanisms, G.using, G.with_ion


def ranked(found, reverse=True):
    """Return claims by their value, the largest first."""
    return sorted(found, key=lambda c: c.value, reverse=reverse)


def share_entropy(*amounts):
    """Return the ideal configurational entropy of amounts in R."""
    shares = [amount / sum(amounts) for amount in amounts]
    return round(-sum(x * math.log(x) for x in shares), 3)


def told_both(first, second):
    """Return the mechanism claims of materials that both tests hold for, with the same ion."""
    others = {(c.doc, c.material, c.ion) for c in mech(second)}
    return [c for c in mech(first) if c.material and (c.doc, c.material, c.ion) in others]


def both(first, second):
    """Return the rows of papers that stand in both lists."""
    return [row for row in first if row in second]


# --- lookup
OF = "(LiMgCoNiCuZn)OF0.2"
add("lookup", f"First-cycle Coulombic efficiency of {OF}?", rows(claims("coulombic_efficiency", of("a09", OF)), MVU))
add(
    "lookup",
    "How much capacity can deliver N-HEO5 at current 3200 mA/g?",
    rows(cap(of("a37", "N-HEO5", rate=3.2)), MVU),
)
add(
    "lookup",
    "At 5 A/g, what charge does MEP@PC still put out in its thousandth cycle?",
    rows(cap(of("c41", "MEP@PC", rate=5, cycle=1000)), MVU),
)
add(
    "lookup",
    "Theoretical capcity of tin vs. Mg?",
    rows(cap(of("f10", "Sn", kind="theoretical")), MVU),
    note="typing error",
)
add(
    "lookup",
    "By what method FeCoNiCrMnSi2 was prepared?",
    rows(claims("synthesis", of("b35", None)), "synthesis"),
    "contains",
)
add(
    "lookup",
    "Longest run of (CoNiFeCuMn)Te2/G: how many cycles, and how many mAh/g at the end of it?",
    rows(cap(of("a48", "(CoNiFeCuMn)Te2/G", cycle=4000)), f"{MVU} cycle"),
)
add(
    "lookup",
    "Which configurational entropy is assigned to MnCo0.5Fe0.5Ni0.5V0.5O4?",
    rows(claims("quantity", of("c39", "x = 0.5")), MVU),
)
add(
    "lookup",
    "Under which current density the TiVNbMoC3Tx was cycled 2000 times?",
    rows(claims("retention", of("b06", None)), "material current_density"),
)
add("lookup", "HES-H at 8 mA/mg, please, in mA h g-1.", rows(cap(of("a24", "HES-H", rate=8)), MVU), note="8 A/g")

# --- filter
add(
    "filter",
    "1000 cycles minimum, retention 85 % or better, vs. Na: which anodes qualify?",
    rows(claims("retention", lambda c: c.ion == "Na" and c.cycle >= 1000 and c.value >= 85), f"{MVU} cycle"),
)
add(
    "filter",
    "Cycled at least 200 times vs. K and still above 320 mAh/g - what do we have?",
    rows(cap(lambda c: c.ion == "K" and (c.cycle or 0) >= 200 and c.value > 320), f"{MVU} cycle"),
)
add(
    "filter",
    "Which oxides give in lithium cell more than 600 mAh/g when the current is 1 A/g or higher?",
    rows(
        cap(
            lambda c: c.ion == "Li" and c.of and c.of.family == "oxide" and (c.rate or 0) >= 1 and c.value > 600,
        ),
        MVU,
    ),
)
add(
    "filter",
    "Sulphides that come up with more than 400 Ah/kg at 10 A/g and beyond",
    rows(cap(lambda c: c.of and c.of.family == "sulfide" and (c.rate or 0) >= 10 and c.value > 400), MVU),
)
add(
    "filter",
    "Where does the initial Coulombic efficiency fall short of 65 %? Material and ion, please.",
    rows(claims("coulombic_efficiency", lambda c: c.kind == "initial" and c.value < 65), "material ion value unit"),
    "contains",
    note="a range from 61 to 69 % told of no single material may stand too",
)
add(
    "filter",
    "List all capacities of phosphides in potassium cell after 500 cycles or longer.",
    rows(cap(lambda c: c.ion == "K" and c.of and c.of.family == "phosphide" and (c.cycle or 0) >= 500), MVU),
)
add(
    "filter",
    "Poor performers: retention under 60 % although cycled no more than 300 times",
    rows(claims("retention", lambda c: c.value < 60 and c.cycle <= 300), f"{MVU} cycle"),
)
CONVERTING = {(c.doc, c.material) for c in mech(mechanism("conversion", "Li"))}
add(
    "filter",
    "Conversion electrodes that exceed 1000 mAh/g vs. Li+/Li",
    rows(cap(lambda c: c.ion == "Li" and c.value > 1000 and (c.doc, c.material) in CONVERTING), MVU),
    "contains",
    note="MEP@PC may stand: conversion is told of the phosphide in it",
)
add(
    "filter",
    "Which high-entropy materials can reach 500 mAh/g at least, at the current of 5 A/g or above?",
    rows(cap(lambda c: c.of and c.of.entropy == "high" and (c.rate or 0) >= 5 and c.value >= 500), MVU),
)
add(
    "filter",
    "Measured values for Mg2+ and Ca2+ storage from 250 up to 350 mAh/g",
    rows(cap(lambda c: c.ion in ("Mg", "Ca") and c.measured and 250 <= c.value <= 350), MVU),
)
add(
    "filter",
    "Specific capacities that silicides managed at 1C or faster",
    rows(cap(lambda c: c.of and c.of.family == "silicide" and (c.c_rate or 0) >= 1), MVU),
)
add(
    "filter",
    "Please show selenides which kepp more than 400 mAh/g in sodium battery after minimum 500 cycles",
    rows(
        cap(lambda c: c.ion == "Na" and c.of and c.of.family == "selenide" and (c.cycle or 0) >= 500 and c.value > 400),
        f"{MVU} cycle",
    ),
    note="typing error",
)

# --- aggregate
LATE = cap(lambda c: c.ion == "Na" and (c.cycle or 0) >= 1000)
add(
    "aggregate",
    "Past the thousandth cycle, which sodium anode comes out on top, and at how many mAh/g?",
    rows(ranked(LATE)[:1], MVU),
    "top1",
)
ABSORPTION = tech("xas", "xanes", "exafs", "in situ xas", "in situ xanes", "in situ exafs")
add(
    "aggregate",
    "X-ray absorption of any sort (XAS, XANES, EXAFS): how many papers have it?",
    match="count",
    count=len(ABSORPTION),
)
add(
    "aggregate",
    "How many of papers are about storage of potassium?",
    match="count",
    count=len(G.papers(c for c in G.all if c.ion == "K")),
)
ENDURING = claims("retention", lambda c: c.cycle >= 5000)
add(
    "aggregate",
    "What is the mean retention over all tests of 5000 cycles and more?",
    [{"value": round(sum(c.value for c in ENDURING) / len(ENDURING), 2), "unit": "%"}],
    "contains",
    note=f"mean of {[c.value for c in ENDURING]}",
)
add(
    "aggregate",
    "Count the papers that assert pseudocapacitive storage; mere guesses do not count.",
    match="count",
    count=len(G.papers(mech(mechanism("pseudocapacitance")))),
)
add(
    "aggregate",
    "Which is the smallest measured capacity in potassium cell, and who has it?",
    rows(ranked(cap(lambda c: c.ion == "K" and c.measured), reverse=False)[:1], MVU),
    "top1",
)
FASTEST = max(c.rate or 0 for c in cap(lambda c: c.ion == "Na"))
add(
    "aggregate",
    "What's the highest current density at which someone states a sodium capacity?",
    rows(cap(lambda c: c.ion == "Na" and c.rate == FASTEST), "material current_density"),
    "top1",
)
MILLED = claims("synthesis", lambda c: "milling" in c.method or "mechanochemical" in c.method)
add(
    "aggregate",
    "Number of papers whose powder comes from a ball mill or some other mechanochemical route?",
    match="count",
    count=len(G.papers(MILLED)),
)
MOST = max(c.cycle or 0 for c in [*claims("retention"), *cap(lambda c: True)])
add(
    "aggregate",
    "What is the largest number of cycles which any electrode has passed?",
    rows([c for c in [*claims("retention"), *cap(lambda c: True)] if c.cycle == MOST], "material cycle"),
    "top1",
)

# --- comparison
add(
    "comparison",
    "Order CoO, (CoNiZn)O and (MgCoNiCuZn)O by the share of capacity left after 300 cycles, best first.",
    rows(ranked(claims("retention", of("a03", None))), MVU),
    "contains",
    order="desc",
)
add(
    "comparison",
    "FeP@C, (FeCoNi)P@C, (FeCoNiCuZn)P@C vs. K: where do they stand at cycle 500?",
    rows(cap(of("a33", None, cycle=500)), MVU),
    "contains",
)
add(
    "comparison",
    "Which one is better when current is 10 A/g: ME-Se@NC or FeSe2@NC?",
    rows(ranked(cap(of("g18", None, rate=10)))[:1], MVU),
    "top1",
)
add(
    "comparison",
    "By how much does (NiCoMnFeAlCu)3O4-BM beat PN at 12 A/g?",
    rows(cap(of("a55", None, rate=12)), MVU),
    "contains",
)
add(
    "comparison",
    "NiP3, Sn4P3, CuP2 and Sn2.5Fe0.5Cu0.5Ni0.5P3 went through 100 cycles; which of them retained least?",
    rows(ranked(claims("retention", of("f25", None)), reverse=False)[:1], "material"),
    "top1",
    note="least in per cent as in mAh/g",
)
add(
    "comparison",
    "Which silicide has the highest first Coulombic efficency: (CrMnFeCoNi)Si2, FeSi2 or CoSi2?",
    rows(ranked(claims("coulombic_efficiency", of("a51", None)))[:1], MVU),
    "top1",
    note="typing error",
)
add(
    "comparison",
    "What do we gain at 3 A/g with ZnMn0.5Sn0.5P2/C over carbon-free ZnMn0.5Sn0.5P2?",
    rows(cap(of("a40", None, rate=3)), MVU),
    "contains",
)

# --- mechanism
add(
    "mechanism",
    "In (Co0.2Ni0.2Zn0.2Sn0.2Sb0.2)Se, which elements alloy on sodiation?",
    rows(mech(mechanism("alloying"), of("b48", None)), "element"),
)
add(
    "mechanism",
    "Which elements carry the space charge in HEO–CNT?",
    rows(mech(mechanism("space_charge"), of("c17", None)), "element"),
)
add(
    "mechanism",
    "In which materials the tin makes alloy with sodium?",
    rows(mech(mechanism("alloying", "Na"), lambda c: c.material and "Sn" in c.elements), "material"),
    note="it is denied of (FeCoNiSnSb)S1.5",
)
add(
    "mechanism",
    "Which anodes convert as well as alloy with potassium?",
    rows(told_both(mechanism("alloying", "K"), mechanism("conversion", "K")), "material"),
)
add(
    "mechanism",
    "Hypothesised for potassium but not demonstrated: which mechanisms, in which materials?",
    rows(mech(mechanism(None, "K", "hypothesised")), "material mechanism"),
)
add(
    "mechanism",
    "Which ions are said to intercalate into one host or another?",
    rows(mech(mechanism("intercalation"), lambda c: c.ion != "H"), "ion"),
    "contains",
    note="the proton (hexagonal MoO3) may stand too",
)
add(
    "mechanism",
    "Zinc and potassium: in which materials is their alloying shown, not just supposed?",
    rows(mech(mechanism("alloying", "K"), lambda c: c.material and "Zn" in c.elements), "material"),
)
add(
    "mechanism",
    "Which elements do alloing with lithium in these papers? Only the list of elements.",
    rows(mech(mechanism("alloying", "Li"), lambda c: c.elements), "element"),
    note="typing error",
)
add(
    "mechanism",
    "Materials that store by intercalation together with pseudocapacitance, whatever the ion",
    rows(told_both(mechanism("intercalation"), mechanism("pseudocapacitance")), "material"),
    "contains",
    note="Sb2S3/MoS2 may stand: its MoS2 intercalates",
)
add(
    "mechanism",
    "Which metals take part in conversion when (Fe,Co,Ni,Cr,Mn)3O4 is sodiated?",
    rows(mech(mechanism("conversion"), of("c04", None)), "element"),
)

# --- technique
add(
    "technique",
    "Operando magnetometry during lithiation: list the papers.",
    with_ion(tech("in situ magnetometry"), "Li"),
)
add(
    "technique",
    "In which papers they did use both XPS and XRD?",
    both(tech("xps", "in situ xps"), tech("xrd", "in situ xrd")),
)
add("technique", "TEM with the cell running, i.e. in situ: where was this done?", tech("in situ tem"))
add("technique", "Who determined surface areas by gas sorption (BET)?", tech("bet"))
add(
    "technique",
    "What techniques was used to study ME-Se@NC?",
    rows(claims("technique", of("g18", None)), "technique"),
    "contains",
)
add("technique", "EELS - in which documents?", tech("eels"))
add(
    "technique",
    "Which papers back their findings with DFT calcualtions?",
    tech("dft"),
    "contains",
    note="typing error; molecular dynamics from first principles may stand",
)

# --- negation
add(
    "negation",
    "Conversion is denied for which sodium anodes?",
    rows(mech(mechanism("conversion", "Na", "negated"), lambda c: c.material), "material"),
)
add(
    "negation",
    "Which elements of HE-MX have no redox activity?",
    rows(claims("element_role", lambda c: c.doc == "g11" and c.role.startswith("inactive")), "element"),
)
add(
    "negation",
    "Which metals are not converted in lithium cell, and in which compounds?",
    rows(mech(mechanism("conversion", "Li", "negated"), lambda c: c.material and c.elements), "material element"),
    "contains",
    note="what is merely called inactive may stand too",
)
add(
    "negation",
    "For which materials is space-charge storage only suspected, with no proof?",
    rows(mech(mechanism("space_charge", polarity="hypothesised"), lambda c: c.material), "material"),
    "contains",
    note="what is told of classes of materials may stand too",
)
add(
    "negation",
    f"Which cation takes no part in the space charge of {CONVERTER}?",
    rows(mech(mechanism("space_charge", polarity="negated"), of("b04", None)), "element"),
)
add(
    "negation",
    "Which ion does not go inside of Na0.14TiS2?",
    rows(mech(mechanism("intercalation", polarity="negated"), of("f16", None)), "ion"),
    "contains",
)
add(
    "negation",
    "Which metal of Cu2Zn0.5Fe0.5SnSe4 fails to alloy with sodium?",
    rows(mech(mechanism("alloying", polarity="negated"), of("c29", None)), "element"),
)
add(
    "negation",
    "Elements for which alloying with potassium is excluded, with the compound",
    rows(mech(mechanism("alloying", "K", "negated")), "material element"),
)

# --- composition
add(
    "composition",
    "Rock-salt oxides without magnesium?",
    G.named(lambda m: m.family == "oxide" and m.structure == "rock-salt" and "Mg" not in m.elements and m.elements),
    "contains",
    note="CoO and NiO may stand: rock-salts whose structure is not told",
)
add(
    "composition",
    "Cobalt-free high-entropy anodes, please",
    G.named(lambda m: m.role == "anode" and m.entropy == "high" and m.elements and "Co" not in m.elements),
    "contains",
)
add(
    "composition",
    "Which electrodes have six or more different metals inside?",
    G.named(lambda m: m.role in ELECTRODES and len(m.cations - NOT_METALS) >= 6),
    "contains",
    note="silicides and antimonides may stand where their Si or Sb is counted",
)
add(
    "composition",
    "Tin and antimony side by side: which electrodes?",
    G.named(lambda m: m.role in ELECTRODES and {"Sn", "Sb"} <= m.elements),
)
add(
    "composition",
    "Show me the sulfides which contain Fe and also Ni.",
    G.named(lambda m: m.family == "sulfide" and {"Fe", "Ni"} <= m.elements),
    "contains",
    note="a sulfoselenide may stand",
)
add(
    "composition",
    "Anodes with iron, but neither cobalt nor nickel in them",
    G.named(lambda m: m.role == "anode" and "Fe" in m.elements and not {"Co", "Ni"} & m.elements),
    "contains",
    note="electrodes that a paper compares with may stand",
)
add(
    "composition",
    "High-entropy selenides",
    G.named(lambda m: m.family == "selenide" and m.entropy == "high"),
    "contains",
    note="a sulfoselenide may stand",
)
add(
    "composition",
    "Which materials are made of exactly this five metals: Mg, Co, Ni, Cu, Zn?",
    G.named(lambda m: m.cations == ROCK_SALT),
)
add(
    "composition",
    "Do you hold fluorides or oxyfluorides with nickel? Which ones?",
    G.named(lambda m: m.family in ("fluoride", "oxyfluoride") and "Ni" in m.elements),
    "contains",
    note="Ni/LiF may stand",
)
add(
    "composition",
    "All medium-entropy phosphides",
    G.named(lambda m: m.family == "phosphide" and m.entropy == "medium"),
)

# --- evidence
add(
    "evidence",
    "Where does it say that 99.1 % is left after 2500 cycles?",
    rows(claims("retention", of("a21", None, cycle=2500)), "doc quote"),
    "contains",
)
add(
    "evidence",
    "Quote the sentence in which alloying of copper is denied for CZFTSe.",
    rows(mech(mechanism("alloying", polarity="negated"), of("c29", None)), "doc quote"),
    "contains",
)
add(
    "evidence",
    "In what paper it is written that MoS2 does not make conversion with sodium?",
    rows(mech(mechanism("conversion", polarity="negated"), of("g15", None)), "doc"),
    "contains",
)
add(
    "evidence",
    "Source of the potassium capacity of 302.5 mAh/g?",
    rows(cap(of("f38", None, cycle=2500)), "doc"),
    "contains",
)
add(
    "evidence",
    "Back up the 868 mAh/g in cycle 1800 with the original wording.",
    rows(cap(of("a40", None, value=868)), "doc quote"),
    "contains",
)

# --- yes or no
answer("yesno", "Does CoSi2 get past 200 mAh/g at 1C?", False, note="131 mAh/g")
answer(
    "yesno",
    "Is there any potassium system with retension over 80 % after 5000 cycles or more?",
    True,
    note="86.2 %; typing error",
)
answer("yesno", f"Does manganese convert in {SULFIDE}?", False)
answer("yesno", "Was a GITT measurement made on HES-H?", True)
answer("yesno", "Can any sulfide hold 600 mAh/g at 1 A/g or faster against Na?", True, note="HES-H, 622 mAh/g")
answer("yesno", f"Has space charge been proved in {OF}?", False, note="hypothesised only")
answer("yesno", "Do tin and antimony both alloy with sodium in (FeCoNiSnSb)S1.5?", False, note="antimony only")
answer(
    "yesno",
    "At 20C, is TiNb2O7 ahead of (Al0.2Ti0.2Cr0.2Fe0.2V0.2)Nb2O6.9?",
    False,
    note="74 against 168 mAh/g",
)

# --- follow-ups
ICE = claims("coulombic_efficiency", lambda c: c.ion == "Na" and c.kind == "initial" and c.value > 85)
add("followup", "Which sodium anodes start with a Coulombic efficiency above 85 %?", rows(ICE, MVU))
BETTER = [c for c in ICE if c.value > 90]
add("followup", "And above 90 %?", rows(BETTER, MVU), after=1)
add("followup", "At what current was this?", rows(BETTER, "current_density"), "contains", after=1)
add("followup", "What capacity shows ME-Se@NC at 5 A/g?", rows(cap(of("g18", ME_SE, rate=5)), MVU))
add("followup", "And FeSe2@NC at 2 A/g?", rows(cap(of("g18", "FeSe2@NC", rate=2)), MVU), after=1)
add("followup", "and when it is 10 A/g?", rows(cap(of("g18", "FeSe2@NC", rate=10)), MVU), "contains", after=1)
CHARGED = mech(mechanism("space_charge", "Li"), lambda c: c.material)
add(
    "followup",
    "Space charge with lithium: in which materials is it asserted?",
    rows(CHARGED, "material"),
    "contains",
    note="oxides as a class may stand too",
)
WITH_MG = [c for c in CHARGED if c.of and "Mg" in c.of.elements]
add("followup", "Only those with magnesium in them.", rows(WITH_MG, "material"), after=1)
add("followup", "Which elements carry it there?", rows(WITH_MG, "element"), after=1)

# --- definitions
add("definition", "What is the meaning of initial Coulombic efficiency?", note="any explanation")
add(
    "definition",
    "How many mAh per gram of tin if it goes all the way to Na15Sn4?",
    [{"value": round(15 / 4 * F / 118.71), "unit": "mAh g-1"}],
    "contains",
)
add(
    "definition",
    "Work out the configurational entropy of the metals in Sn2.5Fe0.5Cu0.5Ni0.5P3, in R.",
    [{"value": share_entropy(2.5, 0.5, 0.5, 0.5), "unit": "R"}],
    "contains",
    note="of the metals, per metal",
)
add("definition", "How does a conversion reaction differ from alloying?", note="any explanation")
answer("definition", "By its configurational entropy, is (CoNiZn)O a high-entropy oxide?", False, note="ln 3 = 1.10 R")

# --- gaps
answer("gap", "Did anyone follow a high-entropy sulfide by operando magnetometry yet?", False)
answer("gap", "Is there some oxide which was tested as anode in calcium cell?", False)
IONS = ("Li", "Na", "K", "Mg", "Ca", "Zn")
HAVE = {c.ion for c in claims("coulombic_efficiency", lambda c: c.kind == "initial")}
add(
    "gap",
    "Li, Na, K, Mg, Ca, Zn: for which of these ions do we lack any first-cycle efficiency?",
    [{"ion": ion} for ion in IONS if ion not in HAVE],
)
KNOWN = {c.mechanism for c in mech(mechanism(None, "Mg"))}
MECHANISMS = ("conversion", "alloying", "intercalation", "pseudocapacitance", "space_charge")
add(
    "gap",
    "Out of conversion, alloying, intercalation, pseudocapacitance and space charge, which are not asserted of Mg yet?",
    [{"mechanism": name} for name in MECHANISMS if name not in KNOWN],
)

# --- not to be answered
refuse("Where near the beamline can I get lunch?", "out of scope")
refuse("What is the capital of Australia?", "out of scope")
refuse("Which supplier sells the electrolyte salt Ca[B(hfip)4]2, and for how much per gram?", "no prices")
refuse("Which funding agency did pay for the work on HEM-70?", "the texts carry no funding")
refuse("How much charge does Nb16W5O55 keep at 5C?", "a material that is not there")
refuse("Retention of hard carbon vs. Na after 500 cycles?", "a material that is not there")
refuse("What is capacity of (TiZrHfNbTa)C in lithium cell?", "a material that is not there")
refuse("Tap density of MEP@PC?", "a property that is not told")
refuse("How many mAh/g does TiVNbMoC3Tx show after the 2000 cycles?", "its retention is told, its capacity is not")
refuse("What self-discharge per month is found for KHF/VG?", "a property that is not told")
refuse("How much Al3+ does TiS2 take up in mAh/g?", "no aluminium cell")
refuse("What capacity has CuP2 in potassium cell?", "told of sodium only")
refuse("HEM-70 vs. Na: capacity at 5 A/g?", "told of lithium only")
refuse("Why does CoO retain more than (MgCoNiCuZn)O over 300 cycles?", "false premise: it retains less")
refuse("At which potential manganese alloys with potassium in (Fe0.2Co0.2Ni0.2Mn0.2Cr0.2)Sb?", "false premise: denied")
refuse("What is left of HES-S, in per cent, after 1000 cycles?", "told of HES-H only")
refuse("Coulombic efficiency of CoTe2/G at 5 A/g?", "told of (CoNiFeCuMn)Te2/G only")

if __name__ == "__main__":
    Q.write(HERE / "set_c.jsonl")
