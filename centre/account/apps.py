from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "centre.account"
    label = "account"
