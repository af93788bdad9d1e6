"""The lists that a town starts with, until it makes them its own."""

from django.db import migrations

CATEGORIES = ('政治法律', '财政经济', '城建环保', '教科文卫', '农业农村', '其他')
OUTCOMES = (
    ('A', '已解决或基本解决', False),
    ('B', '正在解决或列入计划解决', True),
    ('C', '受条件限制，留作参考', False),
)
GROUNDS = (
    ('涉及本人或亲属个人问题', ''),
    ('正在办理的具体案件', '属于检察、审判等机关正在依法办理的。'),
    ('转交人民来信或举报材料', ''),
    ('学术探讨、产品推介', ''),
    ('没有具体内容', '请写明要解决什么问题、怎样解决。'),
    ('不属于本级职权范围', '可以由上级人大代表向上级人大提出。'),
)


def fill(apps, schema_editor):
    def start(model, rows):
        if not model.objects.exists():
            for order, values in enumerate(rows, start=1):
                model.objects.create(order=order, **values)

    start(apps.get_model('proposals', 'Category'), [{'name': name} for name in CATEGORIES])
    start(
        apps.get_model('proposals', 'OutcomeClass'),
        [{'letter': a, 'name': name, 'is_promise': promise} for a, name, promise in OUTCOMES],
    )
    start(
        apps.get_model('proposals', 'SetAsideGround'),
        [{'name': name, 'explanation': said} for name, said in GROUNDS],
    )


class Migration(migrations.Migration):
    dependencies = [('proposals', '0001_initial')]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
