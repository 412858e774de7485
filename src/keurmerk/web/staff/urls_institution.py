from django.urls import URLPattern, path

from keurmerk.web.staff import institution, operator

patterns: list[URLPattern] = [
    path("institution/", institution.institution_own, name="institution"),
    path("institution/<slug:slug>/", institution.institution_detail, name="institution_detail"),
    path("institution/<slug:slug>/roles/", institution.role_grant, name="role_grant"),
    path("institution/<slug:slug>/roles/<int:pk>/end/", institution.role_end, name="role_end"),
    path("institution/<slug:slug>/policy/", institution.policy_set, name="policy_set"),
    path("institution/<slug:slug>/units/", institution.unit_add, name="unit_add"),
    path("institution/<slug:slug>/bodies/", institution.body_add, name="body_add"),
    path("institution/<slug:slug>/keys/", institution.key_request, name="key_request"),
    path("operator/", operator.operator, name="operator"),
    path("operator/institutions/", operator.institution_add, name="institution_add"),
    path(
        "operator/institutions/<slug:slug>/admission/",
        operator.admission_prepare,
        name="admission_prepare",
    ),
    path(
        "operator/admissions/<uuid:pk>/release/",
        operator.admission_release,
        name="admission_release",
    ),
]
