"""What programs on any site may read in a browser."""

OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def open_to_all(response):
    """The answer with the headers that let programs on any site read it."""
    for name, value in OPEN.items():
        response[name] = value
    return response
