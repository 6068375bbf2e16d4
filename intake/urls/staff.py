"""Addresses of the intake's staff pages. No name and no number of a citizen is ever in one."""

from django.urls import path

from intake.views import (
    assessment,
    calendar,
    death,
    decision,
    emergency,
    filters,
    foretell,
    given,
    guarantees,
    hours,
    inbox,
    inquiry,
    register,
    search,
)

app_name = "intake"
urlpatterns = [
    path("inquiries/", inbox.inbox, name="inbox"),
    path("inquiries/new/", register.register, name="register"),
    path("inquiries/new/deadline/", foretell.foretell, name="foretell"),
    path("inquiries/filters/", filters.filters, name="filters"),
    path("inquiries/filters/<uuid:pk>/change/", filters.change, name="change_filter"),
    path("inquiries/filters/<uuid:pk>/remove/", filters.remove, name="remove_filter"),
    path("inquiries/<uuid:pk>/", inquiry.inquiry, name="inquiry"),
    path("inquiries/<uuid:pk>/book/", calendar.book, name="book"),
    path("inquiries/<uuid:pk>/assessment/", assessment.assessment, name="assessment"),
    path("inquiries/<uuid:pk>/<slug:verb>/", inquiry.act, name="act"),
    path("assessments/<uuid:pk>/finish/", assessment.finish, name="finish_assessment"),
    path("assessments/<uuid:pk>/<slug:name>/", assessment.part, name="assessment_part"),
    path("assessments/<uuid:pk>/decide/<slug:area>/", decision.prepare, name="prepare_decision"),
    path("decisions/<uuid:pk>/", given.decision, name="decision"),
    path("decisions/<uuid:pk>/change/", decision.change, name="change_decision"),
    path("decisions/<uuid:pk>/sheet/", decision.sheet, name="decision_sheet"),
    path("decisions/<uuid:pk>/<slug:verb>/", given.act, name="decision_act"),
    path("citizens/<uuid:pk>/death/", death.death, name="death"),
    path("search/", search.search, name="search"),
    path("search/reason/", search.look_up, name="look_up"),
    path("search/reasons/", search.look_ups, name="look_ups"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<uuid:pk>/attendance/", calendar.attendance, name="attendance"),
    path("guarantees/", guarantees.guarantees, name="guarantees"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("hours/", hours.hours, name="hours"),
    path("hours/close/", hours.close, name="close_day"),
    path("hours/away/", hours.away, name="away"),
    path("hours/<int:pk>/reopen/", hours.reopen, name="reopen_day"),
]
