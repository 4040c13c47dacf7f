"""What strangers bring: names that would lead elsewhere, archives that would fill the disk, files that are none."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from hemkg.librarian.intake import Bounds, Brought, clean_name, take_in, unlike

MARKDOWN = b"# A selenide\n\nThe selenide CoSe2 delivers 411 mAh g-1.\n"
PDF = b"%PDF-1.7 and so on"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("paper.pdf", "paper.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\paper.pdf", "paper.pdf"),
        (".hidden.md", "hidden.md"),
        ("-rf.pdf", "rf.pdf"),
        ("a\0b\n\tc.pdf", "ab c.pdf"),
        ("a#b:c|d?.pdf", "a-b-c-d-.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("Müller – 2024.pdf", "Müller – 2024.pdf"),
        ("Mu\u0308ller.pdf", "Müller.pdf"),
        ("...", "paper"),
        ("", "paper"),
        ("/", "paper"),
        ("paper.PDF", "paper.PDF"),
        ("<script>alert(1)</script>.pdf", "script-.pdf"),
    ],
)
def test_a_name_leads_nowhere_and_can_be_read(name, clean):
    assert clean_name(name) == clean


@pytest.mark.parametrize("sign", ["x", "ü", "𝛿"])
def test_a_long_name_fits_a_file_system(sign):
    name = clean_name(sign * 500 + ".pdf")
    assert len(name.encode()) < 200
    assert name.endswith(".pdf")


def test_no_two_names_are_alike_whatever_their_case():
    assert unlike("Paper", {"paper"}) == "Paper-2"


class Desk:
    """Takes files in."""

    def __init__(self, folder: Path):
        self.folder = folder
        (folder / "hold").mkdir()

    def __call__(self, *files, **bounds):
        brought = []
        for number, (name, data) in enumerate(files):
            path = self.folder / str(number)
            path.write_bytes(data)
            brought.append(Brought(name, path))
        found = take_in(brought, self.folder / "hold", Bounds(**bounds))
        return [str(file.place) for file in found.files], list(found.refused)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("a.pdf", PDF, "a.pdf"),
        ("a.txt", PDF, "a.pdf"),
        ("a", PDF, "a.pdf"),
        ("a.md", MARKDOWN, "a.md"),
        ("a.txt", b"The anode keeps 650 mAh g-1.", "a.txt"),
        ("a.pdf", b"The anode keeps 650 mAh g-1.", None),
        ("a.csv", b"a,b\n1,2\n", None),
        ("a.html", b"<!doctype html><html><body>a</body></html>", "a.html"),
        ("a.bib", b"@article{x, title={A}}", "a.bib"),
        ("a.bib", PDF, None),
        ("a.png", b"\x89PNG", None),
        ("a.exe", b"MZ\x00\x01\x02" * 50, None),
        ("a.md", b"", None),
        ("a.docx", b"PK\x03\x04", None),
    ],
)
def test_what_a_file_is_decides_and_not_its_name(desk, name, data, place):
    found, refused = desk((name, data))
    assert (found == [place]) if place else (not found and refused[0].endswith("."))


def test_a_large_file_and_too_many_are_refused_and_the_rest_is_taken(desk):
    found, refused = desk(("a.md", MARKDOWN), ("b.md", MARKDOWN * 99), ("c.md", MARKDOWN), largest=2000, together=100)
    assert found == ["a.md"]
    assert "larger than" in refused[0]
    assert "came at once" in refused[1]
    assert desk(*[(f"{n}.md", MARKDOWN) for n in range(4)], files=2)[0] == ["0.md", "1.md"]


def packed(*members, kind=zipfile.ZIP_DEFLATED):
    """Return an archive of (name or ZipInfo, data)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def link_to(target):
    """Return a member that is a symbolic link."""
    told = zipfile.ZipInfo("link.md")
    told.create_system, told.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return told, target


def test_an_archive_is_unpacked_with_its_folders(desk):
    archive = packed(("Lib/Lib.bib", b"@article{x, title={A}}"), ("Lib/files/7/Müller - 2024.pdf", PDF),
        ("__MACOSX/x", b"1"), (".DS_Store", b"1"))  # fmt: skip
    assert desk(("Lib.zip", archive)) == (["Lib/Lib/Lib.bib", "Lib/Lib/files/7/Müller - 2024.pdf"], [])


@pytest.mark.parametrize(
    ("archive", "why"),
    [
        (packed(("../evil.md", MARKDOWN)), "lead out"),
        (packed(("a/../../evil.md", MARKDOWN)), "lead out"),
        (packed(("/etc/evil.md", MARKDOWN)), "lead out"),
        (packed(("a\\..\\evil.md", MARKDOWN)), "lead out"),
        (packed(("/".join("abcdefghij") + ".md", MARKDOWN)), "lead out"),
        (packed(link_to(b"/etc/passwd")), "links"),
        (packed(("word/document.xml", b"<a/>"), ("[Content_Types].xml", b"<a/>")), "Word document"),
        (packed(("picture.png", b"\x89PNG")), "no paper and no bibliography"),
        (packed(("inner.zip", packed(("a.md", MARKDOWN)))), "no paper and no bibliography"),
        (packed(("a.md", MARKDOWN))[:-30], "no whole archive"),
        (packed(("a.md", MARKDOWN), kind=zipfile.ZIP_LZMA)[:40] + b"PK\x05\x06" + b"\0" * 18, "no paper"),
        (packed(*[(f"{n:0200}.txt", b"") for n in range(5000)]), "too many files"),
    ],
    ids=range(12),  # the bytes hold the time of day: two processes would call the tests by two names
)
def test_an_archive_that_would_do_harm_is_refused_in_a_sentence(desk, archive, why):
    found, refused = desk(("evil.zip", archive))
    assert not found
    assert why in refused[0]
    assert all(line.endswith(".") for line in refused)
    assert not list(desk.folder.parent.glob("evil*"))


def test_a_bomb_does_not_go_off(desk, tmp_path_factory):
    bomb = packed(("bomb.txt", b"a" * 50_000_000), ("good.md", MARKDOWN))
    assert len(bomb) < 100_000
    found, refused = desk(("bomb.zip", bomb))
    assert found == ["bomb/good.md"]
    assert "tighter than any paper" in refused[0]
    desk = Desk(tmp_path_factory.mktemp("many"))
    many = packed(*[(f"{n}.txt", f"{n} ".encode() * 1000) for n in range(2000)])
    found, refused = desk(("many.zip", many), files=10)
    assert len(found) == 10
    assert len(list((desk.folder / "hold").iterdir())) <= 11


def test_a_member_that_is_damaged_is_refused_with_the_archive(desk):
    archive = bytearray(packed(("a.md", MARKDOWN * 50), kind=zipfile.ZIP_STORED))
    archive[100] ^= 0xFF
    found, refused = desk(("bad.zip", bytes(archive)))
    assert not found
    assert "damaged" in refused[0]
