"""Pages per audience."""

from django.urls import include, path

from keurmerk.web.language import language
from keurmerk.web.start import start

urlpatterns = [
    path("language/", language, name="set_language"),
    path("start/", start, name="start"),
    path("", include("keurmerk.web.public.urls")),
    path("", include("keurmerk.web.learner.urls")),
    path("staff/", include("keurmerk.web.staff.urls")),
]
