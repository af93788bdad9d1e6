"""Pairs of characters of all titles, kept by the database (models.titles)."""

import django.db.models.deletion
from django.db import migrations, models

# 关于疏通排水沟的建议 and 排水沟淤塞 are about the same; 关于 and 的建议 are about nothing.
ABOUT = """
CREATE FUNCTION proposals_title_about(title text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT regexp_replace(
        portal_plain(title), '^关于|的?(议案|建议|批评|意见)([、和](建议|批评|意见))*$', '', 'g'
    )
$$
"""
KEEP = """
CREATE FUNCTION proposals_keep_title_pairs() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM proposals_titlepair WHERE proposal_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO proposals_titlepair (proposal_id, pair)
        SELECT NEW.id, unnest(portal_pairs(proposals_title_about(NEW.title)));
    END IF;
    RETURN NULL;
END
$$
"""
TRIGGER = """
CREATE TRIGGER keep_title_pairs AFTER INSERT OR DELETE OR UPDATE OF title ON proposals_proposal
FOR EACH ROW EXECUTE FUNCTION proposals_keep_title_pairs()
"""
FILL = """
INSERT INTO proposals_titlepair (proposal_id, pair)
SELECT id, unnest(portal_pairs(proposals_title_about(title))) FROM proposals_proposal
"""


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0006_latest_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='TitlePair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pair', models.BigIntegerField(verbose_name='相邻的两个字')),
                ('proposal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='proposals.proposal', verbose_name='议案建议')),
            ],
            options={
                'verbose_name': '案由的字',
                'verbose_name_plural': '案由的字',
                'indexes': [models.Index(fields=['pair', 'proposal'], name='title_pairs')],
            },
        ),
        migrations.RunSQL(ABOUT, "DROP FUNCTION proposals_title_about(text)"),
        migrations.RunSQL(KEEP, "DROP FUNCTION proposals_keep_title_pairs()"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER keep_title_pairs ON proposals_proposal"),
    ]
