"""One name for each technique, synthesis, role and material, however a passage words it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Table = Sequence[tuple[str, str]]
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-")

TECHNIQUES = [  # (canonical, pattern), the first that matches wins
    ("magnetometry", r"magnetomet|squid|\bvsm\b|magnetic (measure|response|test|character)|m-h curve"),
    ("tof-sims", r"tof-?sims"),
    ("exafs", r"exafs"),
    ("xanes", r"xanes|near.edge"),
    ("xas", r"\bxafs\b|\bxas\b|x-ray absorption"),
    ("xps", r"\bxps\b|photoelectron"),
    ("pdf", r"pair distribution|\bpdf\b|total scattering"),
    ("neutron diffraction", r"neutron"),
    ("saed", r"\bsaed\b|electron diffraction"),
    ("xrd", r"\bxrd\b|\bpxrd\b|x-ray (powder )?diffraction|rietveld"),
    ("eels", r"\beels\b|electron energy.loss"),
    ("txm", r"transmission x-ray micro|\btxm\b"),
    ("tomography", r"tomograph"),
    ("stem", r"\bstem\b|haadf"),
    ("hrtem", r"\bhr-?tem\b|high-resolution (transmission|tem)"),
    ("sem", r"\b(fe-?)?sem\b|scanning electron"),
    ("tem", r"\btem\b|transmission electron"),
    ("eds", r"\bedx?s?\b|energy.dispersive|elemental mapping"),
    ("raman", r"raman"),
    ("ftir", r"\bft-?ir\b|\batr\b|infrared"),
    ("uv-vis", r"uv.?vis"),
    ("eqcm", r"\be?qcm\b|quartz.crystal"),
    ("icp", r"\bicp"),
    ("bet", r"\bbet\b|surface area|\b(n2|nitrogen|gas|argon) (ad|physi)?sorption"),
    ("nmr", r"\bnmr\b"),
    ("epr", r"\bepr\b|\besr\b|paramagnetic resonance"),
    ("mossbauer", r"m[oö]ssbauer"),
    ("isotope labelling", r"isotop"),
    ("gitt", r"\bgitt\b|intermittent titration"),
    ("eis", r"\beis\b|impedance"),
    ("cv", r"\bcv\b|voltammetr"),
    ("galvanostatic", r"galvanostatic|charge.discharge"),
    ("md", r"molecular dynamics|\baimd\b"),
    ("dft", r"\bdft\b|density func|first.principles|ab initio|calculat|computation"),
    ("tga", r"\btga\b|thermogravi"),
    ("dsc", r"\bdsc\b|calorimet"),
    ("afm", r"\bafm\b|atomic force"),
    ("apt", r"atom probe"),
]
MATERIAL_ROLES = {  # the annotators' word: the role that it stands for
    "anode": "Anode",
    "electrode": "Anode",
    "supercapacitor electrode": "Anode",
    "cathode": "Cathode",
    "sodium storage material (cathode)": "Cathode",
    "comparison": "Comparison",
    "model": "Comparison",
    "product": "ReactionProduct",
    "intermediate": "ReactionProduct",
    "discharge product": "ReactionProduct",
    "precursor": "Precursor",
    "electrolyte": "ElectrolyteComponent",
    "electrolyte species": "ElectrolyteComponent",
    "component": "CompositeComponent",
    "anode coating": "CompositeComponent",
}
SYNTHESIS = [
    ("electrospinning", r"electrosp"),
    ("combustion", r"combustion"),
    ("joule heating", r"joule|carbothermal shock|flash"),
    ("mechanochemical", r"mechanochem|ball.mill|milling"),
    ("solvothermal", r"solvotherm"),
    ("hydrothermal", r"hydrotherm"),
    ("co-precipitation", r"precipitat"),
    ("sol-gel", r"sol.gel|pechini"),
    ("spray pyrolysis", r"spray"),
    ("solid-state", r"solid.state|solid.phase"),
    ("molten salt", r"molten"),
    ("microwave", r"microwave"),
    ("plasma", r"plasma"),
    ("sulfidation", r"sulfid|sulfur|vulcan"),
    ("selenization", r"seleni[sz]"),
    ("phosphorization", r"phosph"),
    ("template", r"templat"),
    ("etching", r"etch|exfoliat"),
    ("pyrolysis", r"pyrolys|carboni[sz]|calcin|anneal"),
    ("alloy oxidation", r"oxidation of"),
    ("vapour transport", r"vapou?r"),
    ("wet-chemical", r"wet"),
    ("sputtering", r"sputter"),
    ("melt spinning", r"melt.spin"),
    ("arc melting", r"arc.melt"),
    ("atomisation", r"atomi[sz]"),
    ("dealloying", r"dealloy"),
    ("hydrogen reduction", r"reduction in|reduced in|h2 reduction"),
    ("freeze-drying", r"freeze"),
    ("electrodeposition", r"electrodeposit|electroplat"),
    ("ion exchange", r"ion.exchange"),
    ("spark plasma", r"spark"),
]
ROLES = [
    ("catalyst", r"cataly"),
    ("space_charge", r"space.charge|electron sink"),
    ("conversion", r"conversion"),
    ("alloying", r"alloy"),
    ("stabiliser", r"stabili|pillar|buffer|inactive|inert|spectator|matrix"),
    ("conductivity", r"conduct"),
    ("irreversible", r"irrevers|poorly re|hardly re"),
    ("active", r"active|redox|capacity"),
]
IN_SITU = re.compile(r"in.?situ|operando", re.I)
EX_SITU = re.compile(r"ex.?situ", re.I)
IMPLYING = {"conversion", "alloying", "space_charge"}


def canonical(text: object, table: Table) -> str:
    """Return the name of the first pattern of a table that a text matches, else the text itself."""
    word = unicodedata.normalize("NFKC", str(text)).lower()
    return next((name for name, pattern in table if re.search(pattern, word)), word.strip())


def _plain(text: object) -> str:
    return re.sub("[–—‐]", "-", unicodedata.normalize("NFKC", str(text or "")))


def technique(text: object) -> str:
    """Return the canonical name of a technique, ``in situ`` before it where it was."""
    plain = _plain(text)
    bare = re.sub(r"\s+", " ", EX_SITU.sub("", IN_SITU.sub("", plain))).strip(" -,") or plain
    return ("in situ " if IN_SITU.search(plain) else "") + canonical(bare, TECHNIQUES)


def techniques(text: object) -> set[str]:
    """Return the techniques of a phrase: STEM-EDX is two, and a mode holds for both."""
    plain = _plain(text)
    found = IN_SITU.search(plain)
    mode = found.group() if found else ""
    parts = [p for p in re.split(r"/|\+|,|\band\b|-(?=(?i:ed[xs]|eels|haadf|saed))", plain) if p.strip(" ()")]
    if len(parts) < 2:
        return {technique(plain)}
    return {technique(part if mode in part else f"{mode} {part}") for part in parts}


def methods(text: object) -> set[str]:
    """Return the ways of synthesis that a phrase names."""
    parts = re.split(r"\(|\)|,|;|\+|\band\b|\bthen\b|followed by|\bwith\b", _plain(text))
    known = {name for part in parts for name, pattern in SYNTHESIS if re.search(pattern, part.lower())}
    return known or {canonical(text, SYNTHESIS)}


def roles(claims: Iterable[Row]) -> set[tuple[str | None, str]]:
    """Return the roles that claims state, and those that an asserted mechanism of an element implies."""
    found: set[tuple[str | None, str]] = set()
    for claim in claims:
        if claim.get("type") == "element_role":
            found.add((claim.get("element"), canonical(claim.get("role"), ROLES)))
        said = (claim.get("polarity") or "asserted") == "asserted"
        if claim.get("type") == "mechanism" and said and claim.get("mechanism") in IMPLYING:
            found |= {(element, str(claim["mechanism"])) for element in claim.get("elements") or []}
    return found


def surface(text: object) -> str:
    """Return a material's name without markup, spaces, and nouns such as electrode at its end."""
    word = unicodedata.normalize("NFKC", str(text or "")).translate(SUBSCRIPTS)
    word = re.sub(r"[\s_{}$~^]", "", word).replace("–", "-").replace("−", "-").replace("‐", "-")
    return re.sub(r"(?i)(anodes?|electrodes?|nanoparticles?|composites?|materials?|powders?)$", "", word)
