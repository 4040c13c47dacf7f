"""Score the engine with the judges that lie beside the repository, where they are there.

    python training/evaluate_shared.py [FOLDER]

FOLDER (``../shared`` if not given) holds passages in ``gold``, papers in ``papers``, other people's
test sets in ``public``, questions in ``questions`` and the scorers in ``score``.  Each scorer runs as a
program of its own on what the command line prints, so that what is judged is what users get.  A part
that is not there is named and left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).parent
DEFAULT = HERE.parents[1] / "shared"


def _run(*arguments: object) -> str:
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, check=False)
    if done.returncode > 1:
        return f"  {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed without a word'}"
    return done.stdout.rstrip()


def _extract(paths: Iterable[Path], target: Path) -> float:
    """Write what ``hemkg extract`` prints of documents to a file; return how long it took [s]."""
    began = time.monotonic()
    with target.open("w") as out:
        command = [sys.executable, "-m", "hemkg", "extract", *map(str, paths)]
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=False)
    return time.monotonic() - began


def passages(shared: Path, scratch: Path) -> None:
    """Score the annotated passages."""
    for name in ("dev", "synthetic"):
        gold = shared / "gold" / name
        texts = scratch / name
        texts.mkdir()
        for path in sorted(gold.glob("*.json")):
            (texts / f"{path.stem}.txt").write_text(json.loads(path.read_text())["text"], encoding="utf-8")
        seconds = _extract([texts], scratch / f"{name}.jsonl")
        print(f"gold/{name}, models as shipped, fitted on these too ({seconds:.1f} s, start-up included)")
        print(_run(sys.executable, shared / "score/score.py", gold, scratch / f"{name}.jsonl"))


def papers(shared: Path, scratch: Path) -> None:
    """Score hand-read values of whole articles, as XML and as PDF."""
    known = (shared / "papers/gold/measurements.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    for kind in ("jats", "pdf"):
        folder, rows = shared / "papers" / kind, scratch / f"{kind}.csv"
        there = {path.stem for path in folder.iterdir()}  # not every article lies there in both forms
        kept = [known[0], *(row for row in known[1:] if row.split(",")[0] in there)]
        rows.write_text("".join(kept), encoding="utf-8")
        _extract([folder], scratch / f"{kind}.jsonl")
        print(f"papers/{kind}: {_run(sys.executable, shared / 'score/full_text.py', rows, scratch / f'{kind}.jsonl')}")


def formulas(shared: Path, scratch: Path) -> None:
    """Score compositions on the lists of text2chem."""
    print(f"text2chem: {_run(sys.executable, HERE / 'score_formulas.py', shared / 'public/text2chem')}")


def quantities(shared: Path, scratch: Path) -> None:
    """Score quantities on the paragraphs of MeasEval."""
    print(f"measeval: {_run(sys.executable, HERE / 'score_quantities.py', shared / 'public/measeval')}")


def questions(shared: Path, scratch: Path) -> None:
    """Score answers over a store of the development passages."""
    texts, store = shared / "gold/dev/texts", scratch / "store"
    _run(sys.executable, "-m", "hemkg", "build", texts, "--store", store)
    command = f"{sys.executable} -m hemkg ask --batch {{file}} --store {store}"
    asked = shared / "questions/dev.jsonl"
    print(_run(sys.executable, shared / "score/ask.py", asked, "--cmd-batch", command, "--texts", texts))


PARTS: dict[str, Callable[[Path, Path], None]] = {
    "gold": passages, "papers": papers, "public/text2chem": formulas, "public/measeval": quantities,
    "questions": questions,
}  # fmt: skip


def main() -> None:
    """Run every judge that is there."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    with tempfile.TemporaryDirectory() as scratch:
        for part, judge in PARTS.items():
            print(f"== {part}")
            if (shared / part).exists():
                judge(shared, Path(scratch))
            else:
                print(f"  {part} does not lie beside the repository and is left out")


if __name__ == "__main__":
    main()
