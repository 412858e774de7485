"""All addresses: machine documents first, then pages per audience."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("keurmerk.api.urls")),
    path("account/", include("keurmerk.accounts.urls")),
    path("", include("keurmerk.web.urls")),
    *([path("demo/", include("keurmerk.demo.urls"))] if settings.DEMO else []),
]
