"""Messages for tests."""
import secrets


def word(length=14):
    """A word that stands nowhere else."""
    return "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(length))


def letter(subject="Greetings", body="Hello.\r\n", sender="kari@fjell.example", to="alice@example.org",
           extra=""):
    """A whole message with CRLF line ends; `extra`: more header lines."""
    return (f"From: Kari <{sender}>\r\nTo: <{to}>\r\nSubject: {subject}\r\n"
            f"Date: Tue, 03 Mar 2026 10:11:12 +0100\r\nMessage-ID: <{word()}@fjell.example>\r\n"
            f"{extra}\r\n{body}").encode()


def letter_of(octets, subject="A long one"):
    """A message of exactly that many octets."""
    head = letter(subject, "")
    lines = b"0123456789abcdef" * 4 + b"\r\n"
    filling = lines * ((octets - len(head)) // len(lines) + 1)
    text = filling[:octets - len(head) - 2]
    return head + (text[:-1] + b"x" if text.endswith(b"\r") else text) + b"\r\n"
