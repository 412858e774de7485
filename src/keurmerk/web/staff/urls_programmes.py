from django.urls import URLPattern, path

from keurmerk.web.staff import dashboard, programmes, versions

patterns: list[URLPattern] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/start/", programmes.programme_start, name="programme_start"),
    path("versions/<uuid:pk>/", versions.version, name="version"),
    path("versions/<uuid:pk>/submit/", versions.version_submit, name="version_submit"),
    path("versions/<uuid:pk>/copy/", versions.version_copy, name="version_copy"),
    path("versions/<uuid:pk>/publish/", versions.version_publish, name="version_publish"),
    path("versions/<uuid:pk>/return/", versions.version_return, name="version_return"),
    path("versions/<uuid:pk>/<slug:task>/", versions.version_task, name="version_task"),
]
