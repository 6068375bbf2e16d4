"""Addresses of logging in and out."""

from django.urls import path

from centre.staff import views

app_name = "staff"
urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("stay/", views.stay, name="stay"),
    path("help/", views.help_page, name="help"),
]
