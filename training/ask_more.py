"""Ask a set of questions over the passages that it was written for, and print how many are answered rightly.

    python training/ask_more.py SET [--store perfect|read] [--folds N] [--answers FILE] [--halves] [--errors]

SET is a name in ``tests/evaluation/more_questions`` (``set_a``): questions in ``SET.jsonl``, names of annotated
passages in ``SET_papers.txt``.  The perfect store holds what a perfect reader would have read, so that answering is
tested alone; the other is read by hemkg from the texts, by the models as they are shipped, or with ``--folds N`` by
models that were fitted to the other folds only, which is the figure to expect of papers that nobody has annotated.
Both are asked unless one is named.  ``--answers`` keeps the answers as JSON lines; ``--errors`` prints the questions
that were not answered rightly, which spoils a set that is to stay unseen.  ``--halves`` counts the odd-numbered and the
even-numbered questions apart; of the even ones, which are kept aside, it then prints neither kinds nor errors.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EVALUATION = HERE.parent / "tests" / "evaluation"
sys.path[:0] = [str(HERE), str(EVALUATION)]

from annotated import Annotation, load, store_as_read, store_of  # noqa: E402  # the folders come first on the path
from ask_scoring import fault  # noqa: E402

from hemkg.ask.report import to_json  # noqa: E402
from hemkg.assistant import Assistant  # noqa: E402
from hemkg.store.catalogue import Catalogue  # noqa: E402

SETS = EVALUATION / "more_questions"
Passages = Sequence[tuple[str, Annotation]]
Json = Mapping[str, Any]


def passages_of(name: str) -> Passages:
    """Return the annotated passages of a set."""
    wanted = set((SETS / f"{name}_papers.txt").read_text(encoding="utf-8").split())
    found = [(stem, told) for stem, told in load(HERE / "passages") if stem in wanted]
    if len(found) < len(wanted):
        raise SystemExit(f"no passage is called {', '.join(sorted(wanted - {stem for stem, _ in found}))}")
    return found


def questions_of(name: str) -> list[Json]:
    """Return the questions of a set."""
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def read_by_folds(passages: Passages, folds: int) -> Catalogue:
    """Return a store read from the texts, each by models that were fitted to the other folds only."""
    from align import load as aligned
    from evaluate import EXTRA, OWN, fold_of
    from train import fit_models

    from hemkg.assemble import ranker

    everything = [passage for folder in (*OWN, EXTRA) for passage in aligned(folder)]
    catalogue = Catalogue.in_memory()
    for fold in range(folds):
        fitted = fit_models([passage for passage in everything if fold_of(passage.name, folds) != fold])
        with ranker.using({name: ranker.read_models(models) for name, models in fitted.items()}):
            store_as_read([(stem, told) for stem, told in passages if fold_of(stem, folds) == fold], catalogue)
    return catalogue


def ask_all(catalogue: Catalogue, questions: Sequence[Json]) -> Iterator[Json]:
    """Yield an answer to each question; a follow-up sees the turn that it follows."""
    assistant = Assistant(catalogue)
    turns: dict[str, Any] = {}
    for question in questions:
        turn = assistant.ask(question["question"], turns.get(question["follow_up_of"]))
        turns[question["id"]] = turn
        yield {"id": question["id"], **to_json(turn.answer)}


def print_halves(questions: Sequence[Json], answers: Sequence[Json], *, errors: bool) -> None:
    """Print the figures of the odd-numbered questions, and of the even-numbered ones the share that is right."""
    pairs = list(zip(questions, answers, strict=True))
    odd = [pair for pair in pairs if int(pair[0]["id"][1:]) % 2]
    even = [pair for pair in pairs if not int(pair[0]["id"][1:]) % 2]
    print_figures(*(list(side) for side in zip(*odd, strict=True)), errors=errors)
    right = sum(fault(question, answer) is None for question, answer in even)
    print(f"  kept aside, even numbers: {_share(right, len(even))}")


def print_figures(questions: Sequence[Json], answers: Sequence[Json], *, errors: bool) -> None:
    """Print the share of right answers by kind, and how well it is known what cannot be answered."""
    faults = [fault(question, answer) for question, answer in zip(questions, answers, strict=True)]
    asked = Counter(question["kind"] for question in questions)
    right = Counter(q["kind"] for q, wrong in zip(questions, faults, strict=True) if not wrong)
    for kind in sorted(asked):
        print(f"  {kind:14}{right[kind]:4}/{asked[kind]:<4}{right[kind] / asked[kind]:.2f}")
    print(f"  {'overall':14}{right.total():4}/{asked.total():<4}{right.total() / asked.total():.3f}")
    refused = [(q["expect"]["abstain"], a["abstained"]) for q, a in zip(questions, answers, strict=True)]
    both = refused.count((True, True))
    print(f"  abstention: precision {_share(both, sum(a for _, a in refused))}", end="")
    print(f", recall {_share(both, sum(e for e, _ in refused))}")
    for question, wrong in zip(questions, faults, strict=True) if errors else ():
        if wrong:
            print(f"\n{question['id']} [{question['kind']}] {question['question']}\n    {wrong}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "-"


def main() -> None:
    """Build the stores, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set")
    parser.add_argument("--store", choices=("perfect", "read"))
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--halves", action="store_true")
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    passages, questions = passages_of(arguments.set), questions_of(arguments.set)
    makers: dict[str, Callable[[], Catalogue]] = {
        "perfect": lambda: store_of(passages),
        "read": lambda: read_by_folds(passages, arguments.folds) if arguments.folds else store_as_read(passages),
    }
    for store, make in makers.items():
        if arguments.store in {None, store}:
            answers = list(ask_all(make(), questions))
            print(f"{arguments.set}, {store} store, {len(passages)} papers")
            (print_halves if arguments.halves else print_figures)(questions, answers, errors=arguments.errors)
            if arguments.answers is not None:
                lines = [json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers]
                arguments.answers.with_suffix(f".{store}.jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
