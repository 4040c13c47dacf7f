"""Write set_e.jsonl: the questions of many different people, of six kinds only."""

import statistics
from collections import Counter
from types import SimpleNamespace

from selecting import ANIONS, HERE, Gold, Questions, Row, mechanism, of

SPELLINGS = {
    ("c29", "Cu_(2)Zn_(0.5)Fe_(0.5)SnSe_(4)@C"): ["Cu2Zn0.5Fe0.5SnSe4@C", "CZFTSe@C"],
    ("c29", "Cu_(2)Zn_(0.5)Fe_(0.5)SnSe_(4)"): ["Cu2Zn0.5Fe0.5SnSe4"],
    ("c29", "Cu$_{2}$SnSe$_{3}$@C"): ["Cu2SnSe3@C"],
    ("c27", "(FeCoNiMnCr)3 O 4"): ["(FeCoNiMnCr)3O4"],
    ("c27", "(FeCoNi)3 O 4"): ["(FeCoNi)3O4"],
}
G = Gold((HERE / "set_e_papers.txt").read_text(encoding="utf-8").split(), SPELLINGS)
Q = Questions("e")
add, rows, claims = Q.add, G.rows, G.claims
cap, mech, tech = G.capacities, G.mechanisms, G.using
MVU = "material value unit"
HALOGENS = {"F", "Cl", "Br", "I"}


def electrodes(where) -> list[Row]:
    """Return the names of what is an anode or is compared with one, and fits."""
    return G.named(lambda m: m.role in {"anode", "comparison"} and where(m))


def both(one: str, other: str) -> list[Row]:
    """Return the papers that used each of two techniques."""
    return [row for row in tech(one) if row in tech(other)]


def has_equal_metals(m: SimpleNamespace) -> bool:
    """Whether the metals of a material stand in one ratio."""
    return len({share for symbol, share in m.shares if symbol not in ANIONS | HALOGENS}) == 1


def mean(values: list[float], unit: str) -> list[Row]:
    """Return a row with the mean of some values."""
    return [{"value": round(statistics.fmean(values), 2), "unit": unit}]


# --- aggregate
KEPT_NA = [c.value for c in claims("retention", lambda c: c.ion == "Na")]
KEPT_K = [c.value for c in claims("retention", lambda c: c.ion == "K")]
LONG_LI = cap(lambda c: c.ion == "Li" and c.measured and (c.cycle or 0) >= 1000)
ASSERTED = Counter(name for name, _ in sorted({(c.mechanism, c.doc) for c in mech(mechanism())}))
ALLOYED = Counter(e for e, _ in sorted({(e, c.doc) for c in mech(mechanism("alloying")) for e in c.elements}))
NAMED = [row["technique"] for row in rows(claims("technique"), "technique")]
USED = Counter({name: len(tech(name)) for name in NAMED})
FULL = cap(lambda c: (c.cell or "").startswith("full cell"))

