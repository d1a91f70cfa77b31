"""Change control of the rulebook: what officers sign comes into force, nothing else does, and what was in force is kept."""
import base64
import contextlib
import datetime
import hashlib
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

from demo_site import Site, program, wait_until
from imap_session import Imap
from letters import letter
from smtp_session import Smtp

DONE, REFUSED, USAGE = 0, 1, 2
RULEBOOK = pathlib.Path(__file__).parents[2] / "policy/rulebook"
DIRECTOR = str(os.getuid())  # whoever runs the tool here
SECOND, OTHER = "70001", "70002"  # no users of this machine
LASTING, LAPSED = "2096-01-01", "2020-01-01"
TITLE = "postvern rulebook statement v1"
PASSPHRASE = "a passphrase of the director"
OFFICES = ("managing_director", "second_officer")
STAYS = "Nothing was changed: the rules of before stay in force."
HARMLESS = ('@id("test.{0}") @isp("1") @explain("Nothing of the kind.") @record("entry")\n'
            'forbid (principal is Staff, action == Action::"publish", resource is Site)\n'
            "when {{ context has purpose && context.purpose == \"{0}\" }};\n")


def openssl(*words):
    return subprocess.run(["openssl", *words], check=True, capture_output=True).stdout


class Officers(unittest.TestCase):
    """A site whose director and second officer have keys on record, made by openssl."""

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.remove)
        self.site.start()
        self.keys = {name: self.make_key(name) for name in ("director", "second", "other")}
        self.expect(DONE, "staff", "put", DIRECTOR, "--key", self.public("director"))
        self.expect(DONE, "staff", "put", SECOND, "--role", "second_officer", "--until", LASTING,
                    "--key", self.public("second"))
        self.founding = self.status()

    def make_key(self, name):
        """A private key file; the director's is under a passphrase."""
        file = self.site.scratch / f"{name}.pem"
        locked = ("-aes256", "-pass", f"pass:{PASSPHRASE}") if name == "director" else ()
        openssl("genpkey", "-algorithm", "ed25519", *locked, "-out", str(file))
        openssl("pkey", "-in", str(file), "-passin", f"pass:{PASSPHRASE}", "-pubout", "-out", self.public(name))
        return str(file)

    def public(self, name):
        return str(self.site.scratch / f"{name}.pub")

    def expect(self, code, *words):
        """Runs the tool; what it printed."""
        done = self.site.tool(*words)
        self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def rules(self, name, addition=None):
        """A copy of the rules that ship, with one more that changes nothing; its directory."""
        directory = self.site.scratch / name
        directory.mkdir()
        for file in RULEBOOK.glob("*.cedar"):
            shutil.copy(file, directory)
        (directory / "zz_test.cedar").write_text(HARMLESS.format(name) if addition is None else addition)
        return directory

    def statement(self, rules, review="2095-12-31", name="statement"):
        file = self.site.scratch / name
        self.expect(DONE, "rules", "statement", str(rules), "--review", review, "--out", str(file))
        return file

    def sign(self, statement, office, key, code=DONE):
        done = self.site.tool("rules", "sign", str(statement), "--as", office, "--key", self.keys[key], "--yes",
                              "--password-stdin", stdin=PASSPHRASE + "\n")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def signed(self, rules, review="2095-12-31", name="statement"):
        file = self.statement(rules, review, name)
        self.sign(file, "managing_director", "director")
        self.sign(file, "second_officer", "second")
        return file

    def install(self, rules, statement, code=DONE):
        return self.expect(code, "rules", "install", str(rules), "--statement", str(statement))

    def status(self):
        return self.site.tool_json("rules", "status")

    def refused(self, rules, statement, why):
        """That it is not installed, for this reason, and that the rules of before are still asked."""
        before = self.status()["sha256"]
        told = self.install(rules, statement, REFUSED)
        self.assertIn(why, told)
        self.assertIn(STAYS, told)
        self.assertEqual(self.status()["sha256"], before)
        self.assertEqual({entry["rulebook"] for entry in self.acts()[-1:]}, {before[:16]})

    def acts(self):
        return self.site.tool_json("ledger", "show")["entries"]

    def logs(self, text):
        wait_until(lambda: text in self.site.log(), f"the log to say {text}")

    def works(self, subject):
        """That mail comes in and is read."""
        with Smtp.lmtp(self.site) as relay:
            self.assertEqual(relay.deliver("alice@example.org", letter(subject)).code, 250)
        with Imap.owner(self.site, select="INBOX") as owner:
            self.assertEqual(len(owner.search(f"SUBJECT {subject}")), 1)

    def content(self, *changes):
        """Makes changes (SQL with parameters) to the store of the stopped server; what the last one found."""
        with contextlib.closing(sqlite3.connect(self.site.data / "content.db", isolation_level=None)) as store:
            for change in changes:
                rows = store.execute(*change).fetchall()
        return rows


