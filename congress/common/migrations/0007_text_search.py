"""How texts are made plain for searching, and their pairs of characters (common.text_search)."""

from django.db import migrations

PLAIN = """
CREATE FUNCTION portal_plain(source text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT lower(regexp_replace(
        normalize(source, NFKC) COLLATE "C",
        '[\\s\\u00ad\\u200b-\\u200f\\u2060\\ufeff]+', '', 'g'
    ))
$$
"""
# Both code points in one number: 21 bits hold every character of Unicode.
PAIRS = """
CREATE FUNCTION portal_pairs(plain text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT coalesce(array_agg(DISTINCT pair), '{}')
    FROM (
        SELECT (ascii(letter)::bigint << 21) | ascii(lead(letter) OVER (ORDER BY place)) AS pair
        FROM unnest(string_to_array(plain, NULL)) WITH ORDINALITY AS letters (letter, place)
    ) AS neighbours
    WHERE pair IS NOT NULL
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0006_jobs"),
    ]

    operations = [
        migrations.RunSQL(PLAIN, "DROP FUNCTION portal_plain(text)"),
        migrations.RunSQL(PAIRS, "DROP FUNCTION portal_pairs(text)"),
    ]
