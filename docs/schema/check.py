"""Verifies what Caregate hands out of its audit log, written from docs/audit-format.md alone.

Usage: check.py [--checkpoints KEPT]... [--strict-time] [--exported-at TIME] [--allow-unproved-end] [--realm REALM]
                KEY FILE...
       check.py [--witness KEY]... --tlog-proof FILE KEY
       check.py [--witness KEY]... --tiles FOLDER KEY
KEY is a file with a public key, as origin+id+Base64 or in PEM, FILE an export, an entry with its proof, a proof between two
checkpoints, or all files of a file sink. Exit 0: all that is in the file is proved; 1: something is wrong; 2: it is not such a
file. With --tlog-proof it reads the proof of one entry, and with --tiles a folder with the file checkpoint and below tile/ every
tile that it covers, both in the forms of C2SP; each given witness has to have cosigned the checkpoint. With --corpus FOLDER it reads FOLDER/cases.json, and says in which cases it finds something else than that says.
Needs Python 3 and no package.
"""
import base64
import datetime
import hashlib
import json
import re
import sys

P = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
MAX = 2 ** 53 - 1
MAX_LINE = 1 << 20
MAX_ENTRY = 28 * 1024
MOST_UNPROVED = 1999
CLOCKS = 300
AGE = 600
TEXTS = {"client", "error", "eventId", "id", "ip", "method", "node", "path", "realm", "realmId", "rule", "session", "time",
         "traceId", "type", "user", "userAgent"}


class Malformed(Exception):
    """A piece of a file is outside of the grammar."""


class NotSuchAFile(Exception):
    """The file is not one that is handed out."""


# ---- RFC 8032, section 5.1