class Installation(Officers):

    def test_signed_rules_come_into_force_and_stay(self):
        rules = self.rules("support")
        statement = self.signed(rules)
        told = self.install(rules, statement)
        self.assertIn(f"signed by user {SECOND} as second_officer", told)
        status = self.status()
        self.assertEqual((status["number"], status["signed"], status["review"]), (2, True, "2095-12-31"))
        self.assertEqual(status["sha256"], self.site.tool_json("rules", "check", str(rules))["sha256"])
        self.assertEqual([signer["office"] for signer in status["signers"]], list(OFFICES))
        self.works("installed")

        entry = [act for act in self.acts() if act["operation"] == "install_rulebook"][-1]
        self.assertEqual((entry["outcome"], entry["rules"]), ("granted", "ISP-70.officers-install-rules"))
        self.assertEqual(entry["rulebook"], self.founding["sha256"][:16])
        self.assertEqual(self.acts()[-1]["rulebook"], status["sha256"][:16])

        # What is in force lies in the store: the directory counts no more, at a start or on SIGHUP.
        shutil.rmtree(rules)
        for end in (self.site.stop, self.site.kill):
            end()
            self.site.start()
            self.assertEqual(self.status()["sha256"], status["sha256"])
            self.logs("event=rulebook-directory-unused")
        self.site.process.send_signal(signal.SIGHUP)
        self.logs("officers have installed the rules in force")
        self.assertEqual(self.status()["sha256"], status["sha256"])
        self.assertIn("which are not used", self.expect(DONE, "rules", "status"))

    def test_earlier_rules_are_kept_and_fetched(self):
        for name in ("support", "statistics"):
            rules = self.rules(name)
            self.install(rules, self.signed(rules, name=name + ".statement"))
        history = self.site.tool_json("rules", "history")["rulebooks"]
        self.assertEqual([(each["number"], each["signed"]) for each in history], [(1, False), (2, True), (3, True)])
        told = self.expect(DONE, "rules", "history")
        self.assertIn("of the founding: nobody has signed it", told)
        for number, directory in ((0, RULEBOOK), (1, self.site.scratch / "support"), (2, self.site.scratch / "statistics")):
            digits = history[number]["sha256"][:16]  # as they stand in the access record
            out = self.site.scratch / f"fetched-{number}"
            self.expect(DONE, "rules", "fetch", digits, "--out", str(out))
            self.assertEqual({file.name: file.read_bytes() for file in out.iterdir()},
                             {file.name: file.read_bytes() for file in directory.glob("*.cedar")})
            self.assertEqual(self.site.tool_json("rules", "check", str(out))["sha256"], history[number]["sha256"])
        self.assertIn("is not empty", self.expect(REFUSED, "rules", "fetch", digits, "--out", str(out)))
        self.assertIn("no rulebook that was in force", self.expect(REFUSED, "rules", "fetch", "00000000", "--out", "x"))
        self.assertIn("8 or more", self.expect(REFUSED, "rules", "fetch", "abc", "--out", "x"))

    def test_a_stopped_site_is_changed_likewise(self):
        self.site.stop()
        rules = self.rules("support")
        self.install(rules, self.signed(rules))
        refuted = self.rules("refuted", REFUTED)
        self.assertIn("the rules break what the house promises",
                      self.expect(REFUSED, "rules", "statement", str(refuted), "--review", LASTING))
        self.site.start()
        self.assertEqual(self.status()["number"], 2)
        self.works("later")

    def test_a_crash_leaves_the_old_rules_or_the_new_ones(self):
        names = ("support", "statistics")
        rules = [self.rules(name) for name in names]
        hashes = [self.site.tool_json("rules", "check", str(each))["sha256"] for each in rules]
        expected = {self.founding["sha256"]}
        for step in range(8):
            number = self.status()["number"]
            statement = self.signed(rules[step % 2], name=f"statement-{step}")
            tool = subprocess.Popen([program("postvern"), "--data", str(self.site.directory), "rules", "install",
                                     str(rules[step % 2]), "--statement", str(statement)],
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.1 * step)  # no condition to wait for: anywhere between the first octet and the answer
            self.site.kill()
            done = tool.wait(60) == DONE
            self.site.start()
            status = self.status()
            if done:
                self.assertEqual(status["number"], number + 1)
            if status["number"] == number:
                self.assertIn(status["sha256"], expected)
            else:
                self.assertEqual((status["number"], status["sha256"]), (number + 1, hashes[step % 2]))
            expected = {status["sha256"]}
            self.assertEqual(self.acts()[-1]["rulebook"], status["sha256"][:16])
        self.works("afterwards")

    def test_the_same_rules_are_signed_again_for_a_later_review(self):
        rules = self.rules("support")
        self.install(rules, self.signed(rules, "2090-01-01"))
        self.install(rules, self.signed(rules, "2091-01-01", "again"))
        self.assertEqual((self.status()["number"], self.status()["review"]), (3, "2091-01-01"))

    def test_signatures_are_those_of_openssl(self):
        """What openssl signs is taken, and openssl verifies what the tool signed."""
        rules = self.rules("support")
        statement = self.statement(rules)
        text = statement.read_bytes()
        self.sign(statement, "managing_director", "director")
        line = statement.read_bytes()[len(text) + 1:].decode()
        name, blob = re.fullmatch("\u2014 (\\S+) (\\S+)\n", line).groups()
        self.assertEqual(name, "managing_director")
        (self.site.scratch / "text").write_bytes(text)
        (self.site.scratch / "signature").write_bytes(base64.b64decode(blob)[4:])
        openssl("pkeyutl", "-verify", "-pubin", "-inkey", self.public("director"), "-rawin", "-in",
                str(self.site.scratch / "text"), "-sigfile", str(self.site.scratch / "signature"))
        with open(statement, "ab") as file:
            file.write(self.line_by_openssl(text, "second_officer", "second"))
        self.install(rules, statement)

    def line_by_openssl(self, text, office, key):
        """A signature line, made without Postvern.  C2SP signed-note"""
        public = openssl("pkey", "-in", self.keys[key], "-passin", f"pass:{PASSPHRASE}", "-pubout", "-outform", "DER")[-32:]
        key_id = hashlib.sha256(office.encode() + b"\n\x01" + public).digest()[:4]
        (self.site.scratch / "to-sign").write_bytes(text)
        signature = openssl("pkeyutl", "-sign", "-inkey", self.keys[key], "-passin", f"pass:{PASSPHRASE}", "-rawin",
                            "-in", str(self.site.scratch / "to-sign"))
        return f"\u2014 {office} ".encode() + base64.b64encode(key_id + signature) + b"\n"

    def test_a_review_date_that_is_past_is_a_finding_and_no_outage(self):
        rules = self.rules("support")
        self.install(rules, self.signed(rules))
        self.assertEqual(self.status()["findings"], [])
        self.site.stop()
        # The clock cannot be put forward here; the officers sign a date of the past instead, and root puts it there.
        text = self.content(("SELECT note FROM rulebooks WHERE number = 2",))[0][0].decode().split("\n\n")[0] + "\n"
        text = text.replace("2095-12-31", LAPSED).encode()
        note = text + b"\n" + b"".join(self.line_by_openssl(text, office, key)
                                      for office, key in zip(OFFICES, ("director", "second")))
        self.content(("UPDATE rulebooks SET note = ? WHERE number = 2", (note,)))
        self.site.start()
        self.logs("event=rulebook-review-overdue")
        self.assertIn("Found wanting: its review date is past", self.expect(REFUSED, "rules", "status"))
        self.works("overdue")


