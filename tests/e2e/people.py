"""People of the house who are not root, by the control socket that is theirs: each as the Unix user that they are."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import unittest

from demo_site import Site, program

DONE, REFUSED, USAGE = 0, 1, 2
SUPPORT, STRANGER = 70_005, 70_006  # no users of this machine
LASTING = "2096-01-01"


def tool(*words):
    """The tool, on no site."""
    return subprocess.run([program("postvern"), *words], text=True, capture_output=True, timeout=60, check=False)


@unittest.skipUnless(os.getuid() == 0, "takes root, to become other users")
class OverTheirSocket(unittest.TestCase):

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.remove)
        self.site.start()
        self.site.stop()
        # Where others may go, which they may not in the site's directory.
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="postvern-people-"))
        self.addCleanup(lambda: shutil.rmtree(self.place))
        self.place.chmod(0o755)
        self.socket = self.place / "control.sock"
        self.site.start_with(control_socket=self.socket, control_socket_group="nogroup")
        done = self.site.tool("staff", "put", str(SUPPORT), "--role", "support", "--until", LASTING)
        self.assertEqual(done.returncode, DONE, done.stderr)

    def by(self, user, command, **arguments):
        """What `user`, in the group of the socket, is answered. The programs may lie where others may not go, so the
        request is sent by hand (docs/formats/control.md), by a child that becomes that user."""
        request = json.dumps({"command": command, "arguments": arguments}) + "\n"
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.setgroups([])
                os.setgid(os.stat(self.socket).st_gid)
                os.setuid(user)
                with socket.socket(socket.AF_UNIX) as connection:
                    connection.connect(str(self.socket))
                    connection.sendall(request.encode())
                    os.write(writing, connection.makefile("rb").readline())
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answer:
            line = answer.read()
        os.waitpid(child, 0)
        return json.loads(line)

    def test_they_do_what_their_role_allows_and_nothing_else(self):
        self.assertEqual(os.stat(self.socket).st_mode & 0o777, 0o660)
        listed = self.by(SUPPORT, "account list")
        self.assertEqual(listed["status"], DONE, listed)
        self.assertIn("alice@example.org", listed["text"])
        for command in ("ledger show", "staff list", "processor list"):
            refused = self.by(SUPPORT, command)
            self.assertEqual(refused["status"], REFUSED, refused)
            self.assertIn(f"user {SUPPORT} is support", refused["text"])

    def test_who_is_not_on_record_is_told_that_and_nothing_else(self):
        for command, arguments in (("account list", {}), ("account show", {"address": "alice@example.org"}),
                                   ("ledger head", {})):
            refused = self.by(STRANGER, command, **arguments)
            self.assertEqual(refused["status"], REFUSED, refused)
            self.assertIn(f"user {STRANGER} is not on record", refused["text"])

    def test_who_may_not_see_accounts_is_not_told_which_there_are(self):
        done = self.site.tool("staff", "put", str(STRANGER), "--role", "second_officer", "--until", LASTING)
        self.assertEqual(done.returncode, DONE, done.stderr)
        answers = {self.by(STRANGER, "account disable", address=address)["text"]
                   for address in ("alice@example.org", "nobody@example.org")}
        self.assertEqual(len(answers), 1, answers)

    def test_root_speaks_as_somebody_else_by_that_ones_roles(self):
        done = tool("--socket", str(self.socket), "--speak-as", str(SUPPORT), "ledger", "show")
        self.assertEqual(done.returncode, REFUSED, done.stderr)
        self.assertIn(f"user {SUPPORT} is support", done.stderr)
        done = tool("--socket", str(self.socket), "--speak-as", str(STRANGER), "account", "list")
        self.assertIn(f"user {STRANGER} is not on record", done.stderr)
        done = tool("--speak-as", str(SUPPORT), "account", "list")
        self.assertEqual(done.returncode, USAGE)
        self.assertIn("give --socket with it", done.stderr)

    def test_a_server_must_be_there_and_no_site_is_named_beside_it(self):
        done = tool("--socket", str(self.place / "none"), "account", "list")
        self.assertEqual(done.returncode, REFUSED)
        self.assertIn("no server listens there", done.stderr)
        done = tool("--socket", str(self.socket), "--data", "/", "account", "list")
        self.assertEqual(done.returncode, USAGE)


if __name__ == "__main__":
    unittest.main()
