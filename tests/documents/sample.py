"""An invented work report of 江湾镇, long enough for every feature of the layout."""

from django.template import Context, Template

from congress.documents.charts import paired_bars, progress_bar, stacked_bar
from congress.documents.render import render_pdf

TITLE = "江湾镇人民代表大会主席团工作报告"
RARE = "㐱䶮𠅤堃喆赟祎"
# No punctuation and no half-width figure: every line but the last is full.
SOLID = (
    "镇人大主席团坚持围绕中心服务大局依法履行监督职责组织代表开展视察调研推动建议办理落地见效" * 36
)
PROSE = (
    "一年来，主席团紧扣全镇中心工作，听取和审议专项工作报告3项，开展执法检查2次、专题视察4次、"
    "专题调研2项，提出审议意见17条；镇人民政府及有关部门逐条研究，已经落实14条，其余3条列入下一"
    "年度计划。代表小组按季开展活动，79名代表全部进站接待选民，收到意见和建议126件，当场答复68件，"
    "转有关单位办理58件。对“东堤加固”“新洲水厂扩建”等项目，主席团组织代表到现场查看进度、质量和资金"
    "到位情况，督促补拨资金50万元。"
)
AGES = [("35岁以下", 28), ("36至55岁", 47), ("56岁以上", 2), ("未填", 2)]
JOBS = [
    ("村（社区）干部", 27),
    ("农民", 24),
    ("机关干部", 9),
    ("企业负责人", 6),
    ("教师", 4),
    ("医务人员", 3),
    ("个体工商户", 3),
    ("其他", 2),
    ("未填", 1),
]
NAMES = [
    "丁一",
    "于大川",
    "王勇",
    "王𠅤",
    "方喆",
    "龙䶮",
    "叶㐱",
    "司马长风",
    "刘赟",
    "祁祎",
    "李堃",
]

REPORT = """{% extends "documents/base_official.html" %}
{% block subtitle %}
<p class="occasion">——2027年1月18日在江湾镇
第十九届人民代表大会第三次会议上</p>
<p class="speaker">镇人大主席　司马长风</p>
{% endblock %}
{% block salutation %}<p class="salutation">各位代表：</p>{% endblock %}
{% block body %}
<p>我受镇第十九届人民代表大会主席团委托，向大会报告工作，请予审议，并请列席人员提出意见。</p>
<h2>一、过去一年的工作</h2>
<p>{{ prose }}</p>
{% for heading in headings %}
<h3>（{{ heading.0 }}）{{ heading.1 }}</h3>
<p>{{ prose }}</p>
<h4>1.持之以恒抓好落实</h4>
<p>{{ prose }}{{ rare }}等代表提出的建议，{{ prose }}</p>
{% endfor %}
<h2>二、存在问题</h2>
<p>{{ prose }}</p>
<h2>三、今后工作安排</h2>
<p>{{ prose }}</p>
{% endblock %}
{% block attachment_list %}
<div class="attachment-list"><p>附件：1.镇人大代表结构</p><p>2.镇人大代表名单</p></div>
{% endblock %}
{% block signature %}
<div class="signature"><p>江湾镇人民代表大会主席团</p><p class="date">2027年1月18日</p></div>
{% endblock %}
{% block attachments %}
<section class="attachment">
<p class="attachment-label">附件1</p>
<h2 class="attachment-title">镇人大代表结构</h2>
{% for chart in charts %}<figure>{{ chart }}</figure>{% endfor %}
<table>
<caption>年龄结构（截至2026年12月31日）</caption>
<thead><tr><th>年龄</th><th>人数</th><th>占比</th></tr></thead>
<tbody>{% for label, value in ages %}<tr><td>{{ label }}</td><td class="number">{{ value }}</td>
<td class="number">{% widthratio value 79 100 %}%</td></tr>{% endfor %}
<tr class="total"><td>合计</td><td class="number">79</td><td class="number">100%</td></tr></tbody>
</table>
</section>
<section class="attachment">
<p class="attachment-label">附件2</p>
<h2 class="attachment-title">镇人大代表名单</h2>
<p class="note">共79名，按姓氏笔画排列。</p>
<ul class="names">{% for name in names %}<li>{{ name }}</li>{% endfor %}</ul>
<table class="roster">
<thead><tr><th>序号</th><th>姓名</th><th>代表小组</th><th>职业</th></tr></thead>
<tbody>{% for name in names %}<tr><td class="centre">{{ forloop.counter }}</td>
<td class="whole">{{ name }}</td>
<td>新洲代表小组</td><td>江湾镇新洲村党支部书记、村民委员会主任</td></tr>{% endfor %}</tbody>
</table>
</section>
{% endblock %}
"""


def report_html() -> str:
    """The whole report as HTML."""
    context = {
        "document_title": TITLE,
        "prose": PROSE,
        "rare": RARE,
        "headings": [
            ("一", "坚持党的领导，把准政治方向"),
            ("二", "依法开展监督，助推重点工作"),
            ("三", "服务代表履职，密切联系群众"),
        ],
        "charts": [
            stacked_bar("年龄结构", AGES, 79),
            stacked_bar("职业结构", JOBS, 79),
            paired_bars(
                "主席团成员联系走访", [("第三季度", 16, 14), ("第四季度", 16, 16)], done="已走访"
            ),
            progress_bar("建议答复", 49, 56, "件"),
        ],
        "ages": AGES,
        "names": NAMES * 7,
    }
    return Template(REPORT).render(Context(context))


def solid_html() -> str:
    """Three paragraphs of running text without anything that could shorten a line."""
    return '<html lang="zh-CN"><link rel="stylesheet" href="official.css">' + "".join(
        f"<p>{SOLID}</p>" for _ in range(3)
    )


def report_pdf() -> bytes:
    return render_pdf(report_html(), title=TITLE)
