"""Addresses of the figures. The rows behind one are asked for by month, kind and answer, never by name."""

from django.urls import path

from reporting.views import measures

app_name = "reporting"
urlpatterns = [
    path("measures/", measures.board, name="measures"),
    path("measures/print/", measures.paper, name="paper"),
    path("measures/file/", measures.export, name="export"),
    path("measures/<slug:key>/", measures.measure, name="measure"),
    path("measures/<slug:key>/rows/", measures.rows, name="rows"),
]
