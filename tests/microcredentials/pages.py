"""A page of a certificate, and PDF files of every kind."""

import hashlib
import io
from datetime import date
from decimal import Decimal

from pypdf import PdfWriter
from pypdf.generic import EmbeddedFile, NameObject, create_string_object

from microcredentials import Assessment, AssessmentForm, Kind, Participation, Supervision
from microcredentials.carriers.page import Page, PrintedMark
from tests.microcredentials import chain

VERSION_HASH = hashlib.sha256(b"a version").digest()
ASSESSMENT = Assessment(
    form=AssessmentForm.PROFESSIONAL_PRODUCT,
    supervision=Supervision.ONSITE,
    identity_check=True,
    description="",
    outcomes=(1,),
)


def page(**changes):
    values = {
        "language": "nl",
        "kind": Kind.MICROCREDENTIAL,
        "institution": "Vrije Universiteit Amsterdam",
        "unit": "SBE Executive Education",
        "title": "Data-gedreven besluitvorming",
        "learner": "Noor van der Veen",
        "awarded_on": date(2026, 3, 12),
        "outcomes": (
            "een besluitmodel ontwerpen voor een vraagstuk uit de eigen organisatie",
            "de gevolgen van een genomen besluit evalueren en het model bijstellen",
        ),
        "ects": Decimal("2.50"),
        "hours": 70,
        "eqf_level": 7,
        "nlqf_level": "7",
        "assessments": (ASSESSMENT,),
        "participation": Participation.BLENDED,
        "teaching_language": "nl",
        "mark": PrintedMark(
            body="de Examencommissie SBE Executive Education",
            decision_number="VU-2025-0042",
            decided_on=date(2025, 11, 18),
        ),
        "version_hash": VERSION_HASH,
        "address": f"https://{chain.HOST}/m/Q2V7KQ4M2XDt5p0a8bHs2A",
        "verdict": "Echt en geldig op 3 juni 2026.",
        "operator": "Keurmerk",
        "fingerprint": "linnen molen zilver haven · 8F2A 91C0 44D7 0B1E",
    }
    return Page(**(values | changes))


def pdf(*attached, pages=1, password=None):
    """A PDF by another program; `attached` are (name, content, relationship) of files."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(297, 210)
    for name, content, relationship in attached:
        file = EmbeddedFile._create_new(writer, name, content)
        file.description = create_string_object(f"https://{chain.HOST}/{name}")
        if relationship:
            file.associated_file_relationship = NameObject(relationship)
    if password is not None:
        writer.encrypt(password, algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def with_trailer(trailer, body=b""):
    """A PDF of a catalogue and `trailer`, with its table of places in order."""
    head = b"%PDF-1.7\n"
    catalogue = b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    table = len(head + catalogue + body)
    places = f"xref\n0 2\n0000000000 65535 f \n{len(head):010d} 00000 n \n".encode()
    end = b"trailer\n" + trailer.replace(b"HERE", str(table).encode())
    return head + catalogue + body + places + end + f"\nstartxref\n{table}\n%%EOF\n".encode()
