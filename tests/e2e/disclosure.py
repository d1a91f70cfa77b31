"""Requests for data against the real server, with the real tool and the real devices of its officers: from a letter that is
rejected to a court's order that is carried out."""
import datetime
import hashlib
import json
import os
import pathlib
import pty
import re
import subprocess
import tarfile
import time
import unittest

from demo_site import Site, program, wait_until
from imap_session import Imap
from letters import letter
from outsiders import TimestampAuthority
from smtp_session import Smtp

DONE, REFUSED = 0, 1
DIRECTOR, OFFICER, COLLEAGUE, SECOND, WATCHDOG = 0, 70_001, 70_002, 70_003, 70_004
OFFICES = {"director": "managing_director", "second": "second_officer", "deposit": "deposit", "officer": "validator",
           "colleague": "validator", "watchdog": "data_protection_officer"}
USERS = {"director": DIRECTOR, "second": SECOND, "officer": OFFICER, "colleague": COLLEAGUE, "watchdog": WATCHDOG}
HOLDERS = ["director", "second", "deposit"]

ATTORNEY = '''
instrument = "attorney_letter"
authority = "Weiss & Partner LLP"
authority_kind = "attorney"
country = "US"
person = "Clara Weiss"
contact = "desk@attorney.example"
case_number = "2026/1141"
date = 2026-02-27
received = 2026-03-02T09:00:00+01:00
accounts = ["alice@example.org"]
data_classes = ["mail"]
'''
POLICE = (pathlib.Path(__file__).parents[1] / "compliance/police_request.toml").read_text(encoding="utf-8")
COURT = POLICE.replace("police_request", "court_order").replace('"Kripos"', '"Fjordvik tingrett"').replace(
    '"police"', '"court"')


