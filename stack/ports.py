"""Free ports on the loopback address."""

import socket
import time

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen()
        except OSError:
            return False
    return True


def free_port(preferred: int | None = None, *, patience: float = 0) -> int:
    """`preferred` when nobody has it, or whoever has it leaves within `patience` seconds; else the kernel's choice."""
    deadline = time.monotonic() + patience
    while preferred:
        if is_free(preferred):
            return preferred
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]
