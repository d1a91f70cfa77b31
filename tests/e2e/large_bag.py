"""A bag larger than any answer of the control socket: handed out in parts, whole or not at all, while the server's memory stays
as it was."""
import hashlib
import json
import pathlib
import re
import subprocess
import tarfile
import time
import unittest

import disclosure
from demo_site import program
from disclosure import COURT, DONE, OFFICER, USERS, WATCHDOG
from letters import letter_of
from smtp_session import Smtp

MIB = 1 << 20
LETTERS, LETTER = 3, 26 * MIB


class ALargeBag(disclosure.ACourtsOrder):

    def deliver_large(self):
        with Smtp.lmtp(self.site) as relay:
            for _ in range(LETTERS):
                relay.envelope("kari@fjell.example", ["alice@example.org"])
                self.assertEqual(relay.data(letter_of(LETTER)).code, 250)

    def carry_out(self, reference, window_from, window_until):
        """The straight road from an order to partials."""
        self.done(OFFICER, "case", "classify", reference, "--confirm")
        self.enter_order(reference, window_from, window_until)
        self.validate(reference)
        self.done(OFFICER, "case", "advance", reference, "clear-secrecy", "--secrecy", self.put("118.pdf", "a ruling"))
        self.done(OFFICER, "case", "advance", reference, "clear-privilege", "--evidence", "privilege_check")
        self.done(OFFICER, "case", "advance", reference, "scope")
        self.done(OFFICER, "case", "notify", reference)
        self.done(OFFICER, "case", "request", reference, "--out", self.file("request"))
        for who in ("director", "second"):
            self.device(who, "approve", self.file("request"), "--out", self.file(f"approval-{who}"))
            self.done(USERS[who], "case", "approve", reference, "--signature", self.file(f"approval-{who}"))
        self.device("watchdog", "attest", self.file("request"), "--out", self.file("attestation"))
        self.done(WATCHDOG, "case", "attest", reference, "--signature", self.file("attestation"))
        for who, other in (("director", "2"), ("second", "1")):
            self.device(who, "partials", self.file("request"), "--with", other, "--approval", self.file("approval-director"),
                        "--approval", self.file("approval-second"), "--attestation", self.file("attestation"),
                        "--out", self.file(f"partials-{who}"))

    def peak(self):
        """Octets that the server held at once since the last call."""
        process = pathlib.Path(f"/proc/{self.site.process.pid}")
        found = re.search(r"^VmHWM:\s+(\d+) kB", (process / "status").read_text(), re.M)
        (process / "clear_refs").write_text("5")  # proc(5): the peak begins anew
        return int(found.group(1)) * 1024

    def test_a_bag_larger_than_an_answer_is_handed_out_whole(self):
        self.make_devices()
        window_from = self.second_after(time.time())
        self.deliver_large()
        reference = self.case(COURT)
        self.carry_out(reference, window_from, self.second_after(time.time()))
        bag = pathlib.Path(self.file("bag.cms"))
        self.done(OFFICER, "case", "extract", reference, "--partials", self.file("partials-director"), "--partials",
                  self.file("partials-second"), "--certificate", self.file("authority.pem"), "--out", str(bag))
        self.assertGreater(bag.stat().st_size, 70 * MIB)
        hashed = hashlib.sha256(bag.read_bytes()).hexdigest()
        shown = self.done(OFFICER, "case", "show", reference)
        paper = next(each for each in shown["papers"] if each["kind"] == "bag")
        self.assertEqual(list(self.site.data.glob("bags/*")), [], "the case holds the bag, and no file beside it")

        self.peak()
        again = self.place / "again.cms"
        self.done(OFFICER, "case", "letters", reference, "--paper", str(paper["number"]), "--octets", "--out", str(again))
        self.assertLess(self.peak(), 400 * MIB)
        self.assertEqual(hashlib.sha256(again.read_bytes()).hexdigest(), hashed)
        self.assertEqual([each.name for each in self.place.glob("again.cms*")], ["again.cms"])
        # Without a file to write to, the tool says how it is had; and where it cannot be written whole, nothing is.
        told = json.loads(self.run_as(OFFICER, "case", "letters", reference, "--paper", str(paper["number"]), "--octets",
                                      "--json").stdout)
        self.assertNotIn("octets", told)
        full = subprocess.run(["prlimit", f"--fsize={40 * MIB}", program("postvern"), "--socket",
                               self.site.values["PEOPLE_SOCKET"], "--speak-as", str(OFFICER), "case", "letters", reference,
                               "--paper", str(paper["number"]), "--octets", "--out", self.file("half.cms")],
                              capture_output=True, text=True, check=False, timeout=120)
        self.assertNotEqual(full.returncode, DONE)
        self.assertFalse((self.place / "half.cms").exists())

        subprocess.run(["openssl", "cms", "-decrypt", "-inform", "DER", "-in", str(bag), "-inkey",
                        self.file("authority.key"), "-recip", self.file("authority.pem"), "-out", self.file("bag.tar"),
                        "-binary"], check=True, capture_output=True)
        with tarfile.open(self.file("bag.tar")) as opened:
            sizes = [each.size for each in opened if each.name.endswith(".eml")]
        self.assertEqual(len(sizes), LETTERS)
        self.assertTrue(all(each >= LETTER for each in sizes), sizes)
        verified = subprocess.run([program("postvern-verify"), "bag", self.file("bag.tar")], capture_output=True, text=True,
                                  check=False)
        self.assertEqual(verified.returncode, DONE, verified.stdout + verified.stderr)


def load_tests(*_):
    """This story alone, not those that it is told after."""
    return unittest.TestSuite([ALargeBag("test_a_bag_larger_than_an_answer_is_handed_out_whole")])


if __name__ == "__main__":
    unittest.main()
