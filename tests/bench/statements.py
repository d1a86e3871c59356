"""What the service says to PostgreSQL, taken from the server's own log, and the same as a script for pgbench.

The texts stay as they are. A value that is the same in each call is given by -D and bound as a parameter, as the service binds
it. A value that must differ (keys, and what an index holds) is made from a running number inside the statement, in the same form
and size: pgbench itself can only make numbers."""

import pathlib
import re
import time

ENTRY = re.compile(r"^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[(\d+)\] (\w+):  (.*)", re.S)
PARAMETER = re.compile(r"\$(\d+) = (NULL|'((?:[^']|'')*)')")


class Statement:
    def __init__(self, session, name, text):
        self.session, self.name, self.text, self.values = session, name, text.strip().rstrip(";"), []


def parse(log):
    """Statements in the order in which they began."""
    found, last = [], {}
    for chunk in re.split(r"\n(?=\d{4}-\d\d-\d\d [\d:.]+ \w+ \[)", log):
        entry = ENTRY.match(chunk)
        if not entry:
            continue
        session, kind, text = entry.groups()
        if kind == "LOG":
            statement = re.match(r"(?:statement|execute ([^:]+)): (.*)", text, re.S)
            if statement:
                last[session] = Statement(session, statement[1] or "", statement[2].replace("\n\t", "\n"))
                found.append(last[session])
        elif kind == "DETAIL" and text.startswith("parameters: ") and session in last:
            last[session].values = [None if v == "NULL" else inner.replace("''", "'")
                                    for _, v, inner in PARAMETER.findall(text)]
    return found


def capture(system, action):
    """What is said while `action` runs, by the work order role only."""
    path = pathlib.Path(system.data) / "log/postgres.log"
    begin = path.stat().st_size
    for setting in ("'all'", "'none'"):
        system.sql(f"ALTER ROLE hotline_workorder SET log_statement = {setting}")
        system.sql(f"ALTER SYSTEM SET log_statement = {setting}")
        system.sql("SELECT pg_reload_conf()")
        time.sleep(0.5)
        if setting == "'all'":
            action()
            time.sleep(0.2)
    with path.open("rb") as log:
        log.seek(begin)
        return parse(log.read().decode())


def registration(log):
    """The reads before the transaction, and the transaction that inserts an order."""
    at = next(i for i, s in enumerate(log) if s.name == "insert_work_order")
    own = [s for s in log if s.session == log[at].session]
    at = own.index(log[at])
    begin = max(i for i in range(at) if own[i].text == "BEGIN")
    end = next(i for i in range(at, len(own)) if own[i].text == "COMMIT")
    reads = [s for s in log if s.name in ("find_same_matter", "recent_open_orders", "load_work_orders")]
    return reads + own[begin:end + 1]


class Script:
    """For pgbench -M prepared. `first` and `second` are the statements of two calls."""

    def __init__(self, first, second):
        if [s.name for s in first] != [s.name for s in second]:
            raise SystemExit("bench: two calls said different statements")
        self.choices = []
        self.definitions, self.lines = {}, ["\\set n :n + 1", "\\set k :round * 1000000000 + :n * 64 + :client_id"]
        for at, (a, b) in enumerate(zip(first, second)):
            values = [self.value(f"v{at}_{i}", x, y) for i, (x, y) in enumerate(zip(a.values, b.values), 1)]
            text = re.sub(r"\$(\d+)", lambda m, values=values: values[int(m[1]) - 1], a.text)
            self.lines.append(text + ";")

    def value(self, name, first, second):
        if not first:
            return "NULL" if first is None else "''"  # -D gives no empty values.
        if first != second and (made := self.made(first)):
            return made
        self.definitions[name] = first
        return ":" + name

    @staticmethod
    def made(example):
        if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", example):
            return "lpad(:k::text, 32, '0')"
        if re.fullmatch(r"\d{4}-\d\d-\d\d [\d:.]+\+00", example):
            return f"('{example}'::timestamptz + :k * interval '1 microsecond')"
        if re.fullmatch(r"\\x[0-9a-f]{64}", example):
            return "sha256(:k::text::bytea)"
        if case := re.fullmatch(r"(（\d{4}）\S*?\D)\d+号", example):
            return f"('{case[1]}' || :k || '号')"
        return None  # Sealed or random, in no index: one will do for all.

    def for_each(self, value, values):
        """Takes the next of `values`, at random, where the captured statements had `value`."""
        names = [name for name, v in self.definitions.items() if v == value]
        for name in names:
            del self.definitions[name]
            self.lines = [re.sub(rf":{name}\b", ":chosen", line) for line in self.lines]
        self.choices = values
        return self

    def texts(self):
        """One script, or one for each choice: pgbench takes one of them at random."""
        body = "\n".join(self.lines) + "\n"
        if not self.choices:
            return [body]
        return [re.sub(r":chosen\b", f":choice{at}", body) for at in range(len(self.choices))]

    def values(self):
        return {**self.definitions, **{f"choice{at}": v for at, v in enumerate(self.choices)}}
