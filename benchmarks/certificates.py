"""Make a certificate with the award attached, against WeasyPrint with the same page."""

import base64
import sys
from html import escape
from importlib.resources import files
from itertools import count
from pathlib import Path

from benchmarks.harness import Figure, in_turns, milliseconds, ratio, show
from microcredentials.carriers.attachments import attachment
from microcredentials.carriers.page import Page, texts
from microcredentials.carriers.pdf import certificate
from microcredentials.carriers.qr import qr_svg
from microcredentials.rosette import rosette_png
from tests.microcredentials import chain, pages

try:
    from weasyprint import CSS, HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration
except (ImportError, OSError) as error:
    sys.exit(
        f"certificates: not measured, because WeasyPrint cannot be imported ({error}); it needs "
        "Pango, on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
    )

FONTS = Path(str(files("microcredentials") / "data" / "fonts"))
FACES = {"400Regular": "400 normal", "400Regular_Italic": "400 italic", "600SemiBold": "600 normal"}
# The peer takes the rosette as a picture: its lines would cost it twice as much.
ROSETTE = rosette_png(pages.VERSION_HASH, 700)
LAYOUT = """
@page { size: A4 landscape; margin: 21mm 24mm 17mm }
body { font: 12pt "EB Garamond"; color: #1c1e23; margin: 0 }
main { display: grid; grid-template-columns: 172mm 64mm; column-gap: 13mm }
h1 { font-size: 33pt; font-weight: 400; margin: 4mm 0 }
h2 { font-size: 25pt; font-weight: 600; margin: 4mm 0 }
dt, i { font-style: italic; color: #575a61 }
dd { margin: 0 0 2mm }
aside img { width: 59mm }
footer img { width: 27mm; float: left; margin-right: 7mm }
"""


def picture(content: bytes, kind: str) -> str:
    return f'<img alt="" src="data:image/{kind};base64,{base64.b64encode(content).decode()}">'


def page_for_weasyprint(page: Page) -> str:
    said = {
        key: escape(text) if isinstance(text, str) else text for key, text in texts(page).items()
    }
    outcomes = "".join(f"<li>{escape(outcome)}" for outcome in page.outcomes)
    facts = "".join(
        f"<dt>{escape(label)}<dd>{escape(' '.join(lines))}" for label, lines in said["facts"]
    )
    code = picture(qr_svg(page.address).encode(), "svg+xml")
    return (
        f'<html lang="{page.language}"><title>{said["title"]}</title><main><div>'
        f"<p>{said['institution']}<br><i>{said['unit']}</i><p><i>{said['over']}</i>"
        f"<h1>{said['title']}</h1><i>{said['awarded_to']}</i><h2>{said['learner']}</h2>"
        f"<p>{said['awarded_on']}<p><i>{said['demonstrably']}</i><ol>{outcomes}</ol></div>"
        f"<aside>{picture(ROSETTE, 'png')}<dl>{facts}</dl></aside></main>"
        f"<footer>{code}<p><b>{said['verdict']}</b> {said['check']} "
        f"<b>{said['address']}</b><br>{said['issued']} {said['paper']}<br>{said['key']}</footer>"
    )


class Peer:
    """WeasyPrint with its fonts and style read once."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        faces = "".join(
            f'@font-face {{ font: {style} 1em "EB Garamond"; font-family: "EB Garamond";'
            f" font-weight: {style.split()[0]}; font-style: {style.split()[1]};"
            f' src: url("{(FONTS / f"EBGaramond_{name}.ttf").as_uri()}") }}'
            for name, style in FACES.items()
        )
        self.style = CSS(string=faces + LAYOUT, font_config=self.fonts)

    def certificate(self, page: Page) -> bytes:
        made: bytes = HTML(string=page_for_weasyprint(page)).write_pdf(
            stylesheets=[self.style],
            font_config=self.fonts,
            pdf_variant="pdf/a-3u",
            attachments=[
                Attachment(string=chain.AWARD_TEXT, name="credential.json", relationship="Source")
            ],
        )
        return made


def main() -> int:
    peer, numbers = Peer(), count()

    def learner() -> Page:
        return pages.page(learner=f"Noor van der Veen {next(numbers)}")

    for made in (certificate(chain.AWARD_TEXT, [learner()]), peer.certificate(learner())):
        assert attachment(made) == chain.AWARD_TEXT
    ours, theirs = in_turns(
        lambda: certificate(chain.AWARD_TEXT, [learner()]), lambda: peer.certificate(learner())
    )
    name = f"certificate (PDF/A-3a, PDF/UA-1, {milliseconds(ours):.3g} ms), against WeasyPrint"
    return show(Figure(name=name, value=ratio(theirs, ours), unit="×", must=7))


if __name__ == "__main__":
    sys.exit(main())
