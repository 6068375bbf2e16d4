"""Addresses of the intake's staff pages. No name and no number of a citizen is ever in one."""

from django.urls import path

from intake.views import calendar, emergency, guarantees, hours, inbox, inquiry, register

app_name = "intake"
urlpatterns = [
    path("inquiries/", inbox.inbox, name="inbox"),
    path("inquiries/new/", register.register, name="register"),
    path("inquiries/<uuid:pk>/", inquiry.inquiry, name="inquiry"),
    path("inquiries/<uuid:pk>/book/", calendar.book, name="book"),
    path("inquiries/<uuid:pk>/<slug:verb>/", inquiry.act, name="act"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<uuid:pk>/attendance/", calendar.attendance, name="attendance"),
    path("guarantees/", guarantees.guarantees, name="guarantees"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("hours/", hours.hours, name="hours"),
    path("hours/close/", hours.close, name="close_day"),
    path("hours/away/", hours.away, name="away"),
    path("hours/<int:pk>/reopen/", hours.reopen, name="reopen_day"),
]
