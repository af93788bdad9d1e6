"""The villages of districts as they are linked now, beside the newest entry of history.

Until now history did not keep the links: the next edit would seem to have made them all.
"""

from django.db import migrations

_COPY = """
INSERT INTO township_historicalelectoraldistrict_villages (id, electoraldistrict_id, village_id, history_id)
SELECT link.id, link.electoraldistrict_id, link.village_id, newest.history_id
FROM township_electoraldistrict_villages link
JOIN (
    SELECT id, max(history_id) AS history_id FROM township_historicalelectoraldistrict GROUP BY id
) newest ON newest.id = link.electoraldistrict_id
"""


class Migration(migrations.Migration):
    dependencies = [("township", "0006_district_villages_history")]

    operations = [migrations.RunSQL(_COPY, migrations.RunSQL.noop)]
