"""kill -9 at any moment loses nothing acknowledged and leaves nothing half done."""
import random
import re
import time
import unittest

from demo_site import Site, wait_until
from imap_session import Imap, body_of
from work_log import Deliverer, Owner

ROUNDS = 12


class Crash(unittest.TestCase):

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.remove)
        self.site.start()
        self.deliverers, self.owners = [], []
        self.highest = 0  # UID seen in the INBOX
        self.validity = None

    def die_at_work(self):
        """Everybody works; the server is killed once something was acknowledged and a moment passed."""
        workers = [Deliverer(self.site), Deliverer(self.site), Deliverer(self.site), Owner(self.site),
                   Owner(self.site)]
        for worker in workers:
            worker.start()
        wait_until(lambda: any(each.acknowledged for each in workers[:3]) or
                   any(worker.failure for worker in workers), "an acknowledgement", 60)
        time.sleep(random.uniform(0.05, 1.2))  # the moment of death is to be arbitrary
        self.site.kill()
        for worker in workers:
            worker.join(30)
            self.assertFalse(worker.is_alive())
            if worker.failure:
                raise worker.failure
        self.deliverers += workers[:3]
        self.owners += workers[3:]

    def check_inbox(self):
        with Imap.owner(self.site, 1) as client:
            told = client.must("SELECT INBOX").untagged
            validity = next(line for line in told if b"[UIDVALIDITY" in line)
            self.assertIn(self.validity, (None, validity), "UIDVALIDITY changed")
            self.validity = validity
            found, uids = {}, []
            for uid, line in client.fetch("1:*", "RFC822.SIZE BODY.PEEK[]").items():
                uids.append(uid)
                octets = body_of(line)
                self.assertEqual(int(re.search(rb"RFC822.SIZE (\d+)", line).group(1)), len(octets))
                mark = re.search(rb"Subject: (\w+)\r\n", octets)
                found.setdefault(mark.group(1).decode() if mark else "", []).append(octets)
            self.assertEqual(uids, sorted(set(uids)), "UIDs do not ascend")
            self.assertGreaterEqual(max(uids), self.highest, "UIDs went back")
            self.highest = max(uids)
            for deliverer in self.deliverers:
                deliverer.check(self, found)
            begun = {mark for each in self.deliverers for mark in each.begun}
            strange = [octets for mark, copies in found.items() for octets in copies
                       if mark not in begun and b"demo." not in octets]
            self.assertEqual(strange, [], "a message that nobody sent")

    def check_folders(self):
        with Imap.owner(self.site, 2) as client:
            for owner in self.owners:
                owner.check(self, client)

    def check_quota(self, number):
        with Imap.owner(self.site, number) as client:
            total = 0
            for line in client.must('LIST "" "*"').having("LIST"):
                name = line.split(b'"/" ')[1].decode()
                client.must(f"EXAMINE {name}")
                for sizes in client.fetch("1:*", "RFC822.SIZE").values():
                    total += int(re.search(rb"RFC822.SIZE (\d+)", sizes).group(1))
            told = client.must("GETQUOTAROOT INBOX").having("QUOTA")[0]
            used = int(re.search(rb"STORAGE (\d+)", told).group(1))
            self.assertIn(used, (total // 1024, -(-total // 1024)))
        shown = self.site.tool_json("account", "show", self.site.owner(number)[0])
        self.assertEqual(shown["used"], total)

    def check_record(self):
        verified = self.site.tool("ledger", "verify")
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_everything_acknowledged_survives(self):
        for number in range(ROUNDS):
            self.die_at_work()
            self.site.start()
            self.check_inbox()
            self.check_folders()
            self.check_record()
            if number % 4 == 3:
                self.check_quota(1)
                self.check_quota(2)
        acknowledged = sum(len(each.acknowledged) for each in self.deliverers)
        filed = sum(len(each.uids) for each in self.owners)
        self.assertGreater(acknowledged, ROUNDS)
        self.assertGreater(filed, ROUNDS)
        print(f"{acknowledged} deliveries and {filed} appends acknowledged in {ROUNDS} rounds, none lost")
        self.assertEqual(self.site.stop(), 0)

    def test_killed_while_starting(self):
        for _ in range(4):
            self.site.kill()
            self.site.launch()
            time.sleep(random.uniform(0.0, 0.3))  # somewhere in the start
        self.site.kill()
        self.site.start()
        self.check_record()
        self.check_inbox()


class FirstStart(unittest.TestCase):
    """A first start that is cut short begins again."""

    def test_killed_in_the_first_start(self):
        for delay in (0.02, 0.1, 0.3):
            site = Site()
            self.addCleanup(site.remove)
            site.launch()
            time.sleep(delay)
            site.kill()
            site.start()
            with Imap.owner(site, select="INBOX") as owner:
                self.assertGreaterEqual(len(owner.search("ALL")), 24)
            self.assertEqual(site.stop(), 0)


if __name__ == "__main__":
    unittest.main()
