"""IMAP as the tests speak it: one command, its untagged answers, its end (RFC 9051)."""
import dataclasses
import re

from conversation import Conversation


@dataclasses.dataclass
class Answer:
    """What a command led to. `untagged` are whole responses with their literals, CRLF left out."""
    condition: str
    text: str
    untagged: list

    @property
    def code(self):
        found = re.match(r"\[([^\]]*)\]", self.text)
        return found.group(1) if found else ""

    def having(self, word):
        """Untagged responses that begin with `word`, a number before it or not."""
        return [line for line in self.untagged if word.encode() in line.split(b"\r\n")[0].split()[:3]]


class Imap(Conversation):
    """One connection. Commands are text without tag; octets in an argument go as literals."""

    def __init__(self, port, context=None, source=None, seconds=60):
        super().__init__(port, context, source, seconds=seconds)
        self.greeting = self.line()
        self.count = 0

    @classmethod
    def owner(cls, site, number=1, select=None, **options):
        """Signed in over TLS as the demo's account `number`."""
        session = cls(site.port("IMAPS"), site.trust(), **options)
        session.login(*site.owner(number))
        if select:
            session.must(f"SELECT {select}")
        return session

    def login(self, name, password):
        return self.must(f'LOGIN "{name}" "{password}"')

    def response(self):
        """One response line with the literals inside it."""
        whole = b""
        while True:
            line = self.line()
            whole += line
            found = re.search(rb"\{(\d+)\}$", line)
            if not found:
                return whole
            whole += b"\r\n" + self.octets(int(found.group(1)))

    def begin(self, *parts):
        """Sends a command, text and literals (bytes, non-synchronizing) in turn; its tag."""
        self.count += 1
        tag = f"t{self.count}"
        line = tag.encode() + b" "
        for part in parts:
            line += part.encode() if isinstance(part, str) else b"{%d+}\r\n" % len(part) + part
        self.send(line + b"\r\n")
        return tag

    def end(self, tag):
        """Reads up to the end of the command `tag`."""
        untagged = []
        while True:
            response = self.response()
            if response.startswith(tag.encode() + b" "):
                _, condition, text = (response.decode(errors="replace") + " ").split(" ", 2)
                return Answer(condition, text.strip(), untagged)
            untagged.append(response)

    def command(self, *parts):
        return self.end(self.begin(*parts))

    def must(self, *parts):
        answer = self.command(*parts)
        if answer.condition != "OK":
            raise AssertionError(f"{parts[0]!r:.60}: {answer.condition} {answer.text}")
        return answer

    def append(self, mailbox, message, flags=""):
        """APPEND; (uidvalidity, uid)."""
        answer = self.must(f"APPEND {mailbox} ({flags}) ", message)
        return tuple(int(number) for number in answer.code.split()[1:3])

    def fetch(self, uids, items="FLAGS BODY.PEEK[]"):
        """{uid: whole FETCH response}."""
        found = {}
        for line in self.must(f"UID FETCH {uids} (UID {items})").having("FETCH"):
            found[int(re.search(rb"UID (\d+)", line).group(1))] = line
        return found

    def bodies(self, uids="1:*"):
        """{uid: the octets of the message}."""
        return {uid: body_of(line) for uid, line in self.fetch(uids, "BODY.PEEK[]").items()}

    def search(self, criteria):
        """UIDs, ascending."""
        uids = []
        for line in self.must(f"UID SEARCH {criteria}").untagged:
            if line.startswith(b"* SEARCH"):
                uids += [int(word) for word in line.split()[2:]]
        return sorted(uids)


def body_of(fetched):
    """The octets of the first BODY[] in a FETCH response."""
    found = re.search(rb"BODY\[\] \{(\d+)\}\r\n", fetched)
    if not found:
        quoted = re.search(rb'BODY\[\] "((?:[^"\\]|\\.)*)"', fetched)
        return re.sub(rb"\\(.)", rb"\1", quoted.group(1))
    return fetched[found.end():found.end() + int(found.group(1))]


def flags_of(fetched):
    """The flags in a FETCH response, as a set of texts without \\Recent."""
    found = re.search(rb"FLAGS \(([^)]*)\)", fetched)
    return {flag.decode() for flag in found.group(1).split()} - {"\\Recent"}
