"""The tool: the life of an account, the access record, backup and its way back, the rules."""
import csv
import io
import re
import shutil
import subprocess
import unittest

from demo_site import SiteTest, program, wait_until
from imap_session import Imap
from letters import letter, word
from smtp_session import Smtp

DONE, REFUSED, USAGE = 0, 1, 2


class Tool(SiteTest):

    def expect(self, code, *words, secrets=None, stdin=""):
        """Runs the tool with `secrets` in a file, one a line; what it printed."""
        if secrets is not None:
            words = (*words, "--password-file", self.site.secret_file("secrets", *secrets))
        done = self.site.tool(*words, stdin=stdin)
        self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def signs_in(self, name, password):
        with Imap(self.site.port("IMAPS"), self.site.trust(), source="127.5.5.5") as client:
            return client.command(f'LOGIN "{name}" "{password}"').condition == "OK"

    def bodies(self, name, password):
        with Imap(self.site.port("IMAPS"), self.site.trust(), source="127.5.5.6") as client:
            client.login(name, password)
            client.must("SELECT INBOX")
            return list(client.bodies().values())

    def deliver(self, name, subject):
        with Smtp.lmtp(self.site) as relay:
            return relay.deliver(name, letter(subject)).code


class Accounts(Tool):

    def made(self):
        """A new account: (name, password, recovery code)."""
        name, password = word() + "@example.org", word(20)
        text = self.expect(DONE, "account", "add", name, secrets=[password])
        self.assertRegex(text, "(?i)loses all mail")
        return name, password, re.search(r"Recovery code: (\S+)", text).group(1)

    def test_life_cycle(self):
        name, password, _ = self.made()
        self.assertTrue(self.signs_in(name, password))
        self.assertEqual(self.deliver(name, "first"), 250)
        self.assertIn(name, self.expect(DONE, "account", "list"))
        shown = self.site.tool_json("account", "show", name)
        self.assertEqual((shown["state"], shown["items"], shown["limit"]), ("open", 1, 1 << 30))

        alias = word() + "@example.org"
        self.expect(DONE, "account", "alias", "add", name, alias)
        self.assertTrue(self.signs_in(alias, password))
        self.assertEqual(self.deliver(alias, "second"), 250)
        self.expect(REFUSED, "account", "alias", "add", "alice@example.org", alias)
        self.expect(DONE, "account", "alias", "remove", name, alias)
        self.assertEqual(self.deliver(alias, "third"), 550)

        self.expect(DONE, "account", "disable", name)
        self.assertFalse(self.signs_in(name, password))
        self.assertEqual(self.deliver(name, "fourth"), 250)
        self.expect(DONE, "account", "enable", name)
        self.assertEqual(len(self.bodies(name, password)), 3)

        self.expect(DONE, "account", "delete", name, "--yes")
        self.assertFalse(self.signs_in(name, password))
        self.assertEqual(self.deliver(name, "fifth"), 550)
        self.assertNotIn(name, self.expect(DONE, "account", "list"))
        self.expect(REFUSED, "account", "show", name)

    def test_passwords(self):
        name, old, code = self.made()
        self.deliver(name, "before")
        new, newest = word(20), word(20)
        self.expect(REFUSED, "account", "password", name, secrets=["wrong", new])
        self.expect(DONE, "account", "password", name, secrets=[old, new])
        self.assertFalse(self.signs_in(name, old))
        self.assertEqual(len(self.bodies(name, new)), 1)
        self.expect(DONE, "account", "password", name, secrets=[code, newest])
        self.assertFalse(self.signs_in(name, new))
        self.assertEqual(len(self.bodies(name, newest)), 1)

    def test_recovery_code(self):
        name, password, lost = self.made()
        self.deliver(name, "kept")
        told = self.expect(DONE, "account", "recovery-code", name, secrets=[password])
        code = re.search(r"Recovery code: (\S+)", told).group(1)
        new = word(20)
        self.expect(REFUSED, "account", "password", name, secrets=[lost, new])
        self.expect(DONE, "account", "password", name, secrets=[code, new])
        self.assertEqual(len(self.bodies(name, new)), 1)

    def test_secrets_from_standard_input(self):
        name, old, _ = self.made()
        new = word(20)
        self.expect(DONE, "account", "password", name, "--password-stdin", stdin=f"{old}\n{new}\n")
        self.assertTrue(self.signs_in(name, new))
        self.expect(USAGE, "account", "password", name, "--password-stdin", stdin=f"{new}\n")

    def test_app_passwords(self):
        name, password, _ = self.made()
        self.deliver(name, "hello")
        text = self.expect(DONE, "account", "app-password", name, "--label", "phone", "--count", "3",
                           secrets=[password])
        app_passwords = text.split()
        self.assertEqual(len(set(app_passwords)), 3)
        for each in app_passwords:
            self.assertEqual(len(self.bodies(name, each)), 1)
        self.expect(DONE, "account", "app-password", name, "--revoke-all", secrets=[password])
        self.assertFalse(self.signs_in(name, app_passwords[0]))
        self.assertTrue(self.signs_in(name, password))

    def test_new_keys_lose_what_is_stored(self):
        name, old, code = self.made()
        self.deliver(name, "lost")
        new = word(20)
        told = self.expect(DONE, "account", "password", name, "--new-keys", "--yes", secrets=[new])
        self.assertRegex(told, r"\b1 items? became unreadable")
        self.assertNotIn(code, told)
        self.assertFalse(self.signs_in(name, old))
        self.assertEqual(self.bodies(name, new), [])
        self.assertEqual(self.deliver(name, "new"), 250)
        self.assertEqual(len(self.bodies(name, new)), 1)
        self.expect(REFUSED, "account", "password", name, secrets=[code, word()])

    def test_refusals(self):
        self.expect(REFUSED, "account", "add", "alice@example.org", secrets=["anything at all"])
        self.expect(REFUSED, "account", "add", "no address", secrets=["anything at all"])
        self.expect(REFUSED, "account", "show", "nobody@example.org")

    def test_wrong_usage(self):
        for words in (("nonsense",), ("account", "ad"), ("account", "add"), ("account", "list", "--colour"),
                      ("account", "show", "a@b.example", "surplus"), ("account", "quota", "alice@example.org", "x")):
            with self.subTest(words):
                self.expect(USAGE, *words)
        self.assertIn("did you mean", self.expect(USAGE, "acount", "list"))
        nowhere = subprocess.run([program("postvern"), "--data", "/nowhere", "account", "list"],
                                 capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(nowhere.returncode, USAGE)
        self.assertIn("/nowhere", nowhere.stderr)

    def test_help(self):
        text = self.expect(DONE, "--help")
        for command in ("account add", "backup", "ledger verify", "restore", "rules explain", "staff put"):
            self.assertIn(command, text)
        self.assertIn("--quota", self.expect(DONE, "account", "add", "--help"))
        self.assertIn("managing_director", self.expect(DONE, "staff", "put", "--help"))


class Record(Tool):
    """The access record: what is on it, and that it can be checked."""

    def test_acts_of_staff_are_entries(self):
        name = word() + "@example.org"
        self.expect(DONE, "account", "add", name, secrets=[word(20)])
        self.expect(DONE, "account", "disable", name)
        entries = self.site.tool_json("ledger", "show", "--account", name)["entries"]
        self.assertTrue(entries)
        self.assertEqual({(entry["role"], entry["outcome"]) for entry in entries}, {("staff", "granted")})
        self.assertIn("ISP-52.operators-administer-accounts", {entry["rules"] for entry in entries})
        text = self.expect(DONE, "ledger", "show")
        self.assertNotIn(name, text)
        self.assertIn("ISP-", text)

    def test_owners_acts_are_tallies(self):
        with Imap.owner(self.site, select="INBOX") as owner:
            owner.bodies()
        self.site.stop()  # what was counted is written at the end of a run
        self.site.start()
        tallies = self.site.tool_json("ledger", "show", "--account", "alice@example.org")["tallies"]
        self.assertTrue([tally for tally in tallies if tally["channel"] == "imap" and tally["count"] > 0])

    def test_owners_see_who_touched_what_is_theirs(self):
        name, password = word() + "@example.org", word(20)
        self.expect(DONE, "account", "add", name, secrets=[password])
        self.expect(DONE, "account", "disable", name)
        self.expect(DONE, "account", "enable", name)
        text = self.expect(DONE, "ledger", "mine", name, secrets=[password])
        self.assertEqual([line[:5] for line in text.splitlines()[:2]], ["1  On", "2  On"], text)
        self.assertEqual(text.count("an operator administered your account, to administer the service, under ISP-52"), 2)
        self.assertRegex(text, "you came by control: [0-9]+ acts?")
        table = self.expect(DONE, "ledger", "mine", name, "--csv", secrets=[password])
        rows = list(csv.DictReader(io.StringIO(table, newline="")))
        self.assertEqual([row["sequence"] for row in rows], ["1", "2"])
        self.assertEqual({row["operation"] for row in rows}, {"administer_accounts"})
        self.expect(REFUSED, "ledger", "mine", name, secrets=["another"])

    def test_owners_who_want_no_tallies_have_none(self):
        name, password = word() + "@example.org", word(20)
        self.expect(DONE, "account", "add", name, secrets=[password])
        self.assertTrue(self.signs_in(name, password))

        def channels():
            """As the operator sees them: the question leaves no tally of the owner's."""
            return {tally["channel"] for tally in self.site.tool_json("ledger", "show", "--account", name)["tallies"]}
        self.assertIn("imap", channels())
        self.expect(DONE, "rights", "tallies", "off", name, secrets=[password])
        self.assertEqual(channels(), set())
        self.assertTrue(self.signs_in(name, password))
        self.assertEqual(channels(), set())
        self.site.stop()
        self.site.start()
        self.assertTrue(self.signs_in(name, password))
        self.assertEqual(channels(), set(), "after a restart")
        self.expect(DONE, "rights", "tallies", "on", name, secrets=[password])
        self.assertTrue(self.signs_in(name, password))
        self.assertEqual(channels(), {"imap"})

    def test_verification(self):
        self.assertIn("sound", self.expect(DONE, "ledger", "verify"))
        self.site.stop()
        self.site.start_with(record_interval=1)
        try:
            self.expect(DONE, "account", "list")
            head = self.published()
            found = self.expect(DONE, "ledger", "verify", "--key", head["verifier_key"])
            self.assertIn("sound", found)
            self.assertIn(head["checkpoint"].splitlines()[0], self.expect(DONE, "ledger", "prove", "0"))
            self.expect(REFUSED, "ledger", "prove", "999999999")
        finally:
            self.site.stop()
            self.site.start()

    def published(self):
        wait_until(lambda: self.site.tool_json("ledger", "head")["checkpoint"], "a first checkpoint")
        return self.site.tool_json("ledger", "head")

    def test_works_on_a_stopped_site(self):
        self.site.stop()
        try:
            self.assertIn("sound", self.expect(DONE, "ledger", "verify"))
            self.assertIn("alice@example.org", self.expect(DONE, "account", "list"))
        finally:
            self.site.start()


class Backup(Tool):

    def test_backup_and_restore(self):
        kept, lost = word(), word()
        self.deliver("alice@example.org", kept)
        directory = self.site.scratch / "backup"
        told = self.expect(DONE, "backup", str(directory))
        self.assertIn("keys", told)
        self.expect(REFUSED, "backup", str(directory))
        self.assertTrue(any((directory / "content").iterdir()))
        self.assertTrue(any((directory / "keys").iterdir()))
        site_key = (self.site.keys / "site.key").read_bytes()
        for file in directory.rglob("*"):
            if file.is_file():
                self.assertEqual(file.stat().st_mode & 0o077, 0, file)
                self.assertNotIn(site_key, file.read_bytes())
        self.deliver("alice@example.org", lost)
        self.expect(REFUSED, "restore", str(directory))  # it runs
        self.assertEqual(self.site.stop(), 0)

        shutil.rmtree(self.site.data)
        self.site.data.mkdir(mode=0o700)
        self.expect(DONE, "restore", str(directory))
        self.site.start()
        subjects = b"".join(self.bodies(*self.site.owner(1)))
        self.assertIn(kept.encode(), subjects)
        self.assertNotIn(lost.encode(), subjects)
        self.assertIn("sound", self.expect(DONE, "ledger", "verify"))
        entries = self.site.tool_json("ledger", "show")["entries"]
        self.assertTrue([entry for entry in entries if "restore" in entry["operation"]], entries)
        self.assertEqual(self.deliver("alice@example.org", word()), 250)

    def test_a_damaged_backup_is_refused(self):
        directory = self.site.scratch / "damaged"
        self.expect(DONE, "backup", str(directory))
        largest = max((file for file in directory.rglob("*") if file.is_file()), key=lambda file: file.stat().st_size)
        octets = bytearray(largest.read_bytes())
        octets[len(octets) // 2] ^= 1
        largest.write_bytes(octets)
        self.assertEqual(self.site.stop(), 0)
        try:
            self.assertIn(largest.name, self.expect(REFUSED, "restore", str(directory)))
        finally:
            self.site.start()
        self.assertTrue(self.bodies(*self.site.owner(1)))


class Rules(Tool):

    def test_check(self):
        self.assertIn("nothing to object to", self.expect(DONE, "rules", "check"))
        wrong = self.site.scratch / "wrong.cedar"
        wrong.write_text("permit (principal,\n  action resource);\n")
        self.assertRegex(self.expect(REFUSED, "rules", "check", str(wrong)), r"wrong\.cedar:2:10")

    def test_the_hash_of_the_rules_is_that_of_log_and_record(self):
        told = self.site.tool_json("rules", "check")["sha256"]
        self.assertIn(f"rules in force: SHA-256 {told}", self.site.log())
        entries = self.site.tool_json("ledger", "show")["entries"]
        self.assertEqual({entry["rulebook"] for entry in entries}, {told[:16]})

    def test_explain(self):
        """What is known of who asks is typed: roles, and until when what they signed is in force."""
        asked, later = 1_900_000_000, 2_000_000_000
        bound = [word for name in ("policy", "secrecy", "agreement", "device")
                 for word in ("--principal-attribute", f"{name}_until={later}")]
        operator = ("--role", "operator", *bound)

        def explained(action, purpose, *options):
            return self.site.tool_json("rules", "explain", "--principal", "Staff::0", "--action", action,
                                       "--resource", "Account::1", "--attribute", "restricted=false",
                                       "--context", f"purpose={purpose}",
                                       "--context", f"moment={asked}", *options)

        self.assertTrue(explained("administer_accounts", "administration", *operator)["permitted"])
        self.assertFalse(explained("administer_accounts", "administration", "--role", "support", *bound)["permitted"])
        self.assertFalse(explained("read", "administration", *operator)["permitted"])
        for rule, answer in (
                ("ISP-62.nobody-acts-unbound", explained("administer_accounts", "administration", "--role", "operator")),
                ("ISP-59.no-advertising", explained("read", "advertising", *operator))):
            self.assertFalse(answer["permitted"])
            deciding = [line for line in answer["lines"] if line.startswith("decided by " + rule)]
            self.assertTrue(deciding, answer["lines"])


if __name__ == "__main__":
    unittest.main()
