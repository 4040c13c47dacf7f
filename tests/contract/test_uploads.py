"""Files that people send to the page: who may, how much, and that nobody gets those of another."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from hemkg.assistant import Assistant
from hemkg.librarian import HERE, READER, Librarian
from hemkg.page import mount_page
from hemkg.serving.keep_home import KeepHome
from hemkg.serving.uploads import UploadRules, Uploads, private_folder
from hemkg.serving.visitors import Rule, Visitors
from hemkg.store.catalogue import Catalogue

PATH = "/gradio_api/upload"
ADDRESS = "http://127.0.0.1:7860"
PAPER = b"# A selenide\n\nThe selenide CoSe2 delivers 411 mAh g-1.\n"
RULES = UploadRules(together=2_000_000, files=3)


class Door:
    """Says who comes, as accounts do: whoever shows the word."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        is_keeper = dict(scope.get("headers", ())).get(b"x-word") == b"sesame"
        await self.app({**scope, "hemkg.person": HERE if is_keeper else READER}, receive, send)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with private_folder() as made:
        yield made


@pytest.fixture(scope="module")
def server(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = Starlette()
    librarian = Librarian(tmp_path_factory.mktemp("uploads") / "store")
    stop = mount_page(app, Assistant(Catalogue.in_memory()), librarian)
    with TestClient(KeepHome(Door(Uploads(app, folder, RULES))), base_url=ADDRESS) as client:
        yield client
        stop()
    librarian.close()


def send(server, *contents, word="sesame", name="a.md", **headers):
    told = {"x-word": word, **{key.replace("_", "-"): value for key, value in headers.items()}}
    return server.post(PATH, files=[("files", (name, content)) for content in contents], headers=told)


def sentence(answer):
    assert re.fullmatch(r"hemkg: [^\n]+\.\n", answer.text), answer.text
    return answer.text


def test_who_keeps_the_library_may_send_files_and_nobody_else(server, folder):
    kept = send(server, PAPER)
    assert kept.status_code == 200
    assert folder in Path(kept.json()[0]).parents
    refused = send(server, PAPER, word="please")
    assert refused.status_code == 403
    assert "only those who keep this library" in sentence(refused)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": ADDRESS}, 200),
        ({"sec_fetch_site": "same-origin", "origin": "https://page.behind.proxy"}, 200),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site", "origin": ADDRESS}, 403),
    ],
)
def test_no_page_of_somebody_else_sends_files_for_its_visitor(server, headers, status):
    assert send(server, PAPER, **headers).status_code == status


def test_no_page_of_somebody_else_presses_a_button_here(server):
    answer = server.post("/gradio_api/queue/join", json={}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert "somebody else" in sentence(answer)


def test_too_much_is_refused_while_it_comes(server, folder):
    told = send(server, b"x" * 3_500_000)
    assert told.status_code == 413
    assert "MB came at once" in sentence(told)

    def in_parts():
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.md"\r\n\r\n'
        for _ in range(200):
            yield b"y" * 100_000

    kind = "multipart/form-data; boundary=b"
    streamed = server.post(PATH, content=in_parts(), headers={"x-word": "sesame", "content-type": kind})
    assert streamed.status_code == 413
    sentence(streamed)


def test_too_many_are_refused_and_none_is_kept(server, folder):
    told = send(server, *(b"# number %d" % number for number in range(4)), name="many.md")
    assert told.status_code == 413
    assert "more than 3 files" in sentence(told)
    assert not list(folder.rglob("many.md"))


def test_what_one_sent_is_given_to_nobody(server, folder):
    [path] = send(server, PAPER, name="secret.md").json()
    for address in (
        f"/gradio_api/file={path}",
        f"/file={path}",
        f"/gradio_api/file/{path}",
        "/gradio_api/file=secret.md",
    ):
        for word in ("sesame", "please"):
            answer = server.get(address, headers={"x-word": word})
            assert answer.status_code == 403, address
            assert b"CoSe2" not in answer.content
    for part in (folder, folder / "kept"):
        assert stat.S_IMODE(part.stat().st_mode) == 0o700


def test_where_a_file_lies_cannot_be_known_from_what_it_holds(server):
    first, second = (send(server, PAPER).json()[0] for _ in range(2))
    assert first != second


def press(server, path, more):
    """Tell the page that a file came, as its own script would."""
    config = server.get("/config").json()
    drop = next(part["id"] for part in config["components"] if part["props"].get("elem_id") == "library-drop")
    event = next(told["id"] for told in config["dependencies"] if [drop, "upload"] in told["targets"])
    asked = {"data": [[{"path": path, **more}], None], "fn_index": event, "session_hash": "one", "trigger_id": drop}
    return server.post("/gradio_api/queue/join", json=asked, headers={"x-word": "sesame"})


@pytest.mark.parametrize("more", [{}, {"meta": {"_type": "gradio.FileData"}}, {"url": "file:///etc/hostname"}])
@pytest.mark.parametrize("path", ["/etc/hostname", "/proc/self/environ", "../../etc/hostname", ADDRESS, None])
def test_no_file_of_the_machine_is_taken_for_one_that_was_sent(server, path, more):
    answer = press(server, path, more)
    assert answer.status_code == 403
    assert "nobody sent" in sentence(answer)


def test_nor_is_one_whose_name_is_spelled_in_numbers_or_that_a_link_leads_to(server, folder):
    spelled = '{"data": [[{"p\\u0061th": "/etc/hostname"}], null], "fn_index": 1, "session_hash": "one"}'
    assert server.post("/gradio_api/run/predict", content=spelled).status_code == 403
    (folder / "kept" / "link.md").symlink_to("/etc/hostname")
    assert press(server, str(folder / "kept" / "link.md"), {}).status_code == 403
    assert server.post("/gradio_api/queue/join", content=b"x" * 5_000_000).status_code == 413


def test_one_that_was_sent_is_taken(server):
    [path] = send(server, PAPER, name="mine.md").json()
    assert press(server, path, {"meta": {"_type": "gradio.FileData"}}).status_code == 200


def test_whoever_sits_before_the_machine_is_known_by_its_own_name_only():
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["hemkg.person"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    client = TestClient(Visitors(app, Rule()))
    hosts = ("127.0.0.1:7860", "localhost:7860", "[::1]:7860", "elsewhere.example:7860", "127.0.0.1.example")
    told = [client.get("/", headers={"host": host}).status_code for host in hosts]
    assert told == [200, 200, 200, 421, 421]
    assert seen == [HERE, HERE, HERE]


def test_what_was_sent_goes_with_the_process():
    with private_folder() as made:
        (made / "kept" / "a.md").write_bytes(PAPER)
    assert not made.exists()