add(
    "aggregate",
    "Were one to count them, in how many papers would one find a capacity retention for potassium storage?",
    match="count",
    count=len(G.papers(claims("retention", lambda c: c.ion == "K"))),
    note="a schoolteacher; one of them a hybrid capacitor",
)
add(
    "aggregate",
    "Taken across every value on record for sodium, what does capacity retention average out at?",
    mean(KEPT_NA, "%"),
    "contains",
    note="a start-up CEO",
)
add(
    "aggregate",
    "Kindly tell the median of capacity retention for potassium storage, all values included.",
    [{"value": round(statistics.median(KEPT_K), 2), "unit": "%"}],
    "contains",
    note="an Indian postdoc",
)
add(
    "aggregate",
    "What experimental technique do authors reach for most frequently?",
    [{"technique": "in situ xrd"}, {"technique": "xrd"}],
    "top1",
    note=f"a journalist; {USED.most_common(3)}",
)
add(
    "aggregate",
    "The storage mechanism asserted by the greatest number of papers - what is it?",
    [{"mechanism": ASSERTED.most_common(1)[0][0]}],
    "top1",
    note=f"a reviewer; {ASSERTED.most_common(2)}",
)
add(
    "aggregate",
    "Tabulate, for Li, for Na and for K separately, how many papers state a capacity retention.",
    [{"ion": i, "count": len(G.papers(claims("retention", lambda c, i=i: c.ion == i)))} for i in ("Li", "Na", "K")],
    "contains",
    note="the writer of a prompt",
)
add(
    "aggregate",
    "In how many of the papers does a perovskite serve as the anode?",
    match="count",
    count=len({m.doc for m in G.materials if m.structure == "perovskite" and m.role == "anode"}),
    note="a crystallographer",
)
add(
    "aggregate",
    "How many papers go as far as giving a capacity for a full cell?",
    match="count",
    count=len(G.papers(FULL)),
    note="an investor",
)
add(
    "aggregate",
    "Whose initial Coulombic efficiency in sodium cells is the poorest of all, and how poor is it?",
    rows(
        [
            min(
                claims("coulombic_efficiency", lambda c: c.ion == "Na" and c.kind == "initial"),
                key=lambda c: c.value,
            )
        ],
        MVU,
    ),
    "top1",
    note="reviewer no. 2",
)
add(
    "aggregate",
    "Provided that a sodium anode went through a thousand cycles or more, what's the best retention on record?",
    rows([max(claims("retention", lambda c: c.ion == "Na" and c.cycle >= 1000), key=lambda c: c.value)], MVU),
    "top1",
    note="a patent attorney",
)
add(
    "aggregate",
    "mean Li capacity, only values from cycle 1000 onwards",
    mean([c.value for c in LONG_LI], "mAh g-1"),
    "contains",
    note="a technician in a hurry",
)
add(
    "aggregate",
    "Could you find out how many groups resorted to neutron diffraction?",
    match="count",
    count=len(tech("neutron diffraction")),
    note="a beamline scientist; a group is a paper",
)
add(
    "aggregate",
    "Among the elements said to form alloys with the working ion, which one turns up in the most papers?",
    [{"element": e} for e, n in sorted(ALLOYED.items()) if n == max(ALLOYED.values())],
    "top1",
    note=f"a metallurgist; {ALLOYED.most_common(3)}",
)
add(
    "aggregate",
    "Per storage mechanism, give me the number of papers asserting it.",
    [{"mechanism": name, "count": n} for name, n in sorted(ASSERTED.items())],
    "contains",
    note="a doctoral student who plots a bar chart",
)

# --- filter
add(
    "filter",
    "Electrode materials whose measured capacity, at a current density of not less than 5 A/g, exceeds 400 mAh/g, "
    "are to be identified together with said capacity.",
    rows(cap(lambda c: (c.rate or 0) >= 5 and c.measured and c.value > 400), MVU),
    note="a patent attorney",
)
add(
    "filter",
    "Sodium at ten amps per gram or faster: what did people get?",
    rows(cap(lambda c: c.ion == "Na" and (c.rate or 0) >= 10 and c.measured), MVU),
    note="a technician in a hurry",
)
add(
    "filter",
    "I am looking for potassium hosts that, having been cycled more than five hundred times, "
    "still retain above 85 percent.",
    rows(claims("retention", lambda c: c.ion == "K" and c.cycle > 500 and c.value > 85), MVU),
    note="a start-up CEO",
)
add(
    "filter",
    "Which are the sulfides that at 1 A g-1 or more are giving at least 350 mAh g-1 with sodium?",
    rows(
        cap(lambda c: c.ion == "Na" and (c.rate or 0) >= 1 and c.value >= 350 and c.of and c.of.family == "sulfide"),
        MVU,
    ),
    "contains",
    note="an Indian postdoc; the phosphorus sulfide may stand there",
)
add(
    "filter",
    "Spinels, please, from which more than 950 mAh/g has been got out of a lithium cell.",
    rows(cap(lambda c: c.ion == "Li" and c.value > 950 and c.of and "spinel" in c.of.structure), MVU),
    "contains",
    note="a mineralogist; spinels that a paper does not call so may stand there",
)
add(
    "filter",
    "From 2C upwards, what capacities have been recorded, and on which anodes?",
    rows(cap(lambda c: (c.c_rate or 0) >= 2), MVU),
    note="a car maker's engineer",
)
add(
    "filter",
    "Where does the first-cycle efficiency fail to reach seventy percent?",
    rows(claims("coulombic_efficiency", lambda c: c.kind == "initial" and c.value < 70 and c.material), MVU),
    "contains",
    note="reviewer no. 2; one more value is told of no single material",
)
add(
    "filter",
    "In fluorides, the elements which are held to carry space charge - what are they?",
    rows(mech(mechanism("space_charge"), lambda c: c.of and c.of.family == "fluoride"), "element"),
    "contains",
    note="a German professor",
)
add(
    "filter",
    "Name the tellurides for which alloying with potassium is affirmed.",
    rows(mech(mechanism("alloying", "K"), lambda c: c.of and c.of.family == "telluride"), "material"),
    note="a chemistry examiner",
)
add(
    "filter",
    "In which oxides is a particular metal assigned the role of structural stabiliser, and which metal is that?",
    rows(
        claims(
            "element_role",
            lambda c: c.of and c.of.family == "oxide" and "structural stabiliser" in c.role,
        ),
        "material element",
    ),
    "contains",
    note="a crystallographer; metals of materials that are not named in the sentence may stand there",
)
add(
    "filter",
    "You are a battery analyst. Return all Li-ion anodes satisfying BOTH conditions: "
    "(1) at least 1000 cycles, (2) capacity retention of 90 % or higher.",
    rows(claims("retention", lambda c: c.ion == "Li" and c.cycle >= 1000 and c.value >= 90), f"{MVU} cycle"),
    note="the writer of a prompt",
)
add(
    "filter",
    "Anything with calcium that actually delivered over 150 mAh/g? Theory doesn't interest me.",
    rows(cap(lambda c: c.ion == "Ca" and c.measured and c.value > 150), MVU),
    note="a sceptic",
)
add(
    "filter",
    "Layered structures which take their guest ion in by intercalation - could somebody list them for my class?",
    rows(mech(mechanism("intercalation"), lambda c: c.of and "layered" in c.of.structure), "material"),
    "contains",
    note="a schoolteacher",
)
add(
    "filter",
    "Li capacities lying between 400 and 500 mAh/g when cycled at exactly 1 A/g",
    rows(cap(lambda c: c.ion == "Li" and c.rate == 1 and 400 <= c.value <= 500), MVU),
    note="somebody who fits curves",
)
add(
    "filter",
    "What remains of the capacity of selenides in sodium cells once five hundred cycles are past?",
    rows(
        cap(
            lambda c: c.ion == "Na" and (c.cycle or 0) >= 500 and c.of and c.of.family == "selenide",
        ),
        f"{MVU} cycle",
    ),
    note="a French professor",
)
add(
    "filter",
    "High-entropy oxides in whose case iron is reported to undergo conversion upon lithiation?",
    rows(
        mech(
            mechanism("conversion", "Li"),
            lambda c: "Fe" in c.elements and c.of and c.of.family == "oxide" and c.of.entropy == "high",
        ),
        "material",
    ),
    "contains",
    note="a spectroscopist; in one of them Fe is denied as well, in part",
)

