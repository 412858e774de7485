from django.urls import path

from keurmerk.demo import pages

app_name = "demo"
urlpatterns = [
    path("", pages.people, name="people"),
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("inbox/", pages.inbox, name="inbox"),
    path("cohort.csv", pages.cohort_file, name="cohort_file"),
]
