"""The page that checks a bundle by itself, as a person meets it: opened from a folder."""

import io
import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe

from microcredentials import write_trust
from microcredentials.carriers.bundle import bundle
from microcredentials.carriers.checker import checker_page
from tests.journeys.conftest import SIZES, WCAG
from tests.journeys.test_two_implementations import COPIES, NOBODY, SIBLING
from tests.microcredentials import chain

TRUST = write_trust(chain.TRUST)
BUNDLE = bundle(chain.AWARD_TEXT, copies=COPIES, trust=TRUST)


class Reader:
    """Somebody with the page open; whatever it asks of the world or complains about is kept."""

    def __init__(self, page):
        self.page = page
        self.asked, self.complaints = [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.complaints.append(message.text))

    def opens(self, file):
        self.page.goto(file.as_uri())
        return self

    def verdict(self):
        found = self.page.locator("#outcome")
        found.wait_for()
        return found.inner_text()

    def hands_in(self, data, name="file", to="#file"):
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        self.page.locator(to).set_input_files(file)

    def text(self):
        return self.page.locator("main").inner_text()


@pytest.fixture
def read(chromium):
    contexts = []

    def _read(size="desktop", **options):
        width, height = SIZES[size]
        contexts.append(
            chromium.new_context(viewport={"width": width, "height": height}, **options)
        )
        return Reader(contexts[-1].new_page())

    yield _read
    for context in contexts:
        context.close()


@pytest.fixture
def folder(tmp_path):
    """The bundle, unpacked as a person would."""
    with zipfile.ZipFile(io.BytesIO(BUNDLE)) as archive:
        archive.extractall(tmp_path)
    return tmp_path


@pytest.fixture
def believing_nobody(tmp_path):
    file = tmp_path / "independent.html"
    file.write_text(checker_page(NOBODY, own=False), "utf-8")
    return file


def test_a_bundle_tells_its_verdict_as_soon_as_it_is_opened(read, folder):
    reader = read(locale="nl-NL").opens(folder / "check.html")

    verdict = reader.verdict()

    words = reader.text()
    assert verdict == "Echt. Laatst bekende stand: geldig op 20 juli 2026."
    assert "sleutel uit dit bestand zelf" in words
    assert words.index("garlic diamond emerald ember") < words.index(verdict)
    for told in (chain.AWARD.learner.name, "2,5 EC", "EQF 7", "besluit 2026-014", chain.VU.name):
        assert told in words
    assert reader.asked == [(folder / "check.html").as_uri()]
    assert reader.complaints == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_can_be_used_by_everyone(read, folder, size, scheme):
    reader = read(size, locale="en-GB", color_scheme=scheme).opens(folder / "check.html")
    reader.verdict()
    for summary in reader.page.locator("summary").all():
        summary.click()

    found = Axe().run(reader.page, options={"runOnly": {"type": "tag", "values": WCAG}})
    width = reader.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    assert [violation["id"] for violation in found.response["violations"]] == []
    assert width <= 0


def test_the_language_can_be_changed_and_the_outcome_stays(read, folder):
    reader = read(locale="fr-FR").opens(folder / "check.html")
    english = reader.verdict()

    reader.page.get_by_role("button", name="Nederlands").click()

    assert english == "Genuine. Last known status: valid on 20 July 2026."
    assert reader.verdict() == "Echt. Laatst bekende stand: geldig op 20 juli 2026."
    assert reader.page.locator("html").get_attribute("lang") == "nl"


def test_another_file_can_be_checked_on_the_same_page(read, folder):
    reader = read(locale="en-GB").opens(folder / "check.html")
    reader.verdict()

    reader.hands_in(SIBLING.encode(), "sibling.json")
    reader.page.get_by_text("sibling.json").wait_for()

    assert reader.verdict() == "Withdrawn by Vrije Universiteit Amsterdam."
    assert reader.page.evaluate("document.activeElement.id") == "outcome"


def test_of_an_altered_file_nothing_is_repeated(read, folder):
    reader = read(locale="en-GB").opens(folder / "check.html")
    reader.verdict()

    reader.hands_in(chain.AWARD_TEXT.replace("Fenna", "Fanny").encode(), "altered.json")
    reader.page.get_by_text("altered.json").wait_for()

    assert reader.verdict() == "Not genuine. The content was changed after signing."
    assert "Fanny" not in reader.text()


def test_text_can_be_pasted(read, folder):
    reader = read(locale="en-GB").opens(folder / "check.html")
    reader.verdict()

    reader.page.get_by_text("Or paste the text").click()
    reader.page.get_by_role("button", name="Check", exact=True).click()
    assert reader.page.get_by_role("alert").inner_text().startswith("Nothing was chosen.")
    reader.page.get_by_label("Text of the file").fill("<b>hello</b>")
    reader.page.get_by_role("button", name="Check", exact=True).click()
    reader.page.get_by_text("This is a web page").wait_for()

    assert reader.verdict() == "This file is not a microcredential we can read."


def test_the_independent_page_believes_whom_the_reader_chooses(read, believing_nobody):
    reader = read(locale="en-GB").opens(believing_nobody)
    reader.page.get_by_text("does not believe any operator yet").wait_for()

    reader.hands_in(BUNDLE, "bundle.zip")
    without = reader.verdict()
    reader.hands_in(b"{}", "trust.json", to="#trust")
    complaint = reader.page.get_by_role("alert").inner_text()
    reader.hands_in(TRUST.encode(), "trust.json", to="#trust")
    reader.page.get_by_text("garlic diamond emerald ember").wait_for()
    reader.hands_in(BUNDLE, "bundle.zip")

    assert without == "The content is unchanged, but this issuer is not in the register."
    assert complaint == "This is not a trust file."
    assert reader.verdict() == "Genuine. Last known status: valid on 20 July 2026."
    assert "key from this file itself" not in reader.text()


def test_a_file_that_is_dropped_on_the_page_is_checked(read, believing_nobody):
    reader = read(locale="en-GB").opens(believing_nobody)
    reader.page.locator("#file").wait_for(state="attached")

    reader.page.evaluate(
        """([name, text]) => {
          const files = new DataTransfer();
          files.items.add(new File([text], name));
          const dropped = new DragEvent("drop", { dataTransfer: files, cancelable: true });
          document.dispatchEvent(dropped);
        }""",
        ["award.json", chain.AWARD_TEXT],
    )

    assert reader.verdict() == "The content is unchanged, but this issuer is not in the register."


def test_the_outcome_can_be_printed(read, folder):
    reader = read(locale="en-GB").opens(folder / "check.html")
    reader.verdict()

    reader.page.emulate_media(media="print")

    assert reader.page.locator("#outcome").is_visible()
    assert reader.page.get_by_text("garlic diamond emerald ember").is_visible()
    assert not reader.page.locator(".drop").is_visible()
