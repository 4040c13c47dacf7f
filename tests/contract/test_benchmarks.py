"""The benchmarks run, on few papers, and print what ``docs/performance.md`` says that they print."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def test_the_benchmark_of_building_measures_everything(tmp_path):
    command = [sys.executable, "benchmarks/build.py", "--papers", "6", "--marks", "3", "6", "--workers", "1"]
    ran = subprocess.run([*command, "--keep", tmp_path], check=False, capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    for said in (
        "6 papers",
        "up to      3",
        "up to      6",
        "nothing changed",
        "one paper changed",
        "a claim",
        "ask:",
        "gaps:",
    ):
        assert said in ran.stdout, said
    assert ", 0 failed" in ran.stdout
