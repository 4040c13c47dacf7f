"""Print how well claims are read from annotated passages, by field.

    python training/evaluate.py [FOLDER ...] [--fast] [--folds N [--write DIR]]

Two lines of figures: the models as they are shipped, over all passages; and models fitted without a
third of them, over that third, which tells what to expect of passages that nobody has seen.  ``--fast``
leaves the second out.  ``--folds N`` reads every passage with models fitted to the other folds only, which
is the figure to work by; ``--write DIR`` keeps what was read so, one file of claims a folder, beside the
annotations.  FOLDER holds
annotated passages, one JSON file each; the repository's own are the default, and nothing else is read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from align import Passage, load  # noqa: E402  # the folder of this script comes first on the path
from scoring import FIELDS, STRICT, Tally, score  # noqa: E402
from train import fit_models, is_aside  # noqa: E402

from hemkg.assemble import ranker  # noqa: E402
from hemkg.assemble.claims import assemble  # noqa: E402
from hemkg.assemble.report import document_json  # noqa: E402

OWN = (HERE / "passages", HERE.parent / "tests" / "evaluation" / "passages")
EXTRA = HERE / "more"


def extract(passages: Iterable[Passage]) -> dict[str, dict[str, Any]]:
    """Return what is read from each passage, by its name, with the models in use."""
    found = {}
    for passage in passages:
        annotated = passage.context.annotated
        found[passage.name] = document_json(annotated.paper, assemble(annotated))
    return found


def measure(passages: Sequence[Passage]) -> Tally:
    """Return the scores of the models in use on passages."""
    return score({p.name: p.gold for p in passages}, extract(passages))


def fit_without_aside(passages: Iterable[Passage]) -> dict[str, Mapping[str, ranker.Linear]]:
    """Return models fitted to the passages that are not kept aside."""
    fitted = fit_models([passage for passage in passages if not is_aside(passage.name)])
    return {name: ranker.read_models(models) for name, models in fitted.items()}


def fold_of(name: str, folds: int) -> int:
    """Return the fold of a passage by the digest of its name, 0 to folds - 1."""
    return int(hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(), 16) // 3 % folds


def extract_by_folds(
    passages: Sequence[Passage], folds: int, *, beside: Mapping[str, Mapping[str, ranker.Linear]] | None = None
) -> dict[str, dict[str, Any]]:
    """Return what is read from each passage by models that were fitted to the other folds only.

    ``beside`` holds further files of models to put in place of the shipped ones.
    """
    names = {passage.name for passage in passages}
    more = [p for folder in (*OWN, EXTRA) for p in load(folder) if p.name not in names]
    found: dict[str, dict[str, Any]] = {}
    for fold in range(folds):
        fitted = fit_models([*more, *(p for p in passages if fold_of(p.name, folds) != fold)])
        models = {name: ranker.read_models(models) for name, models in fitted.items()} | dict(beside or {})
        with ranker.using(models):
            found |= extract(p for p in passages if fold_of(p.name, folds) == fold)
    return found


def _measure_by_folds(
    folders: Mapping[Path, Sequence[Passage]], folds: int, target: Path | None
) -> dict[Path, dict[str, Tally]]:
    found = extract_by_folds([p for passages in folders.values() for p in passages], folds)
    rows: dict[Path, dict[str, Tally]] = {}
    for folder, passages in folders.items():
        parts = {"all": passages, "two thirds": [p for p in passages if not is_aside(p.name)]}
        parts["kept aside"] = [p for p in passages if is_aside(p.name)]
        rows[folder] = {
            f"{folds} folds, {name} {len(part)}": score({p.name: p.gold for p in part}, found)
            for name, part in parts.items()
        }
        if target is not None:
            target.mkdir(parents=True, exist_ok=True)
            lines = [json.dumps(found[p.name], ensure_ascii=False) + "\n" for p in passages]
            title = f"{folder.parent.name}-{folder.name}"
            (target / f"{title}.jsonl").write_text("".join(lines), encoding="utf-8")
            _write_gold(passages, target / title)
    return rows


def _write_gold(passages: Iterable[Passage], target: Path) -> None:
    """Write passages as the JSON files that scorers read, those in short notation too."""
    target.mkdir(exist_ok=True)
    for passage in passages:
        told = {"text": passage.context.text, "gold": passage.gold}
        (target / f"{passage.name}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _line(title: str, tally: Tally) -> str:
    figures = "".join(f"{100 * tally.figures(field)[2]:>8.1f}" for field in (*FIELDS, STRICT))
    return f"{title:<26}{100 * tally.macro:>7.1f}{figures}"


def _table(rows: Mapping[str, Tally]) -> str:
    names = "".join(f"{field.replace('mechanism', 'mech').replace('_', ' ')[:7]:>8}" for field in (*FIELDS, STRICT))
    return "\n".join([f"{'F1 x 100':<26}{'macro':>7}{names}", *(_line(title, tally) for title, tally in rows.items())])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=list(OWN))
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    folders = {folder: list(load(folder)) for folder in arguments.folders}
    if arguments.folds:
        _print(_measure_by_folds(folders, arguments.folds, arguments.write))
        return
    rows = {folder: {f"shipped, all {len(found)}": measure(found)} for folder, found in folders.items()}
    if not arguments.fast:
        everything = [*load(EXTRA), *(passage for found in folders.values() for passage in found)]
        with ranker.using(fit_without_aside(everything)):
            for folder, found in folders.items():
                aside = [passage for passage in found if is_aside(passage.name)]
                rows[folder][f"fitted without, aside {len(aside)}"] = measure(aside)
    _print(rows)


def _print(rows: Mapping[Path, Mapping[str, Tally]]) -> None:
    for folder, lines in rows.items():
        print(f"{folder}\n{_table(lines)}\n")


if __name__ == "__main__":
    main()
