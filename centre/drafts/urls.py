"""Addresses of the drafts. None holds a number: a draft is found by its author and its form."""

from django.urls import path

from centre.drafts import views

app_name = "drafts"
urlpatterns = [
    path("drafts/", views.mine, name="mine"),
    path("drafts/waiting/", views.waiting, name="waiting"),
    path("drafts/save/", views.save, name="save"),
    path("drafts/open/", views.read, name="open"),
    path("drafts/discard/", views.discard, name="discard"),
]
