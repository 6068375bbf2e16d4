"""Addresses of the staff's pages about complaints. No name and no number of a citizen is ever in one."""

from django.urls import path

from complaints.views import complaint, listed, reassess, register

app_name = "complaints"
urlpatterns = [
    path("complaints/", listed.complaints, name="complaints"),
    path("complaints/new/", register.register, name="register"),
    path("complaints/<uuid:pk>/", complaint.complaint, name="complaint"),
    path("complaints/<uuid:pk>/reassess/", reassess.reassessment, name="reassess"),
    path("complaints/<uuid:pk>/<slug:verb>/", complaint.act, name="act"),
]
