"""Examples in docstrings, which our pages would take for quotations: an extension of griffe, which reads them.

Our docstrings show an example below the text, without a heading of its own; Markdown needs a fence around it.
"""

import re

import griffe

EXAMPLE = re.compile(r"(?:^|(?<=\n\n))>>> .*?(?=\n\n|\Z)", re.DOTALL)


class DocstringExamples(griffe.Extension):
    """Puts examples of docstrings into fences."""

    def on_object(self, *, obj: griffe.Object, **_: object) -> None:
        """Mend the docstring of an object that was read."""
        if obj.docstring:
            obj.docstring.value = EXAMPLE.sub(lambda found: f"```pycon\n{found[0]}\n```", obj.docstring.value)
