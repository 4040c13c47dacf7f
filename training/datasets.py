"""Training rows of each model, made from passages with the same code that the engine runs."""

from __future__ import annotations

from collections.abc import Iterable

from align import Passage, claim_of_frames

from hemkg.assemble import frames
from hemkg.assemble.context import CYCLES, DENSITIES
from hemkg.assemble.frames import Frame

NONE = "none"


def values(passages: Iterable[Passage]) -> tuple[list[dict], list[str]]:
    """Rows and labels of the model that says what a number is."""
    rows, labels = [], []
    for passage in passages:
        gold = claim_of_frames(passage)
        for frame in frames.frames_of(passage.context):
            rows.append(frames.value_features(passage.context, frame))
            labels.append(gold[frame.span.start]["type"] if frame.span.start in gold else NONE)
    return rows, labels


def _gold_frames(passage: Passage) -> Iterable[tuple[Frame, dict]]:
    gold = claim_of_frames(passage)
    for frame in frames.frames_of(passage.context):
        claim = gold.get(frame.span.start)
        if claim is not None:
            frame.label = claim["type"]
            yield frame, claim


def _grams(density: dict | None) -> tuple[str, float] | None:
    if not density or density.get("value") is None:
        return None
    unit = str(density["unit"]).lower().replace(" ", "")
    value = float(density["value"])
    if unit.startswith("ma"):
        return "A", round(value / 1000, 7)
    return ("A", round(value, 7)) if unit.startswith("a") else ("C", round(value, 7))


def _mention_grams(mention) -> tuple[str, float]:
    q = mention.quantity
    if q.unit == "mA g-1":
        return "A", round(float(q.low) / 1000, 7)
    return ("A", round(float(q.low), 7)) if q.unit == "A g-1" else ("C" if q.unit == "C" else q.unit, round(float(q.low), 7))


def links(passages: Iterable[Passage]) -> dict[str, list]:
    """Groups of candidates for each slot: material, density, cycle."""
    out: dict[str, list] = {"material": [], "density": [], "cycle": []}
    for passage in passages:
        context, previous = passage.context, None
        for frame, claim in _gold_frames(passage):
            frame.entity = passage.entity(claim.get("material"))
            if frame.entity is not None:
                group = [
                    (frames.material_features(context, frame, c, previous), c.entity is frame.entity)
                    for c in frames.material_candidates(context, frame)
                ]
                out["material"].append(group)
            wanted = _grams(claim.get("current_density"))
            candidates = frames.quantity_candidates(context, frame, DENSITIES)
            group, chosen = [], None
            for c in candidates:
                right = (c.mention is None and wanted is None) or (c.mention is not None and wanted == _mention_grams(c.mention))
                group.append((frames.condition_features(context, frame, c, "density", previous), right))
                chosen = c.mention if right and chosen is None else chosen
            if claim["type"] == "capacity" or wanted is not None:
                out["density"].append(group)
            cycle = claim.get("cycle") if claim["type"] != "retention" else claim.get("cycles")
            group, chosen_cycle = [], None
            for c in frames.quantity_candidates(context, frame, CYCLES):
                right = (c.mention is None and cycle is None) or (
                    c.mention is not None and cycle is not None and float(c.mention.quantity.low) == float(cycle)
                )
                group.append((frames.condition_features(context, frame, c, "cycle", previous), right))
                chosen_cycle = c.mention if right and chosen_cycle is None else chosen_cycle
            if claim["type"] != "coulombic_efficiency":
                out["cycle"].append(group)
            frame.density, frame.cycle = chosen, chosen_cycle
            previous = frame
    return out
