import io
import json
import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader

from microcredentials import InvalidDocument, Kind, Participation, Supervision, read
from microcredentials.carriers.attachments import attachments
from microcredentials.carriers.page import day_words, number_words, texts
from microcredentials.carriers.pdf import certificate, missing_glyphs
from tests.microcredentials import chain
from tests.microcredentials.pages import ASSESSMENT, page

TEXT = chain.AWARD_TEXT
ENGLISH = {"language": "en", "title": "Data-driven decision making"}


def words_of(pdf):
    """What stands on the pages, with single spaces and without invisible places to break."""
    sheets = (sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(sheets).replace("\u200b", "").split())


def test_a_certificate_carries_the_signed_document_byte_for_byte():
    signed = read(certificate(TEXT, [page()]))

    assert signed.text == TEXT
    assert signed.document == json.loads(TEXT)
    assert signed.copies == {}


def test_a_token_and_copies_travel_too():
    copies = {"https://keurmerk.example/register.json": '{"a":1}', "https://x.example/s/1": "e.e.e"}

    pdf = certificate("e30.e30.c2ln", [page()], copies=copies)

    assert attachments(pdf) == ("e30.e30.c2ln", copies)
    names = [file.name for file in PdfReader(io.BytesIO(pdf)).attachment_list]
    assert names == ["copy-1.json", "copy-2.jwt", "credential.jwt"]


def test_the_same_input_gives_the_same_bytes():
    assert certificate(TEXT, [page()]) == certificate(TEXT, [page()])
    assert certificate(TEXT, [page()]) != certificate(TEXT, [page(learner="Another")])


def test_a_certificate_says_what_it_conforms_to_and_is_tagged():
    reader = PdfReader(io.BytesIO(certificate(TEXT, [page()])))
    catalogue = reader.root_object
    metadata = catalogue["/Metadata"].get_data().decode()

    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert catalogue["/MarkInfo"]["/Marked"] == True  # noqa: E712  # a value of the file, not of Python
    assert catalogue["/Lang"] == "nl"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata.title == "Data-gedreven besluitvorming"
    (attached,) = reader.attachment_list
    assert attached.associated_file_relationship == "/Source"
    assert attached.subtype == "/application/json"
    assert catalogue["/AF"][0].get_object()["/UF"] == "credential.json"


def roles(element):
    """The structure of a tagged page: names of its elements, outside to inside, in order."""
    found = [element["/S"]] if "/S" in element else []
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object()  # noqa: PLW2901
        if isinstance(kid, dict) and ("/S" in kid or "/K" in kid):
            found += roles(kid)
    return found


def test_the_structure_names_the_heading_the_list_and_the_code():
    reader = PdfReader(io.BytesIO(certificate(TEXT, [page()])))
    structure = roles(reader.root_object["/StructTreeRoot"])

    assert structure.count("/H1") == 1
    assert structure.count("/LI") == 2
    assert structure.count("/Figure") == 1
    assert structure.index("/H1") < structure.index("/L") < structure.index("/Figure")


def test_everything_a_reader_needs_stands_on_the_page():
    text = words_of(certificate(TEXT, [page(result="8,5")]))

    for words in (
        "Vrije Universiteit Amsterdam",
        "SBE Executive Education",
        "Microcredential met keurmerk",
        "Data-gedreven besluitvorming",
        "toegekend aan Noor van der Veen",
        "op 12 maart 2026",
        "een besluitmodel ontwerpen voor een vraagstuk",
        "2,5 EC, 70 uur niveau EQF 7, NLQF 7",
        "Beroepsproduct, met toezicht op locatie, met identiteitscontrole",
        "Resultaat 8,5",
        "Besluit VU-2025-0042 van de Examencommissie SBE Executive Education, 18 november 2025",
        "Deels online, deels op locatie, in het Nederlands",
        "Echt en geldig op 3 juni 2026.",
        "keurmerk.example/m/Q2V7KQ4M2XDt5p0a8bHs2A",
        "Sleutel van Keurmerk: linnen molen zilver haven · 8F2A 91C0 44D7 0B1E",
    ):
        assert words in text


def test_an_english_page_stands_after_the_dutch_one():
    pages = PdfReader(io.BytesIO(certificate(TEXT, [page(), page(**ENGLISH)]))).pages
    dutch, english = (" ".join(sheet.extract_text().split()) for sheet in pages)

    assert "op 12 maart 2026" in dutch
    assert "Microcredential with quality mark Data-driven decision making" in english
    assert "on 12 March 2026" in english
    assert "2.5 EC, 70 hours" in english
    assert "Professional product, supervised on location, identity checked" in english


