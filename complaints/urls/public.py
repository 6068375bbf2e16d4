"""The public addresses of complaints: neutral words, no number in any of them."""

from django.urls import URLPattern, path

from complaints.views import public

urlpatterns: list[URLPattern] = [
    path("klag/", public.guide, name="complain"),
    path("klag/skriv/", public.write, name="complain_write"),
    path("klag/kvittering/", public.receipt, name="complain_receipt"),
    path("klag/se/", public.look_up, name="complain_look_up"),
]
