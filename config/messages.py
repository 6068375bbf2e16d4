"""What is said once after a step: in a cookie of this council's own, else in the session."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class OwnCookie(CookieStorage):
    """Django's, under a name that no other council on this machine uses."""

    cookie_name = settings.MESSAGE_COOKIE_NAME


class Messages(FallbackStorage):
    """The cookie first; what is too long for it waits in the session."""

    storage_classes = (OwnCookie, SessionStorage)
