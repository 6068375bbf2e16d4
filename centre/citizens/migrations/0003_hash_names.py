from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import migrations, transaction

from centre.citizens.queries import index_of

BATCH = 500


def batches(rows: Any) -> Iterator[list[Any]]:
    """The rows by the hundred, in the order of their ids; each batch is read when it is its turn."""
    last = None
    while True:
        coming = rows.order_by("id") if last is None else rows.filter(id__gt=last).order_by("id")
        batch = list(coming.only("id", "name")[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def hash_names(apps: Any, _editor: Any) -> None:
    """Make those findable by name who were kept before names were.

    The keys are the running house's own: where they do not open a name the migration stops, rather
    than leave people whom nobody finds. Each batch is kept by itself, so a second run goes on.
    """
    citizens = apps.get_model("citizens", "Citizen")
    waiting = citizens.objects.filter(name_hashes=[])
    for batch in batches(waiting):
        with transaction.atomic():
            for citizen in batch:
                citizen.name_hashes = index_of(citizen.name)
            citizens.objects.bulk_update(batch, ["name_hashes"])


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("citizens", "0002_name_hashes")]
    operations: ClassVar = [migrations.RunPython(hash_names, migrations.RunPython.noop)]
