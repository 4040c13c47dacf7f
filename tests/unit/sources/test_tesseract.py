"""Tesseract is a program of its own; here a script on the path stands for it."""

import os

import pytest

from hemkg.errors import MissingDependency, UnreadableDocument
from hemkg.sources import tesseract
from hemkg.sources.tesseract import Tesseract


def script(folder, monkeypatch, body: str) -> None:
    """Put a program called tesseract in front of the path."""
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_its_absence_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingDependency, match=r"Tesseract is not installed.*install it or leave out --ocr\.$"):
        Tesseract()


def test_the_picture_goes_in_and_the_text_comes_out(monkeypatch, tmp_path):
    script(tmp_path, monkeypatch, 'test "$1 $2 $3 $4" = "stdin stdout -l eng" && printf "seen: " && cat')
    assert Tesseract().text_of(b"a picture") == "seen: a picture"


def test_it_tells_its_version(monkeypatch, tmp_path):
    script(tmp_path, monkeypatch, 'printf "tesseract 5.3.0\\n leptonica-1.82\\n"')
    assert Tesseract().name == "Tesseract 5.3.0"


def test_a_failure_is_one_sentence_with_its_reason(monkeypatch, tmp_path):
    script(tmp_path, monkeypatch, 'echo "no language eng" >&2; exit 1')
    with pytest.raises(UnreadableDocument, match=r"Tesseract failed \(no language eng\); see that its language"):
        Tesseract().text_of(b"")


def test_it_is_not_waited_for_without_end(monkeypatch, tmp_path):
    script(tmp_path, monkeypatch, "sleep 5")
    monkeypatch.setattr(tesseract, "SECONDS", 0.1)
    with pytest.raises(UnreadableDocument, match="did not read a page within"):
        Tesseract().text_of(b"")
