"""SMTP and LMTP as the tests speak it: commands and replies (RFC 5321, RFC 2033)."""
import base64
import dataclasses

from conversation import Conversation


@dataclasses.dataclass
class Reply:
    """A reply: its code, its lines without code."""
    code: int
    lines: list

    @property
    def enhanced(self):
        """The status code of RFC 3463 that the first line begins with."""
        return self.lines[0].split(" ")[0]

    def __str__(self):
        return f"{self.code} " + " / ".join(self.lines)


class Smtp(Conversation):
    """One connection, greeted by the server."""

    def __init__(self, port, context=None, source=None, path=None, seconds=60):
        super().__init__(port, context, source, path, seconds)
        self.greeting = self.reply()

    @classmethod
    def lmtp(cls, site, **options):
        session = cls(site.port("LMTP"), **options)
        session.must("LHLO relay.example.net", 250)
        return session

    @classmethod
    def owner(cls, site, number=1, hello="client.invalid"):
        """Signed in to the submission service over TLS."""
        session = cls(site.port("SUBMISSIONS"), site.trust())
        session.must(f"EHLO {hello}", 250)
        session.must("AUTH PLAIN " + plain(*site.owner(number)), 235)
        return session

    def reply(self):
        lines = []
        while True:
            line = self.line().decode()
            lines.append(line[4:])
            if line[3:4] != "-":
                return Reply(int(line[:3]), lines)

    def command(self, text):
        self.send(text.encode() + b"\r\n")
        return self.reply()

    def must(self, text, code):
        reply = self.command(text)
        if reply.code != code:
            raise AssertionError(f"{text!r}: {reply}, not {code}")
        return reply

    def envelope(self, sender, recipients, parameters=""):
        """MAIL and RCPTs in one go; the replies to the recipients."""
        self.must(f"MAIL FROM:<{sender}>{parameters}", 250)
        self.send("".join(f"RCPT TO:<{each}>\r\n" for each in recipients).encode())
        return [self.reply() for _ in recipients]

    def data(self, message):
        """Sends `message`, whole lines, dot-stuffed, behind DATA; the first reply to it."""
        assert message.endswith(b"\r\n")
        self.must("DATA", 354)
        if message.startswith(b"."):
            message = b"." + message
        self.send(message.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        return self.reply()

    def deliver(self, recipient, message, sender="kari@fjell.example", parameters=""):
        """One message to one recipient; the reply to DATA, or to RCPT when that is refused."""
        refusal = self.envelope(sender, [recipient], parameters)[0]
        if refusal.code != 250:
            self.must("RSET", 250)
            return refusal
        return self.data(message)


def plain(name, password):
    """The one message of AUTH PLAIN (RFC 4616), in base64."""
    return base64.b64encode(f"\0{name}\0{password}".encode()).decode()
