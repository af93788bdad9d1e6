"""The first upload handler: what is too big is counted but kept nowhere.

The rest of the form comes through, so that what was typed can be shown again beside the sentence
about the file.
"""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from congress.common.attachments.content import too_big
from congress.common.attachments.limits import max_bytes, max_request_bytes, size_in_words


class RefusedUpload(UploadedFile):
    """A file that was too big to be received. ``why`` tells the person; it has no content."""

    def __init__(self, name: str, size: int, why: str) -> None:
        super().__init__(io.BytesIO(), name, "", size)
        self.why = why


class LimitedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers (settings.FILE_UPLOAD_HANDLERS)."""

    _total = 0
    _size = 0
    _is_refused = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._size, self._is_refused = 0, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """None keeps the chunk from the handlers behind this one."""
        self._size += len(raw_data)
        if not self._is_refused:
            self._total += len(raw_data)
            fits = self._size <= max_bytes() and self._total <= max_request_bytes()
            self._is_refused = not fits
        return None if self._is_refused else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self._is_refused:
            return None
        if self._size > max_bytes():
            why = too_big(self._size)
        else:
            most = size_in_words(max_request_bytes())
            why = f"一次上传的文件加起来最多{most}。请分几次上传。"
        return RefusedUpload(self.file_name or "", self._size, why)
