"""Concepts of the European vocabularies (data.europa.eu, publications.europa.eu), in two languages.

The English words are those of the published lists; the Dutch ones are ours where a list has none.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from microcredentials.document import Assessment, AssessmentForm, Participation, Supervision

_SNB = "http://data.europa.eu/snb/"
_AUTHORITY = "http://publications.europa.eu/resource/authority/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One entry of a list: its address, the address of the list, and its words (`nl`, `en`)."""

    id: str
    scheme: str
    words: dict[str, str]


def _snb(name: str, *, en: str, nl: str) -> Concept:
    collection = name.partition("/")[0]
    return Concept(id=_SNB + name, scheme=f"{_SNB}{collection}/25831c2", words={"en": en, "nl": nl})


def _authority(name: str, *, en: str, nl: str) -> Concept:
    collection = name.partition("/")[0]
    return Concept(id=_AUTHORITY + name, scheme=_AUTHORITY + collection, words={"en": en, "nl": nl})


PARTICIPATION = {
    Participation.ONLINE: _snb("learning-assessment/920fbb3cbe", en="Online", nl="Online"),
    Participation.ONSITE: _snb("learning-assessment/9191af2ed9", en="Presential", nl="Op locatie"),
    Participation.BLENDED: _snb("learning-assessment/e92d221e4d", en="Blended", nl="Gemengd"),
    Participation.WORK: _snb("learning-assessment/729f3bed4b", en="Workbased", nl="Op het werk"),
}
_MARKED_ASSIGNMENT = _snb(
    "assessment/2939dae15f", en="marked assignment", nl="beoordeelde opdracht"
)
ASSESSMENT = {
    AssessmentForm.WRITTEN_EXAM: _snb(
        "assessment/6e6cb2cc78", en="written examination", nl="schriftelijk tentamen"
    ),
    AssessmentForm.ORAL_EXAM: _snb(
        "assessment/d30284d7df", en="oral examination", nl="mondeling tentamen"
    ),
    AssessmentForm.REPORT_PAPER: _MARKED_ASSIGNMENT,
    AssessmentForm.PROFESSIONAL_PRODUCT: _snb(
        "assessment/795dac4096", en="project work", nl="projectwerk"
    ),
    AssessmentForm.PORTFOLIO: _snb("assessment/4f03b91c0e", en="portfolio", nl="portfolio"),
    AssessmentForm.BEHAVIOURAL_ASSESSMENT: _snb(
        "assessment/6a4db9f11d", en="practical assessment", nl="praktijktoets"
    ),
    AssessmentForm.DEVELOPMENT_REPORT: _MARKED_ASSIGNMENT,
    AssessmentForm.PERSONALISED: _snb(
        "assessment/3484bd7e51", en="continuous evaluation", nl="doorlopende beoordeling"
    ),
}
_SUPERVISED = _snb(
    "supervision-verification/70be69aaf9",
    en="Supervised with ID Verification",
    nl="Onder toezicht, met controle van de identiteit",
)
_IDENTIFIED = _snb(
    "supervision-verification/df2880c5cb",
    en="Unsupervised with ID Verification",
    nl="Zonder toezicht, met controle van de identiteit",
)
_NOT_IDENTIFIED = _snb(
    "supervision-verification/c598449d64",
    en="Unsupervised without ID Verification",
    nl="Zonder toezicht en zonder controle van de identiteit",
)
_NLQF = {
    "1": "c_3e11a3fd",
    "2": "c_c749fa23",
    "3": "c_f97cdbb5",
    "4": "c_ff656b33",
    "4+": "c_c2700f4e",
    "5": "c_18c9e9fe",
    "6": "c_1711a061",
    "7": "c_478359fc",
    "8": "c_2835a50f",
}
ECTS = _snb(
    "education-credit/6fcec5c5af", en="European Credit Transfer System", nl="Europese studiepunten"
)
GENERIC = _snb("credential/e34929035b", en="Generic", nl="Algemeen")
SHORT_PROGRAMME = _snb(
    "learning-opportunity/74a4a268e8", en="Short learning programme", nl="Kort leertraject"
)
PROGRAMME_ACTIVITY = _snb(
    "learning-activity/fd33e234ae", en="educational programme", nl="onderwijsprogramma"
)
FORMAL = _snb("learning-setting/6fd4685715", en="formal learning", nl="formeel leren")
NON_FORMAL = _snb("learning-setting/e207a81fc7", en="non-formal learning", nl="niet-formeel leren")
PROGRAMME_QUALITY = _snb(
    "accreditation/820101cba6", en="Program Quality Assurance", nl="Kwaliteitszorg van de opleiding"
)
LEARNING_OPPORTUNITY = _snb(
    "entitlement/64aad92881", en="learning opportunity", nl="leermogelijkheid"
)
PROSPECTIVE = _snb("entitlement-status/5b8d6b34fb", en="prospective", nl="toekomstig")
BASE64 = _snb("encoding/6146cde7dd", en="base64", nl="base64")
PNG = _authority("file-type/PNG", en="PNG", nl="PNG")

