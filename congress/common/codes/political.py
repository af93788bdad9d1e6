from django.db.models import TextChoices


class PoliticalStatus(TextChoices):
    """Political status (政治面貌, GB/T 4762-1984)."""

    PARTY_MEMBER = "01", "中共党员"
    PROBATIONARY_PARTY_MEMBER = "02", "中共预备党员"
    YOUTH_LEAGUE_MEMBER = "03", "共青团员"
    REVOLUTIONARY_COMMITTEE = "04", "民革党员"
    DEMOCRATIC_LEAGUE = "05", "民盟盟员"
    NATIONAL_CONSTRUCTION = "06", "民建会员"
    PROMOTING_DEMOCRACY = "07", "民进会员"
    PEASANTS_AND_WORKERS = "08", "农工党党员"
    ZHI_GONG = "09", "致公党党员"
    JIU_SAN = "10", "九三学社社员"
    TAIWAN_LEAGUE = "11", "台盟盟员"
    NO_PARTY = "12", "无党派人士"
    MASSES = "13", "群众"
