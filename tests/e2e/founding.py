"""A real site from its first command on: who founds it, and what people whose papers lapsed are told."""
import contextlib
import os
import re
import shutil
import sqlite3
import unittest

from demo_site import Site
from imap_session import Imap
from letters import letter
from smtp_session import Smtp

DONE, REFUSED = 0, 1
OWN = str(os.getuid())  # whoever runs the tool here
SOMEBODY = "70001"  # no user of this machine
LASTING, LAPSED = "2096-01-01", "2020-01-01"
EVERYTHING = ("--role", "operator", "--role", "managing_director", "--until", LASTING)
FIRST = "first@example.org"
PASSWORD = "a password of mine"
# content.db as it was before people, and what owners decide, were on record.
BACK_TO_THE_FIRST_VERSION = (
    *(f"DROP TABLE {table}" for table in ("staff", "staff_keys", "rulebooks", "rulebook_files", "consents", "instructions", "processors", "counted_cases", "case_mail", "case_paper_pieces", "case_papers",
                                          "case_steps", "case_files", "cases", "held_objects", "holds", "facts_history")),
    *(f"ALTER TABLE accounts DROP COLUMN {column}" for column in ("restricted", "no_snapshots", "retained_until", "no_tallies", "created")),
    "PRAGMA user_version = 1",
)


class NewSite(unittest.TestCase):

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.remove)

    def expect(self, code, *words):
        """Runs the tool, with a password to give; what it printed."""
        if words[:2] == ("account", "add"):
            words = (*words, "--password-file", self.site.secret_file("secret", PASSWORD))
        done = self.site.tool(*words)
        self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr


class ByTheTool(NewSite):
    """The site that no server has opened yet."""

    def setUp(self):
        super().setUp()
        self.site.directory.mkdir()
        (self.site.directory / "postvern.ini").write_text(
            f"data = {self.site.data}\nkeys = {self.site.keys}\nhostname = mail.example.org\n")

    def test_the_first_people_make_the_site(self):
        for words in (("account", "list"), ("account", "add", FIRST), ("staff", "list")):
            self.assertIn("there is no site yet; `postvern staff put` makes it", self.expect(REFUSED, *words))
        self.assertFalse(self.site.data.exists())
        self.expect(DONE, "staff", "put", OWN, *EVERYTHING)
        self.assertEqual(self.site.data.stat().st_mode & 0o777, 0o700)
        self.assertIn("Recovery code: ", self.expect(DONE, "account", "add", FIRST))
        self.assertIn(FIRST, self.expect(DONE, "account", "list"))


class ByTheServer(NewSite):
    """The site that `postvernd` has made, with nobody on record: a demonstration's configuration and certificate
    without its store."""

    def setUp(self):
        super().setUp()
        self.site.start()
        self.site.stop()
        shutil.rmtree(self.site.data)
        shutil.rmtree(self.site.keys)
        self.start()
        self.addCleanup(lambda: self.assertEqual(self.site.stop(), 0))

    def start(self):
        self.site.start("--config", str(self.site.directory / "postvern.ini"))

    def restart_after(self, *changes):
        """Stops it, makes `changes` (SQL) to content.db, and starts it again."""
        self.assertEqual(self.site.stop(), 0)
        with contextlib.closing(sqlite3.connect(self.site.data / "content.db", isolation_level=None)) as content:
            for change in changes:
                content.execute(change)
        self.start()

    def founds_anew(self, refusal):
        """Whether people can be entered again, and nothing else be done before."""
        self.assertIn(refusal, self.expect(REFUSED, "account", "list"))
        with Smtp.lmtp(self.site) as relay:
            self.assertEqual(relay.deliver(FIRST, letter("meanwhile")).code, 250)
        self.expect(DONE, "staff", "put", OWN, *EVERYTHING)
        self.assertIn(FIRST, self.expect(DONE, "account", "list"))
        foundings = [entry for entry in self.site.tool_json("ledger", "show")["entries"] if entry["role"] == "founder"]
        self.assertEqual(len(foundings), 2, foundings)

    def test_first_session(self):
        for words in (("account", "add", FIRST), ("account", "list"), ("ledger", "show"),
                      ("backup", str(self.site.scratch / "backup"))):
            self.assertRegex(self.expect(REFUSED, *words), "enter the first people with `postvern staff put`")
        self.assertIn("nobody would be managing director",
                      self.expect(REFUSED, "staff", "put", OWN, "--role", "operator", "--until", LASTING))
        self.expect(DONE, "staff", "put", OWN, *EVERYTHING)
        self.expect(DONE, "account", "add", FIRST)
        with Smtp.lmtp(self.site) as relay:
            self.assertEqual(relay.deliver(FIRST, letter("welcome")).code, 250)
        with Imap(self.site.port("IMAPS"), self.site.trust()) as client:
            client.login(FIRST, PASSWORD)
            client.must("SELECT INBOX")
            self.assertEqual(len(client.bodies()), 1)
        acts = [(entry["role"], entry["operation"], entry["outcome"])
                for entry in self.site.tool_json("ledger", "show")["entries"]]
        self.assertIn(("staff", "administer_accounts", "refused"), acts)
        self.assertIn(("founder", "administer_staff", "granted"), acts)
        self.assertIn(("staff", "administer_accounts", "granted"), acts)

    def test_lapsed_papers(self):
        put = ("staff", "put", OWN)
        lapsed = (*EVERYTHING, "--policy-until", LAPSED)
        self.expect(DONE, *put, *EVERYTHING)
        self.assertIn("nobody would be managing director", self.expect(REFUSED, *put, *lapsed))
        self.expect(DONE, "staff", "put", SOMEBODY, "--role", "managing_director", "--until", LASTING)
        self.assertIn(f"Not in force: policy (until {LAPSED}).", self.expect(DONE, *put, *lapsed))
        for words in (("account", "add", FIRST), ("account", "list"), ("ledger", "show"), (*put, *EVERYTHING)):
            told = self.expect(REFUSED, *words)
            self.assertIn(f"of user {OWN} is not in force: policy (until {LAPSED}); the managing director enters", told)
            self.assertIn("ISP-62.nobody-acts-unbound", told)

    def test_founding_anew_when_all_papers_have_lapsed(self):
        self.expect(DONE, "staff", "put", OWN, *EVERYTHING)
        self.expect(DONE, "account", "add", FIRST)
        self.restart_after("UPDATE staff SET agreement_until = 1577836800")  # 2020-01-01
        self.founds_anew(f"of user {OWN} is not in force: agreement on protection of personal data (until {LAPSED}); enter what was")

    def test_a_store_of_the_version_before_there_were_people(self):
        self.expect(DONE, "staff", "put", OWN, *EVERYTHING)
        self.expect(DONE, "account", "add", FIRST)
        self.restart_after(*BACK_TO_THE_FIRST_VERSION)
        self.founds_anew("nobody directs this house: enter the first people with `postvern staff put`")

    def test_a_role_that_does_not_suffice(self):
        self.expect(DONE, "staff", "put", OWN, "--role", "managing_director", "--until", LASTING)
        self.assertRegex(self.expect(REFUSED, "account", "add", FIRST), rf"user {re.escape(OWN)} is managing_director\b")
        self.expect(DONE, "staff", "put", OWN, *EVERYTHING)
        self.expect(DONE, "account", "add", FIRST)


if __name__ == "__main__":
    unittest.main()
