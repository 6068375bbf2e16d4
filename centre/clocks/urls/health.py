from django.urls import path

from centre.clocks.views import health

urlpatterns = [path("", health.health, name="health")]