def x_of(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def plus(a, b):
    k = (a[1] - a[0]) * (b[1] - b[0]) % P
    m = (a[1] + a[0]) * (b[1] + b[0]) % P
    c = 2 * a[3] * b[3] * D % P
    d = 2 * a[2] * b[2] % P
    e, f, g, h = m - k, d - c, d + c, m + k
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, a):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = plus(result, a)
        a = plus(a, a)
        number >>= 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def verified(key, message, signature):
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = times(s, BASE), plus(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ---- FIPS 204, ML-DSA-44 with an empty context (algorithms 3 and 8)

Q, DROPPED, TAU, GAMMA1, GAMMA2, ROWS, BETA, OMEGA = 8380417, 13, 39, 1 << 17, 95232, 4, 78, 80
ZETAS = [pow(1753, int("{:08b}".format(i)[::-1], 2), Q) for i in range(256)]


def bits(data, width):
    whole_number = int.from_bytes(data, "little")
    return [whole_number >> i & (1 << width) - 1 for i in range(0, len(data) * 8, width)]


def ntt(w):
    w, m, step = list(w), 0, 128
    while step:
        for start in range(0, 256, 2 * step):
            m += 1
            for j in range(start, start + step):
                t = ZETAS[m] * w[j + step] % Q
                w[j + step], w[j] = (w[j] - t) % Q, (w[j] + t) % Q
        step >>= 1
    return w


def inverse_ntt(w):
    w, m, step = list(w), 256, 1
    while step < 256:
        for start in range(0, 256, 2 * step):
            m -= 1
            for j in range(start, start + step):
                t = w[j]
                w[j], w[j + step] = (t + w[j + step]) % Q, -ZETAS[m] * (t - w[j + step]) % Q
        step <<= 1
    return [x * 8347681 % Q for x in w]


def matrix_entry(seed):
    found, data = [], hashlib.shake_128(seed).digest(1536)
    for i in range(0, len(data), 3):
        value = int.from_bytes(data[i:i + 3], "little") & 0x7fffff
        if value < Q and len(found) < 256:
            found.append(value)
    demand(len(found) == 256, "a key of bad luck")
    return found


def challenge(seed):
    data = hashlib.shake_256(seed).digest(1024)
    signs, at, c = int.from_bytes(data[:8], "little"), 8, [0] * 256
    for i in range(256 - TAU, 256):
        while data[at] > i:
            at += 1
        c[i], c[data[at]] = c[data[at]], 1 - 2 * (signs >> (i + TAU - 256) & 1)
        at += 1
    return c


def hints(data):
    """The places of each row; None if they are not written in the one way."""
    rows, index = [], 0
    for end in data[OMEGA:]:
        if end < index or end > OMEGA or any(data[i - 1] >= data[i] for i in range(index + 1, end)):
            return None
        rows.append(set(data[index:end]))
        index = end
    return None if any(data[index:OMEGA]) else rows


def high_bits(r, hint):
    low = (r + GAMMA2 - 1) % (2 * GAMMA2) - GAMMA2 + 1
    high, low = (0, low - 1) if r - low == Q - 1 else ((r - low) // (2 * GAMMA2), low)
    return (high + (1 if low > 0 else -1)) % 44 if hint else high


def ml_dsa_verified(key, message, signature):
    rho, seed = key[:32], signature[:32]
    if len(key) != 1312 or len(signature) != 2420:
        return False
    z = [[GAMMA1 - value for value in bits(signature[at:at + 576], 18)] for at in range(32, 2336, 576)]
    rows = hints(signature[2336:])
    if rows is None or any(abs(value) >= GAMMA1 - BETA for part in z for value in part):
        return False
    mu = hashlib.shake_256(hashlib.shake_256(key).digest(64) + b"\0\0" + message).digest(64)
    c, z, first = ntt(challenge(seed)), [ntt(part) for part in z], b""
    for r in range(ROWS):
        t = ntt([value << DROPPED for value in bits(key[32 + 320 * r:352 + 320 * r], 10)])
        row = [matrix_entry(rho + bytes([s, r])) for s in range(ROWS)]
        w = inverse_ntt([sum(row[s][i] * z[s][i] for s in range(ROWS)) - c[i] * t[i] for i in range(256)])
        packed = sum(high_bits(value, i in rows[r]) << 6 * i for i, value in enumerate(w))
        first += packed.to_bytes(192, "little")
    return hashlib.shake_256(mu + first).digest(32) == seed


# ---- the grammar

def demand(holds, why):
    if not holds:
        raise Malformed(why)


def once(pairs):
    names = [name for name, _ in pairs]
    demand(len(names) == len(set(names)), "a member twice")
    return dict(pairs)


def other(text):
    raise Malformed("a number that is not a whole one: " + text[:20])


class Other:
    """A value of a type that no member has."""

    def __init__(self, _):
        pass


def whole(value):
    """Demands that no text, nor name, holds half a character."""
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise Malformed("half a character")
    elif isinstance(value, list):
        for part in value:
            whole(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            whole(name)
            whole(part)


def decoded(data):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not UTF-8")
    demand(not text.startswith("\ufeff"), "a byte order mark")
    return text


def members(text):
    try:
        value = json.loads(text, object_pairs_hook=once, parse_float=Other, parse_constant=Other)
    except (ValueError, RecursionError):
        raise Malformed("not one JSON object")
    demand(isinstance(value, dict), "not a JSON object")
    whole(value)
    return value


def exactly(value, names):
    demand(set(value) == set(names), "other members than " + ", ".join(names))


def text_of(value):
    demand(isinstance(value, str), "not a text")
    return value


def number(value, least=0):
    demand(type(value) is int and least <= value <= MAX, "not a whole number")
    return value


def octets(value, length):
    demand(isinstance(value, str), "not Base64")
    try:
        data = base64.b64decode(value, validate=True)
    except ValueError:
        raise Malformed("not Base64")
    demand(len(data) == length and base64.b64encode(data).decode() == value, "not Base64 of %d bytes" % length)
    return data


SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quoted(text, ascii_only):
    parts = []
    for c in text:
        if c in SHORT:
            parts.append(SHORT[c])
        elif c < " ":
            parts.append("\\u%04x" % ord(c))
        elif c > "~" and ascii_only:
            units = c.encode("utf-16-be")
            parts.extend("\\u%02x%02x" % (units[i], units[i + 1]) for i in range(0, len(units), 2))
        else:
            parts.append(c)
    return '"' + "".join(parts) + '"'


def canonical(value, ascii_only=False):
    """RFC 8785 for objects, texts and whole numbers; with ascii_only the form for a database that takes no other text."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(quoted(n, ascii_only) + ":" + canonical(value[n], ascii_only) for n in names) + "}"
    return quoted(value, ascii_only) if isinstance(value, str) else str(value)


def told(value, halves):
    """A value as the server writes it in a line; with halves a character beyond U+FFFF is two escapes, as in an export."""
    if not isinstance(value, str):
        return "null" if value is None else str(value)
    parts = []
    for c in value:
        if c in SHORT:
            parts.append(SHORT[c])
        elif c < " ":
            parts.append("\\u%04X" % ord(c))
        elif c > "\uffff" and halves:
            units = c.encode("utf-16-be")
            parts.append("\\u%02X%02X\\u%02X%02X" % tuple(units))
        else:
            parts.append(c)
    return '"' + "".join(parts) + '"'


def as_written(line, value, names):
    """Demands that a line is what the server writes for its members."""
    forms = ["{" + ",".join('"%s":%s' % (n, told(value[n], halves)) for n in names if n in value) + "}"
             for halves in (False, True)]
    demand(line in forms, "not as the server writes it")


def entry_of(payload):
    """The entry that a payload is."""
    entry = members(payload)
    demand("details" in entry and "id" in entry and "type" in entry and "time" in entry, "a member is missing")
    for name, value in entry.items():
        if name == "v":
            demand(type(value) is int and value in (1, 2), "an unknown version")
        elif name == "detailsDropped":
            number(value, 1)
        elif name == "details":
            demand(isinstance(value, dict) and all(isinstance(v, str) for v in value.values()), "details")
        else:
            demand(name in TEXTS and isinstance(value, str) and value != "", "an unknown or empty member")
    demand("v" in entry, "no version")
    demand(payload in (canonical(entry), canonical(entry, True)), "not canonical")
    demand(len(canonical(entry).encode("utf-8")) <= MAX_ENTRY, "too long")
    time_of(entry)
    return entry


def time_of(entry):
    demand(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z", entry["time"]), "a time")
    try:
        return datetime.datetime.strptime(entry["time"], "%Y-%m-%dT%H:%M:%S.%fZ")
    except ValueError:
        raise Malformed("a time that there is not")


# ---- hashes

def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\x01" + left + right)


def leaf_of(salt, payload, version):
    data = payload.encode("utf-8")
    if version == 1:
        return sha256(b"\x00" + sha256(salt + data))
    framed = b"caregate-audit/entry/v2\x00"
    framed += len(salt).to_bytes(8, "big") + salt + len(data).to_bytes(8, "big") + data
    return sha256(b"\x00" + sha256(framed))


class Tree:
    """RFC 9162, section 2.1.1, leaf by leaf: the roots of the perfect subtrees, largest first."""

    def __init__(self):
        self.peaks = []
        self.size = 0

    def append(self, hashed):
        height = 0
        while self.peaks and self.peaks[-1][0] == height:
            hashed = node(self.peaks.pop()[1], hashed)
            height += 1
        self.peaks.append((height, hashed))
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha256(b"")
        hashed = self.peaks[-1][1]
        for _, left in reversed(self.peaks[:-1]):
            hashed = node(left, hashed)
        return hashed


def included(index, size, hashed, proof, expected):
    """RFC 9162, section 2.1.3.2."""
    if index >= size:
        return False
    fn, sn, r = index, size - 1, hashed
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == expected


def consistent(first, first_root, second, second_root, proof):
    """RFC 9162, section 2.1.4.2."""
    if first > second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == sha256(b"")
    path = ([first_root] if first & (first - 1) == 0 else []) + proof
    if not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return fr == first_root and sr == second_root and sn == 0


# ---- checkpoints

def key_of(text):
    """Origin, or None for any, and the 32 bytes of a public key."""
    if "-----BEGIN" in text:
        block = re.fullmatch(r"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]+)\n-----END PUBLIC KEY-----\n?", text)
        der = octets(block.group(1), 44)
        demand(der[:12].hex() == "302a300506032b6570032100", "not an Ed25519 key")
        return None, der[12:]
    origin, key_id, data = re.fullmatch(r"([!-*,-~]{1,255})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?", text).groups()
    typed = octets(data, 33)
    demand(typed[0] == 1 and sha256(origin.encode() + b"\n" + typed)[:4].hex() == key_id, "not that key's id")
    return origin, typed[1:]


class Checkpoints:
    def __init__(self, key, found):
        self.origin, self.key = key
        self.found = found
        self.known = {}
        self.latest = {}
        self.kept = set()
        self.newest = None
        self.seen = 0
        self.checked = {}

    def add(self, note, own=False):
        """Size, root and time of a note that the key has signed, else None and a finding; own is one of the file."""
        self.seen += 1
        try:
            signed = self.read(note)
        except Malformed as e:
            self.found.append("checkpoint: %s" % e)
            return None
        size, root, time = signed
        if size in self.known and self.known[size][1] != root:
            self.found.append("two checkpoints of size %d differ" % size)
        elif size not in self.known or time < self.known[size][2]:
            self.known[size] = signed
        if time > self.latest.get(size, -1):
            self.latest[size] = time
        if own and (self.newest is None or time > self.newest):
            self.newest = time
        return signed

    def read(self, note):
        form = re.fullmatch(
            "([!-*,-~]{1,255})\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/=]{44})\n\n"
            "\u2014 ([!-*,-~]{1,255}) ([A-Za-z0-9+/=]+)\n\u2014 ([!-*,-~]{1,255}) ([A-Za-z0-9+/=]+)\n", note)
        demand(form, "not a checkpoint")
        origin, size, root, name, plain, timed_name, timed = form.groups()
        demand(name == timed_name == origin and self.origin in (None, origin), "of another log")
        self.origin = origin
        root, plain, timed = octets(root, 32), octets(plain, 68), octets(timed, 76)
        text = note[:note.index("\n\n") + 1].encode()
        demand(plain[:4] == sha256(origin.encode() + b"\n\x01" + self.key)[:4], "by another key")
        demand(timed[:4] == sha256(origin.encode() + b"\n\x04" + self.key)[:4], "by another key")
        seconds = int.from_bytes(timed[4:12], "big")
        message = b"cosignature/v1\ntime %d\n" % seconds + text
        demand(self.signed(text, plain[4:]) and self.signed(message, timed[12:]), "a forged signature")
        return int(size), root, seconds

    def signed(self, message, signature):
        if (message, signature) not in self.checked:
            self.checked[message, signature] = verified(self.key, message, signature)
        return self.checked[message, signature]

    def keep(self, data):
        try:
            text = decoded(data)
        except Malformed as e:
            raise NotSuchAFile(str(e))
        notes = re.findall("(?:(?!\u2014 ).*\n)*(?:\u2014 .*\n)+|(?:.*\n)+", text + ("" if text.endswith("\n") else "\n"))
        notes = [note.lstrip("\n") for note in notes if note.strip("\n")]
        if not any("\u2014 " in note for note in notes):
            raise NotSuchAFile("nothing was kept")
        for note in notes:
            signed = self.add(note)
            if signed:
                self.kept.add(signed[0])

    def left_out(self, time, exported_at):
        """Whether a file that was made then, or later by its own word, need not know a checkpoint of this time."""
        return exported_at is not None and time > max(exported_at, exported_at if self.newest is None else self.newest)

    def judge_times(self, exported_at):
        if exported_at is not None and self.newest is not None:
            if exported_at - self.newest > AGE:
                self.found.append("the file is older than is said")
            if self.newest - exported_at > CLOCKS:
                self.found.append("the file is newer than is said")
        self.judge_order()

    def judge_order(self):
        earliest = None
        for size in sorted(self.known, reverse=True):
            if earliest is not None and self.latest[size] - earliest > CLOCKS:
                self.found.append("a checkpoint of size %d was signed after one of a larger size" % size)
            time = self.known[size][2]
            earliest = time if earliest is None else min(earliest, time)


# ---- files

class Log:
    """The entries of a log, one by one, against its checkpoints."""

    def __init__(self, checkpoints, found, strict_time):
        self.checkpoints, self.found, self.strict_time = checkpoints, found, strict_time
        self.tree, self.last, self.held, self.opened, self.lost = Tree(), 0, 0, 0, False
        self.realm_id = self.realm = self.latest = self.before = None
        self.names, self.ids = set(), set()
        self.compare()

    def compare(self):
        known = self.checkpoints.known.get(self.tree.size)
        if known and not self.lost:
            if known[1] == self.tree.root():
                self.held = self.tree.size
            else:
                self.found.append("the checkpoint of size %d does not hold" % known[0])
                self.lost = True

    def entry(self, value):
        opened = "salt" in value or "payload" in value
        exactly(value, ["seq", "leaf", "salt", "payload"] if opened else ["seq", "leaf"])
        seq, hashed = number(value["seq"], 1), octets(value["leaf"], 32)
        demand(seq == self.last + 1, "entry %d stands behind entry %d" % (seq, self.last))
        self.last = seq
        self.tree.append(hashed)
        if opened:
            self.open(value, hashed)
        self.compare()

    def open(self, value, hashed):
        self.opened += 1
        salt, payload = octets(value["salt"], 16), text_of(value["payload"])
        entry = entry_of(payload)
        demand(leaf_of(salt, payload, entry["v"]) == hashed, "entry %d is not what its hash says" % self.last)
        demand(self.realm_id in (None, entry.get("realmId")), "entry %d is of another realm" % self.last)
        self.names.add(entry.get("realm"))
        self.ids.add(entry.get("realmId"))
        time = time_of(entry)
        back = self.latest is not None and self.latest - time > datetime.timedelta(minutes=5)
        demand(not (back and self.strict_time), "time goes back")
        self.latest = time if back or self.latest is None else max(self.latest, time)

    def checkpoint(self, value):
        exactly(value, ["checkpoint", "size"])
        size = number(value["size"])
        demand(value["checkpoint"] != self.before, "a checkpoint twice")
        self.before = value["checkpoint"]
        signed = self.checkpoints.add(text_of(value["checkpoint"]), True)
        demand(size == self.last and (signed is None or signed[0] == size), "a checkpoint in another place")
        if self.held < self.tree.size or self.tree.size == 0:
            self.compare()


def header_of(header, checkpoints):
    first = type(header.get("v")) is int and header["v"] == 1
    exactly(header, ["export", "v", "realmId", "size", "checkpoint"] + (["realm"] if first else []))
    demand(header["export"] == "caregate-audit" and (first or type(header["v"]) is int and header["v"] == 2), "version")
    demand(text_of(header["realmId"]) != "" and (not first or text_of(header["realm"]) != ""), "no realm")
    size = number(header["size"])
    signed = checkpoints.add(text_of(header["checkpoint"]), True)
    demand(signed is None or signed[0] == size, "another size than the checkpoint's")


def verify_log(data, first, is_export, checkpoints, found, options):
    kept = checkpoints.seen
    log = None
    size = None
    if is_export:
        try:
            demand(first is not None, "not one JSON object")
            header_of(first, checkpoints)
            as_written(decoded(data.split(b"\n", 1)[0]), first, ["export", "v", "realm", "realmId", "size", "checkpoint"])
        except Malformed as e:
            found.append("header: %s" % e)
        log = Log(checkpoints, found, options["strict_time"])
        if first is not None:
            log.realm_id, log.realm, size = first.get("realmId"), first.get("realm"), first.get("size")
    else:
        log = Log(checkpoints, found, options["strict_time"])
    lines = data.split(b"\n")
    if lines.pop() != b"":
        found.append("the last line does not end")
        lines = data.split(b"\n")
    for count, line in enumerate(lines):
        if count == 0 and is_export:
            continue
        try:
            demand(len(line) <= MAX_LINE, "too long")
            value = members(decoded(line))
            if not is_export and "checkpoint" in value and "seq" not in value:
                log.checkpoint(value)
                as_written(decoded(line), value, ["checkpoint", "size"])
            else:
                log.entry(value)
                as_written(decoded(line), value, ["seq", "leaf", "salt", "payload"])
        except Malformed as e:
            found.append("line %d: %s" % (count + 1, e))
    if options["split"]:
        found.append("a file that does not end with a whole line, and another behind it")
    if not is_export and checkpoints.seen == kept:
        found.append("neither a header nor checkpoints")
    if size is not None and size != log.last:
        found.append("it says %s entries and has %d" % (size, log.last))
    if log.realm is not None and log.opened and log.realm not in log.names:
        found.append("a realm's name that no entry has")
    for known in checkpoints.known.values():
        if known[0] > log.last and not checkpoints.left_out(known[2], options["exported_at"]):
            found.append("there is a checkpoint of size %d" % known[0])
    checkpoints.judge_times(options["exported_at"])
    if options["realm"] is not None and not (is_export and options["realm"] in log.ids | log.names):
        found.append("nothing shows that it is of the realm that was asked for")
    unproved = log.last - log.held
    if unproved > 0 and not (options["unproved_end"] and log.held > 0 and unproved <= MOST_UNPROVED):
        found.append("entries %d to %d are not proved" % (log.held + 1, log.last))
    return "entries up to %d proved, %d open" % (log.held, log.opened)


def verify_entry(value, checkpoints, found, options):
    if "damaged" in value:
        exactly(value, ["seq", "entry", "payload", "salt", "leaf", "checkpoint", "inclusionProof", "damaged"])
        found.append("entry %d is damaged, as the server says" % number(value["seq"], 1))
        return "entry not proved"
    exactly(value, ["seq", "entry", "payload", "salt", "leaf", "checkpoint", "inclusionProof"])
    seq, hashed = number(value["seq"], 1), octets(value["leaf"], 32)
    entry = {}
    proof = value["inclusionProof"]
    covered = proof is not None or value["checkpoint"] is not None
    if covered:
        demand(isinstance(proof, list), "not a proof")
        proof = [octets(step, 32) for step in proof]
    if not (value["payload"] is None and value["salt"] is None and value["entry"] is None):
        salt, payload = octets(value["salt"], 16), text_of(value["payload"])
        entry = entry_of(payload)
        if leaf_of(salt, payload, entry["v"]) != hashed:
            found.append("entry %d is not what its hash says" % seq)
        shown = value["entry"]
        if not isinstance(shown, dict) or shown != entry or type(shown.get("v")) is not int:
            found.append("what is shown is not what was sealed")
    if not covered:
        if any(size >= seq and not checkpoints.left_out(known[2], options["exported_at"])
               for size, known in checkpoints.known.items()):
            found.append("entry %d comes without a proof although a checkpoint covers it" % seq)
        if not found:
            raise NotSuchAFile("no checkpoint yet")
        return "entry %d not proved" % seq
    signed = checkpoints.add(text_of(value["checkpoint"]), True)
    checkpoints.judge_times(options["exported_at"])
    if options["realm"] is not None and options["realm"] not in (entry.get("realmId"), entry.get("realm")):
        found.append("nothing shows that it is of the realm that was asked for")
    if signed and not included(seq - 1, signed[0], hashed, proof, signed[1]):
        found.append("entry %d is not in the tree of its checkpoint" % seq)
    return "entry %d proved" % seq


def verify_pair(value, checkpoints, found, options):
    exactly(value, ["from", "to", "consistencyProof"])
    proof = value["consistencyProof"]
    demand(isinstance(proof, list), "not a proof")
    proof = [octets(step, 32) for step in proof]
    first, second = text_of(value["from"]), text_of(value["to"])
    first, second = checkpoints.add(first), checkpoints.add(second)
    checkpoints.judge_order()
    if options["realm"] is not None:
        found.append("two checkpoints show nothing of a realm")
    if first and second and not consistent(first[0], first[1], second[0], second[1], proof):
        found.append("the one is not the beginning of the other")
    return "the older log is the beginning of the newer one"


def is_proof(value):
    return "inclusionProof" in value or "consistencyProof" in value


# What a first line that cannot be read would have been.
HEADER_LINE = re.compile(rb'(?:\xef\xbb\xbf)?\{"export":"caregate-audit"')
FIRST_ENTRY = re.compile(rb'(?:\xef\xbb\xbf)?\{"seq":1,"leaf":"[A-Za-z0-9+/]{43}="(?:,"salt"|\})')


def verify(data, key, kept, options):
    """Exit code and what is said."""
    found = []
    try:
        checkpoints = Checkpoints(key, found)
        for text in kept:
            checkpoints.keep(text)
        if data == b"":
            raise NotSuchAFile("empty")
        begin = data.split(b"\n", 1)[0]
        try:
            demand(len(begin) <= MAX_LINE, "too long")
            first = members(decoded(begin))
            is_export = "export" in first
            is_log = is_export or not is_proof(first) and ("seq" in first or "checkpoint" in first)
        except Malformed:
            first = None
            is_export = HEADER_LINE.match(begin) is not None
            is_log = is_export or FIRST_ENTRY.match(begin) is not None
        if is_log:
            said = verify_log(data, first, is_export, checkpoints, found, options)
        else:
            demand(len(data) <= MAX_LINE, "too long")
            value = members(decoded(data))
            demand(is_proof(value), "neither an export nor a proof")
            try:
                said = (verify_entry if "inclusionProof" in value else verify_pair)(value, checkpoints, found, options)
            except Malformed as e:
                found.append("proof: %s" % e)
        return (1, found[0]) if found else (0, said)
    except (Malformed, NotSuchAFile) as e:
        return 2, str(e)


# ---- C2SP: tlog-proof, tlog-tiles, tlog-cosignature

def witness_of(text):
    """Name, type and bytes of a witness's key."""
    name, key_id, data = re.fullmatch(r"([!-*,-~]{1,255})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?", text).groups()
    kind = base64.b64decode(data)[:1]
    demand(kind in (b"\4", b"\6"), "not the key of a witness")
    typed = octets(data, 33 if kind == b"\4" else 1313)
    demand(sha256(name.encode() + b"\n" + typed)[:4].hex() == key_id, "not that witness's id")
    return name, kind, typed[1:]


def framed(text):
    return bytes([len(text)]) + text.encode()


def signed_message(name, kind, origin, size, root, text, seconds):
    """What a signature of this type is over, and how it is verified."""
    if kind == b"\1":
        return text.encode(), verified
    if kind == b"\4":
        return b"cosignature/v1\ntime %d\n" % int.from_bytes(seconds, "big") + text.encode(), verified
    tree = bytes(8) + size.to_bytes(8, "big") + root
    return b"subtree/v1\n\0" + framed(name) + seconds + framed(origin) + tree, ml_dsa_verified


def cosigned(note, key, witnesses):
    """Size and root of a note that the log's key has signed and every witness cosigned. Other signatures are ignored."""
    text, lines = note[:note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2:]
    body = text.split("\n")
    demand(len(body) >= 4 and re.fullmatch("0|[1-9][0-9]{0,17}", body[1]), "not a checkpoint")
    origin, size, root = body[0], int(body[1]), octets(body[2], 32)
    demand(key[0] in (None, origin), "of another log")
    wanted = {}
    for name, kind, public in [(origin, b"\1", key[1])] + witnesses:
        wanted[name, sha256(name.encode() + b"\n" + kind + public)[:4]] = kind, public
    signers = set()
    for line in lines.splitlines():
        form = re.fullmatch("\u2014 ([!-*,-~]{1,255}) ([A-Za-z0-9+/=]+)", line)
        demand(form, "not a signature line")
        signature = base64.b64decode(form.group(2), validate=True)
        signer = form.group(1), signature[:4]
        if signer not in wanted:
            continue
        kind, public = wanted[signer]
        begin = 4 if kind == b"\1" else 12
        message, holds = signed_message(signer[0], kind, origin, size, root, text, signature[4:12])
        demand(holds(public, message, signature[begin:]), "a forged signature of " + signer[0])
        signers.add(signer)
    demand(signers == set(wanted), "not signed by " + ", ".join(sorted(name for name, _ in set(wanted) - signers)))
    return size, root


def verify_tlog_proof(text, key, witnesses):
    head, note = text.split("\n\n", 1)
    lines = head.split("\n")
    demand(lines.pop(0) == "c2sp.org/tlog-proof@v1", "not a proof")
    extra = base64.b64decode(lines.pop(0)[6:], validate=True) if lines[0].startswith("extra ") else None
    demand(extra is not None, "the entry is closed: its leaf hash cannot be computed")
    demand(re.fullmatch("index (0|[1-9][0-9]*)", lines[0]), "no index")
    index = int(lines.pop(0)[6:])
    size, root = cosigned(note, key, witnesses)
    salt, payload = extra[:16], decoded(extra[16:])
    hashed = leaf_of(salt, payload, entry_of(payload)["v"])
    demand(included(index, size, hashed, [octets(line, 32) for line in lines], root), "the proof does not hold")
    return "entry %d proved" % (index + 1)


def tile_path(level, index, width):
    groups = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        groups.insert(0, "x%03d" % (index % 1000))
    return "tile/%d/%s%s" % (level, "/".join(groups), "" if width == 256 else ".p/%d" % width)


def verify_tiles(folder, key, witnesses):
    size, root = cosigned(read(folder + "/checkpoint").decode(), key, witnesses)
    tree, level, below, tiles = Tree(), 0, None, 0
    hashes = size
    while hashes:
        row = []
        for index in range((hashes + 255) // 256):
            width = min(256, hashes - index * 256)
            data = read(folder + "/" + tile_path(level, index, width))
            demand(len(data) == 32 * width, "a tile of another size")
            row += [data[i:i + 32] for i in range(0, len(data), 32)]
            tiles += 1
        if level == 0:
            for hashed in row:
                tree.append(hashed)
        else:
            demand(row == below, "a tile of level %d is not the hashes of those below it" % level)
        below = []
        for index in range(hashes // 256):
            full = Tree()
            for hashed in row[index * 256:index * 256 + 256]:
                full.append(hashed)
            below.append(full.root())
        level, hashes = level + 1, hashes // 256
    demand(tree.root() == root, "the tiles do not lead to the checkpoint")
    return "%d tiles lead to the checkpoint of %d entries" % (tiles, size)


def c2sp(words):
    witnesses, what = [], None
    while len(words) > 1:
        word = words.pop(0)
        if word == "--witness":
            witnesses.append(witness_of(words.pop(0)))
        else:
            what = word, words.pop(0)
    key = key_of(read(words[0]).decode())
    try:
        if what[0] == "--tiles":
            said = verify_tiles(what[1], key, witnesses)
        else:
            said = verify_tlog_proof(decoded(read(what[1])), key, witnesses)
    except (Malformed, ValueError) as e:
        print("not ok: %s" % e)
        return 1
    print("ok: " + said)
    return 0


def seconds(time):
    return datetime.datetime.strptime(time, "%Y-%m-%dT%H:%M:%S%z").timestamp()


def read(name):
    with open(name, "rb") as file:
        return file.read()


def corpus(folder):
    key = key_of(read(folder + "/key.pub").decode())
    differs = 0
    cases = json.loads(read(folder + "/cases.json"))
    for case in cases:
        words = case["options"]
        options = {"strict_time": "--strict-time" in words, "unproved_end": "--allow-unproved-end" in words, "split": False,
                   "realm": words[words.index("--realm") + 1] if "--realm" in words else None,
                   "exported_at": seconds(words[words.index("--exported-at") + 1]) if "--exported-at" in words else None}
        kept = [read(folder + "/" + case["kept"])] if case["kept"] else []
        code, said = verify(read(folder + "/" + case["file"]), key, kept, options)
        if code != case["exit"]:
            differs += 1
            print("%s: %d (%s), and not %d" % (case["name"], code, said, case["exit"]))
    print("%d cases, %d differ" % (len(cases), differs))
    return 1 if differs else 0


def main(words):
    if words[:1] == ["--corpus"]:
        return corpus(words[1])
    if "--tlog-proof" in words or "--tiles" in words:
        return c2sp(list(words))
    kept, files = [], []
    options = {"strict_time": False, "unproved_end": False, "exported_at": None, "realm": None, "split": False}
    words = list(words)
    while words:
        word = words.pop(0)
        if word == "--checkpoints":
            kept.append(read(words.pop(0)))
        elif word == "--exported-at":
            options["exported_at"] = seconds(words.pop(0))
        elif word == "--realm":
            options["realm"] = words.pop(0)
        elif word in ("--strict-time", "--allow-unproved-end"):
            options["strict_time" if word == "--strict-time" else "unproved_end"] = True
        else:
            files.append(word)
    key = key_of(read(files.pop(0)).decode())
    parts = [part for part in map(read, files) if part]
    options["split"] = not all(part.endswith(b"\n") for part in parts[:-1])
    code, said = verify(b"".join(parts), key, kept, options)
    print(["ok: ", "not ok: ", "nothing can be said: "][code] + said)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
