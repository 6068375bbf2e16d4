"""Addresses of the intake's staff pages. No name and no number of a citizen is ever in one."""

from django.urls import path

from intake.views import (
    calendar,
    emergency,
    filters,
    foretell,
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
    path("inquiries/<uuid:pk>/<slug:verb>/", inquiry.act, name="act"),
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