REFUTED = ('@id("test.unseen") @isp("1") @explain("Nobody knows.") @record("none")\n'
           'permit (principal is Staff, action == Action::"list_accounts", resource is Ledger)\n'
           'when { context has purpose && context.purpose == "support" };\n')


class Refusal(Officers):

    def test_rules_that_are_none(self):
        """Neither is a statement written for them nor, with one that was signed, are they installed."""
        wrong = {
            "no_id": ('@isp("1") @explain("x") @record("entry")\nforbid (principal, action, resource)\n'
                      'when { context has purpose && context.purpose == "sale" };\n', "zz_test.cedar:1:1"),
            "no_source": ('@id("a") @explain("x") @record("entry")\nforbid (principal, action, resource)\n'
                          'when { context has purpose && context.purpose == "sale" };\n', "zz_test.cedar:1:1"),
            "unknown_attribute": ('@id("a") @isp("1") @explain("x") @record("entry")\nforbid (principal, action, resource)\n'
                                  'when { context.colour == "blue" };\n', "zz_test.cedar:3:8"),
            "two_ids": (HARMLESS.format("support") * 2, "zz_test.cedar:4"),
            "no_cedar": ("forbid everything;\n", "zz_test.cedar:1:8"),
            "zero": (HARMLESS.format("support") + "// \0\n", "holds a zero octet"),
            "refuted": (REFUTED, "the rules break what the house promises"),
        }
        for name, (addition, why) in wrong.items():
            with self.subTest(name):
                rules = self.rules(name, addition)
                told = self.expect(REFUSED, "rules", "statement", str(rules), "--review", LASTING)
                self.assertIn(why, told)
                self.assertIn(STAYS, told)
                self.refused(rules, self.signed_by_hand(rules, name), why)
        self.assertRegex(told, r"T12\S*: refuted")

    def signed_by_hand(self, rules, name):
        """A statement that the server would not write, for these rules."""
        digest = hashlib.sha256()
        for file in sorted(rules.glob("*.cedar")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        statement = self.statement(self.rules(name + "-instead"), name=name + ".statement")
        statement.write_text(re.sub("rulebook: .*", "rulebook: " + digest.hexdigest(), statement.read_text()))
        self.sign(statement, "managing_director", "director")
        self.sign(statement, "second_officer", "second")
        return statement

    def test_signatures_that_do_not_suffice(self):
        rules = self.rules("support")
        self.expect(DONE, "staff", "put", OTHER, "--role", "legal_officer", "--until", LASTING)
        cases = (
            ((), "nobody has signed the statement"),
            ((("managing_director", "director"),), "nobody signed as second_officer"),
            ((("second_officer", "second"),), "nobody signed as managing_director"),
            ((("managing_director", "director"), ("second_officer", "director")),
             f"user {DIRECTOR} signed as second_officer and is not in that role"),
            ((("managing_director", "second"), ("second_officer", "director")),
             f"user {SECOND} signed as managing_director and is not in that role"),
            ((("managing_director", "director"), ("second_officer", "other")), "a key that nobody on record has"),
        )
        for number, (signatures, why) in enumerate(cases):
            with self.subTest(signatures):
                statement = self.statement(rules, name=f"statement-{number}")
                for office, key in signatures:
                    self.sign(statement, office, key)
                self.refused(rules, statement, why)
        self.expect(DONE, "staff", "put", OTHER, "--key", self.public("other"))
        self.refused(rules, statement, f"user {OTHER} signed as second_officer and is not in that role")
        self.sign(statement, "second_officer", "second")  # one more, and all is there: the others are passed over
        self.install(rules, statement)

    def test_one_person_in_both_offices(self):
        self.expect(DONE, "staff", "put", DIRECTOR, "--role", "managing_director", "--role", "second_officer", "--role",
                    "operator", "--until", LASTING)
        rules = self.rules("support")
        statement = self.statement(rules)
        self.sign(statement, "managing_director", "director")
        self.sign(statement, "second_officer", "director")
        self.refused(rules, statement, "two different people sign")
        self.sign(statement, "second_officer", "second")
        self.install(rules, statement)

    def test_officers_whose_papers_have_lapsed(self):
        rules = self.rules("support")
        statement = self.signed(rules)
        put = ("staff", "put", SECOND, "--role", "second_officer", "--until", LASTING)
        for paper in ("policy", "secrecy", "agreement", "device"):
            self.expect(DONE, *put, f"--{paper}-until", LAPSED)
            self.refused(rules, statement, f"user {SECOND} signed as second_officer while not all of")
        self.expect(DONE, "staff", "remove", SECOND)
        self.refused(rules, statement, "a key that nobody on record has")
        self.expect(DONE, *put, "--key", self.public("second"))
        self.install(rules, statement)

    def test_statements_about_something_else(self):
        rules, others = self.rules("support"), self.rules("statistics")
        statement = self.signed(rules)
        self.refused(others, statement, "install the very files that were signed for")
        changed = self.site.scratch / "changed"
        changed.write_bytes(statement.read_bytes().replace(b"2095", b"2094"))
        self.refused(rules, changed, "is not one of this statement")
        changed.write_bytes(statement.read_bytes().replace(b"site: ", b"site: not-"))
        self.refused(rules, changed, "and this is")
        changed.write_bytes(statement.read_bytes().replace(b"v1", b"v2"))
        self.refused(rules, changed, "no statement on a rulebook")
        changed.write_bytes(b"")
        self.refused(rules, changed, "no statement on a rulebook")
        past = self.site.scratch / "past"
        past.write_bytes(self.statement(rules, name="unsigned").read_bytes().replace(b"2095-12-31", LAPSED.encode()))
        self.sign(past, "managing_director", "director")
        self.sign(past, "second_officer", "second")
        self.refused(rules, past, f"the review date {LAPSED} is not in the future")
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        self.assertIn("is not in the future", self.expect(REFUSED, "rules", "statement", str(rules), "--review", today))
        self.assertIn("must be a day", self.expect(USAGE, "rules", "statement", str(rules), "--review", "2095-02-30"))
        for missing in (("rules", "statement", str(rules)), ("rules", "install", str(rules)), ("rules", "install")):
            self.assertIn("missing", self.expect(USAGE, *missing))

    def test_a_statement_counts_once(self):
        """Not even when what it replaced is in force again."""
        first, second = self.rules("support"), self.rules("statistics")
        self.install(first, self.signed(first, name="a"))
        statement = self.signed(second, name="b")
        self.install(second, statement)
        self.refused(second, statement, "it was used already, or others were installed since")
        self.install(first, self.signed(first, name="c"))
        self.refused(second, statement, "it was used already, or others were installed since")

    def test_who_may_not_install(self):
        """Signatures alone do not do it: whoever runs it must be an officer."""
        rules = self.rules("support")
        self.expect(DONE, "staff", "put", OTHER, "--role", "managing_director", "--until", LASTING, "--key",
                    self.public("other"))
        statement = self.statement(rules)
        self.sign(statement, "managing_director", "other")
        self.sign(statement, "second_officer", "second")
        self.expect(DONE, "staff", "put", DIRECTOR, "--role", "operator", "--until", LASTING)
        self.refused(rules, statement, f"user {DIRECTOR} is operator")
        last = [act for act in self.acts() if act["operation"] == "install_rulebook"][-1]
        self.assertEqual(last["outcome"], "refused")

    def test_keys_that_are_none(self):
        for words, why in (((self.keys["second"],), "holds a private key"), (("/nowhere",), "cannot be read"),
                           ((str(RULEBOOK / "rulebook.cedar"),), "no public key in PEM"),
                           ((self.public("director"),), "on record for somebody else")):
            told = self.site.tool("staff", "put", SECOND, "--key", *words)
            self.assertNotEqual(told.returncode, 0)
            self.assertIn(why, told.stdout + told.stderr)
        rsa = self.site.scratch / "rsa.pem"
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(rsa))
        openssl("pkey", "-in", str(rsa), "-pubout", "-out", self.public("rsa"))
        self.assertIn("officers sign with Ed25519", self.expect(REFUSED, "staff", "put", SECOND, "--key", self.public("rsa")))
        statement = self.statement(self.rules("support"))
        self.keys["rsa"] = str(rsa)
        self.assertIn("officers sign with Ed25519", self.sign(statement, "second_officer", "rsa", REFUSED))
        done = self.site.tool("rules", "sign", str(statement), "--as", "managing_director", "--key", self.keys["director"],
                              "--yes", "--password-stdin", stdin="another passphrase\n")
        self.assertEqual(done.returncode, REFUSED)
        self.assertIn("the passphrase does not open the private key", done.stderr)
        self.assertEqual(statement.read_text().count("\n"), 6)
        told = self.site.tool("rules", "sign", str(statement), "--as", "second_officer", "--key", self.keys["second"],
                              "--rules", str(RULEBOOK), "--yes")
        self.assertEqual(told.returncode, REFUSED)
        self.assertIn("nothing was signed", told.stderr)


