"""NATS servers of the tests' own, in temporary folders, from the wheel that brings the program."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres_server import free_port


def program() -> Path | None:
    """Return the server's program; None where the wheel is not installed."""
    beside = Path(sys.executable).parent / "nats-server"
    found = beside if beside.is_file() else shutil.which("nats-server")
    return Path(found) if found else None


class Queue:
    """One NATS server, and what it is reached by."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.port = free_port()
        self.address = f"nats://127.0.0.1:{self.port}"
        self._folder = folder
        self._more = more
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it listens."""
        found = program()
        assert found is not None
        command = [str(found), "-a", "127.0.0.1", "-p", str(self.port), "-js", "-sd", str(self._folder), *self._more]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise TimeoutError("NATS did not start")

    def pause(self) -> None:
        """Let it answer nothing, as where the network between is cut."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def queueing(folder: Path) -> Iterator[Queue]:
    """Yield a server, ended at the end."""
    server = Queue(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def cluster(folder: Path, count: int = 3) -> Iterator[list[Queue]]:
    """Yield servers that stand in for one another."""
    ports = [free_port() for _ in range(count)]
    routes = ",".join(f"nats://127.0.0.1:{port}" for port in ports)
    named = ("--cluster_name", "news", "--routes", routes)
    servers = [
        Queue(folder / str(n), "-n", f"node{n}", "--cluster", f"nats://127.0.0.1:{port}", *named)
        for n, port in enumerate(ports)
    ]
    try:
        for server in servers:
            server.start()
        yield servers
    finally:
        for server in servers:
            server.kill()
