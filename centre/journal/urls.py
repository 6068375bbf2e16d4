"""Addresses of the journal: random numbers, and never a word that is sought."""

from django.urls import path

from centre.journal.views import files, notes, passing, search

app_name = "journal"
urlpatterns = [
    path("notes/", search.search, name="search"),
    path("citizens/<uuid:pk>/notes/", search.search_file, name="search_file"),
    path("citizens/<uuid:pk>/notes/new/", notes.write, name="write"),
    path("notes/<uuid:pk>/", notes.note, name="note"),
    path("notes/<uuid:pk>/correct/", notes.correct, name="correct"),
    path("notes/<uuid:pk>/attach/", files.attach, name="attach"),
    path("notes/<uuid:pk>/pass-on/", passing.pass_on, name="pass_on"),
    path("attachments/<uuid:pk>/", files.attachment, name="attachment"),
]
