from django.urls import path

from centre.post import views

app_name = "post"
urlpatterns = [path("caught-mail/", views.caught, name="caught")]