def utc(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@unittest.skipUnless(os.getuid() == 0, "takes root, to speak for the people of the house")
class ACourtsOrder(unittest.TestCase):

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.remove)
        self.site.start()
        self.place = self.site.scratch / "papers"
        self.place.mkdir()
        (self.place / "passphrase").write_text("a passphrase of several words\n")
        self.now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)

    # --- The tool, and the devices ---------------------------------------------------------------
    def file(self, name):
        return str(self.place / name)

    def put(self, name, text):
        (self.place / name).write_text(text)
        return self.file(name)

    def run_as(self, user, *words):
        command = [program("postvern"), "--socket", self.site.values["PEOPLE_SOCKET"]]
        if user != DIRECTOR:
            command += ["--speak-as", str(user)]
        return subprocess.run([*command, *words], text=True, capture_output=True, timeout=120, check=False)

    def done(self, user, *words):
        run = self.run_as(user, *words, "--json")
        self.assertEqual(run.returncode, DONE, f"{words}: {run.stdout}{run.stderr}")
        return json.loads(run.stdout)

    def refused(self, user, *words):
        run = self.run_as(user, *words)
        self.assertEqual(run.returncode, REFUSED, f"{words}: {run.stdout}{run.stderr}")
        return run.stdout + run.stderr

    def device(self, who, *words, expect=DONE):
        run = subprocess.run([program("postvern-officer"), *words, "--device", self.file(f"device-{who}"),
                              "--passphrase-file", self.file("passphrase"), "--yes"],
                             text=True, capture_output=True, timeout=120, check=False)
        self.assertEqual(run.returncode, expect, f"{who} {words}: {run.stdout}{run.stderr}")
        return run.stdout

    def case(self, letter):
        opened = self.done(OFFICER, "case", "new", "--request", self.put("request.toml", letter),
                           "--enclosure", self.put("letter.txt", "the letter"))
        self.done(OFFICER, "case", "advance", opened["reference"], "authenticate", "--evidence", "verified_sender")
        return opened["reference"]

    # --- What comes before ------------------------------------------------------------------------
    def make_devices(self):
        site = self.done(DIRECTOR, "disclosure", "key", "show")["site"]
        for who, office in OFFICES.items():
            self.device(who, "enrol", "--site", site, "--office", office, "--name", who, "--memory", "64",
                        "--out", self.file(f"card-{who}"))
            if who in USERS:
                self.device(who, "key", "--pem", "--out", self.file(f"{who}.pem"))
                self.done(DIRECTOR, "staff", "put", str(USERS[who]), "--key", self.file(f"{who}.pem"))
        for who in OFFICES:
            self.device(who, "pin", *[self.file(f"card-{other}") for other in OFFICES if other != who])
        for who in HOLDERS:
            self.device(who, "keygen", "--new-plan" if who == HOLDERS[0] else "--plan", self.file("plan"),
                        "--out", self.file(f"messages-{who}"))
        transcript = ""
        for _ in range(3):
            for who in HOLDERS:
                told = self.device(who, "continue", *[self.file(f"messages-{other}") for other in HOLDERS if other != who],
                                   "--out", self.file(f"messages-{who}"))
                seen = re.search(r"^transcript: (.*)$", told, re.M)
                if seen:
                    transcript = seen.group(1)
        for who in HOLDERS:
            self.device(who, "finish", transcript, "--out", self.file("public"))
        for who in set(OFFICES) - set(HOLDERS):
            self.device(who, "pin", "--disclosure-key", self.file("public"), "--transcript", transcript)
        self.done(DIRECTOR, "disclosure", "key", "put", "--key", self.file("public"))

    def deliver(self, subject):
        with Smtp.lmtp(self.site) as relay:
            relay.envelope("kari@fjell.example", ["alice@example.org"])
            self.assertEqual(relay.data(letter(subject)).code, 250)

    def second_after(self, moment):
        """The first whole second after it, once it has come."""
        wait_until(lambda: time.time() >= int(moment) + 1, "a second to pass")
        return datetime.datetime.fromtimestamp(int(moment) + 1, datetime.timezone.utc)

    def certificate(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-days", "30", "-subj",
                        "/CN=Fjordvik politidistrikt", "-keyout", self.file("authority.key"), "-out",
                        self.file("authority.pem")], check=True, capture_output=True)
        der = subprocess.run(["openssl", "x509", "-in", self.file("authority.pem"), "-outform", "DER"], check=True,
                             capture_output=True).stdout
        return hashlib.sha256(der).hexdigest()

    def enter_order(self, reference, window_from, window_until):
        instrument = self.put("order.pdf", "the order of the court")
        form = {"case": reference, "court": "Fjordvik tingrett", "number": "26-004711ENE-FJOR/01", "date": self.now.strftime("%Y-%m-%d"),
                "section": "Straffeprosessloven § 210", "seal": "seal",
                "instrument-sha256": hashlib.sha256(b"the order of the court").hexdigest(),
                "account": "alice@example.org", "class": "mail", "window-from": utc(window_from),
                "window-until": utc(window_until), "zone": "Z",
                "in-force-from": utc(self.now - datetime.timedelta(days=1)),
                # Less than a day is left: the owner is told, and what is to be done can be done at once.
                "in-force-until": utc(self.now + datetime.timedelta(hours=20)),
                "suspicion": "owner", "counsel": "appointed", "secrecy": "lifted-court", "privilege": "none",
                "appeal": "final", "silence": "none", "recipient-sha256": self.certificate()}
        text = "postvern court order 1\n" + "".join(f"{name}: {value}\n" for name, value in form.items())
        self.done(OFFICER, "case", "order", reference, "--fields", self.put("order.txt", text), "--document", instrument)

    def validate(self, reference):
        self.done(OFFICER, "case", "order", "--text", reference, "--out", self.file("signed.txt"))
        for who in ("officer", "colleague"):
            self.device(who, "sign-order", self.file("signed.txt"), "--out", self.file(f"validation-{who}"))
            self.done(USERS[who], "case", "validate", reference, "--signature", self.file(f"validation-{who}"),
                      "--evidence", "court_call_back")

    def extract_through_crashes(self, reference):
        """Kills the server at moments of an extraction; then takes what it came to."""
        words = ["case", "extract", reference, "--partials", self.file("partials-director"), "--partials",
                 self.file("partials-second"), "--certificate", self.file("authority.pem")]
        for part in range(6):
            command = subprocess.Popen([program("postvern"), "--socket", self.site.values["PEOPLE_SOCKET"], "--speak-as",
                                        str(OFFICER), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(part * 0.015)  # when, not until: each part is another moment
            self.site.kill()
            command.wait()
            self.serve()
            state = self.done(OFFICER, "case", "show", reference)["state"]
            self.assertIn(state, ("DUAL_APPROVED", "EXTRACTED"))
            for file in self.site.directory.rglob("*"):
                if file.is_file():
                    self.assertNotIn(b"inside the window", file.read_bytes(), file)
            if state == "EXTRACTED":
                break
        else:
            self.done(OFFICER, *words)
        papers = self.done(OFFICER, "case", "show", reference)["papers"]
        bag = [each["number"] for each in papers if each["kind"] == "bag"]
        self.assertEqual(len(bag), 1)
        self.done(OFFICER, "case", "letters", reference, "--paper", str(bag[0]), "--octets", "--out", self.file("bag.cms"))

    def attest(self):
        """Has a batch published each second, and a timestamp authority at hand, from now on."""
        self.authority = TimestampAuthority(self.site.scratch).start()
        self.addCleanup(self.authority.stop)
        self.assertEqual(self.site.stop(), 0)
        self.serve()

    def serve(self):
        self.site.start_with(record_interval=1, bag_timestamp_authority=self.authority.url,
                             timestamp_certificates=self.authority.certificates)

    def refuses_without_a_timestamp(self, reference):
        """Nothing is handed out and the case stays as it is while the authority is away."""
        self.authority.stop()
        told = self.refused(OFFICER, "case", "extract", reference, "--partials", self.file("partials-director"),
                            "--partials", self.file("partials-second"), "--certificate", self.file("authority.pem"))
        self.assertIn("timestamp authority", told)
        self.assertIn("try again", told)
        self.assertEqual(self.done(OFFICER, "case", "show", reference)["state"], "DUAL_APPROVED")
        self.authority.start()

    def record_goes_on(self):
        """Waits until the record gives out a checkpoint of a later batch."""
        head = self.done(DIRECTOR, "ledger", "head")["checkpoint"]
        wait_until(lambda: self.done(DIRECTOR, "ledger", "head")["checkpoint"] != head, "a batch")

    def check_evidence(self, reference):
        """That the bag proves its entries, and tells by which rules was decided."""
        key = self.done(DIRECTOR, "ledger", "head")["verifier_key"]
        verified = subprocess.run([program("postvern-verify"), "bag", self.file("bag.tar"), "--checkpoint-key", key,
                                   "--timestamp-certificates", str(self.authority.certificates)], text=True,
                                  capture_output=True, check=False)
        self.assertEqual(verified.returncode, DONE, verified.stdout + verified.stderr)
        proven = int(re.search(r"^(\d+) entries are in the access record", verified.stdout, re.M).group(1))
        self.assertGreater(proven, 10, verified.stdout)
        self.assertIn("It bears a timestamp of 20", verified.stdout)
        self.assertNotIn("not looked at", verified.stdout)
        with tarfile.open(self.file("bag.tar")) as bag:
            text = {name.split("/", 1)[1]: bag.extractfile(name).read().decode() for name in bag.getnames()
                    if name.endswith((".jsonl", "record.txt"))}
        self.assertIn(f"case: {reference}\nproven: {proven}\n", text["evidence/record.txt"])
        decisions = [json.loads(line) for line in text["evidence/decisions.jsonl"].splitlines()]
        self.assertEqual([each["leaf"] is not None for each in decisions if "act" in each].count(True), proven)
        extracted = [each for each in decisions if each.get("act") == "extract" and each["outcome"] == "granted"]
        self.assertTrue(extracted)
        for each in extracted:
            self.assertIn("ISP-35.officers-carry-out-orders", each["rules"])
        self.assertTrue(any(each.get("step") == "answer-objection" and each["taken"] for each in decisions), decisions)

    # --- The story ----------------------------------------------------------------------------------
    def test_an_attorney_is_rejected_and_police_without_an_order_refused(self):
        for letter, kind in ((ATTORNEY, "foreign_attorney"), (POLICE, "police_request")):
            reference = self.case(letter)
            self.assertEqual(self.done(OFFICER, "case", "classify", reference)["basis"], kind)
            self.done(OFFICER, "case", "classify", reference, "--confirm")
            rejected = self.done(OFFICER, "case", "advance", reference, "reject", "--reason", "no court has decided")
            self.assertEqual(rejected["letter"], f"rejected_{kind}")
            text = self.done(OFFICER, "case", "letters", reference, "--paper", str(rejected["paper"]))["text"]
            self.assertIn("Datatilsynet", text)
            self.assertNotIn("alice", text)
            self.done(OFFICER, "case", "close", reference)
        self.assertIn("has not ended", self.refused(DIRECTOR, "case", "report", "--from", str(self.now.year)))
        self.refused(OFFICER, "case", "report")

    def test_a_person_at_a_terminal_is_asked_for_the_fields(self):
        answers = {"What kind of letter": "subpoena", "Issuing authority": "Fjordvik politidistrikt", "Country": "NO",
                   "What kind of sender": "police", "Accounts": "alice@example.org bob@example.org",
                   "Classes": "mail calendar", "First day": "2026-02-01", "Last day": "2026-02-14"}
        child, terminal = pty.fork()
        if child == 0:
            os.execv(program("postvern"), ["postvern", "--socket", self.site.values["PEOPLE_SOCKET"], "--speak-as",
                                           str(OFFICER), "case", "new"])
        shown, answered = "", 0
        while True:
            try:
                octets = os.read(terminal, 4096)
            except OSError:  # the terminal is gone with the program
                break
            shown += octets.decode()
            question = shown[answered:].rsplit("\n", 1)[-1]
            if question.endswith(": "):
                answered = len(shown)
                answer = next((each for start, each in answers.items() if question.strip().startswith(start)), "")
                os.write(terminal, answer.encode() + b"\n")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), DONE, shown)
        self.done(OFFICER, "case", "advance", "1", "authenticate", "--evidence", "verified_sender")
        self.assertEqual(self.done(OFFICER, "case", "classify", "1")["basis"], "subpoena", shown)

    def test_an_order_is_carried_out_and_nothing_beyond_it(self):
        self.attest()
        self.make_devices()
        self.deliver("outside the window")
        window_from = self.second_after(time.time())
        self.deliver("inside the window")
        reference = self.case(COURT)
        self.done(OFFICER, "case", "classify", reference, "--confirm")
        self.refused(OFFICER, "case", "request", reference)
        self.enter_order(reference, window_from, self.second_after(time.time()))
        self.validate(reference)
        self.done(OFFICER, "case", "advance", reference, "clear-secrecy", "--secrecy", self.put("118.pdf", "a ruling"))
        self.done(OFFICER, "case", "advance", reference, "clear-privilege", "--evidence", "privilege_check")
        self.done(OFFICER, "case", "advance", reference, "scope")
        # Objected to, and answered.
        self.done(WATCHDOG, "case", "object", reference, "--reason", "is the window needed?")
        self.refused(OFFICER, "case", "notify", reference)
        self.done(DIRECTOR, "case", "answer", reference, "--reason", "the court has set it", "--told-court", "--told-counsel")
        # The owner is told before.
        self.done(OFFICER, "case", "notify", reference)
        with Imap.owner(self.site, 1, "INBOX") as owner:
            self.assertEqual(len(owner.search('SUBJECT "somebody asked for your data"')), 1)
        self.done(OFFICER, "case", "request", reference, "--out", self.file("request"))
        self.assertIn("nothing but what the order grants", self.device("director", "show", self.file("request")))
        for who in ("director", "second"):
            self.device(who, "approve", self.file("request"), "--out", self.file(f"approval-{who}"))
            self.done(USERS[who], "case", "approve", reference, "--signature", self.file(f"approval-{who}"))
        self.refused(OFFICER, "case", "extract", reference)
        self.device("watchdog", "attest", self.file("request"), "--out", self.file("attestation"))
        self.done(WATCHDOG, "case", "attest", reference, "--signature", self.file("attestation"))
        for who, other in (("director", "2"), ("second", "1")):
            self.device(who, "partials", self.file("request"), "--with", other, "--approval", self.file("approval-director"),
                        "--approval", self.file("approval-second"), "--attestation", self.file("attestation"),
                        "--out", self.file(f"partials-{who}"))
        self.record_goes_on()
        self.refuses_without_a_timestamp(reference)
        self.extract_through_crashes(reference)
        subprocess.run(["openssl", "cms", "-decrypt", "-inform", "DER", "-in", self.file("bag.cms"), "-inkey",
                        self.file("authority.key"), "-recip", self.file("authority.pem"), "-out", self.file("bag.tar"),
                        "-binary"], check=True, capture_output=True)
        with tarfile.open(self.file("bag.tar")) as bag:
            mail = [bag.extractfile(each).read().decode() for each in bag if each.name.endswith(".eml")]
            rules = [each for each in bag.getnames() if "/evidence/rules/" in each]
        self.assertTrue(any(each.endswith("/disclosure.cedar") for each in rules), rules)
        self.assertEqual(sum("inside the window" in each for each in mail), 1)
        self.assertEqual(len(mail), 1, mail)
        verified = subprocess.run([program("postvern-verify"), "bag", self.file("bag.tar")], text=True,
                                  capture_output=True, check=False)
        self.assertEqual(verified.returncode, DONE, verified.stdout + verified.stderr)
        self.check_evidence(reference)
        self.done(OFFICER, "case", "deliver", reference, "--receipt", self.put("receipt.pdf", "received"))
        self.done(OFFICER, "case", "notify", reference)
        self.done(OFFICER, "case", "close", reference)


if __name__ == "__main__":
    unittest.main()
