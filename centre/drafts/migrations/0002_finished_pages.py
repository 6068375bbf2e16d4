

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('drafts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FinishedPage',
            fields=[
                ('tab', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('finished_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['finished_at'], name='finished_page_by_age')],
            },
        ),
    ]
