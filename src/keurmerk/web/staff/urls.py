"""Work pages, noun by noun."""

from keurmerk.web.staff import urls_cohorts, urls_institution, urls_programmes, urls_reviews

app_name = "staff"
urlpatterns = [
    *urls_programmes.patterns,
    *urls_reviews.patterns,
    *urls_cohorts.patterns,
    *urls_institution.patterns,
]
