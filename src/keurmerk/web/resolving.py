"""Where a check of a file finds what is not in the file: with us first, else with who issued it."""

from urllib.parse import urlsplit

from django.conf import settings

from keurmerk.fetching.outside import Outside
from keurmerk.web.own_documents import OwnDocuments
from microcredentials import Unreachable


class Documents:
    """A resolver for one check of a file that somebody handed in."""

    def __init__(self) -> None:
        self.own = OwnDocuments()
        self.outside = Outside()

    def fetch(self, url: str) -> bytes:
        """The bytes that stand at `url`: ours from the rows, those of others from their site."""
        try:
            return self.own.fetch(url)
        except Unreachable:
            if _names_us(url):
                raise
        return self.outside.fetch(url)


def _names_us(url: str) -> bool:
    ours: str | None = urlsplit(settings.PUBLIC_URL).hostname
    try:
        return urlsplit(url).hostname == ours
    except ValueError:
        return True
