from django.urls import URLPattern, path

from keurmerk.web.staff import decisions, reviews

patterns: list[URLPattern] = [
    path("reviews/", reviews.application_list, name="application_list"),
    path("reviews/<uuid:pk>/", reviews.application, name="application"),
    path("reviews/<uuid:pk>/start/", reviews.review_start, name="review_start"),
    path("reviews/<uuid:pk>/return/", reviews.application_return, name="application_return"),
    path("reviews/<uuid:pk>/decision/", decisions.decision, name="decision"),
    path("findings/<uuid:pk>/", reviews.review_conclude, name="review_conclude"),
    path("findings/<uuid:pk>/step-back/", reviews.review_step_back, name="review_step_back"),
    path("marks/<uuid:pk>/suspend/", decisions.mark_suspend, name="mark_suspend"),
    path("marks/<uuid:pk>/reinstate/", decisions.mark_reinstate, name="mark_reinstate"),
    path("marks/<uuid:pk>/withdraw/", decisions.mark_withdraw, name="mark_withdraw"),
    path("conditions/<int:pk>/met/", decisions.condition_meet, name="condition_meet"),
]
