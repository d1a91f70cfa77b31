"""A full disk: refusals that mean "later", reading goes on, and nothing has to be restarted afterwards."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from demo_site import Site, wait_until
from imap_session import Imap
from letters import letter_of, word
from smtp_session import Smtp

DISK = 40  # MiB
RESERVE = 12  # MiB of it, to be freed later


class DiskFull(unittest.TestCase):

    def setUp(self):
        scratch = pathlib.Path(tempfile.mkdtemp(prefix="postvern-e2e-disk-"))
        self.addCleanup(shutil.rmtree, scratch, ignore_errors=True)
        self.site = Site(scratch)
        self.site.directory.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}m,mode=700", "none",
                                  str(self.site.directory)], capture_output=True, text=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("a small file system cannot be mounted here: " + mounted.stderr.strip())
        self.addCleanup(subprocess.run, ["umount", "--lazy", str(self.site.directory)], check=False)
        self.addCleanup(self.end)
        self.site.start()
        self.ballast = self.site.directory / "ballast"
        self.ballast.write_bytes(bytes(RESERVE << 20))

    def end(self):
        if self.site.process is not None:
            self.site.kill()

    def fill(self):
        """Leaves no octet free."""
        with open(self.ballast, "ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while file.write(b"\0" * size):
                        pass
                except OSError:
                    pass

    def free(self):
        self.ballast.unlink()

    def kept(self, mark):
        with Imap.owner(self.site, 1, "INBOX") as owner:
            return len(owner.search(f'SUBJECT "{mark}"'))

    def deliver_until_refused(self, relay, mark):
        """Delivers letters; (how many were acknowledged, the refusal)."""
        message = letter_of(100_000, mark)
        for number in range(DISK * 30):
            reply = relay.deliver("alice@example.org", message)
            if reply.code != 250:
                return number, reply
        raise AssertionError("the disk never filled")

    def test_refuses_and_recovers(self):
        first, later = word(), word()
        reader = Imap.owner(self.site, 1, "INBOX")
        self.addCleanup(reader.close)
        relay = Smtp.lmtp(self.site)
        self.addCleanup(relay.close)
        acknowledged, refusal = self.deliver_until_refused(relay, first)
        self.assertEqual(refusal.code, 452, refusal)
        self.assertTrue(refusal.enhanced.startswith("4.3."), refusal)
        self.fill()

        refusal = relay.deliver("alice@example.org", letter_of(100_000, later))
        self.assertEqual(refusal.code, 452, refusal)
        answer = reader.command("APPEND INBOX ", letter_of(100_000, later))
        self.assertEqual((answer.condition, answer.code), ("NO", "UNAVAILABLE"))
        self.assertIsNone(self.site.process.poll(), "the server is gone")
        for words in (("account", "quota", "bob@example.org", "4096"), ("ledger", "verify")):
            refused = self.site.tool(*words)
            self.assertEqual(refused.returncode, 1, refused)
            self.assertIn("the access record cannot be written", refused.stderr)
            self.assertNotIn("the rules", refused.stderr)
        reader.must("NOOP")  # tells of what came since it was opened
        self.assertEqual(len(reader.search(f'SUBJECT "{first}"')), acknowledged)
        self.assertEqual(len(reader.bodies()), len(reader.search("ALL")))
        with Imap.owner(self.site, 2, "INBOX") as another:
            self.assertTrue(another.bodies(), "reading after a new sign-in")

        self.free()
        wait_until(lambda: relay.deliver("alice@example.org", letter_of(100_000, later)).code == 250,
                   "deliveries again after space was freed", 60)
        reader.append("INBOX", letter_of(100_000, later))
        self.assertEqual([self.kept(first), self.kept(later)], [acknowledged, 2])
        verified = self.site.tool("ledger", "verify")
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        self.assertEqual(self.site.stop(), 0)
        self.site.start()
        self.assertEqual([self.kept(first), self.kept(later)], [acknowledged, 2])

    def test_killed_on_a_full_disk(self):
        mark = word()
        with Smtp.lmtp(self.site) as relay:
            acknowledged, _ = self.deliver_until_refused(relay, mark)
        self.fill()
        self.site.kill()
        self.free()
        self.site.start()
        self.assertEqual(self.kept(mark), acknowledged)


if __name__ == "__main__":
    unittest.main()