# --- comparison
add(
    "comparison",
    "After a hundred cycles, by how many percentage points does N-HEO5 outlast HEO5?",
    rows(claims("retention", of("a37", None, cycle=100)), MVU),
    "contains",
    note="a journalist; 96.5 against 52.9",
)
add(
    "comparison",
    "The calcium capacity of Sn0.2Sb0.2Bi0.2Pb0.2In0.2 as against that of plain tin after five cycles?",
    rows(cap(of("a16", None, cycle=5)), MVU),
    "contains",
    note="a metallurgist",
)
add(
    "comparison",
    "Put HEO-600, HEO-800 and HEO-900 in order of reversible capacity, best first.",
    rows(
        sorted(cap(lambda c: c.doc == "c20" and c.rate == 0.1 and c.material != "HEO-700"), key=lambda c: -c.value),
        MVU,
    ),
    "contains",
    order="desc",
    note="a ceramist",
)
add(
    "comparison",
    "What were the capacities of the K2Ti4O9 nanoribbons at 0.3 A/g before and after they had been annealed?",
    rows(cap(of("f14", None, rate=0.3)), MVU),
    "contains",
    note="a furnace operator",
)
add(
    "comparison",
    "From poorest to best, how do CoTe2/G, (CoNiFe)Te2/G and (CoNiFeCuMn)Te2/G line up at 10 A/g?",
    rows(
        sorted(
            cap(lambda c: c.doc == "a48" and c.rate == 10 and c.material != "6M-Te/G"),
            key=lambda c: c.value,
        ),
        MVU,
    ),
    "contains",
    order="asc",
    note="a doctoral student",
)
add(
    "comparison",
    "Of the two simple sulfides FeS and Co9S8, which has the higher capacity left once 250 cycles are over?",
    rows([max(cap(of("a13", None, cycle=250)), key=lambda c: c.value)], MVU),
    "top1",
    note="a schoolteacher",
)
add(
    "comparison",
    "S1 versus S2 versus S3 - retention following 350 cycles, side by side.",
    rows(claims("retention", of("a36", None, cycle=350)), MVU),
    "contains",
    note="a consultant",
)
add(
    "comparison",
    "Should I pick HEM-50 or HEM-90 if what counts is the capacity after a hundred and fifty cycles?",
    rows(
        [
            max(
                cap(lambda c: c.doc == "a11" and c.cycle == 150 and c.material != "HEM-70"),
                key=lambda c: c.value,
            )
        ],
        MVU,
    ),
    "top1",
    note="a start-up CEO",
)
add(
    "comparison",
    "How much more potassium capacity has Sb@C than Bi@C?",
    rows(cap(lambda c: c.doc == "g27" and c.material in ("Sb@C", "Bi@C")), MVU),
    "contains",
    note="an Indian postdoc; 382 and 300",
)
add(
    "comparison",
    "The gain in capacity at 5 A/g owed to molybdenum in Li3V0.94Mo0.06O4/C, relative to the pristine Li3VO4/C?",
    rows(cap(of("f31", None, rate=5)), MVU),
    "contains",
    note="a German professor",
)

