"""The figures that `compare` takes: how each is measured with mailload, and what Postvern aims at.
A figure is measured on one server at a time; `Load` is all it sees of the server."""

import dataclasses
import json
import statistics
import subprocess
import typing


LEVEL = 1.5  # what still counts as level: caches of the processor and the disk are no fault


class MeasurementFailed(Exception):
    """mailload could not take a measurement; the message says why."""


@dataclasses.dataclass(frozen=True)
class Scale:
    """How much work the figures are made of."""

    deliveries: int
    bodies: int
    idle: int
    idle_peer: int
    crowd: int
    crowd_accounts: int
    mailboxes: tuple
    decade: int


FULL = Scale(4000, 10_000, 5000, 500, 5000, 100, (1000, 10_000, 100_000), 10_000)
QUICK = Scale(600, 1000, 200, 50, 200, 10, (100, 1000), 400)


class Load:
    """One server under mailload."""

    def __init__(self, program, server, scale, is_peer):
        self.program = program
        self.server = server
        self.scale = scale
        self.idle_clients = scale.idle_peer if is_peer else scale.idle
        self.filled = {}

    def run(self, subcommand, users, *options):
        """Results of one mailload run; signs in as `users`."""
        port = "LMTP_PORT" if subcommand == "deliver" else "IMAPS_PORT"
        command = [self.program, subcommand, "--json", "--host", self.server.endpoints["HOST"],
                   "--port", self.server.endpoints[port],
                   "--accounts", self.server.write_accounts(users), *map(str, options)]
        done = subprocess.run(command, text=True, capture_output=True, timeout=3600)
        if done.returncode != 0:
            raise MeasurementFailed(done.stderr.strip())
        return [json.loads(line) for line in done.stdout.splitlines()]

    def deliver(self, pattern, users, *options):
        return self.run("deliver", users, "--rcpt", pattern, *options)

    def mailbox(self, name, messages, size):
        """The user whose INBOX holds so many messages; delivered when first asked for."""
        user = f"{name}@example.org"
        if name not in self.filled:
            self.deliver(user, [user], "--pipeline", "--count", messages, "--size", size,
                         "--sessions", min(8, messages))
            self.filled[name] = user
        return user

    def family(self, letter, members):
        return [f"{letter}{k}@example.org" for k in range(members)]


def delivery_rate(load, sessions):
    users = load.family("d", sessions)
    # A quarter for a session alone, so that each number of sessions takes about as long.
    count = load.scale.deliveries // (4 if sessions == 1 else 1)
    rows = load.deliver("d%k@example.org", users, "--count", count, "--sessions", sessions)
    return rows[0]["rate"]


