"""A real browser, without scripts, in front of the network page of a hub that is really served."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import uvicorn
from hubs import HubOnFile
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from cellyard.hub.app import App
from cellyard.hub.journal import Journal
from cellyard.hub.pages.desk import Desk
from cellyard.hub.pages.site import Site
from cellyard.hub.pages.web import Pages
from cellyard.hub.projector import Projector

CHROMIUM = "/usr/bin/chromium"
SIZES = {"desk": (1366, 768), "phone": (390, 844)}
Theme = Literal["light", "dark"]


class Served:
    """The network page of a hub at `url`; `projector` reads in what has come when it is told to."""

    def __init__(self, hub: HubOnFile, folder: Path) -> None:
        self.hub = hub
        self.projector = Projector(hub.store, hub.hub.key.public_key, folder / "projection")
        self.desk = Desk(hub.store, hub.hub.log, hub.hub.key, self.projector)
        site = Site(self.desk, hub.hub.form_secret)
        pages = Pages(site, lambda: hub.hub.clock())  # noqa: PLW0108 - a test sets another one
        app = App(hub.hub, Journal(sys.stderr.buffer), pages)
        config = uvicorn.Config(app.made(), port=0, log_config=None, lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="served")
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        self.projector.close()


@contextmanager
def browsing() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def window(
    browser: Browser,
    url: str,
    *,
    size: str = "desk",
    theme: Theme = "light",
    language: str = "en-GB",
) -> tuple[BrowserContext, Page]:
    """Open a window without scripts; whatever it asks of elsewhere fails the test."""
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=url,
        java_script_enabled=False,
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale=language,
    )
    page = context.new_page()
    page.on("request", lambda asked: _own(asked.url, url))
    page.on("console", lambda said: _quiet(said.text))
    return context, page


def _own(asked: str, url: str) -> None:
    assert asked.startswith((url, "data:")), asked


def _quiet(said: str) -> None:
    # What the policy of the page keeps from being shown is said here.
    assert "Content Security Policy" not in said, said
