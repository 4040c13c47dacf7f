"""List what annotated passages claim and the engine gives its models no candidate for.

    python training/check_marked.py [FILE.marked or FOLDER ...] [--untagged]

A number without a frame, a material that the layout does not know, a mechanism without a hint, an element
that is not seen in its sentence, a synthesis without its word: each trains nothing, because of a slip in
the notation or because of something that the engine does not recognise.  ``--untagged`` lists the numbers
in mAh/g, the percentages and the hints of mechanisms that carry no tag, to be looked through for omissions.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import canonical  # noqa: E402
from align import NUMERIC, Passage, _laid_out, claim_of_frames, places  # noqa: E402
from datasets import _grams, _mention_grams  # noqa: E402
from markup import read_marked  # noqa: E402

from hemkg.assemble.candidates import quantity_candidates  # noqa: E402
from hemkg.assemble.context import CYCLES, DENSITIES, Context, View  # noqa: E402
from hemkg.assemble.element_groups import groups_of  # noqa: E402
from hemkg.assemble.frames import frames_of  # noqa: E402
from hemkg.assemble.mechanism_hints import hints_of  # noqa: E402
from hemkg.assemble.subjects import subject_of  # noqa: E402
from hemkg.assemble.syntheses import methods_in  # noqa: E402
from hemkg.model.mention import Mention  # noqa: E402
from hemkg.model.paper import Span  # noqa: E402
from hemkg.vocab import terms  # noqa: E402


def lacking(passage: Passage) -> Iterator[str]:
    """Yield what a passage claims without a candidate in the engine's layout."""
    context = passage.context
    for row in passage.gold["materials"]:
        if passage.entity(row["surface"]) is None:
            yield f"material {row['surface']}"
    yield from _numbers(passage)
    for claim in passage.gold["claims"]:
        span = next(places(context.text, claim))
        views = [v for v in context.views if v.span.overlaps(span)]
        if claim["type"] == "mechanism":
            yield from _mechanism(context, views, span, claim)
        elif claim["type"] == "element_role":
            if claim["element"] not in _symbols(context, views):
                yield f"element {claim['element']} of {claim['role']}: {claim['evidence']}"
        elif claim["type"] == "synthesis":
            met = {name for v in views for m in methods_in(v) if m.span.overlaps(span) for name in _names_of(m)}
            if not met & canonical.methods(claim["method"]):
                yield f"synthesis {claim['evidence']} ({claim['method']}): {', '.join(sorted(met)) or 'no word'}"


def _mechanism(context: Context, views: list[View], span: Span, claim: dict) -> Iterator[str]:
    hints = [h for v in views for h in hints_of(context, v) if h.span.overlaps(span)]
    if not any(terms.notation(h.mechanism) == claim["mechanism"] for h in hints):
        yield f"hint of {claim['mechanism']}: {claim['evidence']}"
    seen = _symbols(context, views) | {s for h in hints for s in h.product}
    for symbol in claim["elements"]:
        if symbol not in seen:
            yield f"element {symbol} of {claim['mechanism']}: {claim['evidence']}"


def _names_of(mention: Mention) -> set[str]:
    return canonical.methods(terms.notation(mention.concept))


def _symbols(context: Context, views: list[View]) -> set[str]:
    """Return the elements that may be meant in sentences, alone or as members of a group."""
    found = ((v, subject_of(context, v, v.span)) for v in views)
    return {symbol for v, entity in found for group in groups_of(context, v, entity) for symbol in group.symbols}


def _numbers(passage: Passage) -> Iterator[str]:
    context, found = passage.context, claim_of_frames(passage)
    for claim in passage.gold["claims"]:
        if claim["type"] in NUMERIC and not any(claim is c for c in found.values()):
            yield f"number {claim['evidence']} ({claim['type']})"
    for frame in frames_of(context):
        claim = found.get(frame.span.start)
        if claim is None:
            continue
        wanted = _grams(claim["current_density"])
        densities = [_mention_grams(c.mention) for c in quantity_candidates(context, frame, DENSITIES) if c.mention]
        if wanted is not None and wanted not in densities:
            yield f"current of {claim['evidence']}: {claim['current_density']}"
        cycle = claim.get("cycles", claim.get("cycle"))
        cycles = [float(c.mention.quantity.low) for c in quantity_candidates(context, frame, CYCLES) if c.mention]
        if cycle is not None and float(cycle) not in cycles:
            yield f"cycle of {claim['evidence']}: {cycle}"


def untagged(passage: Passage) -> Iterator[str]:
    """Yield numbers and hints without a tag, with the words around them."""
    context, found = passage.context, claim_of_frames(passage)
    for frame in frames_of(context):
        unit = frame.mention.quantity.unit if frame.mention.quantity else ""
        if frame.span.start not in found:
            yield f"{unit}: …{context.text[max(0, frame.span.start - 40) : frame.span.end + 30]}…"
    claims = [c for c in passage.gold["claims"] if c["type"] == "mechanism"]
    made = [next(places(context.text, c)) for c in passage.gold["claims"] if c["type"] == "synthesis"]
    for view in context.views:
        for mention in methods_in(view):
            if not any(span.overlaps(mention.span) for span in made):
                yield f"made: …{context.text[max(0, mention.span.start - 50) : mention.span.end + 40]}…"
        for hint in hints_of(context, view):
            word = terms.notation(hint.mechanism)
            if not any(c["mechanism"] == word for c in claims):
                yield f"{word}: …{context.text[max(0, hint.span.start - 50) : hint.span.end + 40]}…"


def marked_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files in the notation that are named or lie in the folders named."""
    for path in paths:
        yield from sorted(path.glob("*.marked")) if path.is_dir() else [path]


def main() -> None:
    """Check the files and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=[HERE / "more"])
    parser.add_argument("--untagged", action="store_true")
    arguments = parser.parse_args()
    for path in marked_files(arguments.paths):
        for name, data in read_marked(path):
            passage = _laid_out(name, data)
            for line in (untagged if arguments.untagged else lacking)(passage):
                print(f"{name}: {line}".replace("\n", " "))


if __name__ == "__main__":
    main()
