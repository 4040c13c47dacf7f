"""Paths to inputs: which documents stand behind files and folders, and what a manifest knows of each."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hemkg.errors import InputError, NothingToRead
from hemkg.model.paper import Bibliography, Paper
from hemkg.sources.manifest import Manifest, read_manifest, title_paper

MANIFEST = "manifest.csv"
SKIPPED = {".git", ".venv", "__pycache__", ".store", "node_modules"}
SUFFIXES = {".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".xml", ".nxml", ".norm-xml", ".pdf"}
NOT_A_PAPER = {"readme.md", "changelog.md", "license.txt", "contributing.md"}


@dataclass(frozen=True, slots=True)
class Input:
    """One document that is to be read.

    Attributes:
        path: where it stands; a title has the manifest's path and its row.
        bibliography: what a manifest knows of it.
        title: the Paper of an entry that is known by its title only.
    """

    path: str
    bibliography: Bibliography | None = None
    title: Paper | None = None

    @property
    def key(self) -> str:
        """The name of the document in a store: its absolute path, with the row for a title."""
        head, mark, row = self.path.partition("#") if self.title is not None else (self.path, "", "")
        return f"{Path(head).resolve()}{mark}{row}"

    def digest(self) -> str | None:
        """Return the SHA-256 of the bytes, or None if they cannot be had."""
        if self.title is not None:
            return self.title.source.sha256
        try:
            return hashlib.sha256(Path(self.path).read_bytes()).hexdigest()
        except OSError:
            return None


def discover(paths: Sequence[Path]) -> list[Input]:
    """Return the documents behind files and folders, in input order, folders sorted by name.

    A folder with a ``manifest.csv`` lends its documents what the manifest knows of them, and its
    title-only entries become inputs of their own.

    Raises:
        InputError: if a path does not exist.
        NothingToRead: if there is no document at all.
    """
    found: list[Input] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"there is no file or folder {path}; check the path.")
        found += _in_folder(path) if path.is_dir() else [Input(str(path), _known(path))]
    if not found:
        named = ", ".join(str(path) for path in paths)
        raise NothingToRead(f"{named} holds no document that can be read; hemkg reads {', '.join(sorted(SUFFIXES))}.")
    return list({item.path: item for item in found}.values())


def _in_folder(folder: Path) -> list[Input]:
    manifests = {path.parent: read_manifest(path) for path in sorted(folder.rglob(MANIFEST))}
    found = [
        Input(str(path), _from_manifests(manifests, path)) for path in sorted(folder.rglob("*")) if _is_paper(path)
    ]
    for parent, manifest in manifests.items():
        for entry in manifest.title_only():
            paper = title_paper(entry)
            found.append(Input(f"{parent / MANIFEST}#{paper.source.name}", None, paper))
    return found


def _is_paper(path: Path) -> bool:
    return (
        path.is_file()
        and path.suffix.lower() in SUFFIXES
        and not SKIPPED & set(path.parts)
        and path.name.lower() not in NOT_A_PAPER
    )


def _known(path: Path) -> Bibliography | None:
    """Return what a manifest beside a file, or one folder up, knows of it."""
    for folder in (path.parent, path.parent.parent):
        if (folder / MANIFEST).is_file():
            return _from_manifests({folder: read_manifest(folder / MANIFEST)}, path)
    return None


def _from_manifests(manifests: dict[Path, Manifest], path: Path) -> Bibliography | None:
    for folder, manifest in manifests.items():
        if folder in path.parents:
            inside = path.relative_to(folder).as_posix()
            known = manifest.bibliography_for(inside) or manifest.bibliography_for(path.name)
            if known is not None:
                return known
    return None
