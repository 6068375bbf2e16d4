from django.urls import path

from centre.post import views

app_name = "post"
urlpatterns = [
    path("letters/<uuid:pk>/", views.letter, name="letter"),
    path("caught-mail/", views.caught, name="caught"),
]
