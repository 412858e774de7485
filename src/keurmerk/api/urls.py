"""The fixed addresses of machine documents. They stand in signed files: they never change."""

from django.urls import path, re_path

from keurmerk.api import documents, house

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

app_name = "documents"
urlpatterns = [
    path("operator/did.json", documents.operator, name="operator_did"),
    path("issuers/<slug:slug>/did.json", documents.institution, name="institution_did"),
    path(
        "issuers/<slug:institution>/bodies/<slug:slug>/did.json",
        documents.body,
        name="body_did",
    ),
    re_path(
        rf"^v/(?P<pk>{UUID})/content\.(?P<language>nl|en)\.json$",
        documents.content,
        name="content",
    ),
    path("v/<uuid:pk>/image.png", documents.version_image, name="version_image"),
    path("status/note/<uuid:pk>", documents.status_note, name="status_note"),
    path("status/<slug:slug>/<int:number>", documents.status_list, name="status_list"),
    path(
        "status/<slug:slug>/<int:number>/suspension",
        documents.suspension_list,
        name="suspension_list",
    ),
    path("trust.json", documents.trust_file, name="trust_file"),
    path("checker.html", documents.checker, name="checker"),
    path("register.json", documents.register, name="register_json"),
    path("contexts/keurmerk-v1.jsonld", documents.context, name="context"),
    path("frameworks/<slug:slug>", documents.framework, name="framework"),
    re_path(
        r"^ob2/(?P<language>nl|en)/issuers/(?P<slug>[-\w]+)$",
        documents.hosted_issuer,
        name="hosted_issuer",
    ),
    re_path(
        rf"^ob2/(?P<language>nl|en)/v/(?P<pk>{UUID})$",
        documents.hosted_version,
        name="hosted_version",
    ),
    path("house/<slug:slug>.css", house.house_style, name="house_style"),
    path("house/<slug:slug>/logo.png", house.logo, name="logo"),
]
