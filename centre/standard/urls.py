"""The pages that say what a citizen can expect and how to reach the centre."""

from django.urls import URLPattern, path

from centre.standard import views

urlpatterns: list[URLPattern] = [
    path("forvent/", views.expect, name="expect"),
    path("kontakt/", views.contact_us, name="contact_us"),
    path("dine-oplysninger/", views.own_data, name="own_data"),
]
