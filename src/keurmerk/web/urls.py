"""Pages per audience."""

from django.urls import include, path

urlpatterns = [
    path("", include("keurmerk.web.public.urls")),
    path("", include("keurmerk.web.learner.urls")),
    path("staff/", include("keurmerk.web.staff.urls")),
]
