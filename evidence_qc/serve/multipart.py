"""A ``multipart/form-data`` body, piece by piece: files go to disk as they come, texts are kept."""

from __future__ import annotations

import hashlib
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from evidence_qc.errors import UsageError
from evidence_qc.media.files.safe_names import SafeNames
from evidence_qc.serve.error_responses import TooLargeError

TEXT_BYTES_MAX = 1_000_000
"""All text fields together: claims of 500 files by name."""
FIELD_BYTES_MAX = 50_000
"""One of them: a claim that names 500 files; a platform's message has some thousands."""
FIELDS_MAX = 2_000
"""Four for each file."""
LINE_BYTES_MAX = 4_000
"""A line before a part: a file's name with its folders (PATH_MAX is 4,096 on Linux)."""
PARTS_MAX = 2 * FIELDS_MAX
"""Of whatever kind: those without a name, and file inputs that were left empty, too."""


class FormReader:
    """Takes the pieces of a body and writes its files below a folder.

    Args:
        root: the folder, which is empty.
        files_max: so many files are taken.
    """

    def __init__(self, content_type: str, root: Path, files_max: int) -> None:
        self.digests: dict[str, str] = {}
        """Path below ``root`` → SHA-256."""
        self.fields: dict[str, list[str]] = defaultdict(list)
        self._root = root
        self._files_max = files_max
        self._names = SafeNames()
        self._text_bytes = self._fields = self._parts = 0
        self._ended = False
        self._key = self._value = b""
        self._disposition = b""
        self._sink: BinaryIO | None = None
        self._digest = hashlib.sha256()
        self._text = bytearray()
        self._name: str | None = None
        self._field: str | None = None
        boundary = parse_options_header(content_type)[1].get(b"boundary")
        if not boundary:
            raise UsageError("error.form-without-boundary")
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._header_field,
                    "on_header_value": self._header_value,
                    "on_header_end": self._header_end,
                    "on_headers_finished": self._open,
                    "on_part_data": self._take,
                    "on_part_end": self._close,
                    "on_end": self._end,
                },
                max_header_size=sys.maxsize,  # counted here, to say what is too long
            )
        except FormParserError as error:
            raise _damaged() from error

    def write(self, piece: bytes) -> None:
        """The next piece of the body.

        Raises:
            UsageError: this is no form.
            TooLargeError: it holds too many files, or too much text.
            OSError: a file cannot be written.
        """
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise _damaged() from error

    def finish(self) -> None:
        """The body has ended; UsageError if the form has not."""
        if not self._ended:
            raise _damaged()

    def close(self) -> None:
        """Let go of a file that was being written."""
        if self._sink is not None:
            self._sink.close()
            self._sink = None

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > PARTS_MAX + self._files_max:
            raise TooLargeError("error.form-too-many-parts", limit=PARTS_MAX + self._files_max)
        self._key = self._value = self._disposition = b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._key += data[start:end]
        self._check_line()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._check_line()

    def _check_line(self) -> None:
        if len(self._key) + len(self._value) > LINE_BYTES_MAX:
            raise TooLargeError("error.form-line-too-long", limit_bytes=LINE_BYTES_MAX)

    def _header_end(self) -> None:
        if self._key.lower() == b"content-disposition":
            self._disposition = self._value
        self._key = self._value = b""

    def _open(self) -> None:
        options = parse_options_header(self._disposition)[1]
        self._field = options.get(b"name", b"").decode("utf-8", "replace")
        self._name = None
        self._text.clear()
        typed = file_name_of(self._disposition)
        if typed is None:
            return
        if not typed:
            self._field = None  # a file input that was left empty
            return
        if len(self.digests) >= self._files_max:
            raise TooLargeError("error.upload-too-many-files", limit=self._files_max)
        self._name = self._names.take(typed)
        self._digest = hashlib.sha256()
        target = self._root / self._name
        target.parent.mkdir(parents=True, exist_ok=True)
        self._sink = target.open("xb")

    def _take(self, data: bytes, start: int, end: int) -> None:
        piece = memoryview(data)[start:end]
        if self._sink is not None:
            self._digest.update(piece)
            self._sink.write(piece)
        elif self._field is not None:
            self._text_bytes += len(piece)
            self._text += piece
            if self._text_bytes > TEXT_BYTES_MAX or len(self._text) > FIELD_BYTES_MAX:
                raise TooLargeError("error.form-too-much-text")

    def _close(self) -> None:
        if self._sink is not None and self._name is not None:
            self.close()
            self.digests[self._name] = self._digest.hexdigest()
        elif self._field:
            self._fields += 1
            if self._fields > FIELDS_MAX:
                raise TooLargeError("error.form-too-much-text")
            self.fields[self._field].append(self._text.decode("utf-8", "replace"))

    def _end(self) -> None:
        self._ended = True


_ESCAPED = re.compile(rb"%(?:22|0D|0A)")
"""What browsers write so, and nothing else (HTML, multipart/form-data encoding algorithm)."""
_EXTENDED_NAME = re.compile(rb"(?i);\s*filename\*\s*=\s*utf-8'[^']*'([^;\s\"]+)")


def file_name_of(disposition: bytes) -> str | None:
    """The file name in a ``Content-Disposition``; None where there is none, empty where it is.

    That of ``filename*`` (RFC 8187) comes first: some clients send a name that is not ASCII in no
    other way, or beside one in a code of their own.
    """
    if extended := _EXTENDED_NAME.search(disposition):
        return unquote_to_bytes(extended[1]).decode("utf-8", "replace")
    plain = parse_options_header(disposition)[1].get(b"filename")
    if plain is None:
        return None
    return _ESCAPED.sub(lambda found: unquote_to_bytes(found[0]), plain).decode("utf-8", "replace")


def _damaged() -> UsageError:
    return UsageError("error.form-broken")
