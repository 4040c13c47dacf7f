"""Errors that were put into right manuscripts are found, and right manuscripts are left in peace.

Each kind of error is held in each bank of wordings by itself: a kind that is missed in one wording of three in one bank
would be hidden in the mean of all.  Four manuscripts a bank, of different families and wordings, stand for the
twenty-four whose figures are in docs/quality.md (``training/seed_errors.py``).
"""

import pytest

from tests.unit.review.manuscripts import BANKS, ERRORS, check_right, check_wrong, numbers

ALARMS = 0.1
SOME = 4
FOUND = 3


@pytest.mark.parametrize("bank", BANKS)
def test_right_manuscripts_raise_few_alarms(bank):
    checked = [check_right(number) for number in numbers(bank)]
    assert sum(bool(one.found) for one in checked) < ALARMS * len(checked)


@pytest.mark.parametrize("bank", BANKS)
@pytest.mark.parametrize("error", ERRORS)
def test_an_error_is_found_in_the_words_of_each_bank(error, bank):
    checked = [check_wrong(number, error) for number in numbers(bank)[:SOME]]
    assert sum(one.is_detected for one in checked) >= FOUND
    assert sum(bool(one.alarms) for one in checked) <= 1
