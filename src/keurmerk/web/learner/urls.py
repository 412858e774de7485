"""The learner's pages: collecting, keeping, sharing."""

from django.urls import path

from keurmerk.web.learner import backpack, claims, downloads, shares

app_name = "learner"
urlpatterns = [
    path("claim/<str:token>", claims.claim, name="claim"),
    path("claim/<str:token>/code", claims.claim_code, name="claim_code"),
    path("claim/<str:token>/confirm", claims.claim_confirm, name="claim_confirm"),
    path("claim/<str:token>/decline", claims.claim_decline, name="claim_decline"),
    path("my/", backpack.backpack, name="backpack"),
    path("my/<uuid:pk>/", backpack.microcredential, name="microcredential"),
    path("my/<uuid:pk>/share/", shares.share_open, name="share_open"),
    path("my/<uuid:pk>/shares/<uuid:share_pk>/stop/", shares.share_stop, name="share_stop"),
    path("my/<uuid:pk>/linkedin/", shares.linkedin, name="linkedin"),
    path("my/<uuid:pk>/microcredential.json", downloads.download_json, name="download_json"),
    path("my/<uuid:pk>/microcredential.png", downloads.download_png, name="download_png"),
    path("my/<uuid:pk>/microcredential.svg", downloads.download_svg, name="download_svg"),
    path("my/<uuid:pk>/certificate.pdf", downloads.download_pdf, name="download_pdf"),
    path("my/<uuid:pk>/bundle.zip", downloads.download_bundle, name="download_bundle"),
]
