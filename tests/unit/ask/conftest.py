import pytest

from .slots_world import assistant as made_of_slots
from .world import asking
from .world import assistant as made


@pytest.fixture(scope="package")
def assistant():
    return made()


@pytest.fixture(scope="package")
def ask(assistant):
    return asking(assistant)


@pytest.fixture(scope="package")
def cells(ask):
    """Return one column of the answer to a question."""

    def run(column, *questions):
        return [row.cells.get(column) for row in ask(*questions).rows]

    return run


@pytest.fixture(scope="package")
def slots():
    return made_of_slots()


@pytest.fixture(scope="package")
def told(slots):
    """Return the values of one column of an answer over the papers of ``slots_world``."""

    ask_slots = asking(slots)

    def run(column, *questions):
        return [row.cells.get(column) for row in ask_slots(*questions).rows]

    return run
