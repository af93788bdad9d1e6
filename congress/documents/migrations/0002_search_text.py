"""Released reports can be searched: their public text, its plain form and its pairs."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models

import congress.common.text_search

BETWEEN = '\x1f'


def fill_public_text(apps, schema_editor):
    """What was made final before has its text only in the frozen content."""
    WorkReport = apps.get_model('documents', 'WorkReport')
    for report in WorkReport.objects.exclude(frozen=None):
        content = report.frozen
        said = [*content.get('opening', ())]
        for part in content.get('parts', ()):
            said.append(part.get('title', ''))
            for section in part.get('sections', ()):
                said += [section.get('heading', ''), *section.get('paragraphs', ())]
        report.public_text = BETWEEN.join([*said, *content.get('closing', ())])
        report.save(update_fields=['public_text'])


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
        ('common', '0007_text_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='workreport',
            name='public_text',
            field=models.TextField(blank=True, default='', editable=False, verbose_name='公开版正文'),
        ),
        migrations.AddField(
            model_name='workreport',
            name='search_text',
            field=models.GeneratedField(
                db_persist=True,
                editable=False,
                expression=congress.common.text_search.Plain(
                    django.db.models.functions.text.Concat(
                        models.F('title'),
                        models.Value('\x1f'),
                        models.F('public_text'),
                        output_field=models.TextField(),
                    )
                ),
                output_field=models.TextField(),
                verbose_name='检索文本',
            ),
        ),
        migrations.AddIndex(
            model_name='workreport',
            index=django.contrib.postgres.indexes.GinIndex(
                congress.common.text_search.Pairs(models.F('search_text')),
                name='work_report_pairs',
            ),
        ),
        migrations.RunPython(fill_public_text, migrations.RunPython.noop),
    ]
