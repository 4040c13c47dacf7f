"""Print how many errors put into right manuscripts a check finds, by kind, and how often it alarms for nothing.

    python training/seed_errors.py [--bank first|…|fourth|aside|sixth] [--show] [--error KIND] [--print NUMBER]

The manuscripts are invented (``tests/unit/review/manuscripts.py``), 24 of them in each bank of wordings.  The
checks were developed on the first; the second to fourth were each looked at once and developed on afterwards; the fifth
is kept aside (leave ``--show`` away there); the sixth was written before its kinds of errors were mended.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.unit.review.manuscripts import BANKS, ERRORS, Checked, check_right, check_wrong, manuscript, numbers


def shown(checked: Checked) -> str:
    """Return what was found in a manuscript, a line each."""
    head = f"  manuscript {checked.number}{'' if checked.error is None or checked.is_detected else ', not detected'}"
    return "\n".join([head, *(f"    {f.check} ({f.severity.value}): {f.message}" for f in checked.alarms)])


def told(name: str, checked: list[Checked], *, show: bool) -> None:
    """Print the rates of one kind of error, and what went wrong."""
    alarmed = sum(bool(one.alarms) for one in checked)
    found = sum(one.is_detected for one in checked)
    rate = f"found {found} of {len(checked)} ({found / len(checked):.2f}), " if checked[0].error else ""
    print(f"{name}: {rate}other alarms in {alarmed} ({alarmed / len(checked):.2f})", flush=True)
    for one in checked:
        if show and (one.alarms or (one.error and not one.is_detected)):
            print(shown(one))


def main() -> None:
    """Put the errors in and check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bank", choices=BANKS, default="first", help="which manuscripts, by their wordings")
    parser.add_argument("--error", choices=[*ERRORS, "none"], action="append", help="only this kind of error")
    parser.add_argument("--show", action="store_true", help="also what was missed and what was told for nothing")
    parser.add_argument("--print", type=int, help="print a manuscript and the works beside it, and stop")
    given = parser.parse_args()
    if given.print is not None:
        made = manuscript(given.print)
        print(made.text(), *made.works, sep="\n-----\n")
        return
    chosen = numbers(given.bank)
    if not given.error or "none" in given.error:
        told("no error", [check_right(number) for number in chosen], show=given.show)
    for error in [error for error in given.error or ERRORS if error != "none"]:
        told(error, [check_wrong(number, error) for number in chosen], show=given.show)


if __name__ == "__main__":
    main()
