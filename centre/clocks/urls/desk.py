"""Addresses of the desk, the risk board and the operation page."""

from django.urls import path

from centre.clocks.views import desk, operation, risk

app_name = "clocks"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("risk/", risk.risk, name="risk"),
    path("risk/deadlines/", risk.deadlines, name="deadlines"),
    path("risk/overview.csv", risk.export, name="risk_csv"),
    path("operation/", operation.operation, name="operation"),
]
