"""The health check of the web container, with the portal's own environment: 0 when /readyz answers 200."""

import os
import sys
import urllib.error
import urllib.request

host = next((name.strip() for name in os.environ.get("ALLOWED_HOSTS", "").split(",") if name.strip()), "localhost")
port = os.environ.get("BIND", "0.0.0.0:8000").rpartition(":")[2]
request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": host.lstrip(".")})
try:
    with urllib.request.urlopen(request, timeout=8):  # noqa: S310 - our own address
        sys.exit(0)
except urllib.error.HTTPError as answer:
    sys.exit(answer.read().decode(errors="replace"))
except OSError as unreachable:
    sys.exit(str(unreachable))
