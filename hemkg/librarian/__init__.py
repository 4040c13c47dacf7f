"""The librarian: what people on the page have done to a store, while everybody reads it.

Whoever wants something written asks the librarian; one thing is done after another, and readers are told of the new
state as soon as it is there.
"""

from hemkg.librarian.desk import Librarian
from hemkg.librarian.people import HERE, READER, Person

__all__ = ["HERE", "READER", "Librarian", "Person"]
