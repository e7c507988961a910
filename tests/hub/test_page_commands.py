"""The commands of the network page: accounts without a password in sight, and the digest."""

import io
import json
from pathlib import Path

import pytest
import urllib3
from browser import window
from hub_process import HubProcess
from playwright.sync_api import Browser

from cellyard.hub import accounts, cli
from cellyard.hub.accounts import Account
from cellyard.hub.store import Store, sqlite_url

PASSWORD = "a long password"


class Asking:
    """Runs commands on the hub of a folder, with what comes in on standard input."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, patch

    def run(self, *words: str, said: str = "") -> int:
        self._patch.setattr("sys.stdin", io.StringIO(said))
        return cli.main(["--data", str(self.folder), *words])


@pytest.fixture
def asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    monkeypatch.delenv("CELLYARD_HUB_DATABASE", raising=False)
    return Asking(tmp_path, monkeypatch)


def test_an_account_is_made_listed_changed_and_removed(
    asking: Asking, capsys: pytest.CaptureFixture[str]
) -> None:
    made = asking.run("account", "add", "zhao", "--role", "administrator", said=f"{PASSWORD}\n")
    assert made == 0
    assert asking.run("account", "list", "--json") == 0
    out = capsys.readouterr().out
    assert PASSWORD not in out
    zhao = {"name": "zhao", "role": "administrator", "centre": "", "partner": ""}
    assert json.loads(out.splitlines()[-1]) == [zhao]
    assert asking.run("account", "password", "zhao", said="another password\n") == 0
    store = Store(sqlite_url(asking.folder))
    who = Account(name="zhao", role="administrator")
    assert accounts.sign_in(store, "zhao", "another password", now=0) == who
    store.close()
    assert asking.run("account", "remove", "zhao") == 0
    assert asking.run("account", "remove", "zhao") == 1
    assert "no account zhao" in capsys.readouterr().err


def test_what_is_wrong_with_an_account_is_said(
    asking: Asking, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asking.run("account", "add", "zhao", "--role", "reader", said="short\n") == 1
    assert "12 to 256 characters" in capsys.readouterr().err
    outlet = ("account", "add", "hengfeng", "--role", "outlet", "--partner", "hengfeng")
    assert asking.run(*outlet, said=f"{PASSWORD}\n") == 1
    assert "needs its centre" in capsys.readouterr().err


def test_the_digest_of_a_hub_without_a_centre_is_refused(
    asking: Asking, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asking.run("digest") == 1
    assert "No centre" in capsys.readouterr().err


def test_a_served_hub_shows_its_page(asking: Asking, browser: Browser) -> None:
    hub = HubProcess(asking.folder).start()
    try:
        made = asking.run("account", "add", "zhao", "--role", "administrator", said=PASSWORD)
        assert made == 0
        context, page = window(browser, hub.url)
        page.goto("/")
        page.fill("[name=name]", "zhao")
        page.fill("[name=password]", PASSWORD)
        page.click("button.primary")
        assert "No station is enrolled yet" in page.inner_text("main")
        page.goto("/no-such-page")
        assert "There is no such page here" in page.inner_text("main")
        context.close()
        # What only the protocol knows is answered as before.
        answer = urllib3.request("GET", f"{hub.url}/no-such-page")
        assert (answer.status, answer.json()["error"]) == (404, "unknown")
    finally:
        hub.stop()
    assert PASSWORD not in hub.log.read_text()
    assert "zhao" not in hub.log.read_text()
