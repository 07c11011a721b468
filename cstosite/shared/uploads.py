"""What every upload goes through first, whatever it is."""

from typing import BinaryIO

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024


class Refused(ValueError):
    """An upload that is not taken; its text is a sentence for the person, with what to do about it."""


def read(file: BinaryIO) -> bytes:
    """The bytes of an uploaded file; never more than MAX_BYTES and one are read."""
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise Refused(_("The file is empty. Choose it again."))
    if len(data) > MAX_BYTES:
        raise Refused(_("The file is larger than %(limit)d MB. Make it smaller.") % {"limit": MAX_BYTES // 1024**2})
    return data
