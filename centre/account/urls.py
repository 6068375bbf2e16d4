"""Addresses of logging in and out, of one's own account, and of who works here."""

from django.urls import path

from centre.account.views import account, factor, login, proof

app_name = "staff"
urlpatterns = [
    path("login/", login.log_in, name="login"),
    path("login/code/", factor.code, name="code"),
    path("login/second-factor/", factor.set_up, name="set_up"),
    path("logout/", login.log_out, name="logout"),
    path("stay/", login.stay, name="stay"),
    path("help/", login.help_page, name="help"),
    path("proof/", proof.prove, name="prove"),
    path("account/", account.account, name="account"),
    path("account/second-factor/", account.replace_factor, name="replace_factor"),
    path("account/recovery-codes/", account.renew_codes, name="renew_codes"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/sessions/end/", account.end_sessions, name="end_sessions"),
]
