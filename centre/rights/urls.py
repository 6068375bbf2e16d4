"""Addresses of the staff's pages about citizens' own data. No name and no number is ever in one."""

from django.urls import path

from centre.rights.views import given, listed, piece, register, request

app_name = "rights"
urlpatterns = [
    path("rights/", listed.requests, name="requests"),
    path("citizens/<uuid:pk>/access/", register.access, name="access"),
    path("citizens/<uuid:pk>/correction/", register.correction, name="correction"),
    path("rights/<uuid:pk>/", request.request, name="request"),
    path("rights/<uuid:pk>/file/", given.file, name="file"),
    path("rights/<uuid:pk>/packed/", given.packed, name="packed"),
    path("rights/<uuid:pk>/parts/<int:number>/", piece.piece, name="piece"),
    path("rights/<uuid:pk>/<slug:verb>/", request.act, name="act"),
]
