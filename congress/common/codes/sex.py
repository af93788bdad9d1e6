from django.db.models import TextChoices


class Sex(TextChoices):
    """Sex of a person (GB/T 2261.1-2003)."""

    UNKNOWN = "0", "未知"
    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSTATED = "9", "未说明"
