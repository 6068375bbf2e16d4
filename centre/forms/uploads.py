"""Files that are sent: taken by the pages that ask for one, in memory, and no larger than they may be.

Django would write a large one to a disk, in clear, before anybody has looked at it.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final, TypeVar, cast

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])
# What is longer than this is read past, so that its sender is told at the field what the limit is; a
# body beyond so many times the limit is not read at all (`config.middleware.SmallBodies`).
PATIENCE: Final = 4
TOO_LARGE: Final = "file_too_large"


def takes_a_file(most: int) -> Callable[[View], View]:
    """Say on a view that its form sends a file of so many bytes at most. The outermost mark on it."""

    def mark(view: View) -> View:
        cast("Any", view).largest_file = most
        return view

    return mark


def largest_file(view: object) -> int:
    """How many bytes of a file the view takes; none where it asks for no file."""
    return int(getattr(view, "largest_file", 0))


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file was left out because it was larger than its page takes."""
    return bool(getattr(request, TOO_LARGE, False))


class InMemory(FileUploadHandler):
    """Keeps a file in memory, up to what the page takes; of one beyond that nothing is kept."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's own name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        match = getattr(self.request, "resolver_match", None)
        self.most = largest_file(getattr(match, "func", None))

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self.most:
            raise SkipFile
        self.kept, self.length = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.length += len(raw_data)
        if self.length > self.most:
            self.kept = BytesIO()
            setattr(self.request, TOO_LARGE, True)
            raise SkipFile
        self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
