"""Who is let in, who is not, and what each is told."""

import json
import re

import pytest
from starlette.testclient import TestClient

from hemkg.errors import InputError
from hemkg.librarian import HERE, READER, Person
from hemkg.serving import visitors
from hemkg.serving.accounts import Accounts
from hemkg.serving.visitors import Rule, Visitors, rule_for

ANNA, BEN, PASSWORD = "Anna Lind", "ben", "correct horse battery"
SCRIPT = {"sec-fetch-mode": "cors", "sec-fetch-site": "same-origin"}
BROWSER = {"accept": "text/html,*/*"}


async def page(scope, receive, send):
    """Tell who came, as the page would find out."""
    told = scope["hemkg.person"]
    body = json.dumps({"name": told.name, "may_write": told.may_write, "path": scope["path"]}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    accounts = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    accounts.add(ANNA, PASSWORD, is_keeper=True)
    accounts.add(BEN, PASSWORD)
    return accounts.path.read_bytes()


@pytest.fixture
def accounts(made, tmp_path):
    path = tmp_path / "accounts.json"
    path.touch(0o600)
    path.write_bytes(made)
    return Accounts(path)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(visitors, "SLOWEST", 0.0)


def client(rule, url="http://localhost", **more):
    return TestClient(Visitors(page, rule), base_url=url, follow_redirects=False, **more)


def person(answer):
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return Person(told["name"], may_write=told["may_write"])


def log_in(at, name=ANNA, password=PASSWORD, **more):
    return at.post("/login", data={"name": name, "password": password, "next": "/", **more})


# ---------------------------------------------------------------- who is let in where


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_before_this_machine_nobody_is_asked(host, tmp_path):
    rule = rule_for(host, Accounts(tmp_path / "none.json"))
    assert person(client(rule).get("/ask")) == HERE


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])  # noqa: S104  it is refused
def test_where_others_can_come_accounts_are_needed_or_a_word_that_all_may_read(host, tmp_path, accounts):
    nobody = Accounts(tmp_path / "none.json")
    with pytest.raises(InputError, match=r"hemkg accounts add NAME --keeper.*--open"):
        rule_for(host, nobody)
    assert rule_for(host, accounts).accounts is accounts
    assert person(client(rule_for(host, nobody, is_open=True), "http://example.org").get("/")) == READER


def test_accounts_are_asked_for_on_this_machine_too_once_there_are_some(accounts):
    assert client(rule_for("127.0.0.1", accounts)).get("/ask").status_code == 401


def test_a_name_that_leads_here_by_somebody_elses_doing_is_refused():
    """A page of a stranger whose name was made to lead to this machine would be its own origin to the browser."""
    answer = client(Rule(), "http://evil.example").get("/ask")
    assert answer.status_code == 421
    assert "localhost" in answer.json()["error"]


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_what_a_page_of_somebody_else_sends_is_not_done(headers, accounts):
    for rule in (Rule(), Rule(is_open=True), Rule(accounts)):
        assert client(rule).post("/gradio_api/queue/join", headers=headers).status_code == 403
    assert person(client(Rule()).post("/ask", headers={"origin": "http://localhost"})) == HERE


# ---------------------------------------------------------------- programs


def test_programs_give_name_and_password_with_each_request(accounts):
    at = client(Rule(accounts))
    assert person(at.get("/ask", auth=(ANNA, PASSWORD))) == Person(ANNA, may_write=True)
    assert person(at.get("/ask", auth=(BEN, PASSWORD))) == Person(BEN)
    for auth in ((ANNA, "wrong"), ("nobody", PASSWORD), ("", "")):
        answer = at.get("/ask", auth=auth)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic ")
    assert at.get("/ask", headers={"authorization": "Basic !!!"}).status_code == 401
    assert at.get("/ask", headers={"authorization": "Bearer x"}).status_code == 401


@pytest.mark.parametrize("path", ["/", "/ask", "/mcp", "/metrics", "/gradio_api/queue/data", "/config", "/assets/a.js"])
def test_nothing_but_health_and_title_is_given_to_those_who_do_not_say_who_they_are(path, accounts):
    at = client(Rule(accounts))
    assert at.get(path).status_code == 401
    assert at.post(path).status_code == 401
    for free in ("/health", "/ready", "/favicon.ico", "/manifest.json"):
        assert person(at.get(free)) == READER


def test_a_password_is_hashed_once_and_not_with_every_request(accounts, monkeypatch):
    at = client(Rule(accounts))
    assert at.get("/ask", auth=(ANNA, PASSWORD)).status_code == 200
    monkeypatch.setattr(Accounts, "check", lambda *_: pytest.fail("it was hashed again"))
    assert at.get("/ask", auth=(ANNA, PASSWORD)).status_code == 200


def test_an_account_that_is_gone_or_has_another_password_is_let_in_no_more(accounts):
    at, other = client(Rule(accounts)), client(Rule(accounts))
    log_in(other, BEN)
    assert person(other.get("/")) == Person(BEN)
    assert at.get("/ask", auth=(ANNA, PASSWORD)).status_code == 200
    accounts.set_password(ANNA, "another password")
    accounts.remove(BEN)
    assert at.get("/ask", auth=(ANNA, PASSWORD)).status_code == 401
    assert at.get("/ask", auth=(ANNA, "another password")).status_code == 200
    assert other.get("/").status_code == 401


