"""The code reads as it was meant to: short functions, typed, one broad except, nothing heavy before it is needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "hemkg").rglob("*.py"))
HEAVY = {
    "rdflib",
    "pyoxigraph",
    "spacy",
    "torch",
    "sentence_transformers",
    "gradio",
    "pyshacl",
    "lxml",
    "numpy",
    "networkx",
}


def functions():
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - first.lineno + 1


def test_ninety_functions_of_a_hundred_have_fewer_than_twenty_five_lines():
    lengths = sorted(lines for _, lines in functions())
    assert lengths[len(lengths) * 9 // 10] < 25


def test_no_function_has_sixty_lines():
    assert [name for name, lines in functions() if lines >= 60] == []


def test_only_the_loop_over_documents_catches_everything():
    broad = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]
    assert {place.split(":")[0] for place in broad} <= {"hemkg/pipeline.py"}, broad


@pytest.mark.parametrize("module", ["hemkg", "hemkg.cli", "hemkg.settings", "hemkg.model.claim", "hemkg.vocab.lexicon"])
def test_importing_a_light_module_loads_nothing_heavy(module):
    code = f"import sys, {module}; print(' '.join(sorted({HEAVY!r} & set(sys.modules))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= ({"pyoxigraph"} if module.startswith("hemkg.vocab") else set())
