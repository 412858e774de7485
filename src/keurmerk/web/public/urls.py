"""Addresses of the public pages."""

from django.urls import path

from keurmerk.web.public import pages

app_name = "public"
urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
]
