"""Addresses of logging in and out, of one's own account, and of who works here."""

from django.urls import path

from centre.account.views import account, council, factor, login, passkey, people, proof

app_name = "staff"
urlpatterns = [
    path("login/", login.log_in, name="login"),
    path("login/code/", factor.code, name="code"),
    path("login/second-factor/", factor.set_up, name="set_up"),
    path("login/council/", council.there, name="council"),
    path("login/council/back/", council.back, name="council_back"),
    path("login/council/ended/", council.ended, name="council_ended"),
    path("logout/", login.log_out, name="logout"),
    path("stay/", login.stay, name="stay"),
    path("there/", login.there, name="there"),
    path("help/", login.help_page, name="help"),
    path("proof/", proof.prove, name="prove"),
    path("proof/given/", proof.proved, name="proved"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/end/", people.end, name="end_employment"),
    path("people/<int:pk>/stays/", people.stays, name="stays"),
    path("people/<int:pk>/log-out/", people.log_out, name="log_out_person"),
    path("people/<int:pk>/hand-on/", people.hand_on, name="hand_on_work"),
    path("account/", account.account, name="account"),
    path("account/second-factor/", account.replace_factor, name="replace_factor"),
    path("account/recovery-codes/", account.renew_codes, name="renew_codes"),
    path("account/passkeys/new/", passkey.add_passkey, name="add_passkey"),
    path("account/passkeys/<uuid:pk>/remove/", passkey.remove_passkey, name="remove_passkey"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/sessions/end/", account.end_sessions, name="end_sessions"),
]