# --- composition
add(
    "composition",
    "Anode materials in which antimony and bismuth occur together while tin does not.",
    G.named(lambda m: m.role == "anode" and {"Sb", "Bi"} <= m.elements and "Sn" not in m.elements),
    note="a patent attorney",
)
add(
    "composition",
    "Which anodes have seven metals or more?",
    electrodes(lambda m: len(m.cations - {"Si", "Ge", "Sb"}) >= 7),
    note="a journalist",
)
add(
    "composition",
    "Is there some oxyhalide bearing two halogens at once, and if so what is its formula?",
    electrodes(lambda m: m.family == "oxyhalide" and len(m.elements & HALOGENS) == 2),
    note="a crystallographer",
)
add(
    "composition",
    "List high-entropy anodes having neither cobalt nor nickel in them; supply risk is our concern.",
    G.named(lambda m: m.role == "anode" and m.entropy == "high" and m.elements and not {"Co", "Ni"} & m.elements),
    note="a start-up CEO",
)
add(
    "composition",
    "Made of nothing except Fe, Co, Ni, Mn, Zn and oxygen - what anodes answer to that?",
    electrodes(lambda m: m.elements == {"Fe", "Co", "Ni", "Mn", "Zn", "O"} and "HEM-" not in m.surface),
    "contains",
    note="an examiner; those with MXene in them may stand there",
)
add(
    "composition",
    "In what alloys do a quarter of the atoms happen to be germanium?",
    electrodes(lambda m: dict(m.shares).get("Ge") == 0.25 and m.family == "alloy"),
    note="a metallurgist",
)
add(
    "composition",
    "Of the series in which copper step by step replaces zinc in ZnMn2O4, what members were made?",
    electrodes(lambda m: m.doc == "f06" and m.formula and m.cations == {"Cu", "Mn", "Zn"}),
    "contains",
    note="a solid-state chemist; the end member may stand there",
)
add(
    "composition",
    "What four-metal rock salts result from leaving out one cation of (Mg0.2Ni0.2Co0.2Cu0.2Zn0.2)O?",
    electrodes(lambda m: m.doc == "g25" and m.role == "comparison"),
    "contains",
    note="a referee",
)
add(
    "composition",
    "Chalcogenide electrodes (S, Se or Te) falling into the medium-entropy class?",
    electrodes(lambda m: m.family in {"sulfide", "selenide", "telluride"} and m.entropy == "medium"),
    note="a thermodynamicist",
)
add(
    "composition",
    "High-entropy oxide anodes that are not equimolar, i.e. whose metals come in unequal amounts",
    G.named(
        lambda m: (
            m.role == "anode"
            and m.entropy == "high"
            and m.family == "oxide"
            and m.structure != "perovskite"
            and m.shares
            and not has_equal_metals(m)
        )
    ),
    "contains",
    note="reviewer no. 2; perovskites, of two sites, may stand there",
)
add(
    "composition",
    "Do we know equimolar high-entropy materials that unite tin with antimony? Please enumerate.",
    G.named(lambda m: m.role == "anode" and m.entropy == "high" and {"Sn", "Sb"} <= m.elements and has_equal_metals(m)),
    note="a German professor",
)
add(
    "composition",
    "which ones are tetragonal spinel",
    electrodes(lambda m: m.structure == "tetragonal spinel"),
    "contains",
    note="a technician in a hurry",
)
add(
    "composition",
    "MXenes uniting no fewer than four transition metals",
    electrodes(lambda m: m.family == "MXene" and len(m.cations) >= 4),
    note="a keyword searcher",
)
add(
    "composition",
    "Among phosphide electrodes, those that manage without manganese?",
    electrodes(lambda m: m.family == "phosphide" and "Mn" not in m.elements),
    "contains",
    note="a toxicologist",
)

