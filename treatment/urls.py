"""Addresses of the treatment. No name and no number of a citizen is ever in one."""

from django.urls import path

from treatment.views import course, discharge, plan, session

app_name = "treatment"
urlpatterns = [
    path("courses/new/<uuid:pk>/", course.set_up, name="set_up"),
    path("courses/<uuid:pk>/", course.course, name="course"),
    path("courses/<uuid:pk>/plan/", plan.plan, name="plan"),
    path("courses/<uuid:pk>/plan/versions/", plan.versions, name="versions"),
    path("courses/<uuid:pk>/plan/print/", plan.paper, name="paper"),
    path("courses/<uuid:pk>/discharge/", discharge.discharge, name="discharge"),
    path("courses/<uuid:pk>/discharge/correct/", discharge.correct, name="correct_discharge"),
    path("courses/<uuid:pk>/discharge/take-back/", discharge.take_back, name="take_back"),
    path("courses/<uuid:pk>/sessions/new/", session.unplanned, name="unplanned"),
    path("courses/<uuid:pk>/do/<slug:verb>/", course.act, name="act"),
    path("sessions/<uuid:pk>/", session.session, name="session"),
    path("sessions/<uuid:pk>/note/", session.note, name="note"),
    path("sessions/<uuid:pk>/attendance/", session.attendance, name="attendance"),
]
