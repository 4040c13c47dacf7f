import pytest

from .slots_world import assistant as made_of_slots
from .world import assistant as made


@pytest.fixture(scope="package")
def assistant():
    return made()


@pytest.fixture(scope="package")
def ask(assistant):
    """Ask questions one after the other, each as a follow-up of the one before; return the last answer."""

    def run(*questions):
        turn = None
        for question in questions:
            turn = assistant.ask(question, turn)
        return turn.answer

    return run


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

    def run(column, *questions):
        turn = None
        for question in questions:
            turn = slots.ask(question, turn)
        return [row.cells.get(column) for row in turn.answer.rows]

    return run
