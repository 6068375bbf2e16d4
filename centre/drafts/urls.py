"""Addresses of the drafts. None holds a number: a draft is found by its author and its form."""

from django.urls import path

from centre.drafts.views import drafts as views
from centre.drafts.views import left

app_name = "drafts"
urlpatterns = [
    path("drafts/", views.mine, name="mine"),
    path("drafts/waiting/", views.waiting, name="waiting"),
    path("drafts/save/", views.save, name="save"),
    path("drafts/open/", views.read, name="open"),
    path("drafts/discard/", views.discard, name="discard"),
    path("drafts/left/hand-on/", left.hand_on, name="hand_on"),
    path("drafts/left/discard/", left.discard, name="discard_left"),
]
