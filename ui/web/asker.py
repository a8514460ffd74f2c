"""Who asks: the address by which limits are counted, and a word in the log where it is a proxy's instead of a visitor's."""

import sys

_said = set()


def address(request):
    """Address of whoever sent a Starlette request, "" where there is none.

    Behind a proxy it is the visitor's own where the server takes that proxy's word for it: uvicorn's FORWARDED_ALLOW_IPS.
    """
    if not request.client:
        return ""
    host, said = request.client.host, request.headers.get("x-forwarded-for", "")
    # What a trusted proxy said has replaced the connection's own address.
    if said and host not in said and not _said:
        _said.add(host)
        print(
            f"Requests come through a proxy at {host}, whose visitors are counted as one: "
            f"set FORWARDED_ALLOW_IPS={host} if it is yours (docs/hosting.md).",
            file=sys.stderr,
            flush=True,
        )
    return host
