"""How to break each named constraint of the accounts."""

from centre.account.models import Identity, Passkey, RecoveryCode, SecondFactor
from tests.constraints import AT, breaks
from tests.factories import House


@breaks("second_factor_once")
def _(house: House) -> None:
    for _again in range(2):
        SecondFactor.objects.create(user=house.caseworker, secret="A" * 32, made_at=AT)


@breaks("recovery_code_once")
def _(house: House) -> None:
    for _again in range(2):
        RecoveryCode.objects.create(user=house.caseworker, digest=b"d" * 32)


@breaks("passkey_once")
def _(house: House) -> None:
    for user in (house.caseworker, house.colleague):
        Passkey.objects.create(user=user, name=b"n" * 32, public_key=b"k", made_at=AT)


@breaks("identity_once")
def _(house: House) -> None:
    for user in (house.caseworker, house.colleague):
        Identity.objects.create(user=user, issuer="https://id.example", subject="1")
