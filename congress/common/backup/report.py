"""What a backup holds, in words."""

from django.utils.dateparse import parse_datetime

from congress.common.backup.manifest import Manifest


def size_in_words(size: int) -> str:
    """12.3 MB"""
    return f"{size / (1 << 20):.1f} MB"


def contents(manifest: Manifest) -> str:
    """52张表共3120行，9个文件（1.2 MB）"""
    files = f"{len(manifest.files)}个文件（{size_in_words(manifest.file_bytes)}）"
    keys = "，含密钥" if manifest.keys else ""
    return f"{len(manifest.tables)}张表共{manifest.rows}行，{files}{keys}"


def origin(manifest: Manifest) -> str:
    """2026年11月24日14:05备份自PostgreSQL 18"""
    at = parse_datetime(manifest.head.made_at)
    when = f"{at.year}年{at.month}月{at.day}日{at:%H:%M}" if at else manifest.head.made_at
    return f"{when}备份自PostgreSQL {manifest.head.server_version // 10000}"
