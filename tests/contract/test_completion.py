"""What the shell offers at the tab key, asked as bash, zsh and fish ask; and in bash itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHELLS = ("bash", "zsh", "fish")


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The command as it is installed, under its own name and on the path of a shell."""
    folder = tmp_path_factory.mktemp("bin")
    path = folder / "hemkg"
    path.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' -m hemkg \"$@\"\n")
    path.chmod(0o755)
    return path


def run(program, *words, **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HEMKG_")}
    home = {"HOME": str(program.parent), "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        words, capture_output=True, text=True, env=clean | home | environment, check=False, timeout=120
    )


def offered(program, words, shell="bash"):
    """Return what the program offers for words, the last of which is being typed."""
    line = " ".join(["hemkg", *words])
    asked = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words)), "_HEMKG_COMPLETE": "complete_bash"},
        "zsh": {"_TYPER_COMPLETE_ARGS": line, "_HEMKG_COMPLETE": "complete_zsh"},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "_HEMKG_COMPLETE": "complete_fish"},
    }[shell]  # fmt: skip
    done = run(program, str(program), **asked)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("words", "some"),
    [
        ([""], ["ask", "build", "serve", "curate", "accounts"]),
        (["ta"], ["table"]),
        (["accounts", ""], ["add", "list", "remove", "password"]),
        (["table", "--c"], ["--columns", "--completeness"]),
        (["table", "--format", ""], ["csv", "md", "latex", "xlsx", "docx", "json", "orkg"]),
        (["plot", "re"], ["retention"]),
        (["check", "Fe3O4", "--ion", ""], ["Li", "Na", "Zn"]),
        (["check", "Fe3O4", "--mechanism", "conv"], ["conversion"]),
        (["check", "Li4"], ["Li4Ti5O12"]),
        (["table", "--columns", "mat"], ["material"]),
        (["table", "--columns", "material,form"], ["material,formula"]),
    ],
)
def test_commands_options_values_and_words_of_the_vocabulary_are_offered(shell, words, some, program):
    said = offered(program, words, shell)
    assert [word for word in some if word not in said] == []


def test_nothing_else_is_offered(program):
    assert offered(program, ["check", "Fe3O4", "--ion", "N"]).split() == ["Na"]
    assert offered(program, ["table", "--format", "x"]).split() == ["xlsx"]
    assert offered(program, ["table", "--columns", "unobtain"]).split() == []


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_for_a_shell_is_shown_and_put_in_place(shell, program):
    shown = run(program, str(program), "completion", shell)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert f"_HEMKG_COMPLETE=complete_{shell}" in shown.stdout
    if shutil.which(shell):
        done = run(program, shell, "-c", "hemkg --install-completion; true")  # of the shell that it is said in
        assert "completion installed in" in done.stdout, done.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_itself_completes(program):
    script = """
eval "$(hemkg completion bash)"
COMP_WORDS=(hemkg table --format x); COMP_CWORD=3
_hemkg_completion hemkg
printf '%s\\n' "${COMPREPLY[@]}"
complete -p hemkg
"""
    done = run(program, "bash", "--norc", "-c", script)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "xlsx\ncomplete -o default -F _hemkg_completion hemkg\n"
