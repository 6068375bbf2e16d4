"""Addresses of the figures. The rows behind one are asked for by month, kind and answer, never by name."""

from django.urls import path

from reporting.views import log, measures

app_name = "reporting"
urlpatterns = [
    path("log/", log.log, name="log"),
    path("log/exports/", log.exports, name="exports"),
    path("log/<uuid:pk>/", log.finding, name="log_finding"),
    path("measures/", measures.board, name="measures"),
    path("measures/print/", measures.paper, name="paper"),
    path("measures/file/", measures.export, name="export"),
    path("measures/<slug:key>/", measures.measure, name="measure"),
    path("measures/<slug:key>/rows/", measures.rows, name="rows"),
]