# ---------------------------------------------------------------- browsers


def test_a_browser_is_led_to_the_login_and_back(accounts):
    at = client(Rule(accounts))
    asked = at.get("/table?where=sodium", headers=BROWSER)
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=%2Ftable%3Fwhere%3Dsodium")
    shown = at.get(asked.headers["location"])
    wanted = re.search(r'name="next" value="([^"]*)"', shown.text)[1]
    done = log_in(at, next=wanted)
    assert (done.status_code, done.headers["location"]) == (303, "/table?where=sodium")
    assert person(at.get("/")) == Person(ANNA, may_write=True)
    assert ANNA in at.get("/account").text
    out = at.post("/logout")
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    assert at.get("/").status_code == 401


def test_scripts_of_the_page_get_no_window_of_the_browsers_own(accounts):
    answer = client(Rule(accounts)).post("/gradio_api/queue/join", headers=SCRIPT)
    assert answer.status_code == 401
    assert "www-authenticate" not in answer.headers


def test_the_cookie_is_for_this_server_alone_and_is_signed(accounts):
    at = client(Rule(accounts))
    cookie = log_in(at).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    secure = log_in(client(Rule(accounts), "https://localhost")).headers["set-cookie"].lower()
    assert "; secure" in secure
    kept = at.cookies["hemkg"]
    for changed in (kept.swapcase(), "e30=", "x" * 5000):
        assert client(Rule(accounts), cookies={"hemkg": changed}).get("/").status_code == 401
    copied = TestClient(at.app, base_url="http://localhost", cookies={"hemkg": kept})
    assert copied.get("/").status_code == 200
    at.post("/logout")
    assert copied.get("/").status_code == 401


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", ""],
)
def test_nobody_is_led_elsewhere_after_the_login(wanted, accounts):
    assert log_in(client(Rule(accounts)), next=wanted).headers["location"] == "/"


def test_a_name_that_is_html_is_shown_as_text(accounts):
    answer = log_in(client(Rule(accounts)), '"><script>alert(1)</script>', "wrong")
    assert answer.status_code == 401
    assert "<script>alert" not in answer.text
    assert "&quot;&gt;&lt;script&gt;alert(1)" in answer.text


# ---------------------------------------------------------------- wrong passwords


def test_wrong_passwords_are_limited_and_do_not_tell_whether_there_is_such_a_name(accounts):
    at = client(Rule(accounts))
    there, not_there = ([log_in(at, name, "wrong") for _ in range(6)] for name in (ANNA, "zzyzx"))
    assert [answer.status_code for answer in there] == [answer.status_code for answer in not_there] == [401] * 5 + [429]
    assert there[0].text.replace(ANNA, "") == not_there[0].text.replace("zzyzx", "")
    assert int(there[-1].headers["retry-after"]) > 0
    assert log_in(at).status_code == 429  # the right one has to wait as well
    assert at.get("/", auth=(ANNA, PASSWORD)).status_code == 429  # by the other door, too
    assert log_in(at, BEN).status_code == 303


def test_wrong_passwords_are_told_later_and_later(accounts, monkeypatch):
    waits = []

    async def sleep(seconds):
        waits.append(seconds)

    monkeypatch.setattr(visitors, "SLOWEST", 4.0)
    monkeypatch.setattr(visitors.asyncio, "sleep", sleep)
    at = client(Rule(accounts))
    for _ in range(5):
        log_in(at, ANNA, "wrong")
    assert waits == sorted(waits)
    assert waits[0] < waits[-1] <= 4


def test_a_form_that_is_far_too_large_is_a_wrong_password(accounts):
    assert log_in(client(Rule(accounts)), ANNA, "x" * 20_000).status_code == 401


def test_where_all_may_read_keepers_log_in_to_write(accounts):
    at = client(Rule(accounts, is_open=True), "http://example.org")
    assert person(at.get("/")) == READER
    assert at.get("/", auth=(ANNA, "wrong")).status_code == 401
    log_in(at)
    assert person(at.get("/")) == Person(ANNA, may_write=True)


# ---------------------------------------------------------------- the file


def test_the_file_is_for_its_owner_and_holds_no_password(accounts):
    text = accounts.path.read_text()
    assert PASSWORD not in text
    assert "$argon2id$" in text
    accounts.add("carl", "a long password")
    assert accounts.path.stat().st_mode & 0o077 == 0
    accounts.path.chmod(0o644)
    with pytest.raises(InputError, match="others can read"):
        Accounts(accounts.path).book()


@pytest.mark.parametrize("text", ["", "[]", '{"version": 1}', '{"version": 9}', '{"version": 1, "accounts": {"a": 1}}'])
def test_a_file_that_is_none_is_told_so(text, tmp_path):
    path = tmp_path / "accounts.json"
    path.touch(0o600)
    path.write_text(text)
    with pytest.raises(InputError, match="cannot be read"):
        Accounts(path).book()


@pytest.mark.parametrize(
    ("name", "password"), [("", PASSWORD), ("a:b", PASSWORD), ("a" * 65, PASSWORD), ("dora", "short")]
)
def test_names_and_passwords_that_will_not_do_are_refused(name, password, accounts):
    with pytest.raises(InputError):
        accounts.add(name, password)
