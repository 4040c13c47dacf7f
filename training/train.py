"""Fit the linking models on annotated passages and write them to hemkg/assemble/weights.

    python training/train.py [FOLDER ...] [--hold-aside]

With --hold-aside a third of the passages (by the digest of their names) is left out, so that what the
models do on passages that nobody fitted them to can be measured.  Without it every passage is used.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import datasets
import fit
from align import Passage, load

from hemkg.assemble.mechanism_features import of_polarity
from hemkg.assemble.mechanisms import NONE, POLARITY

HERE = Path(__file__).parent
Rows = Any  # a list, lists side by side, or a list a slot
WEIGHTS = HERE.parent / "hemkg" / "assemble" / "weights"


def is_aside(name: str) -> bool:
    """Whether a passage belongs to the third that is kept aside."""
    return int(hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(), 16) % 3 == 0


def write(name: str, models: dict, target: Path) -> None:
    """Write the models of one kind as a JSON file."""
    target.mkdir(parents=True, exist_ok=True)
    data = {"made_by": "training/train.py", "models": models}
    (target / f"{name}.json").write_text(
        json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8"
    )


def rows_of(make: Callable[[Iterable[Passage]], Rows], passages: Sequence[Passage]) -> Rows:
    """Return the training rows of passages: lists, or a list a slot, in the passages' order.

    Rows do not depend on models, so each passage's are made once, however many folds use them.
    """
    for passage in passages:
        if make.__name__ not in passage.rows:
            passage.rows[make.__name__] = make([passage])
    parts = [passage.rows[make.__name__] for passage in passages]
    if isinstance(parts[0], dict):
        return {slot: [row for part in parts for row in part[slot]] for slot in parts[0]}
    if isinstance(parts[0], list):
        return [row for part in parts for row in part]
    return tuple([row for part in parts for row in part[place]] for place in range(len(parts[0])))


def mechanism_models(hints: Sequence[dict], labels: Sequence[set[str]]) -> dict[str, dict]:
    """Return the model of what a hint claims, if anything, and the one of polarity alone, fitted to claims."""
    claims = [(of_polarity(row), label) for row, label in zip(hints, labels, strict=True) if NONE not in label]
    told = fit.classes([row for row, _ in claims], [label for _, label in claims], penalty=1.0)
    seen = fit.classes(hints, labels, penalty=3.0)
    return seen | {POLARITY + label: model for label, model in told.items()}


def fit_models(passages: Sequence[Passage]) -> dict[str, dict]:
    """Return {file: {class or slot: model}} fitted on passages."""
    links, subjects = rows_of(datasets.links, passages), rows_of(datasets.subjects, passages)
    hints, polarities, pairs, picked = rows_of(datasets.mechanisms, passages)
    return {
        "values": fit.classes(*rows_of(datasets.values, passages), penalty=1.0),
        "links": {slot: fit.choices(groups, penalty=3.0) for slot, groups in links.items()},
        "mechanisms": mechanism_models(hints, polarities),
        "subjects": {slot: fit.choices(found, penalty=2.0) for slot, found in subjects.items()},
        "mechanism_elements": fit.classes(pairs, picked, penalty=3.0),
        "roles": fit.classes(*rows_of(datasets.element_roles, passages), penalty=2.0),
        "techniques": fit.classes(*rows_of(datasets.techniques, passages), penalty=1.0),
        "syntheses": fit.classes(*rows_of(datasets.syntheses, passages), penalty=1.0),
        "material_roles": fit.classes(*rows_of(datasets.material_roles, passages), penalty=3.0),
    }


def main() -> None:
    """Fit the models and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        default=[HERE / "passages", HERE / "more", HERE.parent / "tests/evaluation/passages"],
    )
    parser.add_argument("--hold-aside", action="store_true")
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    passages = [p for folder in arguments.folders for p in load(folder)]
    if arguments.hold_aside:
        passages = [p for p in passages if not is_aside(p.name)]
    for name, models in fit_models(passages).items():
        write(name, models, arguments.to)
    print(f"{len(passages)} passages")


if __name__ == "__main__":
    main()
