"""The two kinds of server that `compare` measures. Each runs in a directory of its own and writes
endpoints.env there (NAME=value lines); what differs between them stands in this file only."""

import os
import pathlib
import signal
import socket
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 120  # seconds until a server must serve, or be gone


class ServerFailed(Exception):
    """A server, or the tool that manages it, did not do what the benchmark needs."""


def is_alive(pid):
    """A zombie is not alive: it holds no memory and no port."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat[stat.rfind(")") + 2 :][:1] not in ("Z", "X")


def process_tree(root):
    """`root` and its descendants."""
    children = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            stat = entry.read_text()
        except OSError:
            continue  # it has just ended
        parent = int(stat[stat.rfind(")") + 2 :].split()[1])
        children.setdefault(parent, []).append(int(entry.parent.name))
    tree = [root]
    for process in tree:
        tree.extend(children.get(process, []))
    return tree


def run_checked(command, **options):
    done = subprocess.run(command, text=True, capture_output=True, timeout=PATIENCE, **options)
    if done.returncode != 0:
        raise ServerFailed(f"{command[0]} {command[1]}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def wait_until(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise ServerFailed(f"waited {PATIENCE} s in vain: {what}")
        time.sleep(0.05)


class Server:
    """Common to both: endpoints, and ending a process by its id. Subclasses launch() the server
    and give each user a password with credential(); is_current() tells whether endpoints come from
    the server that runs now."""

    def __init__(self, name, directory):
        self.name = name
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o755)
        self.site = self.directory / "site"  # the server's own; made by it
        self.endpoints = {}

    def start(self):
        self.launch()
        wait_until(self.serves, f"{self.name} accepts connections")

    def serves(self):
        """True once endpoints.env is complete, of this start, and its ports accept."""
        self.check_running()
        try:
            endpoints = self.read_endpoints()
            if not self.is_current(endpoints):
                return False
            self.endpoints = endpoints
            for port in ("IMAPS_PORT", "LMTP_PORT"):
                address = (endpoints["HOST"], int(endpoints[port]))
                socket.create_connection(address, timeout=5).close()
            return True
        except (OSError, KeyError):
            return False

    def check_running(self):
        """Raises ServerFailed when the server is known to have ended."""

    def read_endpoints(self):
        lines = (self.site / "endpoints.env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def stop(self):
        pid = int(self.endpoints.get("PID", "0"))
        if pid == 0:
            return
        self.endpoints = {}
        # A descendant that outlives the root would go on answering on the same ports.
        tree = process_tree(pid)
        if is_alive(pid):
            os.kill(pid, signal.SIGTERM)
        wait_until(lambda: not any(map(is_alive, tree)), f"{self.name} ends")

    def restart(self):
        self.stop()
        self.start()

    def write_accounts(self, users):
        """A file of "name password" lines, readable by its owner only, for mailload."""
        path = self.directory / "accounts"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.writelines(f"{user} {self.credential(user)}\n" for user in users)
        return path


class Dovecot(Server):
    """Debian's Dovecot: sdbox, mail_fsync=always; any name is a user, all with one password."""

    def __init__(self, name, directory, base_port, sealing):
        super().__init__(name, directory)
        self.base_port = base_port
        self.sealing = sealing

    def launch(self):
        script = HERE / "start-dovecot"
        done = subprocess.run(
            [script, self.site, str(self.base_port), self.sealing],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
        if done.returncode != 0:
            raise ServerFailed(done.stderr.strip())

    def is_current(self, endpoints):
        return is_alive(int(endpoints["PID"]))

    def credential(self, user):
        return self.endpoints["PASS1"]

    @staticmethod
    def version():
        return "Dovecot " + run_checked(["dovecot", "--version"]).split()[0]


class Postvern(Server):
    """Postvern's demonstration site. The site has two accounts; users of the load are added."""

    def __init__(self, name, directory, programs):
        super().__init__(name, directory)
        self.programs = pathlib.Path(programs)
        self.process = None
        self.credentials = {}

    def launch(self):
        log = self.directory / "postvernd.log"
        with open(log, "ab") as output:
            self.process = subprocess.Popen([self.programs / "postvernd", "--demo", self.site],
                                            stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    def check_running(self):
        if self.process.poll() is not None:
            log = (self.directory / "postvernd.log").read_text(errors="replace")
            raise ServerFailed(f"postvernd ended at once: {log[-500:].strip()}")

    def is_current(self, endpoints):
        return int(endpoints["PID"]) == self.process.pid

    def stop(self):
        try:
            super().stop()
        finally:
            if self.process is not None:
                if self.process.poll() is None:
                    self.process.terminate()
                self.process.wait(timeout=PATIENCE)
                self.process = None

    def credential(self, user):
        if user not in self.credentials:
            self.credentials[user] = self.add_account(user)
        return self.credentials[user]

    def add_account(self, user):
        """Adds `user` and returns an app password, as mail clients use them."""
        password = self.directory / "new-password"
        password.write_text(os.urandom(16).hex() + "\n")
        password.chmod(0o600)
        tool = [self.programs / "postvern", "--data", self.site, "account"]
        run_checked([*tool, "add", user, "--password-file", password])
        printed = run_checked([*tool, "app-password", user, "--password-file", password])
        password.unlink()
        return max(printed.split(), key=len)  # the generated secret is the longest word

    def version(self):
        asked = subprocess.run([self.programs / "postvernd", "--version"], text=True,
                               capture_output=True, timeout=PATIENCE)
        return asked.stdout.strip() if asked.returncode == 0 else "Postvern"