# ISO 639-1 → European list of languages.
LANGUAGES = {
    "de": _authority("language/DEU", en="German", nl="Duits"),
    "en": _authority("language/ENG", en="English", nl="Engels"),
    "es": _authority("language/SPA", en="Spanish", nl="Spaans"),
    "fr": _authority("language/FRA", en="French", nl="Frans"),
    "fy": _authority("language/FRY", en="Western Frisian", nl="Fries"),
    "it": _authority("language/ITA", en="Italian", nl="Italiaans"),
    "nl": _authority("language/NLD", en="Dutch", nl="Nederlands"),
    "pl": _authority("language/POL", en="Polish", nl="Pools"),
    "pt": _authority("language/POR", en="Portuguese", nl="Portugees"),
    "uk": _authority("language/UKR", en="Ukrainian", nl="Oekraïens"),
}
# ISO 3166-1 alpha-2 → European list of countries.
COUNTRIES = {
    "AT": _authority("country/AUT", en="Austria", nl="Oostenrijk"),
    "BE": _authority("country/BEL", en="Belgium", nl="België"),
    "BG": _authority("country/BGR", en="Bulgaria", nl="Bulgarije"),
    "CH": _authority("country/CHE", en="Switzerland", nl="Zwitserland"),
    "CY": _authority("country/CYP", en="Cyprus", nl="Cyprus"),
    "CZ": _authority("country/CZE", en="Czechia", nl="Tsjechië"),
    "DE": _authority("country/DEU", en="Germany", nl="Duitsland"),
    "DK": _authority("country/DNK", en="Denmark", nl="Denemarken"),
    "EE": _authority("country/EST", en="Estonia", nl="Estland"),
    "ES": _authority("country/ESP", en="Spain", nl="Spanje"),
    "FI": _authority("country/FIN", en="Finland", nl="Finland"),
    "FR": _authority("country/FRA", en="France", nl="Frankrijk"),
    "GB": _authority("country/GBR", en="United Kingdom", nl="Verenigd Koninkrijk"),
    "GR": _authority("country/GRC", en="Greece", nl="Griekenland"),
    "HR": _authority("country/HRV", en="Croatia", nl="Kroatië"),
    "HU": _authority("country/HUN", en="Hungary", nl="Hongarije"),
    "IE": _authority("country/IRL", en="Ireland", nl="Ierland"),
    "IS": _authority("country/ISL", en="Iceland", nl="IJsland"),
    "IT": _authority("country/ITA", en="Italy", nl="Italië"),
    "LI": _authority("country/LIE", en="Liechtenstein", nl="Liechtenstein"),
    "LT": _authority("country/LTU", en="Lithuania", nl="Litouwen"),
    "LU": _authority("country/LUX", en="Luxembourg", nl="Luxemburg"),
    "LV": _authority("country/LVA", en="Latvia", nl="Letland"),
    "MT": _authority("country/MLT", en="Malta", nl="Malta"),
    "NL": _authority("country/NLD", en="Netherlands", nl="Nederland"),
    "NO": _authority("country/NOR", en="Norway", nl="Noorwegen"),
    "PL": _authority("country/POL", en="Poland", nl="Polen"),
    "PT": _authority("country/PRT", en="Portugal", nl="Portugal"),
    "RO": _authority("country/ROU", en="Romania", nl="Roemenië"),
    "SE": _authority("country/SWE", en="Sweden", nl="Zweden"),
    "SI": _authority("country/SVN", en="Slovenia", nl="Slovenië"),
    "SK": _authority("country/SVK", en="Slovakia", nl="Slowakije"),
    "UA": _authority("country/UKR", en="Ukraine", nl="Oekraïne"),
}


def supervision(assessment: Assessment) -> Concept:
    """Return how an assessment is supervised (element O2).

    The list has no entry for supervision without a check of the identity.
    """
    if not assessment.identity_check:
        return _NOT_IDENTIFIED
    return _IDENTIFIED if assessment.supervision is Supervision.NONE else _SUPERVISED


def eqf_level(level: int) -> Concept:
    """Return a level of the European Qualifications Framework, 1 to 8."""
    return _snb(f"eqf/{level}", en=f"Level {level}", nl=f"Niveau {level}")


def nlqf_level(level: str) -> Concept:
    """Return a level of the Dutch framework, `1` to `8` with `4+`; raises KeyError for others."""
    return _snb(f"qdr/{_NLQF[level]}", en=f"NLQF Level {level}", nl=f"NLQF-niveau {level}")


def field_of_education(code: str) -> Concept:
    """Return a field of ISCED-F 2013 by its four digits; the list has English words only."""
    words = _isced_f().get(code)
    return Concept(
        id=f"{_SNB}isced-f/{code}",
        scheme=f"{_SNB}isced-f/25831c2",
        words={"en": words} if words else {},
    )


@lru_cache(maxsize=1)
def _isced_f() -> dict[str, str]:
    text = files("microcredentials").joinpath("data/isced-f.json").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(text)
    return words


def skill(address: str, words: dict[str, str]) -> Concept:
    """Return a skill; those of the European list ESCO are told by their address."""
    scheme = "http://data.europa.eu/esco/concept-scheme/skills" if is_esco(address) else ""
    return Concept(id=address, scheme=scheme, words=words)


def is_esco(address: str) -> bool:
    """Say whether a skill stands in the European list ESCO."""
    return address.startswith("http://data.europa.eu/esco/")
