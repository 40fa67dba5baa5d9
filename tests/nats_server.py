"""NATS servers of the tests' own, in temporary folders, from the wheel that brings the program."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
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

    def __init__(self, folder: Path, *more: str, host: str = "127.0.0.1", through: Sequence[str] = ()) -> None:
        """Listen at `host`, begun by the program `through` which it is reached."""
        self.port = free_port()
        self.address = f"nats://{host}:{self.port}"
        self._host = host
        self._folder = folder
        self._more = more
        self._through = through
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it listens."""
        found = program()
        assert found is not None
        where = ["-a", self._host, "-p", str(self.port), "-js", "-sd", str(self._folder)]
        command = [*self._through, str(found), *where, *self._more]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with socket.socket() as tried:
                if tried.connect_ex((self._host, self.port)) == 0:
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


class Apart(Queue):
    """A server in a network of its own, which can be cut off: no packet comes through, and nobody is told."""

    def __init__(self, folder: Path) -> None:
        self._name = f"apart{os.getpid()}"
        self._near = f"{self._name}a"[-15:]
        super().__init__(folder, host="10.213.7.2", through=("ip", "netns", "exec", self._name))

    def __enter__(self) -> "Apart":
        """Make the network, and start."""
        try:
            self._join()
            self.start()
        except BaseException:
            _ip(f"netns del {self._name}")
            raise
        return self

    def _join(self) -> None:
        far = f"{self._name}b"[-15:]
        for command in (
            f"netns add {self._name}", f"link add {self._near} type veth peer name {far}", f"link set {far} netns {self._name}",
            f"addr add 10.213.7.1/24 dev {self._near}", f"link set {self._near} up", f"-n {self._name} addr add {self._host}/24 dev {far}",
            f"-n {self._name} link set {far} up", f"-n {self._name} link set lo up",
        ):  # fmt: skip
            _ip(command)

    def __exit__(self, *_: object) -> None:
        """End, and take the network away."""
        self.kill()
        _ip(f"netns del {self._name}")

    def cut(self) -> None:
        """Let nothing through."""
        _ip(f"link set {self._near} down")

    def mend(self) -> None:
        """Let everything through again."""
        _ip(f"link set {self._near} up")

    @staticmethod
    def is_allowed() -> bool:
        """Tell whether this process may make networks."""
        return os.geteuid() == 0 and shutil.which("ip") is not None


def _ip(command: str) -> None:
    done = subprocess.run(["ip", *command.split()], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


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
