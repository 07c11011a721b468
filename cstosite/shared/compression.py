"""Whether whoever asks can read what is compressed."""

import re

# Named, and not with a weight of nothing (RFC 9110, 12.4.2).
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q\s*=\s*0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)


def takes_gzip(request) -> bool:
    """Whether the answer to a request may be sent as gzip."""
    return bool(_GZIP.search(request.headers.get("Accept-Encoding", "")))
