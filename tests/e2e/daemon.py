"""How the server is stopped, and what it does on SIGHUP."""
import os
import pathlib
import re
import shutil
import signal
import ssl
import subprocess
import time
import unittest

from demo_site import Site, program, wait_until
from imap_session import Imap
from letters import letter, letter_of, word
from smtp_session import Smtp

RULEBOOK = pathlib.Path(__file__).parents[2] / "policy/rulebook"
GRACE = 10.0  # seconds that sessions are given to end


class Daemon(unittest.TestCase):

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.remove)
        self.site.start()

    def test_sigterm_ends_sessions_politely(self):
        idle = Imap.owner(self.site, select="INBOX")
        idle.begin("IDLE")
        self.assertTrue(idle.response().startswith(b"+"))
        waiting = Imap.owner(self.site)
        relay = Smtp.lmtp(self.site)
        sender = Smtp.owner(self.site)
        for client in (idle, waiting, relay, sender):
            self.addCleanup(client.close)
        start = time.monotonic()
        self.assertEqual(self.site.stop(), 0)
        self.assertLess(time.monotonic() - start, GRACE + 5)
        for client in (idle, waiting):
            self.assertTrue(client.response().startswith(b"* BYE"))
            self.assertTrue(client.ends())
        for client in (relay, sender):
            self.assertEqual(client.reply().code, 421)
            self.assertTrue(client.ends())

    def test_sigterm_does_not_wait_for_ever(self):
        relay = Smtp.lmtp(self.site)
        relay.envelope("kari@fjell.example", ["alice@example.org"])
        relay.must("DATA", 354)
        relay.send(letter(word()))
        start = time.monotonic()
        self.assertEqual(self.site.stop(), 0)
        self.assertLess(time.monotonic() - start, GRACE + 10)
        relay.close()
        self.site.start()
        with Imap.owner(self.site, select="INBOX") as owner:
            self.assertEqual(owner.search("SUBJECT Greetings"), [])

    def test_what_was_acknowledged_before_sigterm_is_kept(self):
        subjects = [word() for _ in range(20)]
        with Smtp.lmtp(self.site) as relay:
            for subject in subjects:
                self.assertEqual(relay.deliver("alice@example.org", letter(subject)).code, 250)
            self.assertEqual(self.site.stop(), 0)
        self.site.start()
        with Imap.owner(self.site, select="INBOX") as owner:
            for subject in subjects:
                self.assertEqual(len(owner.search(f'SUBJECT "{subject}"')), 1)

    def test_sighup_reads_the_certificate_again(self):
        old = self.certificate()
        staying = Imap.owner(self.site)
        self.addCleanup(staying.close)
        made = self.site.scratch / "made"
        made.mkdir()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", str(made / "key"), "-out", str(made / "certificate"), "-days", "2", "-subj",
                        "/CN=renewed"], check=True, capture_output=True)
        os.replace(made / "certificate", self.site.directory / "server.pem")
        os.replace(made / "key", self.site.directory / "server.key")
        self.assertEqual(self.certificate(), old)
        self.site.process.send_signal(signal.SIGHUP)
        wait_until(lambda: self.certificate() != old, "the new certificate")
        staying.must("NOOP")

        (self.site.directory / "server.key").write_text("no key")
        new = self.certificate()
        self.site.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "server.key" in self.site.log(), "the fault to be named")
        self.assertEqual(self.certificate(), new)

    def makes_a_folder(self):
        """Whether an owner may make one."""
        with Imap.owner(self.site) as owner:
            return owner.command("CREATE Another").condition == "OK"

    def test_sighup_reads_the_rules_again(self):
        rules = self.site.scratch / "rules"
        shutil.copytree(RULEBOOK, rules)
        self.assertEqual(self.site.stop(), 0)
        self.site.start("--demo", str(self.site.directory), "--rulebook", str(rules))
        waiting = Imap.owner(self.site, select="INBOX")
        self.addCleanup(waiting.close)
        waiting.begin("IDLE")
        self.assertTrue(waiting.response().startswith(b"+"))

        closing = rules / "closing.cedar"
        closing.write_text('@id("test.closed") @isp("1") @explain("Closed today.") @record("tally")\n'
                           "forbid (principal is Owner, action in [Action::\"create_collection\", Action::\"watch\"], resource);\n")
        self.site.process.send_signal(signal.SIGHUP)
        self.assertTrue(waiting.response().startswith(b"* BYE"))
        self.assertFalse(self.makes_a_folder())

        closing.write_text("forbid (principal is Nobody, action, resource);\n")
        self.site.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "the rules of before stay in force" in self.site.log(), "the fault to be named")
        self.assertIn("closing.cedar:1:1", self.site.log())
        self.assertFalse(self.makes_a_folder())

        # A rulebook that breaks a promise of the house is one, and refused all the same.
        closing.write_text('@id("test.unseen") @isp("1") @explain("Nobody knows.") @record("none")\n'
                           "permit (principal is Staff, action == Action::\"list_accounts\", resource is Ledger)\n"
                           "when { context has purpose && context.purpose == \"support\" };\n")
        self.site.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "the rules break what the house promises" in self.site.log(), "the theorem to be named")
        self.assertRegex(self.site.log(), r"T12\S*: refuted")

        closing.unlink()
        self.site.process.send_signal(signal.SIGHUP)
        wait_until(lambda: self.site.log().count("rules read again") == 2, "the rules")
        hashes = re.findall(r"rules (?:in force|read again): SHA-256 ([0-9a-f]{64})", self.site.log())
        self.assertEqual(hashes[-3], hashes[-1])
        self.assertNotEqual(hashes[-3], hashes[-2])
        Imap.owner(self.site, select="INBOX").close()

    def certificate(self):
        return ssl.get_server_certificate(("127.0.0.1", self.site.port("IMAPS")))

    def test_ends_with_interrupt_too(self):
        self.site.process.send_signal(signal.SIGINT)
        process = self.site.process
        wait_until(lambda: process.poll() is not None, "the server to end", GRACE + 10)
        self.assertEqual(process.returncode, 0)
        self.site.process = None


class CommandLine(unittest.TestCase):

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.remove)

    def test_a_demonstration_refuses_what_it_does_not_take(self):
        for words in (("--colour", "blue"), ("--message-limit", "many"), ("--message-limit", "0"), ("stray",),
                      ("--data", "/elsewhere"), ("--imaps", "127.0.0.1:0"), ("--user", "nobody"),
                      ("--config", "/elsewhere.ini")):
            done = subprocess.run([program("postvernd"), "--demo", str(self.site.directory), *words],
                                  capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(done.returncode, 2, (words, done.stderr))
            self.assertTrue(done.stderr.startswith("postvernd: "), done.stderr)
            self.assertFalse(self.site.directory.exists(), words)

    def test_a_demonstration_takes_the_other_options_and_keeps_them(self):
        self.site.launch("--demo", str(self.site.directory), "--message-limit", "4096")
        wait_until(lambda: self.site._serves(False), "the server to listen", 120)
        self.assertIn("message-limit = 4096", (self.site.directory / "postvern.ini").read_text())
        with Smtp.lmtp(self.site) as relay:
            self.assertEqual(relay.deliver("alice@example.org", letter_of(8000, word())).code, 552)
        self.site.stop()
        self.site.start()
        with Smtp.lmtp(self.site) as relay:
            self.assertEqual(relay.deliver("alice@example.org", letter_of(8000, word())).code, 552)


if __name__ == "__main__":
    unittest.main()
