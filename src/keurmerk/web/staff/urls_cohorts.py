"""Addresses of the pages for groups, their rows, and the register of awards."""

from django.urls import path

from keurmerk.web.staff import awards, cohorts, releases, rows

patterns = [
    path("cohorts/", cohorts.cohort_list, name="cohort_list"),
    path("cohorts/start/", cohorts.cohort_start, name="cohort_start"),
    path("cohorts/<uuid:pk>/", cohorts.cohort, name="cohort"),
    path("cohorts/<uuid:pk>/rows/", cohorts.cohort_rows_add, name="cohort_rows_add"),
    path("cohorts/<uuid:pk>/present/", releases.cohort_present, name="cohort_present"),
    path("cohorts/<uuid:pk>/take-back/", releases.cohort_take_back, name="cohort_take_back"),
    path("cohorts/<uuid:pk>/release/", releases.cohort_release, name="cohort_release"),
    path("cohorts/<uuid:pk>/delivery/", releases.cohort_delivery, name="cohort_delivery"),
    path("rows/<int:pk>/choose/", rows.row_choose, name="row_choose"),
    path("rows/<int:pk>/edit/", rows.row_edit, name="row_edit"),
    path("rows/<int:pk>/set-aside/", rows.row_set_aside, name="row_set_aside"),
    path("rows/<int:pk>/put-back/", rows.row_put_back, name="row_put_back"),
    path("awards/", awards.award_list, name="award_list"),
    path("awards/export.csv", awards.award_export, name="award_export"),
    path("awards/<uuid:pk>/", awards.award, name="award"),
    path("awards/<uuid:pk>/withdraw/", awards.award_withdraw, name="award_withdraw"),
    path("awards/<uuid:pk>/suspend/", awards.award_suspend, name="award_suspend"),
    path("awards/<uuid:pk>/lift/", awards.award_lift, name="award_lift"),
    path("awards/<uuid:pk>/again/", awards.award_release_again, name="award_release_again"),
]
