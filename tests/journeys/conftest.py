"""A real browser against a real server, with axe on every page that is looked at."""

import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = {"desktop": (1280, 900), "phone": (360, 740)}


def pytest_collection_modifyitems(items):
    # The hook sees the items of the whole session, not only those of this folder.
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    # Playwright's loop runs in the thread of the test, which also asks the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


class Visitor:
    """Somebody at a browser. Every page they come to is checked by axe and for page errors."""

    def __init__(self, page, base):
        self.page = page
        self.base = base
        self.looked_at = set()
        self.complaints = []
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("response", self._answered)

    def _answered(self, response):
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def goes_to(self, path):
        """Open an address of ours; return the status it answers with."""
        answer = self.page.goto(self.base + path)
        self.looks()
        return answer.status

    def looks(self):
        """Let axe judge the page as it stands; once per kind of page is enough."""
        kind = re.sub(r"[0-9a-f-]{20,}|\d+|/m/[^/]+|/claim/[^/]+", "*", self.page.url)
        if kind in self.looked_at:
            return
        self.looked_at.add(kind)
        # At the end of a page its bar of totals is in its own place, over no button.
        self.page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}})
        for violation in found.response["violations"]:
            where = [node["target"] for node in violation["nodes"][:3]]
            self.complaints.append(f"{self.page.url}: {violation['id']} {where}")
        width = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 0:
            self.complaints.append(f"{self.page.url}: {width}px too wide")

    def signs_in_as(self, email):
        self.goes_to("/demo/")
        row = self.page.locator("tr", has_text=email)
        row.get_by_role("button").first.click()
        self.looks()

    def presses(self, name, *, exact=False, nth=0):
        self.page.get_by_role("button", name=name, exact=exact).nth(nth).click()
        self.looks()

    def follows(self, name, *, exact=False, nth=0):
        self.page.get_by_role("link", name=name, exact=exact).nth(nth).click()
        self.looks()

    def fills(self, label, text):
        self.page.get_by_label(label).first.fill(text)

    def chooses(self, label, option):
        self.page.get_by_label(label).first.select_option(label=option)

    def ticks(self, control):
        control.first.check()

    def value(self, label):
        return self.page.get_by_label(label).first.input_value()

    def text(self):
        return self.page.locator("main").inner_text()


class KeyboardVisitor(Visitor):
    """The same without a mouse: every control is reached with Tab and used with the keyboard."""

    def _reach(self, locator):
        """Go on with Tab from where we are, round the page if need be, until we are there."""
        locator.wait_for()
        handle = locator.element_handle()
        is_there = "element => element === document.activeElement"
        for _ in range(600):
            if self.page.evaluate(is_there, handle):
                return
            self.page.keyboard.press("Tab")
            if self._is_radio_of(handle):
                return
        raise AssertionError(f"not reachable by keyboard: {locator}")

    def _is_radio_of(self, handle):
        """Radio buttons of one group are one stop of Tab; the arrows go from one to the next."""
        same = (
            "e => e.type === 'radio' && document.activeElement.name === e.name"
            " && document.activeElement.form === e.form"
        )
        if not self.page.evaluate(same, handle):
            return False
        for _ in range(12):
            if self.page.evaluate("element => element === document.activeElement", handle):
                return True
            self.page.keyboard.press("ArrowDown")
        return False

    def presses(self, name, *, exact=False, nth=0):
        self._reach(self.page.get_by_role("button", name=name, exact=exact).nth(nth))
        self._enter()

    def follows(self, name, *, exact=False, nth=0):
        self._reach(self.page.get_by_role("link", name=name, exact=exact).nth(nth))
        self._enter()

    def fills(self, label, text):
        field = self.page.get_by_label(label).first
        self._reach(field)
        if field.get_attribute("type") == "date":
            self._types_the_day(field, *text.split("-"))
            return
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def _types_the_day(self, field, year, month, day):
        """In the order of the browser's own language, British here or else American."""
        for digits in (day + month + year, month + day + year):
            self.page.keyboard.type(digits)
            if field.input_value() == f"{year}-{month}-{day}":
                return
            self._reach(self.page.locator("a").first)
            self._reach(field)
        raise AssertionError(f"a day cannot be typed: {field}")

    def chooses(self, label, option):
        field = self.page.get_by_label(label).first
        self._reach(field)
        self.page.keyboard.type(option)
        chosen = field.evaluate("field => field.selectedOptions[0].label")
        assert chosen == option

    def ticks(self, control):
        self._reach(control.first)
        self.page.keyboard.press("Space")
        assert control.first.is_checked()

    def signs_in_as(self, email):
        self.goes_to("/demo/")
        self._reach(self.page.locator("tr", has_text=email).get_by_role("button").first)
        self._enter()

    def _enter(self):
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.looks()


@pytest.fixture(autouse=True)
def pages_stand_still(monkeypatch):
    """A page that renews itself would do so while axe looks at it, or while we go elsewhere."""
    monkeypatch.setattr("keurmerk.web.staff.decisions.LOOK_AGAIN", 3600)
    monkeypatch.setattr("keurmerk.web.staff.releases.REFRESH_SECONDS", "3600")


@pytest.fixture(params=["mouse-desktop", "keyboard-phone"])
def visitor(request, chromium, live_server):
    """A visitor with a mouse at a desk, then one with only a keyboard on a narrow screen."""
    hand, _, size = request.param.partition("-")
    width, height = SIZES[size]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    kind = Visitor if hand == "mouse" else KeyboardVisitor
    yield kind(page, live_server.url)
    context.close()
