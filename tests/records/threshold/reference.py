#!/usr/bin/env python3
"""The disclosure key a second time, from docs/formats/disclosure-key.md alone: Python's standard library, no
line shared with records/threshold/. Slow and not constant-time: for checking, never for secrets.

reference.py DOCUMENT          recomputes the vectors in DOCUMENT; fails unless all of them agree
reference.py --print           prints them as they stand in the document
"""
import hashlib
import hmac
import sys

# --- Curve25519 in Edwards form, and ristretto255 over it: RFC 8032 5.1, RFC 9496 4 ----------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def negative(x):
    return x & 1


def absolute(x):
    return P - x if negative(x) else x


def sqrt_ratio(u, v):
    """RFC 9496 4.2: (whether u/v is a square, its root or that of SQRT_M1 u/v)."""
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    correct, flipped, flipped_i = check == u % P, check == -u % P, check == -u * SQRT_M1 % P
    if flipped or flipped_i:
        r = r * SQRT_M1 % P
    return correct or flipped, absolute(r)


INVSQRT_A_MINUS_D = sqrt_ratio(1, -1 - D)[1]
SQRT_AD_MINUS_ONE = P - sqrt_ratio(-D - 1, 1)[1]  # the odd root: RFC 9496 4.1 names this one
ONE_MINUS_D_SQ = (1 - D * D) % P
D_MINUS_ONE_SQ = (D - 1) ** 2 % P


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0])
    b = (p[1] + p[0]) * (q[1] + q[0])
    c = 2 * p[3] * q[3] * D
    d = 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def negate(p):
    return -p[0] % P, p[1], p[2], -p[3] % P


def times(k, p):
    q = (0, 1, 1, 0)
    for bit in bin(k)[2:]:
        q = add(q, q)
        if bit == "1":
            q = add(q, p)
    return q


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = sqrt_ratio(BASE_Y * BASE_Y - 1, D * BASE_Y * BASE_Y + 1)[1]
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def encode(p):
    """RFC 9496 4.3.2"""
    x0, y0, z0, t0 = p
    u1, u2 = (z0 + y0) * (z0 - y0) % P, x0 * y0 % P
    invsqrt = sqrt_ratio(1, u1 * u2 * u2)[1]
    den1, den2 = invsqrt * u1 % P, invsqrt * u2 % P
    z_inv = den1 * den2 * t0 % P
    rotate = negative(t0 * z_inv % P)
    x, y = (y0 * SQRT_M1 % P, x0 * SQRT_M1 % P) if rotate else (x0, y0)
    den_inv = den1 * INVSQRT_A_MINUS_D % P if rotate else den2
    if negative(x * z_inv % P):
        y = -y % P
    return absolute(den_inv * (z0 - y) % P).to_bytes(32, "little")


def decode(octets):
    """RFC 9496 4.3.1; the identity is refused."""
    s = int.from_bytes(octets, "little")
    if len(octets) != 32 or s >= P or negative(s) or s == 0:
        raise ValueError("no element")
    u1, u2 = (1 - s * s) % P, (1 + s * s) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    square, invsqrt = sqrt_ratio(1, v * u2 * u2)
    x = absolute(2 * s * invsqrt * u2 % P)
    y = u1 * invsqrt * invsqrt * u2 * v % P
    if not square or negative(x * y % P) or y == 0:
        raise ValueError("no element")
    return x, y, 1, x * y % P


