"""The pages on which somebody logs in and out, in the style of the page."""

import re
from typing import Final
from urllib.parse import quote

from hemkg.page_parts.html import Html, element
from hemkg.page_parts.html_file import document

LOGIN, LOGOUT, ACCOUNT = "/login", "/logout", "/account"
HOME: Final = "/"
HERE_ONLY: Final = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")
LIGHT: Final = Html(
    "<script>document.documentElement.classList.toggle('dark', matchMedia('(prefers-color-scheme: dark)').matches)"
    "</script>"
)
STYLE: Final = """
body { padding: 14vh 24px 40px; }
main { max-width: 20rem; margin: 0 auto; }
body > main > h1 { font-size: 19px; margin: 0 0 4px; }
main p { margin: 0 0 18px; color: var(--faint); }
main form + p { margin-top: 24px; }
main p.wrong { color: var(--bad); }
form label { display: block; margin: 14px 0 4px; font-size: 14px; color: var(--faint); }
form input { box-sizing: border-box; width: 100%; padding: 9px 10px; font: inherit; color: var(--ink);
  background: var(--field); border: 1px solid var(--rule); border-radius: 3px; }
form input:focus-visible, form button:focus-visible, a:focus-visible { outline: 2px solid var(--accent);
  outline-offset: 1px; }
form button { margin-top: 20px; padding: 9px 18px; font: inherit; cursor: pointer; color: var(--on-accent);
  background: var(--accent); border: 0; border-radius: 3px; }
form button:hover { background: var(--accent-strong); }
a { color: var(--accent); }
"""


def safe_path(wanted: str) -> str:
    r"""Return where somebody wanted to go if that is on this server, else the page.

    >>> safe_path("/table?where=sodium"), safe_path("//evil.example"), safe_path("https://evil.example")
    ('/table?where=sodium', '/', '/')
    >>> safe_path("/\\evil.example"), safe_path("/login?next=/")
    ('/', '/')
    """
    is_here = HERE_ONLY.fullmatch(wanted) is not None and not wanted.startswith((LOGIN, LOGOUT))
    return quote(wanted, safe="/?&=%#:;,+@!$'()*[]~-._") if is_here else HOME


def login_page(wanted: str, told: str = "", name: str = "") -> str:
    """Return the page on which somebody logs in.

    Args:
        wanted: where he goes then.
        told: why he was not let in, if he tried.
        name: that he gave.
    """
    form = element(
        "form",
        element("label", "Name", for_="name"),
        element("input", id="name", name_="name", value=name, autocomplete="username", required=True,
            autofocus=not name, maxlength=64, autocapitalize="none", spellcheck="false"),
        element("label", "Password", for_="password"),
        element("input", id="password", name_="password", type="password", autocomplete="current-password",
            required=True, autofocus=bool(name), maxlength=1000),
        element("input", type="hidden", name_="next", value=wanted),
        element("button", "Log in", type="submit"),
        method="post", action=LOGIN,
    )  # fmt: skip
    said = element("p", told, class_="wrong", role="alert") if told else element("p", "This library asks for a name.")
    return _page("Log in", "hemkg", said, form)


def account_page(name: str, may_write: bool) -> str:
    """Return the page that says who is logged in, and lets him out."""
    can = "You may add papers and decide on claims." if may_write else "You may read; others keep this library."
    out = element("form", element("button", "Log out", type="submit"), method="post", action=LOGOUT)
    back = element("p", element("a", "Back to the page", href=HOME))
    return _page("Account", name, element("p", can), out, back)


def _page(title: str, heading: str, *parts: Html) -> str:
    main = element("main", element("h1", heading), *parts)
    return document(f"{title} · hemkg", [LIGHT, main], STYLE)
