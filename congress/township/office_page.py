"""What the institution itself gives to the back office's first page."""

from congress.common.office_page import list_address
from congress.common.registry import FirstStep
from congress.township.models import CongressTerm, TownSettings, Township


def steps() -> list[FirstStep]:
    """The town, its term, and the deputies made public."""
    return [
        FirstStep(
            10,
            "填写镇情",
            "乡镇名称、所属县市和基本数字。名称会用在所有页面和文件上。",
            list_address("setup_profile"),
            Township.objects.exists(),
        ),
        FirstStep(
            20,
            "建立本届",
            "第几届、任期、确定的代表名额。",
            list_address("setup_term"),
            CongressTerm.objects.exists(),
        ),
        FirstStep(
            60,
            "公开代表名册",
            "在“本镇设置”里勾选以后，群众才看得到代表和主席团。",
            list_address("township_townsettings_changelist"),
            TownSettings.load().publishes_deputies,
        ),
    ]