class Damage(Officers):
    """What an edited store comes to; and the way out where a program cannot use the rules on record."""

    def setUp(self):
        super().setUp()
        self.installed = self.rules("support")
        self.install(self.installed, self.signed(self.installed))
        self.site.stop()

    def does_not_start(self, why):
        self.site.launch()
        process = self.site.process
        wait_until(lambda: process.poll() is not None, "the server to end")
        self.site.process = None
        self.assertEqual(process.returncode, 1)
        self.assertIn(why, self.site.log())
        self.assertIn("`postvern rules install`", self.site.log())

    def test_rules_that_were_changed_in_the_store(self):
        self.content(("UPDATE rulebook_files SET text = CAST(replace(CAST(text AS TEXT), 'support', 'tracking') AS BLOB)"
                      " WHERE name = 'zz_test.cedar'",))
        self.does_not_start("is not what was put there")

    def test_a_review_date_that_was_changed_in_the_store(self):
        self.content(("UPDATE rulebooks SET note = CAST(replace(CAST(note AS TEXT), '2095', '2096') AS BLOB)"
                      " WHERE number = 2",))
        self.does_not_start("the signature as managing_director is not one of its statement")
        told = self.expect(REFUSED, "rules", "history")
        self.assertIn("NOT as it was installed", told)

    def test_rules_without_signatures_after_signed_ones(self):
        self.content(("INSERT INTO rulebooks (number, hash, since) SELECT 3, hash, since FROM rulebooks WHERE number = 1",))
        self.does_not_start("it bears no signatures, while the one before does")

    def test_the_way_out_of_rules_that_do_not_fit_the_program(self):
        """As after an upgrade whose schema lacks what the rules ask about."""
        rules = self.rules("unfit", HARMLESS.format("support").replace("context.purpose ==", "context.shade =="))
        digest = hashlib.sha256()
        for file in sorted(rules.glob("*.cedar")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        text = self.content(("SELECT note FROM rulebooks WHERE number = 2",))[0][0].decode().split("\n\n")[0] + "\n"
        text = re.sub("rulebook: .*", "rulebook: " + digest.hexdigest(), text).encode()
        note = text + b"\n" + b"".join(Installation.line_by_openssl(self, text, office, key)
                                      for office, key in zip(OFFICES, ("director", "second")))
        self.content(("UPDATE rulebooks SET note = ?, hash = ? WHERE number = 2", (note, digest.digest())),
                     *(("INSERT INTO rulebook_files VALUES (?, ?, ?, ?)", (digest.digest(), position, file.name, file.read_bytes()))
                       for position, file in enumerate(sorted(rules.glob("*.cedar")))))
        self.does_not_start("cannot be used by this program")
        self.assertIn("shade", self.site.log())
        self.assertIn("Found wanting", self.expect(REFUSED, "rules", "status"))
        self.assertIn("cannot be used by this program", self.expect(REFUSED, "account", "list"))
        statement = self.signed(self.installed, name="fitting")
        self.install(self.installed, statement)
        self.site.start()
        self.assertEqual(self.status()["number"], 3)
        self.works("again")

    def test_a_restore_brings_the_rules_of_the_backup(self):
        self.site.start()
        self.expect(DONE, "backup", str(self.site.scratch / "backup"))
        later = self.rules("statistics")
        self.install(later, self.signed(later, name="later"))
        self.site.stop()
        self.expect(DONE, "restore", str(self.site.scratch / "backup"))
        self.site.start()
        self.assertEqual(self.status()["number"], 2)
        restored = [act for act in self.acts() if act["operation"] == "restore"][-1]
        self.assertEqual(restored["rulebook"], self.status()["sha256"][:16])


if __name__ == "__main__":
    unittest.main()
