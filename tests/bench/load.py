"""The two load generators, and how they take turns."""

import json
import os
import pathlib
import re
import statistics
import subprocess

HERE = pathlib.Path(__file__).parent
CLIENTS, THREADS = 16, 2


def wrk(system, script, seconds, *arguments):
    done = subprocess.run(
        ["wrk", f"-c{CLIENTS}", f"-t{THREADS}", f"-d{seconds}s", "--latency", "-s", HERE / script, system.url, "--",
         system.token, *map(str, arguments)], check=True, capture_output=True, text=True)
    result = json.loads(done.stdout.strip().splitlines()[-1])
    if result["failed"]:
        raise SystemExit(f"bench: {script}: {result['failed']} requests failed\n{done.stdout}")
    return result["requests"] / result["seconds"]


def pgbench(system, script, seconds, database="hotline", **definitions):
    files = []
    for at, text in enumerate(script.texts()):
        path = pathlib.Path(system.data) / f"log/bench{at}.sql"
        path.write_text(text)
        files += ["-f", path]
    values = {**script.values(), "n": 0, "round": 0, **definitions}
    done = subprocess.run(
        ["/usr/lib/postgresql/15/bin/pgbench", "--no-vacuum", "-M", "prepared", "-c", str(CLIENTS), "-j", str(THREADS), "-T",
         str(seconds), *files, *(f"-D{k}={v}" for k, v in values.items())],
        env=system.postgres("hotline_workorder", database), capture_output=True, text=True)
    if done.returncode or not re.search(r"number of failed transactions: 0 ", done.stdout):
        raise SystemExit("bench: pgbench failed\n" + done.stdout[-2000:] + done.stderr[-2000:])
    return float(re.search(r"tps = ([\d.]+)", done.stdout)[1])


def alternate(system, rounds, seconds, ours, theirs):
    """A B A B …: (median of ours, median of theirs). Prints what each cost in processor time, which tells more on a busy machine."""
    pairs = []
    for number in range(1, rounds + 1):
        rates, notes = [], []
        for name, measure in (("REST", ours), ("pgbench", theirs)):
            before = system.processor()
            rates.append(measure(number))
            hotline, postgres = (1e6 * (b - a) / (rates[-1] * seconds) for a, b in zip(before, system.processor()))
            notes.append(f"{name} {rates[-1]:.0f}/s (hotline {hotline:.0f} µs, PostgreSQL {postgres:.0f} µs each)")
        pairs.append(rates)
        print(f"  round {number}: {', '.join(notes)}, load {os.getloadavg()[0]:.1f}", flush=True)
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)
