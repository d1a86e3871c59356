"""One private system for the bench: what ./dev up starts, on a fresh data directory."""

import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
PG_BIN = "/usr/lib/postgresql/15/bin/"
PASSWORD = "Bench-of-12368"
ORDER = {
    "requester": {"name": "李建国", "phone": "13800138000"}, "channel": "PHONE", "type": "CONTACT_JUDGE", "urgency": "NORMAL",
    "region": "广东省深圳市南山区", "title": "询问执行案件进展，请法官回电", "caseNumber": "（2026）粤0305执12345号",
}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def resident_kb(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


def processor_seconds(pid):
    """User and system time of a process, and of the children whose end it has seen."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def children_of(pid):
    return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def wait_ready(port, process, seconds=60):
    """Asks /readyz until it answers 200."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"bench: the system ended with {process.returncode}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.002)
    raise SystemExit("bench: not ready in time")


class System:
    def __init__(self, data, arguments=()):
        self.data, self.arguments = pathlib.Path(data), arguments
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # One caller stands for many; nothing else differs from an installation.
        self.environment = dict(os.environ, HOTLINE_RATE_LIMITS="[user=0]", HOTLINE_DEMO_PASSWORD=PASSWORD)

    def __enter__(self):
        self.reset()
        self.up = subprocess.Popen([ROOT / "dev", "up", "--data", self.data, "--port", str(self.port), *self.arguments], env=self.environment,
                                   stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            wait_ready(self.port, self.up)
            # The roles' process is made ready before the last lines of ./dev up.
            self.socket = re.search(r"host=(\S+) port=(\d+)", (self.data / "hotline.toml").read_text())
            self.log_in()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.up.poll() is None:
            self.up.send_signal(signal.SIGTERM)
            self.up.wait()
        self.reset()

    def reset(self):
        if (self.data / ".hotline-data").exists():
            subprocess.run([ROOT / "dev", "reset", "--data", self.data], check=True, stdout=subprocess.DEVNULL)

    def process_id(self):
        """Of the one process that serves all roles."""
        socket_directory = pathlib.Path(self.socket[1]).parent.parent
        return int((socket_directory / "run/all.pid").read_text())

    def processor(self):
        """Seconds that our process and PostgreSQL have computed."""
        postmaster = int((self.data / "pg/data/postmaster.pid").read_text().split()[0])
        postgres = processor_seconds(postmaster)
        for pid in children_of(postmaster):
            try:
                postgres += processor_seconds(pid)
            except (FileNotFoundError, ProcessLookupError):
                pass  # Ended meanwhile: counted with the postmaster's children from now on.
        return processor_seconds(self.process_id()), postgres

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())} if body is not None else {}
        if hasattr(self, "token"):
            headers["Authorization"] = "Bearer " + self.token
        connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body), headers)
        reply = connection.getresponse()
        answer = json.loads(reply.read())
        if reply.status not in (200, 201):
            raise SystemExit(f"bench: {method} {path}: {reply.status} {answer}")
        return answer

    def token_of(self, account):
        self.__dict__.pop("token", None)  # It may have expired.
        return self.call("POST", "/auth:login", {"account": account, "password": PASSWORD})["accessToken"]

    def log_in(self):
        self.token = self.token_of("agent")

    def postgres(self, user="postgres", database="hotline"):
        """Environment of PostgreSQL's clients."""
        return dict(os.environ, PGHOST=self.socket[1], PGPORT=self.socket[2], PGUSER=user, PGDATABASE=database,
                    PGOPTIONS="-c TimeZone=UTC -c search_path=workorder -c client_min_messages=warning")

    def sql(self, text, database="hotline"):
        done = subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-c", text], env=self.postgres(database=database),
                              check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def clone(self, database):
        """The work orders' schema in a database that no service looks at: nothing but the statements runs there."""
        self.sql(f"CREATE DATABASE {database}")
        dump = subprocess.Popen([PG_BIN + "pg_dump", "--schema=workorder"], env=self.postgres(), stdout=subprocess.PIPE)
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1"], env=self.postgres(database=database), stdin=dump.stdout,
                       check=True, stdout=subprocess.DEVNULL)
        for each in (database, "hotline"):
            self.sql("VACUUM ANALYZE", each)
        self.sql("CHECKPOINT")

    def start_second(self):
        """Another process with all roles on this database: (milliseconds until ready, resident kB when idle)."""
        own = self.data / "second"
        own.mkdir()
        port = free_port()
        begun = time.monotonic()
        process = subprocess.Popen(
            [ROOT / "build/bin/hotline", "serve", "--config", self.data / "hotline.toml", "--roles", "all", "--http",
             f"127.0.0.1:{port}", "--run", own, "--data", own], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            wait_ready(port, process)
            took = (time.monotonic() - begun) * 1000
            time.sleep(2)
            return took, resident_kb(process.pid)
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(own)
