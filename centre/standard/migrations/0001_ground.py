"""What the database needs before the first table: an extension, the roles, the guard."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

from centre.guard import ROLES


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = (BtreeGistExtension(), ROLES)