# --- negation
add(
    "negation",
    "As to LaCr0.2Mn0.2Fe0.2Co0.2Ni0.2O3, what cation is it that does not get converted?",
    rows(mech(mechanism("conversion", polarity="negated"), of("f22")), "element"),
    note="a crystallographer; Cr is left open",
)
add(
    "negation",
    "Whether it converts in the oxide (FeCoNiMnZn)3O4 is no more than conjecture - of which element is this true?",
    rows(mech(mechanism("conversion", polarity="hypothesised"), of("b02")), "element"),
    note="a German professor",
)
add(
    "negation",
    "Materials, please, where tin is said NOT to alloy.",
    rows(mech(mechanism("alloying", polarity="negated"), lambda c: "Sn" in c.elements), "material"),
    note="a start-up CEO",
)
add(
    "negation",
    "Which materials are expressly said to store lithium without any conversion at all?",
    rows(mech(mechanism("conversion", "Li", "negated"), lambda c: c.material and not c.elements), "material"),
    "contains",
    note="an Indian postdoc; materials of which single elements do not convert may stand there",
)
add(
    "negation",
    "By what hosts is sodium intercalated, yet conversion denied?",
    rows(
        [
            c
            for c in mech(mechanism("intercalation", "Na"))
            if mech(mechanism("conversion", "Na", "negated"), of(c.doc, c.material))
        ],
        "material",
    ),
    note="a chemistry examiner",
)
add(
    "negation",
    "For which anodes has it remained an open question whether germanium alloys?",
    rows(mech(mechanism("alloying", polarity="hypothesised"), lambda c: "Ge" in c.elements), "material"),
    note="a review author",
)
add(
    "negation",
    "HETe with potassium: the elements that do not join in the alloying?",
    rows(mech(mechanism("alloying", polarity="negated"), of("c54")), "element"),
    note="a technician in a hurry",
)
add(
    "negation",
    "It has been excluded that a certain ion enters Na0.14TiS2. Which?",
    rows(mech(mechanism("intercalation", polarity="negated"), of("f16")), "ion"),
    "contains",
    note="a patent attorney; protons",
)
add(
    "negation",
    "Concerning Cu2ZnSnS4, what ways of storing calcium have merely been proposed without proof?",
    rows(mech(mechanism(polarity="hypothesised"), of("b15", "Cu2ZnSnS4")), "mechanism"),
    note="reviewer no. 2",
)
add(
    "negation",
    "What metal in (Co0.25Ni0.25Fe0.25Mg0.25)O neither converts nor holds any space charge?",
    rows(mech(mechanism("space_charge", polarity="negated"), of("b04")), "element"),
    note="a schoolteacher",
)

# --- technique
add(
    "technique",
    "Studies that paired GITT measurements with DFT calculations?",
    both("gitt", "dft"),
    note="a theorist",
)
add(
    "technique",
    "Who watched the reaction live inside a transmission electron microscope? Give the papers.",
    tech("in situ tem"),
    note="a journalist",
)
add(
    "technique",
    "By means of which method was space-charge storage in (Fe,Co,Ni,Zn,Mn)O brought to light?",
    rows(claims("technique", of("a26")), "technique"),
    "contains",
    note="a German professor",
)
add(
    "technique",
    "papers having both cyclic voltammetry and impedance (EIS)",
    both("cv", "eis"),
    note="an Indian postdoc",
)
add(
    "technique",
    "On TiVNbMoC3Tx, what all experiments were carried out?",
    rows(claims("technique", of("b06")), "technique"),
    "contains",
    note="an Indian postdoc",
)
add(
    "technique",
    "I'd be curious which papers did X-ray absorption operando, not merely ex situ.",
    tech("in situ xas"),
    note="a beamline scientist",
)
add(
    "technique",
    "Is there any paper that combines operando XRD and operando magnetometry? Which?",
    both("in situ xrd", "in situ magnetometry"),
    note="a physicist",
)
add(
    "technique",
    "Photoelectron spectroscopy, be it XPS or UPS: where has it been applied?",
    tech("xps", "ups"),
    note="a surface scientist",
)

if __name__ == "__main__":
    Q.write(HERE / "set_e.jsonl")