def mapped(t):
    r = SQRT_M1 * t * t % P
    u, v = (r + 1) * ONE_MINUS_D_SQ % P, (-1 - r * D) * (r + D) % P
    square, s = sqrt_ratio(u, v)
    if not square:
        s = -absolute(s * t % P) % P
    c = -1 % P if square else r
    n = (c * (r - 1) * D_MINUS_ONE_SQ - v) % P
    w0, w1 = 2 * s * v % P, n * SQRT_AD_MINUS_ONE % P
    w2, w3 = (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def to_group(wide):
    """RFC 9496 4.3.4"""
    half = [int.from_bytes(wide[i:i + 32], "little") % 2**255 % P for i in (0, 32)]
    return add(mapped(half[0]), mapped(half[1]))


# --- Ed25519, X25519, ChaCha20-Poly1305: RFC 8032 5.1.6, RFC 7748 5, RFC 8439 ----------------------
def compressed(p):
    z = pow(p[2], P - 2, P)
    x, y = p[0] * z % P, p[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def clamped(octets):
    return int.from_bytes(octets, "little") & (1 << 254) - 8 | 1 << 254


def device(seed):
    digest = hashlib.sha512(seed).digest()
    return clamped(digest[:32]), digest[32:], compressed(times(clamped(digest[:32]), BASE))


def sign(seed, text):
    a, prefix, public = device(seed)
    wide = lambda octets: int.from_bytes(hashlib.sha512(octets).digest(), "little") % L
    r = wide(prefix + text)
    commitment = compressed(times(r, BASE))
    return commitment + ((r + wide(commitment + public + text) * a) % L).to_bytes(32, "little")


def x25519(secret, u):
    k = clamped(secret)
    u = int.from_bytes(u, "little") % 2**255
    x2, z2, x3, z3, swap = 1, 0, u, 1, 0
    for t in reversed(range(255)):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        da, cb, aa, bb = d * a, c * b, a * a, b * b
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, u * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


def chacha_block(key, counter):
    word = lambda octets: [int.from_bytes(octets[i:i + 4], "little") for i in range(0, len(octets), 4)]
    start = word(b"expand 32-byte k") + word(key) + [counter, 0, 0, 0]
    s = list(start)

    def quarter(a, b, c, d):
        for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            s[x] = s[x] + s[y] & 0xFFFFFFFF
            s[z] ^= s[x]
            s[z] = (s[z] << turn | s[z] >> 32 - turn) & 0xFFFFFFFF

    for _ in range(10):
        for i in range(4):
            quarter(i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return b"".join((x + y & 0xFFFFFFFF).to_bytes(4, "little") for x, y in zip(s, start))


def aead(key, plain):
    """Of 32 octets, nonce zero, nothing authenticated besides."""
    sealed = bytes(a ^ b for a, b in zip(plain, chacha_block(key, 1)))
    once = chacha_block(key, 0)
    r = int.from_bytes(once[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    text = sealed + (0).to_bytes(8, "little") + (32).to_bytes(8, "little")
    for i in range(0, len(text), 16):
        total = (total + int.from_bytes(text[i:i + 16] + b"\1", "little")) * r % (2**130 - 5)
    return sealed + ((total + int.from_bytes(once[16:32], "little")) % 2**128).to_bytes(16, "little")


# --- The document: hashes ---------------------------------------------------------------------
def framed(*fields):
    return b"".join(f.to_bytes(8, "big") if isinstance(f, int) else len(f).to_bytes(4, "big") + f
                    for f in fields)


def H(use, *fields):
    return hashlib.sha512(framed(b"postvern disclosure key 1", use.encode(), *fields)).digest()


def h32(use, *fields):
    return H(use, *fields)[:32]


def hs(use, *fields):
    return int.from_bytes(H(use, *fields), "little") % L


def sc(x):
    return (x % L).to_bytes(32, "little")


def G(k):
    return times(k % L, BASE)


H2 = to_group(H("second generator"))


def weight(at, holders):
    w = 1
    for j in holders:
        if j != at:
            w = w * j * pow(j - at, L - 2, L) % L
    return w % L


# --- The document: ceremony -------------------------------------------------------------------
class Ceremony:
    def __init__(self, site, session, devices, dealers, seeds, previous=None, old=None):
        self.devices, self.seeds, self.dealers, self.old = devices, seeds, dealers, old
        self.epoch = 1 if previous is None else int.from_bytes(previous[1:5], "big") + 1
        self.plan = (b"\1" + site + session + b"".join(device(d)[2] for d in devices)
                     + bytes([sum(1 << d - 1 for d in dealers), previous is not None])
                     + (previous or b""))
        self.hash = h32("plan", self.plan)
        self.ephemeral = [h32("ephemeral", s, self.hash, i + 1) for i, s in enumerate(seeds)]
        self.run()

    def message(self, kind, i, body):
        text = bytes([1, kind, i]) + self.hash + body
        return text + sign(self.devices[i - 1], b"postvern disclosure key ceremony 1\n" + text)

    def agreed(self, i, j):
        nine = (9).to_bytes(32, "little")
        return x25519(self.ephemeral[i - 1], x25519(self.ephemeral[j - 1], nine))

    def line(self, i):
        seed = self.seeds[i - 1]
        a0 = (weight(i, self.dealers) * self.old[i] % L if self.old
              else hs("value at zero", seed, self.hash, i))
        return a0, hs("slope", seed, self.hash, i)

    def dealt(self, i):
        a0, a1 = self.line(i)
        n = hs("possession nonce", self.seeds[i - 1], self.hash, i)
        e = hs("possession", self.hash, i, encode(G(a0)), encode(G(a1)), encode(G(n)))
        return [encode(G(a0)), encode(G(a1)), sc(e), sc(n + e * a0)]

    def run(self):
        nine = (9).to_bytes(32, "little")
        self.openings, self.dealings, self.confirmations = [], {}, []
        dealt = {i: self.dealt(i) for i in self.dealers}
        for i in (1, 2, 3):
            commitment = h32("dealing", self.hash, i, *dealt[i]) if i in dealt else bytes(32)
            self.openings.append(self.message(1, i, commitment + x25519(self.ephemeral[i - 1], nine)))
        seen = h32("openings", self.hash, *self.openings)
        for i in self.dealers:
            a0, a1 = self.line(i)
            sealed = b"".join(
                aead(h32("share key", self.agreed(i, j), self.hash, seen, i, j), sc(a0 + j * a1))
                for j in (1, 2, 3) if j != i)
            self.dealings[i] = self.message(2, i, seen + b"".join(dealt[i]) + sealed)
        self.masks = {(i, j): hs("pair mask", self.agreed(i, j), self.hash, i, j)
                      for i, j in ((1, 2), (1, 3), (2, 3))}
        mask = lambda i, j: self.masks[min(i, j), max(i, j)]
        all_ = h32("messages", self.hash, *self.openings, *(self.dealings[i] for i in self.dealers))
        for i in (1, 2, 3):
            pairs = b"".join(encode(G(mask(i, j))) for j in (1, 2, 3) if j != i)
            self.confirmations.append(self.message(3, i, all_ + pairs))
        pairs = [encode(G(m)) for m in self.masks.values()]
        self.transcript = h32("transcript", all_, *pairs)
        lines = [self.line(i) for i in self.dealers]
        self.secret = {m: sum(a0 + m * a1 for a0, a1 in lines) % L for m in (1, 2, 3)}
        self.key = encode(G(sum(a0 for a0, _ in lines)))
        self.public = (b"\1" + self.epoch.to_bytes(4, "big") + self.key
                       + b"".join(encode(G(self.secret[m])) for m in (1, 2, 3))
                       + b"".join(pairs) + self.transcript)

    def share(self, i):
        masks = b"".join(sc(self.masks[min(i, j), max(i, j)]) for j in (1, 2, 3) if j != i)
        return bytes([1, i]) + self.epoch.to_bytes(4, "big") + sc(self.secret[i]) + masks


# --- The document: ciphertexts and partials ----------------------------------------------------
def encrypt(key, label, period_key, randomness):
    r, s = (hs("encryption randomness", randomness, key, label, period_key, i) for i in (0, 1))
    u, ubar = encode(G(r)), encode(times(r, H2))
    hidden = h32("period key", key, label, u, encode(times(r, decode(key))))
    c = bytes(a ^ b for a, b in zip(period_key, hidden))
    e = hs("ciphertext", key, label, c, u, ubar, encode(G(s)), encode(times(s, H2)))
    return b"\1" + c + u + ubar + sc(e) + sc(s + r * e)


def signed(i, j, k):
    return k % L if i < j else -k % L


def partial(ceremony, i, j, ciphertext, label, request):
    matter = (ceremony.public, request, ciphertext, label)
    low, high = min(i, j), max(i, j)
    x, z = ceremony.secret[i], ceremony.masks[low, high]
    u, point = decode(ciphertext[33:65]), to_group(H("mask point", *matter, low, high))
    y = weight(i, (i, j)) * x % L
    masked = lambda k, m: encode(add(times(k, u), times(signed(i, j, m), point)))
    a, b = (hs("partial nonce", sc(x), sc(z), *matter, i, j, n) for n in (0, 1))
    contribution = masked(y, z)
    e = hs("partial", *matter, i, j, encode(G(x)), encode(G(z)), contribution, encode(G(a)),
           encode(G(b)), masked(a, b))
    return (b"\1" + ceremony.epoch.to_bytes(4, "big") + bytes([i, j]) + contribution + sc(e)
            + sc(a + e * y) + sc(b + e * z))


def combine(key, ciphertext, label, one, other):
    shared = encode(add(decode(one[7:39]), decode(other[7:39])))
    hidden = h32("period key", key, label, ciphertext[33:65], shared)
    return bytes(a ^ b for a, b in zip(ciphertext[1:33], hidden))


# --- Vectors ------------------------------------------------------------------------------------
def vectors():
    rep = lambda octet, n=32: bytes([octet]) * n
    site, salt, address = rep(0xA0, 16), rep(0xA1), b"kari@example.no"
    account = hashlib.sha256(framed(b"postvern account id 1", salt, address)).digest()
    first = Ceremony(site, rep(0xA2), [rep(1), rep(2), rep(3)], [1, 2, 3], [rep(17), rep(18), rep(19)])
    period_key, request = rep(0xA4), rep(0xA6)
    commitment = hmac.new(period_key, b"worked example", "sha256").digest()
    label = (site + account + b"\1" + (20000).to_bytes(8, "big") + (7).to_bytes(8, "big") + commitment)
    sealed = encrypt(first.key, label, period_key, rep(0xA5))
    one = partial(first, 1, 3, sealed, label, request)
    other = partial(first, 3, 1, sealed, label, request)
    assert combine(first.key, sealed, label, one, other) == period_key
    second = Ceremony(site, rep(0xA3), [rep(1), rep(2), rep(4)], [1, 2], [rep(33), rep(34), rep(35)],
                      first.public, first.secret)
    assert second.key == first.key and second.secret != first.secret
    again = [partial(second, i, j, sealed, label, request) for i, j in ((2, 3), (3, 2))]
    assert combine(second.key, sealed, label, *again) == period_key
    crossed = combine(second.key, sealed, label, partial(second, 2, 3, sealed, label, rep(0xA7)), again[1])
    assert crossed != period_key
    return {
        "second generator": encode(H2), "account id": account, "label": label,
        "device 1": device(rep(1))[2], "plan": first.plan, "plan hash": first.hash,
        "opening 1": first.openings[0], "dealing 1": first.dealings[1],
        "confirmation 1": first.confirmations[0], "transcript": first.transcript,
        "public key": first.public, "share 1": first.share(1), "share 2": first.share(2),
        "share 3": first.share(3), "ciphertext": sealed, "partial 1 with 3": one,
        "partial 3 with 1": other, "replacement plan hash": second.hash,
        "replacement transcript": second.transcript, "replacement public key": second.public,
        "replacement share 1": second.share(1), "replacement share 3": second.share(3),
        "replacement partial 2 with 3": again[0],
    }


def in_document(path):
    """The block after the heading "Vectors": `name: hexadecimal`, continued on deeper lines."""
    found, name = {}, None
    with open(path, encoding="utf-8") as document:
        lines = document.read().split("\n## Vectors\n", 1)[1].splitlines()
    for line in lines:
        if line.startswith("        ") and name:
            found[name] += line.strip()
        elif line.startswith("    ") and ":" in line:
            name, _, value = line.strip().partition(":")
            found[name] = value.strip()
        elif line:
            name = None
    return {name: bytes.fromhex(value) for name, value in found.items()}


def main():
    if sys.argv[1:] == ["--print"]:
        for name, octets in vectors().items():
            text = octets.hex()
            print(f"    {name}:", *(text[i:i + 112] for i in range(0, len(text), 112)), sep="\n        ")
        return 0
    expected, found = vectors(), in_document(sys.argv[1])
    wrong = [name for name in expected if found.get(name) != expected[name]]
    wrong += [name for name in found if name not in expected]
    for name in wrong:
        print(f"{sys.argv[1]}: vector '{name}' is not what the reference computes")
    print(f"{len(expected) - len(wrong)} of {len(expected)} vectors agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
