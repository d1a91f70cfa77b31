"""A server of its own for a test: `postvernd --demo` in a scratch directory.

The programs are found in the directory that POSTVERN_BIN names. Everything waits for conditions, with a
limit, and ends only the process that it started.
"""
import ctypes
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>
STARTING = 120  # seconds; the sanitizers' builds take their time
STOPPING = 60


def program(name):
    """The path of one of Postvern's programs."""
    if "POSTVERN_BIN" not in os.environ:
        raise SystemExit("POSTVERN_BIN must name the directory of postvernd and postvern")
    return str(pathlib.Path(os.environ["POSTVERN_BIN"]) / name)


def end_with_the_test():
    """In a new process: the kernel kills it when the test is killed, by a time limit for example."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def wait_until(condition, what, seconds=30):
    """Returns the first true value of condition(), asked often; fails after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain: {what}")
        time.sleep(0.02)


class PortTaken(AssertionError):
    """The server did not start because something else has one of its ports."""


class Site:
    """One server and its directory: DIR as --demo makes it, and the output of every run beside it."""

    def __init__(self, directory=None):
        self.scratch = pathlib.Path(directory or tempfile.mkdtemp(prefix="postvern-e2e-"))
        self.directory = self.scratch / "demo"
        self.errors = self.scratch / "stderr.log"
        self.output = self.scratch / "stdout.log"
        self.process = None
        self.values = {}

    def start(self, *arguments):
        """Starts it and waits until it serves. `arguments` replace --demo DIR."""
        assert self.process is None, "it runs already"
        end = time.monotonic() + STARTING
        while True:
            self.launch(*arguments)
            try:
                wait_until(lambda: self._serves(bool(arguments)), "the server to listen", STARTING)
                return self
            except PortTaken:
                # Its ports were free ones when the demonstration was made. While it did not run, the kernel may have given one to
                # a client's connection, which ends.
                if time.monotonic() > end:
                    raise

    def launch(self, *arguments):
        """Starts it without waiting."""
        self.scratch.mkdir(exist_ok=True)
        with open(self.errors, "ab") as errors, open(self.output, "ab") as output:
            self.process = subprocess.Popen(
                [program("postvernd"), *(arguments or ("--demo", str(self.directory)))],
                stdin=subprocess.DEVNULL, stdout=output, stderr=errors, preexec_fn=end_with_the_test)

    def start_with(self, **options):
        """Starts it from its own configuration file with `options` added (underscores for hyphens)."""
        text = "".join(f"{name.replace('_', '-')} = {value}\n" for name, value in options.items())
        names = [name.replace("_", "-") for name in options]
        lines = [line for line in (self.directory / "postvern.ini").read_text().splitlines(True)
                 if line.split("=")[0].strip() not in names]
        changed = self.scratch / "changed.ini"
        changed.write_text("".join(lines) + text)
        return self.start("--config", str(changed))

    def _serves(self, keeps_ports):
        code = self.process.poll()
        if code is not None:
            self.process = None
            log = self.log()[-2000:]
            taken = "Address already in use" in log.rstrip().rsplit("\n", 1)[-1]
            raise (PortTaken if taken else AssertionError)(f"postvernd ended with {code}: {log}")
        values = self.read_endpoints()
        if not values or not (keeps_ports or values.get("PID") == str(self.process.pid)):
            return False
        self.values = values
        for name in ("IMAPS_PORT", "LMTP_PORT", "SUBMISSIONS_PORT"):
            try:
                socket.create_connection(("127.0.0.1", int(values[name])), 5).close()
            except OSError:
                return False
        return True

    def read_endpoints(self):
        try:
            text = (self.directory / "endpoints.env").read_text()
        except FileNotFoundError:
            return {}
        return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)

    def stop(self):
        """SIGTERM; the exit code."""
        if self.process is None:
            return None
        self.process.terminate()
        return self._reap()

    def kill(self):
        """kill -9."""
        self.process.kill()
        self._reap()

    def _reap(self):
        process, self.process = self.process, None
        try:
            return process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError("the server did not stop in time") from None

    def remove(self):
        """Ends it in whatever state, and its directory."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
        shutil.rmtree(self.scratch, ignore_errors=True)

    def log(self):
        return self.errors.read_text(errors="replace") if self.errors.exists() else ""

    def port(self, name):
        return int(self.values[name + "_PORT"])

    @property
    def data(self):
        return self.directory / "data"

    @property
    def keys(self):
        return self.directory / "keys"

    @property
    def authority(self):
        return self.values["CA_FILE"]

    def owner(self, number):
        """(address, password) of the demo's first or second account."""
        return self.values[f"USER{number}"], self.values[f"PASS{number}"]

    def trust(self):
        """A TLS context that trusts the demo's authority and nobody else."""
        return ssl.create_default_context(cafile=self.authority)

    def tool(self, *words, stdin=""):
        """Runs `postvern` on this site; the completed process."""
        return subprocess.run([program("postvern"), "--data", str(self.directory), *words],
                              input=stdin, capture_output=True, text=True, timeout=180, check=False)

    def tool_json(self, *words, stdin=""):
        """The same with --json, which must succeed; the parsed answer."""
        done = self.tool("--json", *words, stdin=stdin)
        if done.returncode != 0:
            raise AssertionError(f"postvern {' '.join(words)}: {done.returncode} {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def secret_file(self, name, *secrets):
        """A file for --password-file with one secret on each line."""
        file = self.scratch / name
        file.touch(mode=0o600)
        file.write_text("".join(secret + "\n" for secret in secrets))
        return str(file)


class SiteTest(unittest.TestCase):
    """Tests that share one running site."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        cls.addClassCleanup(cls.site.remove)
        cls.site.start()

    @classmethod
    def tearDownClass(cls):
        code = cls.site.stop()
        assert code == 0, f"postvernd ended with {code}: {cls.site.log()[-2000:]}"
