"""The signed document that is attached to a certificate (PDF), read strictly."""

import zlib
from io import BytesIO
from itertools import islice

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from microcredentials.carriers.standards import MAXIMUM_TEXT
from microcredentials.errors import Unreadable

SIGNATURE = b"%PDF"
_END = b"%%EOF"
_END_WITHIN = 1024
MAXIMUM_BYTES = 5 * 1024 * 1024
MAXIMUM_OBJECTS = 20_000
MAXIMUM_FILES = 64
# What may come out of one compressed stream.
MAXIMUM_STREAM = 1024 * 1024
_LIMITS = Configuration(
    zlib_maximum_output_length=MAXIMUM_STREAM,
    lzw_maximum_output_length=MAXIMUM_STREAM,
    run_length_maximum_output_length=MAXIMUM_STREAM,
    brotli_maximum_output_length=MAXIMUM_STREAM,
    array_based_stream_maximum_output_length=MAXIMUM_STREAM,
    maximum_declared_stream_length=MAXIMUM_BYTES,
    stream_decoding_work_maximum_length=4 * MAXIMUM_STREAM,
    array_maximum_element_count=MAXIMUM_OBJECTS,
    dictionary_maximum_element_count=MAXIMUM_OBJECTS,
    stream_filters_maximum_length=4,
)
# The parser of PDF tells damage in all these ways.
_DAMAGE = (
    PyPdfError,
    DependencyError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


def attachment(pdf: bytes) -> str:
    """Return the signed document that a certificate carries, or raise `Unreadable`."""
    return attachments(pdf)[0]


def attachments(pdf: bytes) -> tuple[str, dict[str, str]]:
    """Return the signed document of a certificate, and the copies beside it by address.

    The document is the file that the certificate names as its source; in the PDF of others, the
    only attachment that can be one. Nothing else in the PDF is looked at.
    """
    if len(pdf) > MAXIMUM_BYTES:
        raise Unreadable("too_large", "This PDF is too large.")
    # ISO 32000 lets readers ask for it there; the parser would look for it in the whole file.
    if _END not in pdf[-_END_WITHIN:]:
        raise Unreadable("pdf_damaged", "This PDF is damaged: its end is missing.")
    try:
        with apply_configuration(_LIMITS):
            named, others = _attached(pdf)
    except LimitReachedError as error:
        raise Unreadable("too_large", "This PDF unpacks to more than we read.") from error
    except _DAMAGE as error:
        raise Unreadable("pdf_damaged", "This PDF is damaged.") from error
    if len(named) > 1:
        raise Unreadable("multiple_payloads", "This PDF carries more than one document.")
    if not named:
        raise Unreadable(
            "looks_like_pdf",
            "This PDF carries no signed document. A printed or scanned page proves nothing: "
            "ask for the file itself.",
        )
    if len(named[0]) > MAXIMUM_TEXT:
        raise Unreadable("too_large", "The document in this PDF is too large.")
    try:
        return named[0].decode(), {address: copy.decode() for address, copy in others.items()}
    except UnicodeDecodeError as error:
        message = "The document in this PDF is not written in UTF-8."
        raise Unreadable("not_utf8", message) from error


def _attached(pdf: bytes) -> tuple[list[bytes], dict[str, bytes]]:
    """The files that may be the document, and those that are named as copies, by address."""
    reader = PdfReader(
        BytesIO(pdf),
        strict=True,
        root_object_recovery_limit=0,
        xref_stream_maximum_entries=MAXIMUM_OBJECTS,
    )
    if reader.is_encrypted:
        raise Unreadable("pdf_encrypted", "This PDF is locked with a password.")
    objects = sum(len(places) for places in reader.xref.values()) + len(reader.xref_objStm)
    files = list(islice(reader.attachment_list, MAXIMUM_FILES + 1))
    if objects > MAXIMUM_OBJECTS or len(files) > MAXIMUM_FILES:
        raise Unreadable("too_large", "This PDF holds too much.")
    if sources := [file for file in files if file.associated_file_relationship == "/Source"]:
        copies = [file for file in files if file.associated_file_relationship == "/Supplement"]
        return [file.content for file in sources], {
            str(file.description): file.content for file in copies
        }
    likely = [file for file in files if file.name.lower().endswith((".json", ".jsonld", ".jwt"))]
    return [file.content for file in likely], {}
