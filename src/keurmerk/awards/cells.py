"""What a cell may mean: a date, a result, a name in another order, a mistyped address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mrt maart mar march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
PARTS = re.compile(r"(\d{1,4})\s*([-/. ])\s*(\d{1,2}|[a-z]{3,9})\.?\s*[-/. ]\s*(\d{1,4})")
COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
TIME = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(z|[+-]\d{2}:?\d{2})?$")
SERIAL = re.compile(r"\d{5}")
# A spreadsheet counts days from here; outside these years a number is no date.
SERIAL_EPOCH = date(1899, 12, 30)
SERIALS = range(36_526, 73_051)
CENTURY = 2000
YEARS = range(1990, 2101)

RESULT = re.compile(r"\d{1,3}([.,]\d{1,2})?")
WORDS = {
    "passed": "v g zg u voldaan voldoende behaald geslaagd goed uitstekend ruim_voldoende "
    "zeer_goed pass passed good excellent sufficient ja yes",
    "failed": "o nvd nav ngt onvoldoende niet_behaald niet_geslaagd gezakt niet_voldaan "
    "fail failed insufficient not_passed nee no",
    "infixes": "van de der den het 't ’t ter ten te von zu zur vom la le les du des di da do dos "
    "das della del el al bin ben op in aan van't van’t voor onder uit bij over",
    "suffixes": "jr sr ii iii iv phd msc bsc ba ma mba ra rc",
    "others": "mail.com email.com ymail.com fmail.com",
}
PASSED, FAILED, INFIXES, SUFFIXES, OTHERS = (frozenset(words.split()) for words in WORDS.values())

# Domains that many people have; `others` exist too, however much they look like one of these.
DOMAINS = (
    "gmail.com", "hotmail.com", "hotmail.nl", "outlook.com", "icloud.com", "yahoo.com",
    "kpnmail.nl", "protonmail.com", "xs4all.nl",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A date that a text may mean; not `certain` when a person has to say so."""

    date: date
    certain: bool


@lru_cache(maxsize=1024)
def days(text: str) -> list[Day]:
    """The dates a text may mean; more than one, or an uncertain one, is for a person to choose."""
    folded = TIME.sub("", text.casefold().strip())
    if compact := COMPACT.fullmatch(folded):
        return _days([(int(compact[1]), int(compact[2]), int(compact[3]))])
    if SERIAL.fullmatch(folded) and int(folded) in SERIALS:
        return [Day(SERIAL_EPOCH + timedelta(days=int(folded)), certain=False)]
    if parts := PARTS.fullmatch(folded):
        return _days(list(_readings(parts[1], parts[2], parts[3], parts[4])))
    return []


def _readings(first: str, mark: str, middle: str, last: str) -> Iterator[tuple[int, int, int]]:
    month = MONTHS.get(middle, 0) if middle.isalpha() else int(middle)
    if len(first) == len("2026"):
        yield int(first), month, int(last)
        return
    year = int(last) if len(last) == len("2026") else CENTURY + int(last)
    yield year, month, int(first)
    # Only a slash is also used for month/day/year.
    if mark == "/" and first != middle and middle.isdigit():
        yield year, int(first), int(middle)


def _days(readings: list[tuple[int, int, int]]) -> list[Day]:
    found = []
    for year, month, day in readings:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    dates = [day for day in dict.fromkeys(found) if day.year in YEARS]
    return [Day(day, certain=len(dates) == 1) for day in dates]


def number(result: str) -> Decimal | None:
    """A result with a decimal comma or point; None if it is not a number."""
    return Decimal(result.replace(",", ".")) if RESULT.fullmatch(result) else None


def plain(value: Decimal) -> str:
    """A number without the zeros that say nothing, with a point."""
    return f"{value.normalize():f}"


def passed(result: str) -> bool | None:
    """Whether a result in words means passed; None if we do not know the word."""
    word = "_".join(result.casefold().split())
    if word in FAILED:
        return False
    return True if word in PASSED else None


def misread(text: str) -> str:
    """The text as it was before UTF-8 was read as Windows-1252; empty if that did not happen."""
    if text.isascii():
        return ""
    try:
        reading = bytes(_byte(letter) for letter in text).decode("utf-8")
    except ValueError:
        return ""
    return reading if reading.isprintable() else ""


def _byte(letter: str) -> int:
    try:
        return letter.encode("cp1252")[0]
    except UnicodeEncodeError:
        return letter.encode("latin-1")[0]


def reordered(name: str) -> str:
    """The name in speaking order when it was written with a comma; empty if it was not."""
    before, comma, after = (part.strip() for part in name.partition(","))
    infix, _comma, given = (part.strip() for part in after.partition(","))
    if infix and given and all(word.casefold() in INFIXES for word in infix.split()):
        return f"{given} {infix} {before}"
    words = after.split()
    if not (comma and before and words) or words[0].casefold().rstrip(".") in SUFFIXES:
        return ""
    if all(word.casefold() in INFIXES for word in words):
        *first, family = before.split()
        return " ".join([*first, after, family])
    return f"{after} {before}"


def typing_error(address: str) -> str:
    """The address with the well-known domain that was probably meant; empty if it looks right."""
    local, _at, domain = address.rpartition("@")
    meant = _domain_meant(domain.casefold())
    return f"{local}@{meant}" if meant else ""


@lru_cache(maxsize=1024)
def _domain_meant(written: str) -> str:
    if written in DOMAINS or written in OTHERS:
        return ""
    return next((known for known in DOMAINS if _one_slip(written, known)), "")


def _one_slip(written: str, meant: str) -> bool:
    """One letter too many, missing, wrong, or two exchanged."""
    start = 0
    while start < min(len(written), len(meant)) and written[start] == meant[start]:
        start += 1
    rest, wanted = written[start:], meant[start:]
    exchanged = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:] or exchanged
