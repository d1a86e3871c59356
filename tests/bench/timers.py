"""Ten thousand clocks that come due at one instant, and two thousand within five seconds, on top of a million that are armed.

The orders and clocks are copies of one that was registered and dispatched over REST, made by SQL: registering ten thousand of them
takes longer than anything that is measured here. What happens to them when they come due is the whole way: claim, effect in the
order's history, notices. Job queues from npm run as many jobs that do nothing, on the same server."""

import json
import math
import pathlib
import random
import subprocess
import threading
import time

from system import ORDER, ROOT

HERE = pathlib.Path(__file__).parent
ARMED, BURST, SPREAD, SPREAD_SECONDS = 1_000_000, 10_000, 2_000, 5
PAST_ORDERS, PAST_EVENTS = 100_000, 500_000
# What a copy is found by must be its own: what was sealed for another row cannot be opened.
OWN = {"phone_index": "sha256(n::text::bytea)", "case_number": "''"}
START = "2026-09-28T08:00+08:00"
UUID_END = "0000000-0000-0000-0000-000000000000"
FAR = "timestamptz '2026-12-31 12:00+08'"


class Session:
    """A psql that stays, so that asking costs a millisecond."""

    def __init__(self, system):
        self.psql = subprocess.Popen(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1"], env=system.postgres(), text=True,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def one(self, text):
        print(text + ";", file=self.psql.stdin, flush=True)
        return self.psql.stdout.readline().strip()

    def close(self):
        self.psql.stdin.close()
        self.psql.wait()


def columns(system, table):
    schema, name = table.split(".")
    return system.sql("SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns "
                      f"WHERE table_schema = '{schema}' AND table_name = '{name}' AND is_generated = 'NEVER'").split(",")


def copy_rows(system, table, where, count, changed):
    """`count` copies of the row; `changed` gives the expressions of columns that differ, over n from 1."""
    names = columns(system, table)
    values = [changed.get(name, f"t.{name}") for name in names]
    system.sql(f"INSERT INTO {table} ({','.join(names)}) SELECT {','.join(values)} FROM {table} t, generate_series(1, {count}) n "
               f"WHERE {where}")


def make_history(system, order):
    """What lies behind a million clocks: orders and events enough that nobody reads these tables from end to end. The feed's positions
    are below those that anybody still has to read."""
    copy_rows(system, "workorder.work_order", f"t.id = '{order}'", PAST_ORDERS,
              {"id": uuid_of("b"), "number": "'b' || lpad(n::text, 13, '0')", "state": "8", **OWN})
    names = [name for name in columns(system, "workorder.event") if name != "id"]
    values = ["gen_random_uuid()" if name == "stream_id" else f"t.{name}" for name in names]
    system.sql(f"WITH made AS (INSERT INTO workorder.event ({','.join(names)}) SELECT {','.join(values)} FROM workorder.event t, "
               f"generate_series(1, {PAST_EVENTS}) WHERE t.stream_id = '{order}' AND t.revision = 2 RETURNING id) "
               "INSERT INTO workorder.event_feed (position, event_id) SELECT -row_number() OVER (), id FROM made")


def dispatched_order(system):
    order = system.call("POST", "/workOrders", {**ORDER, "content": "申请执行人来电，希望承办法官回电说明查控情况。"})["workOrder"]
    system.token = system.token_of("dispatcher")
    department = next(d["id"] for d in system.call("GET", "/departments?pageSize=200")["departments"] if d["name"] == "执行局")
    system.call("POST", f"/workOrders/{order['id']}:dispatch", {"departmentId": department})
    system.log_in()
    while system.sql(f"SELECT count(*) FROM escalation.clock WHERE work_order_id = '{order['id']}'") != "2":
        time.sleep(0.05)
    time.sleep(1)
    return order["id"]


def uuid_of(prefix):
    return f"('{prefix}0000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid"


def make_clocks(system, order, prefix, count, rungs, orders=True):
    """Copies of the order with its handling clock; `rungs` is the expression of its two rungs' times."""
    if orders:
        copy_rows(system, "workorder.work_order", f"t.id = '{order}'", count,
                  {"id": uuid_of(prefix), "number": f"'{prefix}' || lpad(n::text, 13, '0')", **OWN})
    copy_rows(system, "escalation.followed_order", f"t.id = '{order}'", count, {"id": uuid_of(prefix)})
    copy_rows(system, "escalation.clock", f"t.work_order_id = '{order}' AND kind = 'HANDLING'", count,
              {"id": uuid_of(prefix), "work_order_id": uuid_of(prefix)})
    copy_rows(system, "escalation.pending_rungs", f"t.work_order_id = '{order}' AND kind = 'HANDLING'", count,
              {"clock_id": uuid_of(prefix), "work_order_id": uuid_of(prefix), "time": rungs, "place": "ARRAY[1, 2]",
               "action": "ARRAY[1, 2]", "nth": "ARRAY[1, 1]"})


class Registrations:
    """Citizens who call meanwhile: four at a time, each as soon as the last is served."""

    def __init__(self, system):
        self.system, self.took, self.running = system, [], True

    def start(self):
        self.threads = [threading.Thread(target=self.run, args=(i,)) for i in range(4)]
        for thread in self.threads:
            thread.start()

    def run(self, index):
        n = 0
        while self.running:
            n += 1
            begun = time.time()
            # Each about another matter, or the duplicate check would rightly show a hundred others.
            matter = "".join(chr(random.randint(0x4E00, 0x9FA5)) for _ in range(80))
            self.system.call("POST", "/workOrders", {**ORDER, "content": matter, "caseNumber": "",
                                                     "requester": {"name": "王五", "phone": f"136{index}{n:07}"}})
            self.took.append((begun, time.time() - begun))
            time.sleep(0.01)

    def stop(self, begin, end):
        """Keeps how long they took before the burst and in it."""
        self.running = False
        for thread in self.threads:
            thread.join()
        self.before, self.during = self.p99(begin - 4, begin), self.p99(begin, end)

    def p99(self, begin, end):
        took = sorted(t for begun, t in self.took if begun < end and begun + t > begin)
        return took[math.ceil(0.99 * len(took)) - 1] if took else 0


def clock_ahead(system):
    """Seconds by which the system's clock is ahead of this one."""
    return int.from_bytes((system.data / "dev-clock").read_bytes(), "little", signed=True) / 1e6


def advance_to(system, instant):
    system.call("POST", "/dev/clock:advance", {"duration": f"{instant - clock_ahead(system) - time.time():.6f}s"})
    system.log_in()


def wait_for(session, question):
    """When the answer was first yes."""
    for _ in range(6000):
        if session.one(question) == "t":
            return time.time()
        time.sleep(0.01)
    raise SystemExit("bench: not done after a minute")


def burst(system, session, order, prefix, day, calls=None):
    """BURST rungs at once on the evening of `day`, with citizens' `calls` meanwhile or alone. When each step was done, in seconds."""
    due = float(session.one(f"SELECT extract(epoch FROM timestamptz '{day} 17:30+08')"))
    make_clocks(system, order, prefix, BURST, f"ARRAY[to_timestamp({due}), {FAR}]")
    system.sql("VACUUM ANALYZE")
    system.sql("CHECKPOINT")
    advance_to(system, due - 6)
    if calls:
        calls.start()
    begin = due - clock_ahead(system)
    time.sleep(begin - time.time() + 0.001)
    # Asked cheaply: who asks computes on the same processors.
    effects = wait_for(session, f"SELECT NOT EXISTS (SELECT FROM escalation.pending_rungs WHERE next_time <= to_timestamp({due})) AND "
                       "NOT EXISTS (SELECT FROM escalation.effect_batch) AND NOT EXISTS (SELECT FROM workorder.event_pending)")
    last = session.one("SELECT max(position) FROM workorder.event_feed")
    notices = wait_for(session, f"SELECT position >= {last} FROM notification.consumer WHERE name = 'workorder'")
    if calls:
        calls.stop(begin, time.time())
    for what, count in (("firings", session.one(f"SELECT count(*) FROM escalation.firing WHERE clock_id::text LIKE '{prefix}%'")),
                        ("events", session.one("SELECT count(*) FROM workorder.event WHERE type = 'work_order.reminded' AND "
                                               f"stream_id::text LIKE '{prefix}%'")),
                        ("notices", session.one(f"SELECT count(*) FROM notification.notice WHERE stream_id::text LIKE '{prefix}%'"))):
        if int(count) != BURST:
            raise SystemExit(f"bench: {count} {what} for {BURST} rungs")
    print(f"  {'with calls' if calls else 'alone'}: effects after {(effects - begin) * 1000:.0f} ms, notices after "
          f"{(notices - begin) * 1000:.0f} ms", flush=True)
    return notices - begin


def spread(system, session, order):
    due = float(session.one("SELECT extract(epoch FROM timestamptz '2026-09-30 10:00+08')"))
    make_clocks(system, order, "2", SPREAD, f"ARRAY[to_timestamp({due} + n * {SPREAD_SECONDS / SPREAD}), {FAR}]")
    system.sql("ANALYZE")
    advance_to(system, due - 3)
    time.sleep(3 + SPREAD_SECONDS + 2)
    return float(session.one("SELECT 1000 * percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM fire_time - rung_time)) "
                             "FROM escalation.firing WHERE clock_id::text LIKE '2%' "
                             f"HAVING count(*) = {SPREAD}") or "nan")


def queue(system, name):
    """Seconds that a job queue takes for as many jobs that do nothing."""
    subprocess.run([ROOT / "tests/contract/install", HERE / "queues"], check=True)
    socket, port = system.socket[1], system.socket[2]
    done = subprocess.run(["node", HERE / f"queues/{name}.mjs", f"postgres://postgres@/postgres?host={socket}&port={port}",
                           str(BURST), str(ARMED)], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)["seconds"]


def timers(system, results):
    print(f"{BURST} rungs at one instant, {ARMED} clocks armed", flush=True)
    order = dispatched_order(system)
    make_clocks(system, order, "a", ARMED, f"ARRAY[{FAR}, {FAR}]", orders=False)
    make_history(system, order)
    session = Session(system)
    try:
        done = burst(system, session, order, "1", "2026-09-29")
        lateness = spread(system, session, order)
        calls = Registrations(system)
        burst(system, session, order, "3", "2026-09-30", calls)
    finally:
        session.close()
    theirs = {name: queue(system, name) for name in ("graphile", "pgboss")}
    print("  empty jobs: " + ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in theirs.items()), flush=True)
    results.add("10,000 rungs, due to done", f"{done * 1000:.0f} ms", "", f"{done * 1000:.0f} ms", "< 500", done < 0.5)
    results.add("  : graphile-worker, empty jobs", f"{done * 1000:.0f} ms", f"{theirs['graphile'] * 1000:.0f} ms",
                f"{done / theirs['graphile']:.2f}", "<= 1", done <= theirs["graphile"])
    results.add("  : pg-boss, empty jobs", f"{done * 1000:.0f} ms", f"{theirs['pgboss'] * 1000:.0f} ms",
                f"{done / theirs['pgboss']:.2f}", "<= 1", done <= theirs["pgboss"])
    results.add("2,000 rungs in 5 s, lateness p99", f"{lateness:.0f} ms", "", f"{lateness:.0f} ms", "< 100", lateness < 100)
    results.add("registering meanwhile, p99", f"{calls.during * 1000:.0f} ms", f"{calls.before * 1000:.0f} ms",
                f"{calls.during / max(calls.before, 1e-9):.2f}", "<= 2", calls.during <= 2 * calls.before)
