"""The access record before outsiders: witnesses that come and go, or object; a timestamp authority; and whoever
kept an earlier checkpoint."""
import os
import ssl
import subprocess
import unittest
import unittest.mock

from demo_site import Site, program, wait_until
from outsiders import DASH, TimestampAuthority, Witness, openssl

DONE, REFUSED, USAGE = 0, 1, 2


def size_of(checkpoint):
    return int(checkpoint.splitlines()[1]) if checkpoint else 0


class Attested(unittest.TestCase):

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.remove)
        self.site.start()
        self.key = self.site.tool_json("ledger", "head")["verifier_key"]
        self.assertEqual(self.site.stop(), 0)

    def witness(self, name, **options):
        witness = Witness("witness.example/" + name, self.site.scratch, self.key, **options)
        self.addCleanup(witness.stop)
        return witness

    def serve(self, *witnesses, **options):
        """Starts the site with these witnesses, each as the configuration names it."""
        if witnesses:
            options["witness"] = "\nwitness = ".join(witnesses)
        self.site.start_with(record_interval=1, **options)

    def head(self):
        return self.site.tool_json("ledger", "head")["checkpoint"]

    def published(self, size=0, cosigned_by=()):
        """Waits for a checkpoint of more than `size` leaves with these cosignatures; the note."""
        def found():
            head = self.head()
            fits = size_of(head) > size and all(f"{DASH}{each.name} " in head for each in cosigned_by)
            return head if fits else None
        return wait_until(found, f"a checkpoint of more than {size} leaves")

    def fault(self, *words):
        """Waits until `ledger witnesses` tells of a fault with these words."""
        def found():
            text = self.site.tool("ledger", "witnesses").stdout
            return text if "held up" in text and all(word in text for word in words) else None
        return wait_until(found, f"a fault: {words}")

    def verify(self, code, *words):
        done = subprocess.run([program("postvern-verify"), *map(str, words), "--key", self.key], capture_output=True,
                              text=True, timeout=60, check=False, env={})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def sound(self, *words):
        done = self.site.tool("ledger", "verify", *words)
        self.assertEqual(done.returncode, DONE, done.stdout + done.stderr)
        return done.stdout

    def test_a_quorum_is_waited_for_and_nothing_else_is(self):
        one, two, by_hand = self.witness("one").start(), self.witness("two").start(), self.witness("by_hand")
        two.stop()  # its port is known
        self.serve(f"{one.verifier_key} {one.prefix}", f"{two.verifier_key} {two.prefix}", by_hand.verifier_key,
                   witness_quorum=2)
        # Batches and grants go on; what is given out waits, and who is missing is told.
        told = self.fault("witness.example/two has never cosigned", "cannot be reached")
        self.assertIn("witness.example/one cosigned the tree of ", told)
        self.assertEqual(self.head(), "")
        self.assertFalse((self.site.data / "tiles/checkpoint").exists())
        self.assertIn("once its checkpoint bears the quorum", self.refused("ledger", "prove", "0"))
        self.assertEqual(self.site.tool("account", "disable", "bob@example.org").returncode, DONE)
        self.assertIn("event=witness-silent", self.site.log())

        two.start()
        first = self.published(cosigned_by=(one, two))
        wait_until((self.site.data / "tiles/checkpoint").exists, "the tiles to follow")
        trust = ("--witness", one.verifier_key, "--witness", two.verifier_key)
        wait_until(lambda: "held up" not in self.site.tool("ledger", "witnesses").stdout, "the fault to go")

        # While one is away, cosignatures that are brought by hand take the place of its.
        two.stop()
        self.fault("witness.example/two has cosigned nothing since")
        carried = wait_until(lambda: self.carried(by_hand), "a checkpoint with the cosignature brought by hand")
        self.assertGreater(size_of(carried), size_of(first))
        submission = self.site.tool_json("ledger", "submission")
        two.start()
        later = self.published(size_of(carried), cosigned_by=(one, two))
        file = self.site.scratch / "not-cosigned"
        file.write_text(submission["checkpoint"])
        self.assertIn("no cosignature", self.refused("ledger", "cosign", "--checkpoint", str(file)))
        self.assertIn("no checkpoint", self.refused("ledger", "cosign", "--checkpoint", "-", stdin="nonsense\n"))

        proof = self.site.scratch / "proof"
        proof.write_text(self.site.tool("ledger", "prove", "0").stdout)
        self.assertEqual(self.site.stop(), 0)
        self.verify(DONE, "tiles", self.site.data / "tiles", *trust)
        self.verify(DONE, "proof", proof, *trust)
        stranger = self.witness("stranger")
        self.verify(DONE, "proof", proof, *trust, "--witness", stranger.verifier_key, "--quorum", "2")
        self.assertIn("of 2 of the witnesses, not of 3",
                      self.verify(REFUSED, "proof", proof, *trust, "--witness", stranger.verifier_key))
        self.assertIn("of 0 of the witnesses",
                      self.verify(REFUSED, "tiles", self.site.data / "tiles", "--witness", stranger.verifier_key))
        for words in (("--quorum", "1"), (*trust, "--quorum", "3"), (*trust, "--quorum", "x"), ("--witness", self.key)):
            self.verify(USAGE, "proof", proof, *words)
        self.assertRegex(self.sound(), r"[1-9][0-9]* cosignatures")
        self.assertGreater(size_of(later), size_of(first))

    def carried(self, witness):
        """Brings the newest checkpoint to the witness and its answer back; what is given out then, if it bears that."""
        submission = self.site.tool_json("ledger", "submission", "--old", str(witness.size))
        status, _, lines = witness.add_checkpoint(submission["submission"])
        self.assertEqual(status, 200)
        done = self.site.tool("ledger", "cosign", "--checkpoint", "-", stdin=submission["checkpoint"] + lines.decode())
        self.assertEqual((done.returncode, done.stdout), (DONE, f"{witness.name} has cosigned.\n"), done.stderr)
        head = self.head()
        return head if f"{DASH}{witness.name} " in head else None

    def refused(self, *words, stdin=""):
        done = self.site.tool(*words, stdin=stdin)
        self.assertEqual(done.returncode, REFUSED, done.stdout)
        return done.stderr

    def test_witnesses_that_object_are_named(self):
        fork, impostor, ahead = self.witness("fork").start(), self.witness("impostor").start(), self.witness("ahead").start()
        fork.size, fork.root = 1, bytes(32)
        impostor.signing_key = fork.key
        ahead.size, ahead.root = 10**9, bytes(32)
        self.serve(*(f"{each.verifier_key} {each.prefix}" for each in (fork, impostor, ahead)))
        # Without a quorum the record is given out all the same.
        bare = self.published()
        self.assertNotIn("witness.example", bare)
        self.fault("witness.example/fork has never cosigned (it saw another tree",
                   "witness.example/impostor has never cosigned (what it answers is refused: the cosignature",
                   "witness.example/ahead has never cosigned (it cosigned a tree of 1000000000 leaves")
        self.assertIn("event=witness-objects", self.site.log())
        fork.size, fork.root = 0, None
        impostor.signing_key = impostor.key
        self.published(size_of(bare), cosigned_by=(fork, impostor))

    def test_a_witness_over_https_must_be_certified_for_its_host(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.site.directory / "server.pem", self.site.directory / "server.key")
        witness = self.witness("here").start(context)
        elsewhere = self.witness("elsewhere")
        elsewhere.host = "127.0.0.2"  # which the certificate does not name
        elsewhere.start(context)
        addresses = [f"{each.verifier_key} {each.prefix}" for each in (witness, elsewhere)]
        distrusted = "(it shows a certificate that this system does not trust for that host)"
        self.serve(*addresses, witness_quorum=1)
        self.fault("here has never cosigned " + distrusted, "elsewhere has never cosigned " + distrusted)
        self.assertEqual(self.site.stop(), 0)
        with unittest.mock.patch.dict(os.environ, SSL_CERT_FILE=self.site.authority):
            self.serve(*addresses, witness_quorum=2)
        self.fault("witness.example/here cosigned", "elsewhere has never cosigned " + distrusted)
        self.assertEqual(elsewhere.asked, 0)

    def test_timestamps(self):
        authority = TimestampAuthority(self.site.scratch).start()
        self.addCleanup(authority.stop)
        self.serve(timestamp_authority=authority.url, timestamp_certificates=authority.certificates)
        directory = self.site.data / "tiles/timestamp"
        answer = wait_until(lambda: next(iter(directory.glob("*.tsr")), None), "a timestamp")
        text = self.site.scratch / "text"
        text.write_text(answer.with_suffix(".checkpoint").read_text().split("\n\n")[0] + "\n")
        openssl("ts", "-verify", "-data", text, "-in", answer, "-CAfile", authority.certificates).check_returncode()
        self.published(int(answer.stem))
        self.assertEqual(authority.asked, 1, "one a day")
        self.assertIn(" 1 timestamps", self.sound())
        self.assertEqual(self.site.stop(), 0)
        self.assertIn(" 1 timestamps", self.sound())
        # Somebody else's signature is refused.
        other = Site(self.site.scratch / "other")
        other.scratch.mkdir()
        stranger = TimestampAuthority(other.scratch).start()
        self.addCleanup(stranger.stop)
        self.serve(timestamp_authority=stranger.url, timestamp_certificates=authority.certificates, timestamp_interval=1)
        wait_until(lambda: "event=timestamp-failed" in self.site.log(), "the failure to be told")
        self.assertEqual(len(list(directory.glob("*.tsr"))), 1)

    def test_a_trusted_checkpoint(self):
        self.serve()
        early = self.site.scratch / "early"
        early.write_text(self.published())
        backup = self.site.scratch / "backup"
        self.assertEqual(self.site.tool("backup", str(backup)).returncode, DONE)
        late = self.site.scratch / "late"
        late.write_text(self.published(size_of(early.read_text()) + 32))
        self.sound("--from", str(early))
        self.sound("--from", str(late))
        self.sound("--key", self.key, "--from", str(late))
        self.assertEqual(self.site.stop(), 0)
        self.sound("--from", str(late))
        self.assertEqual(self.site.tool("restore", str(backup)).returncode, DONE)
        for key in ((), ("--key", self.key)):
            self.sound(*key, "--from", str(early))
            done = self.site.tool("ledger", "verify", *key, "--from", str(late))
            self.assertEqual(done.returncode, REFUSED)
            self.assertRegex(done.stdout, r"NOT sound: size \d+: the record contradicts the checkpoint that is trusted")
        changed = self.site.scratch / "changed"
        changed.write_text(late.read_text().replace("\n", "0\n", 2))
        self.assertIn("is not signed by", self.refused("ledger", "verify", "--from", str(changed)))

    def test_what_cannot_be_configured(self):
        one = self.witness("one")
        for options, word in ((("--witness", "nonsense"), "no verifier key"),
                              (("--witness", self.key), "no verifier key"),
                              (("--witness", one.verifier_key, "--witness", one.verifier_key), "named twice"),
                              (("--witness", one.verifier_key, "--witness-quorum", "2"), "cannot be reached"),
                              (("--witness", one.verifier_key + " ftp://x"), "'witness': 'ftp://x' must begin with"),
                              (("--timestamp-authority", "http://x"), "'timestamp-certificates' is missing"),
                              (("--timestamp-certificates", "/nowhere"), "/nowhere"),
                              (("--timestamp-interval", "0"), "'timestamp-interval'")):
            with self.subTest(options):
                done = subprocess.run([program("postvernd"), "--config", str(self.site.directory / "postvern.ini"), *options],
                                      capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual(done.returncode, USAGE, done.stderr)
                self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()
