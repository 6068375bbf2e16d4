"""Addresses of a citizen's file, and of one deadline: a random number is all they say of whose it is."""

from django.urls import path

from centre.file import views

app_name = "file"
urlpatterns = [
    path("citizens/<uuid:pk>/", views.citizen, name="citizen"),
    path("citizens/<uuid:pk>/contact/", views.contact, name="contact"),
    path("citizens/<uuid:pk>/who/", views.who, name="who"),
    path("citizens/<uuid:pk>/custody/", views.custody, name="custody"),
    path("citizens/<uuid:pk>/few/", views.few, name="few"),
    path("citizens/<uuid:pk>/few/name/", views.insider, name="insider"),
    path("citizens/<uuid:pk>/few/<uuid:of>/end/", views.end_few, name="end_few"),
    path("citizens/<uuid:pk>/print/", views.printed, name="print"),
    path("deadlines/<uuid:pk>/", views.deadline, name="deadline"),
]
