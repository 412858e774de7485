"""Addresses of the public pages."""

from django.urls import path

from keurmerk.web.public import checking, credential, pages, register, versions

app_name = "public"
urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("check/", checking.check_page, name="check"),
    path("m/<str:token>.json", credential.microcredential_json, name="microcredential_json"),
    path("m/<str:token>.png", credential.microcredential_png, name="microcredential_png"),
    path("ob2/m/<str:token>", credential.microcredential_hosted, name="microcredential_hosted"),
    path("m/<str:token>", credential.microcredential, name="microcredential"),
    path("v/<uuid:pk>", versions.version, name="version"),
    path("programmes/", versions.programmes, name="programmes"),
    path("register/", register.register, name="register"),
]
