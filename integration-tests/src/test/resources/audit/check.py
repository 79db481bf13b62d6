"""Checks an export, an entry's proof and a consistency proof, written from docs/audit-format.md alone.

Usage: check.py public-key.pem export.jsonl event.json consistency.json
Needs Python 3 and the program openssl (3.0 or newer); no package.
"""
import base64
import hashlib
import json
import subprocess
import sys
import tempfile


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\x01" + left + right)


def leaf(salt, payload):
    return sha256(b"\x00" + sha256(base64.b64decode(salt) + payload.encode("utf-8")))


def root(leaves):
    """The definition of RFC 9162, section 2.1.1, word for word."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node(root(leaves[:k]), root(leaves[k:]))


def included(index, size, leaf_hash, proof, expected):
    """RFC 9162, section 2.1.3.2."""
    fn, sn, r = index, size - 1, leaf_hash
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
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == sha256(b"")
    path = ([first_root] if first & (first - 1) == 0 else []) + proof
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


def verified(pem, message, signature):
    with tempfile.NamedTemporaryFile() as text, tempfile.NamedTemporaryFile() as mark:
        text.write(message)
        text.flush()
        mark.write(signature)
        mark.flush()
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", pem, "-rawin", "-in", text.name,
                   "-sigfile", mark.name]
        return subprocess.run(command, capture_output=True).returncode == 0


def checkpoint(note, pem):
    """Size and root of a note, if the key has signed it: plainly (0x01) and with the time (0x04)."""
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    origin, size, encoded = text.split("\n")[:3]
    der = subprocess.run(["openssl", "pkey", "-pubin", "-in", pem, "-outform", "DER"], capture_output=True,
                         check=True).stdout
    key = der[-32:]
    plain = sha256(origin.encode() + b"\n\x01" + key)[:4]
    timed = sha256(origin.encode() + b"\n\x04" + key)[:4]
    done = set()
    for line in signatures.splitlines():
        dash, name, data = line.split(" ")
        data = base64.b64decode(data)
        assert dash == "\u2014" and name == origin
        if data[:4] == plain:
            assert verified(pem, text.encode(), data[4:]), "the signature does not hold"
            done.add("plain")
        if data[:4] == timed:
            seconds = int.from_bytes(data[4:12], "big")
            message = "cosignature/v1\ntime %d\n%s" % (seconds, text)
            assert verified(pem, message.encode(), data[12:]), "the signature of the time does not hold"
            done.add("timed")
    assert done == {"plain", "timed"}, done
    return int(size), base64.b64decode(encoded)


def main(pem, export, event, consistency):
    lines = [json.loads(line) for line in open(export, encoding="utf-8")]
    header, entries = lines[0], lines[1:]
    size, expected = checkpoint(header["checkpoint"], pem)
    assert header["export"] == "caregate-audit" and header["size"] == size == len(entries)
    opened = 0
    for number, entry in enumerate(entries, 1):
        assert entry["seq"] == number
        if "payload" in entry:
            opened += 1
            assert base64.b64encode(leaf(entry["salt"], entry["payload"])).decode() == entry["leaf"]
            assert json.loads(entry["payload"])["realmId"] == header["realmId"]
    assert root([base64.b64decode(entry["leaf"]) for entry in entries]) == expected
    print("export ok: %d entries, %d open" % (size, opened))

    one = json.load(open(event, encoding="utf-8"))
    size, expected = checkpoint(one["checkpoint"], pem)
    proof = [base64.b64decode(step) for step in one["inclusionProof"]]
    hashed = base64.b64decode(one["leaf"])
    if one["payload"] is not None:  # null: it was erased, and what is proved is that its hash is in the tree
        assert leaf(one["salt"], one["payload"]) == hashed
        assert json.loads(one["payload"]) == one["entry"]
    assert included(one["seq"] - 1, size, hashed, proof, expected)
    print("entry ok: %d of %d%s" % (one["seq"], size, "" if one["payload"] else ", erased"))

    two = json.load(open(consistency, encoding="utf-8"))
    first, first_root = checkpoint(two["from"], pem)
    second, second_root = checkpoint(two["to"], pem)
    proof = [base64.b64decode(step) for step in two["consistencyProof"]]
    assert consistent(first, first_root, second, second_root, proof)
    print("consistency ok: %d and %d" % (first, second))


if __name__ == "__main__":
    main(*sys.argv[1:])
