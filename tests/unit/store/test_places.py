"""Which texts name a store, and over which addresses a password may travel."""

from pathlib import Path

import pytest

from hemkg.errors import StoreError
from hemkg.settings import Settings, place_of
from hemkg.store.places import Server

SECRET = "open sesame"  # noqa: S105


@pytest.mark.parametrize("text", [".store", "/data/store", "https", "./http:", "C:/store", "httpd/store"])
def test_a_folder_is_a_folder(text):
    assert place_of(text) == Path(text)


def test_an_address_keeps_both_slashes_and_gets_its_way_in_from_the_environment(monkeypatch, tmp_path):
    for name, value in {"USER": "me", "PASSWORD": SECRET, "UPDATE": "https://store.example/update"}.items():
        monkeypatch.setenv(f"HEMKG_STORE_{name}", value)
    monkeypatch.setenv("HEMKG_CACHE", str(tmp_path))
    monkeypatch.setenv("HEMKG_STORE", "https://store.example/query")
    found = Settings.from_environment().store
    assert found == Server("https://store.example/query", "https://store.example/update", "me", SECRET, tmp_path)
    assert (str(found), found.update_url) == ("https://store.example/query", "https://store.example/update")
    assert SECRET not in repr(found)
    assert SECRET not in repr(Settings.from_environment())


def test_texts_are_kept_in_the_cache_folder_of_the_user(monkeypatch, tmp_path):
    monkeypatch.delenv("HEMKG_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    place = place_of("https://store.example/query")
    assert isinstance(place, Server)
    assert place.cache == tmp_path / "hemkg"


@pytest.mark.parametrize("url", ["https://me:open%20sesame@store.example/q", "https://me@store.example/q"])
def test_a_password_in_an_address_is_refused_without_repeating_it(url):
    for make in (place_of, lambda text: Server("https://store.example/q", update=text)):
        with pytest.raises(StoreError, match="HEMKG_STORE_USER and HEMKG_STORE_PASSWORD") as told:
            make(url)
        assert "sesame" not in str(told.value)
        assert "me@" not in str(told.value)


@pytest.mark.parametrize("host", ["store.example", "10.0.0.5", "localhost.example", "127.0.0.1.example"])
def test_a_password_travels_unencrypted_to_this_machine_only(host):
    with pytest.raises(StoreError, match="anybody on the way can read it"):
        Server(f"http://{host}/sparql", user="me", password=SECRET)
    with pytest.raises(StoreError, match="anybody on the way can read it"):
        Server("https://store.example/q", update=f"http://{host}/update", user="me", password=SECRET)
    assert Server(f"http://{host}/sparql").user is None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.1.2.3:8890"])
def test_to_this_machine_itself_it_may(host):
    assert Server(f"http://{host}/sparql", user="me", password=SECRET).user == "me"


@pytest.mark.parametrize("text", ["https:/store.example/q", "http:/x"])
def test_an_address_that_lost_a_slash_is_no_folder(text):
    with pytest.raises(StoreError, match="lost a slash"):
        place_of(text)


@pytest.mark.parametrize("text", ["https://", "https:///q", "http://[::1", "https://a b/q", "https://x:notaport/q"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(StoreError, match="none of the web"):
        place_of(text)