def login_rate(load):
    users = load.family("d", 8)
    rows = load.run("login", users, "--count", load.scale.deliveries // 10, "--sessions", 8)
    return rows[0]["rate"]


def body_rate(load):
    user = load.mailbox("big", load.scale.bodies, 10_240)
    rows = load.run("fetch", [user], "--repeat", 4)
    wanted = load.scale.bodies
    if any(row["messages"] != wanted or row["literal_octets"] < wanted * 10_240 for row in rows):
        raise MeasurementFailed(f"FETCH did not bring {wanted} whole messages")
    return statistics.median(row["message_rate"] for row in rows[1:])


def envelope_warm(load):
    user = load.mailbox("big", load.scale.bodies, 10_240)
    rows = load.run("envelope", [user], "--repeat", 4)
    return statistics.median(row["ms"] for row in rows[1:])


def envelope_after_restart(load):
    user = load.mailbox("big", load.scale.bodies, 10_240)
    load.server.restart()
    return load.run("envelope", [user], "--repeat", 1)[0]["ms"]


def idle_memory(load):
    users = load.family("i", 10)
    if "idle" not in load.filled:
        load.deliver("i%k@example.org", users, "--count", 1000, "--sessions", 10)
        load.filled["idle"] = users
    load.server.restart()
    rows = load.run("idle", users, "--sessions", load.idle_clients,
                    "--pid", load.server.endpoints["PID"])
    return rows[0]["kib_per_client"]


def crowd_seconds(load):
    users = load.family("c", load.scale.crowd_accounts)
    load.server.write_accounts(users)  # adds the accounts before the restart
    load.server.restart()
    return load.run("relogin", users, "--sessions", load.scale.crowd)[0]["seconds"]


def read_cost(load, messages):
    user = load.mailbox(f"s{messages}", messages, 2048)
    return load.run("scale", [user], "--count", 2000)[0]["p50_ms"] * 1000


def read_cost_of_a_decade(load):
    user = "decade@example.org"
    if "decade" not in load.filled:
        load.run("append", [user], "--count", load.scale.decade, "--size", 2048,
                 "--sessions", 1, "--span-days", 3650)
        load.filled["decade"] = user
    return load.run("scale", [user], "--count", 2000)[0]["p50_ms"] * 1000


def gate_share(load):
    """Percent of one message's FETCH over TLS that the question to the Gate takes."""
    done = subprocess.run([load.program.parent / "gatecost"], text=True, capture_output=True,
                          timeout=600, check=True)
    fetch = read_cost(load, load.scale.mailboxes[0]) * 1000
    return 100 * json.loads(done.stdout)["ask_ns"] / fetch


@dataclasses.dataclass(frozen=True)
class Figure:
    """`aim_ratio`: how many times better than the peer; `aim_at_most`: in the figure's own unit;
    `aim_level_with`: at most LEVEL times the subject's figure of that key. Without
    `takes_peer` only the subject is measured, because preparing the peer takes too long."""

    key: str
    title: str
    unit: str
    higher_is_better: bool
    measure: typing.Callable
    aim_ratio: float = 0
    aim_at_most: float = 0
    aim_level_with: str = ""
    takes_peer: bool = True

    def ratio(self, peer, subject):
        """How many times better the subject is; nothing to divide gives None."""
        if not peer or not subject:
            return None
        return subject / peer if self.higher_is_better else peer / subject

    def aim(self):
        if self.aim_ratio:
            return f"at least {self.aim_ratio:g} times the peer"
        if self.aim_level_with:
            return f"level: at most {LEVEL:g} times {self.aim_level_with}"
        return f"at most {self.aim_at_most:g} {self.unit}" if self.aim_at_most else ""

    def meets(self, medians):
        """True or False by {key: (peer, subject)}; None where there is no aim or no value."""
        peer, subject = medians[self.key]
        if subject is None or not self.aim():
            return None
        if self.aim_at_most:
            return subject <= self.aim_at_most
        if self.aim_level_with:
            base = medians.get(self.aim_level_with, (None, None))[1]
            return None if base is None else subject <= LEVEL * base
        ratio = self.ratio(peer, subject)
        return None if ratio is None else ratio >= self.aim_ratio


def all_figures(scale):
    figures = [
        Figure(f"deliver-{n}", f"LMTP, 10 KiB, {n} session{'s' * (n > 1)}", "messages/s", True,
               lambda load, n=n: delivery_rate(load, n), aim_ratio=4)
        for n in (1, 8, 32)]
    figures += [
        Figure("login", "TLS sign-ins, full handshake, 8 at a time", "/s", True, login_rate),
        Figure("fetch", f"FETCH {scale.bodies} bodies of 10 KiB, TLS, warm", "messages/s", True,
               body_rate, aim_ratio=1),
        Figure("envelope", f"ENVELOPE of {scale.bodies}, warm", "ms", False, envelope_warm,
               aim_at_most=60),
        Figure("envelope-restart", f"ENVELOPE of {scale.bodies} after a restart", "ms", False,
               envelope_after_restart, aim_at_most=400),
        Figure("idle", f"Idle TLS connection ({scale.idle}; peer {scale.idle_peer})", "KiB", False,
               idle_memory, aim_at_most=25),
        Figure("relogin", f"{scale.crowd} clients sign in after a restart", "s", False,
               crowd_seconds, aim_at_most=30),
    ]
    figures.append(Figure("gate", "Gate's share of one message's FETCH", "%", False, gate_share,
                          aim_at_most=3, takes_peer=False))
    base = f"scale-{scale.mailboxes[0]}"
    figures += [
        Figure(f"scale-{n}", f"Read one message of {n}", "us", False,
               lambda load, n=n: read_cost(load, n),
               aim_level_with="" if f"scale-{n}" == base else base, takes_peer=n <= 10_000)
        for n in scale.mailboxes]
    figures.append(Figure("scale-decade", f"Read one of {scale.decade} of ten years", "us", False,
                          read_cost_of_a_decade, aim_level_with=base))
    return figures
