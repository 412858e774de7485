"""The pages that explain: home, about, accessibility, privacy."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from keurmerk.institutions.documents import operator_fingerprint

# The rosette on the home page belongs to no programme.
EMBLEM = hashlib.sha256(b"Keurmerk").digest()


def home(request: HttpRequest) -> HttpResponse:
    """What this is, and where everyone goes from here."""
    return render(request, "public/home.html", {"emblem": EMBLEM})


def about(request: HttpRequest) -> HttpResponse:
    """What a microcredential says, how the mark comes about, how recognition works."""
    context = {"operator_fingerprint": operator_fingerprint()}
    return render(request, "public/about.html", context)


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "public/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, and what is not."""
    return render(request, "public/privacy.html")