def test_an_edubadge_has_no_mark_and_no_rosette():
    badge = page(kind=Kind.EDUBADGE, mark=None, version_hash=b"", unit="", assessments=())
    text = words_of(certificate(TEXT, [badge]))

    assert "Edubadge" in text
    assert "keurmerk " not in text.lower().replace("keurmerk.example", "")
    assert "Toetsing" not in text


def test_an_unchecked_assessment_is_told_once_and_a_language_without_word_not_at_all():
    unchecked = replace(ASSESSMENT, supervision=Supervision.NONE, identity_check=False)
    at_work = page(
        assessments=(unchecked, unchecked),
        participation=Participation.WORK,
        teaching_language="fy",
    )

    facts = dict(texts(at_work)["facts"])

    assert facts["Toetsing"] == ["Beroepsproduct, zonder toezicht"]
    assert facts["Vorm van deelname"] == ["Op het werk"]


HOSTILE = '#panic() $x$ *bold* _it_ `raw` @ref <label> \\ #import "x" = Title // no'


def test_texts_are_never_read_as_markup():
    text = words_of(certificate(TEXT, [page(title=HOSTILE, learner="#sys.inputs", result=HOSTILE)]))

    assert text.count("#panic() $x$ *bold* _it_ `raw` @ref <label>") == 2
    assert "#sys.inputs" in text


LONG = "de gevolgen van een genomen besluit evalueren en het model op grond daarvan bijstellen"


@pytest.mark.parametrize(
    ("changes", "sheets"),
    [
        ({"outcomes": (LONG,) * 5}, 1),
        ({"outcomes": (LONG + ", ook wanneer alles anders wordt",) * 10}, 1),
        ({"outcomes": tuple(f"{number} {LONG}" for number in range(30))}, 2),
        ({"title": "Verantwoord besluiten " * 18 + "slot", "outcomes": (LONG,) * 6}, 1),
        ({"title": "W" * 400, "learner": "Ж" * 120}, 1),
        ({"title": "W" * 34, "institution": "Ω" * 90}, 1),
        ({"learner": "Wolfeschlegelsteinhausenbergerdorff " * 4}, 1),
        ({"assessments": (ASSESSMENT,) * 9, "result": "goed " * 80}, 1),
    ],
)
def test_long_texts_go_on_until_their_end(changes, sheets):
    one = page(**changes)
    pdf = certificate(TEXT, [one])
    text = words_of(pdf).replace(" ", "")

    assert len(PdfReader(io.BytesIO(pdf)).pages) == sheets
    for words in (one.title, one.learner, one.institution, *one.outcomes, one.result, one.verdict):
        assert words.replace(" ", "") in text


def test_facts_that_fill_more_than_a_page_go_on_until_their_end():
    pdf = certificate(TEXT, [page(result=f"{LONG} " * 40 + "slot")])

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 3
    assert words_of(pdf).count("evalueren en het model") >= 40


NAMES = "Nguyễn Thị Ánh, İpek Işık, Γεώργιος, Алексей Ёж, Þórður, Łukasz, ’t Hart, Ĳsbrand"


def test_names_in_latin_greek_and_cyrillic_are_printed():
    assert missing_glyphs(NAMES) == ""
    assert "Алексей Ёж" in words_of(certificate(TEXT, [page(learner=NAMES)]))


@pytest.mark.parametrize("learner", ["Ann\ue000 B\ue001", "\U0001340a\U0001340b", "\u0378"])
def test_a_character_that_no_font_has_is_told_beforehand_and_refused(learner):
    missing = missing_glyphs(learner)

    assert missing
    assert set(missing) <= set(learner)
    with pytest.raises(InvalidDocument) as caught:
        certificate(TEXT, [page(learner=learner)])
    assert caught.value.problems == [f"no font has the characters “{missing}”"]


def test_certificates_are_made_side_by_side():
    made = {}

    def make(number):
        made[number] = certificate(TEXT, [page(learner=f"Noor {number}")])

    makers = [threading.Thread(target=make, args=(number,)) for number in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()

    assert [made[number] for number in range(4)] == [
        certificate(TEXT, [page(learner=f"Noor {number}")]) for number in range(4)
    ]


@pytest.mark.parametrize(
    ("number", "dutch", "english"), [("5.0", "5", "5"), ("2.50", "2,5", "2.5"), ("30", "30", "30")]
)
def test_numbers_are_written_as_people_write_them(number, dutch, english):
    assert number_words(Decimal(number), "nl") == dutch
    assert number_words(Decimal(number), "en") == english


def test_days_are_written_out():
    assert day_words(page().awarded_on, "nl") == "12 maart 2026"
    assert day_words(page().awarded_on, "en") == "12 March 2026"
