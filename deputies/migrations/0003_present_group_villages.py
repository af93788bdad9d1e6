"""The villages of groups as they are linked now, beside the newest entry of history.

Until now history did not keep the links: the next edit would seem to have made them all.
"""

from django.db import migrations

_COPY = """
INSERT INTO deputies_historicaldeputygroup_villages (id, deputygroup_id, village_id, history_id)
SELECT link.id, link.deputygroup_id, link.village_id, newest.history_id
FROM deputies_deputygroup_villages link
JOIN (
    SELECT id, max(history_id) AS history_id FROM deputies_historicaldeputygroup GROUP BY id
) newest ON newest.id = link.deputygroup_id
"""


class Migration(migrations.Migration):
    dependencies = [("deputies", "0002_group_villages_history")]

    operations = [migrations.RunSQL(_COPY, migrations.RunSQL.noop)]
