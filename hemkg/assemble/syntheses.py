"""How materials were made.

A word of the lexicon is a candidate; a fitted model tells a method of this work from a reaction in the
cell, a step of sample preparation for a measurement, or somebody else's method.
"""

from collections.abc import Iterator

from hemkg.assemble import ranker
from hemkg.assemble.context import Context, View
from hemkg.assemble.cue_places import cue_places
from hemkg.assemble.entity import Entity
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.grammar import ancestors, word_at
from hemkg.assemble.material_roles import role_of
from hemkg.assemble.subjects import is_fit, subject_of
from hemkg.assemble.wording import Features, clause_of, cues_in, near_words
from hemkg.model.claim import Claim, ClaimType
from hemkg.model.mention import Mention
from hemkg.model.paper import BlockKind, Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

YES = "yes"
ELECTRODES = (HEM.Anode, HEM.Cathode, HEM.Comparison)
CUES = (HEM.MakingCue, HEM.StillToCome, HEM.NotThere, HEM.Negation, HEM.Attribution)
KINDS = (HEM.Technique, HEM.Ion, HEM.Attribution, HEM.IonStorageMechanism, HEM.MaterialRole, HEM.PolarityCue)
QUANTITIES = {
    "temperature": {HEM.Temperature, HEM.Duration},
    "capacity": {HEM.SpecificCapacity},
    "voltage": {HEM.Voltage},
}


def find_syntheses(context: Context) -> Iterator[Claim]:
    """Yield one claim for each synthesis method of a paper, at the mention that is surest."""
    models = ranker.load("syntheses")
    found: dict[str, tuple[float, View, Mention, tuple[str, ...]]] = {}
    for view in context.views:
        if view.sentence.block.kind is BlockKind.HEADING:
            continue
        for mention in methods_in(view):
            features = synthesis_features(context, view, mention)
            label, share = ranker.best(models, features)
            concept = mention.concept or ""
            if label == YES and (concept not in found or share > found[concept][0]):
                trace = (f"'{mention.surface}': {share:.2f}", *models[YES].reasons(features))
                found[concept] = (share, view, mention, trace)
    for share, view, mention, trace in found.values():
        yield _claim(context, view, mention, share, trace)


def methods_in(view: View) -> list[Mention]:
    """Return the words that may name a method: none that is part of a technique's name, such as combustion analysis."""
    techniques = [t.span for t in view.words(HEM.Technique)]
    return [m for m in view.words(HEM.SynthesisMethod) if not any(span.contains(m.span) for span in techniques)]


def synthesis_features(context: Context, view: View, mention: Mention) -> Features:
    """Describe the place of a word that may name a synthesis method."""
    clause = clause_of(view, mention.span.start)
    features: Features = {f"method:{mention.concept}": 1.0, f"word:{mention.surface.lower()}": 1.0}
    features |= {f"near:{name}": value for name, value in near_words(view, mention.span, 4).items()}
    for name, span in (("clause", clause), ("sentence", view.span)):
        features |= _stretch_features(view, span, name)
    features |= cue_places(view, mention.span, CUES)
    features |= _grammar_features(view, mention) | _company_features(context, view, mention, clause)
    features["early"] = float(view.sentence.index <= 1)
    return features


def _stretch_features(view: View, span: Span, name: str) -> Features:
    """Describe what stands in the clause or the sentence."""
    features: Features = {f"{name}:{cue}": 1.0 for cue in cues_in(view, span)}
    for kind in KINDS:
        features[f"{name}:{kind}"] = float(any(span.overlaps(c.span) for c in view.words(kind)))
    features[f"{name}:material"] = float(any(span.overlaps(where) for where, _ in view.materials))
    for quantity, kinds in QUANTITIES.items():
        features[f"{name}:{quantity}"] = float(any(span.overlaps(q.span) for q in view.of_kind(kinds)))
    return features


def _grammar_features(view: View, mention: Mention) -> Features:
    """Describe the verb that a method hangs on, and how: made by milling, milled, the milled powder."""
    tokens, index = view.sentence.tokens, word_at(view.sentence, mention.span)
    if index is None:
        return {"grammar:none": 1.0}
    here = tokens[index]
    features: Features = {f"tag:{here.tag}": 1.0, f"relation:{here.relation}": 1.0}
    above = ancestors(view.sentence, index)[1:]
    if above:
        features[f"head:{tokens[above[0]].stem}"] = 1.0
        features[f"{here.relation}:{tokens[above[0]].stem}"] = 1.0
    verb = next((i for i in above if tokens[i].tag.startswith("VB")), None)
    if verb is not None:
        features[f"verb:{tokens[verb].stem}"] = 1.0
    below = {t.relation for t in tokens if t.head == index}
    features["passive"] = float(bool(below & {"auxpass", "nsubjpass"}))
    features["agent"] = float("agent" in below)
    return features


def _company_features(context: Context, view: View, mention: Mention, clause: Span) -> Features:
    """Describe the other methods: in the clause, in the sentence, and this one elsewhere in the paper."""
    features: Features = {}
    for other in methods_in(view):
        if other.concept != mention.concept:
            near = "clause" if clause.overlaps(other.span) else "sentence"
            side = "before" if other.span.start < mention.span.start else "after"
            features[f"with:{near}:{side}"] = 1.0
            features[f"{mention.concept}:with:{other.concept}"] = 1.0
    everywhere = [m for v in context.views for m in v.words(HEM.SynthesisMethod)]
    features["methods"] = float(len({m.concept for m in everywhere}) > 1)
    features["again"] = float(sum(m.concept == mention.concept for m in everywhere) > 1)
    return features


def _made(context: Context, view: View, mention: Mention) -> Entity | None:
    """Return the material that a method made: none that is weighed in or part of a composite."""
    here = [(span, e) for span, e in view.referents if is_fit(e) and not e.named]
    roles = {id(e): role_of(context, e) for _, e in here}
    electrodes = [(span, e) for span, e in here if roles[id(e)] in ELECTRODES]
    if not electrodes:
        subject = subject_of(context, view, mention.span)
        return subject if subject and not subject.named and id(subject) not in roles else _main(context)
    return min(electrodes, key=lambda pair: (roles[id(pair[1])] != HEM.Anode, pair[0].distance(mention.span)))[1]


def _main(context: Context) -> Entity | None:
    """Return the electrode that the paper speaks of most, if it is about one."""
    made = [e for e in context.materials.entities if not e.is_weak and is_fit(e) and role_of(context, e) == HEM.Anode]
    return made[0] if len(made) == 1 else None


def _claim(context: Context, view: View, mention: Mention, share: float, trace: tuple[str, ...]) -> Claim:
    concept, entity = mention.concept or "", _made(context, view, mention)
    return Claim(
        ClaimType.SYNTHESIS,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule="synthesis", confidence=share, trace=trace),
        material=entity.surface if entity else None,
        concept=concept,
        words=terms.notation(concept),
    )
