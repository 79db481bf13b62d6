package io.caregate.audit.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.ProofBuilder;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.Subtrees;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * Files that a verifier has to accept, and files that it must not, each with the exit code and the expected message.
 * All of them are made from fixed keys, salts and times, so that they can be reproduced byte by byte. They are in
 * {@code src/test/resources/corpus}, where this verifier, a second one in Python and the portal's read them.
 */
final class Corpus {
    static final NoteSigner SIGNER = NoteSigner.ofPem(TestLog.ORIGIN, pem(1));
    private static final NoteSigner OTHER = NoteSigner.ofPem(TestLog.ORIGIN, pem(2));
    private static final NoteSigner OTHER_ORIGIN = NoteSigner.ofPem("other.example.org/audit", pem(1));
    private static final TreeHasher HASHER = new TreeHasher();
    private static final int SIZE = 12;
    private static final String BACKSLASH = "\\";

    /** How to run a file of the corpus, and the expected result. */
    record Case(String name, String file, String kept, List<String> options, int exit, String says) {}

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Case> cases = new ArrayList<>();
    private final TestLog log = new TestLog(SIGNER, SIZE, 4, 8);

    Corpus() {
        files.put("key.pub", bytes(SIGNER.key() + "\n"));
        files.put("key.pem", bytes(SIGNER.key().toPem()));
        files.put("kept.txt", bytes(String.join("\n", log.kept)));
        files.put("kept-all.txt", bytes(String.join("\n", log.kept) + "\n" + ownNote()));
        files.put("kept-empty.txt", bytes(""));
        files.put("kept-blank.txt", bytes("\n\n"));
        files.put("kept-garbage.txt", bytes("<html>502 Bad Gateway</html>\n"));
        files.put("kept-damaged.txt", bytes(log.kept.get(0) + "\ngarbage\n\n" + log.kept.get(1)));
        files.put("kept-by-another.txt", bytes(log.note(OTHER, 8, TestLog.START)));
        files.put("kept-other-origin.txt", bytes(log.note(OTHER_ORIGIN, 8, TestLog.START)));
        files.put("kept-fork.txt", bytes(forgedNote(8)));
        files.put(
                "kept-set-back.txt",
                bytes(log.note(SIGNER, SIZE, TestLog.START.plusSeconds(SIZE)) + "\n" + log.note(SIGNER, 8, hours(1))));
        files.put("kept-later.txt", bytes(log.kept.get(1)));
        files.put("kept-with-returns.txt", bytes(log.kept.get(0).replace("\n", "\r\n")));
        genuine();
        headers();
        lines();
        payloads();
        order();
        encodings();
        notes();
        covers();
        sunk();
        entries();
        pairs();
        keptFiles();
    }

    Map<String, byte[]> files() {
        return files;
    }

    /** The notes in the pairs, as {@link ReadJson} reads them. */
    Set<Object> signedNotes() {
        Set<Object> notes = new HashSet<>();
        for (int size : List.of(0, 4, 5, SIZE)) {
            notes.add("=" + log.note(SIGNER, size, TestLog.START));
        }
        notes.add("=" + ownNote());
        return notes;
    }

    List<Case> cases() {
        return cases;
    }

    // ---- exports

    private void genuine() {
        good("export", log.export(SIGNER), "kept.txt", proved(SIZE, 6));
        good("export-without-kept", log.export(SIGNER), "", proved(SIZE, 6));
        TestLog first = new TestLog(SIGNER, SIZE, SIZE, List.of());
        good("export-version-1", firstHeader(first) + first.body(), "", proved(SIZE, 6));
        TestLog second = new TestLog(SIGNER, SIZE, 0, List.of());
        good("export-version-2", second.export(SIGNER), "", proved(SIZE, 6));
        TestLog erased = copy();
        erased.replace(5, erased.line(5).closed());
        good("export-erased", erased.export(SIGNER), "kept.txt", proved(SIZE, 5));
        TestLog all = copy();
        for (int seq = 1; seq <= SIZE; seq++) {
            all.replace(seq, all.line(seq).closed());
        }
        good(
                "export-all-closed",
                all.export(SIGNER),
                "kept.txt",
                "entries 1 to 12 are proved, none of them open, and nothing shows of which realm the export is");
        TestLog none = new TestLog(SIGNER, 0);
        good("export-empty-log", none.export(SIGNER), "", "the log has no entry; nothing else is in the file");
        good("export-one-entry", new TestLog(SIGNER, 1).export(SIGNER), "", "entry 1 is proved, 1 of them open");
        sealed("export-beyond-ascii", with("userAgent", "\u00fc \ud83d\ude00 \u007f"), 0, proved(SIZE, 6));
        sealed(
                "export-in-ascii",
                with("userAgent", BACKSLASH + "u00fc " + BACKSLASH + "ud83d" + BACKSLASH + "ude00"),
                0,
                proved(SIZE, 6));
        sealed(
                "export-escapes",
                with("userAgent", BACKSLASH + "n" + BACKSLASH + "\"" + BACKSLASH + BACKSLASH + BACKSLASH + "u001f/"),
                0,
                proved(SIZE, 6));
        forms();
        TestLog back = copy();
        back.replace(
                9,
                back.line(9)
                        .with(TestLog.payload(9, TestLog.START.minusSeconds(3600), 2))
                        .rehashed());
        add(
                "export-time-back",
                back.export(SIGNER),
                "",
                List.of(),
                0,
                "entry 9 is of 2026-01-31T07:15:00Z, after one of");
        for (String realm : List.of("clinic", "r")) {
            add(
                    "export-of-the-realm-" + realm,
                    log.export(SIGNER),
                    "",
                    List.of("--realm", realm),
                    0,
                    "realm        r (clinic)");
        }
        add(
                "export-of-another-realm",
                log.export(SIGNER),
                "",
                List.of("--realm", "hospital"),
                1,
                "the export is of the realm r, and not of the realm hospital");
        add(
                "export-of-a-realm-that-nothing-shows",
                all.export(SIGNER),
                "",
                List.of("--realm", "r"),
                1,
                "nothing shows that the export is of the realm r");
        add("export-time-back-strict", back.export(SIGNER), "", List.of("--strict-time"), 1, "TIME_BACK");
    }

    /** Lines that mean the same to a JSON parser, but are not what the server writes. */
    private void forms() {
        String says = "it is not written as the server writes it";
        String export = log.export(SIGNER);
        bad(
                "export-members-in-another-order",
                export.replaceAll("\\{\"seq\":(\\d+),\"leaf\":(\"[^\"]+\")", "{\"leaf\":$2,\"seq\":$1"),
                says);
        bad("export-spaces", export.replace("\"seq\":", " \"seq\" :\t").replace("\n", "\r\n"), says);
        bad("export-space-behind", export.replace("}\n{\"seq\":6,", "} \n{\"seq\":6,"), says);
        bad("export-return", export.replace("}\n{\"seq\":6,", "}\r\n{\"seq\":6,"), says);
        bad("export-escaped-names", export.replace("\"seq\"", "\"s" + BACKSLASH + "u0065q\""), says);
        bad(
                "header-escaped-hyphen",
                export.replace("export\":\"caregate-audit", "export\":\"caregate" + BACKSLASH + "u002daudit"),
                says);
        bad("export-escaped-letter", export.replaceFirst("what\\?", BACKSLASH + BACKSLASH + "u0077hat?"), says);
        bad("export-blanks-before-an-entry", export.replace("{\"seq\":5,", " ".repeat(3_000) + "{\"seq\":5,"), says);
        header(
                "header-in-another-order",
                line -> line.replace("\"export\":\"caregate-audit\",\"v\":2", "\"v\":2,\"export\":\"caregate-audit\""),
                says);
        header("header-with-spaces", line -> line.replace("\"size\":", "\"size\": "), says);
        TestLog beyond = copy();
        beyond.replace(
                9, beyond.line(9).with(with("userAgent", "\u00fc \ud83d\ude00")).rehashed());
        String raw = beyond.export(SIGNER);
        String pair = BACKSLASH + "uD83D" + BACKSLASH + "uDE00";
        good(
                "export-beyond-ascii-as-the-server-escapes-it",
                raw.replace("\ud83d\ude00", pair),
                "kept.txt",
                proved(SIZE, 6));
        bad("export-pair-in-lower-case", raw.replace("\ud83d\ude00", pair.toLowerCase(Locale.ROOT)), says);
        bad("export-letter-escaped", raw.replace("\u00fc", BACKSLASH + "u00FC"), says);
        TestLog two = copy();
        two.replace(
                9,
                two.line(9).with(with("userAgent", "\ud83d\ude00 \ud83d\ude00")).rehashed());
        bad(
                "export-one-pair-escaped-and-one-not",
                two.export(SIGNER)
                        .replaceFirst(
                                "\ud83d\ude00",
                                BACKSLASH + pair.replace(BACKSLASH + "uDE", BACKSLASH + BACKSLASH + "uDE")),
                says);
        String whole = log.file(SIGNER, List.of(4, 8, SIZE));
        bad("sink-spaces", whole.replace("\"leaf\":", "\"leaf\": "), "", 1, says);
        bad(
                "sink-checkpoint-in-another-order",
                whole.replaceFirst("\\{(\"checkpoint\":\"[^\"]*\"),(\"size\":4)\\}", "{$2,$1}"),
                "",
                1,
                says);
        good("sink-beyond-ascii", beyond.file(SIGNER, List.of(4, SIZE)), "", proved(SIZE, 6));
    }

    private void headers() {
        String export = log.export(SIGNER);
        header("header-without-realm-id", line -> line.replace("\"realmId\":\"r\",", ""), "it has no realmId");
        header(
                "header-with-empty-realm-id",
                line -> line.replace("\"realmId\":\"r\"", "\"realmId\":\"\""),
                "MALFORMED");
        header(
                "header-of-another-realm",
                line -> line.replace("\"realmId\":\"r\"", "\"realmId\":\"s\""),
                "is of another realm");
        header("header-realm-id-null", line -> line.replace("\"realmId\":\"r\"", "\"realmId\":null"), "MALFORMED");
        header(
                "header-with-a-name",
                line -> line.replace("\"realmId\"", "\"realm\":\"clinic\",\"realmId\""),
                "does not belong there");
        header(
                "header-unknown-member",
                line -> line.replace("\"size\"", "\"note\":\"checked\",\"size\""),
                "does not belong there");
        header(
                "header-size-a-float",
                line -> line.replace("\"size\":12", "\"size\":12.0"),
                "its size is not a whole number");
        header(
                "header-size-with-exponent",
                line -> line.replace("\"size\":12", "\"size\":1.2e1"),
                "its size is not a whole number");
        header(
                "header-size-a-text",
                line -> line.replace("\"size\":12", "\"size\":\"12\""),
                "its size is not a whole number");
        header("header-size-raised", line -> line.replace("\"size\":12", "\"size\":13"), "MALFORMED");
        header("header-size-lowered", line -> line.replace("\"size\":12", "\"size\":11"), "MALFORMED");
        header("header-version-missing", line -> line.replace("\"v\":2,", ""), "it has no v");
        header("header-version-3", line -> line.replace("\"v\":2", "\"v\":3"), "MALFORMED");
        header("header-version-1-without-name", line -> line.replace("\"v\":2", "\"v\":1"), "it has no realm");
        header("header-of-another-export", line -> line.replace("caregate-audit", "caregate-audlt"), "MALFORMED");
        header(
                "header-checkpoint-a-number",
                line -> line.replaceAll("\"checkpoint\":\".*\"", "\"checkpoint\":12"),
                "MALFORMED");
        header(
                "header-checkpoint-null-with-kept",
                line -> line.replaceAll("\"checkpoint\":\".*\"", "\"checkpoint\":null"),
                "it has no checkpoint of its own");
        header(
                "header-checkpoint-of-another-key",
                line -> TestLog.header(SIZE, log.note(OTHER, SIZE, log.exported))
                        .strip(),
                "signed by none of the given keys");
        header(
                "header-checkpoint-of-another-log",
                line -> TestLog.header(SIZE, log.note(OTHER_ORIGIN, SIZE, log.exported))
                        .strip(),
                "OTHER_ORIGIN");
        header(
                "header-checkpoint-of-another-tree",
                line -> TestLog.header(SIZE, forgedNote(SIZE)).strip(),
                "OTHER_TREE");
        bad(
                "header-checkpoint-null-with-all-kept",
                export.replaceFirst("\"checkpoint\":\"[^\n]*\"", "\"checkpoint\":null"),
                "kept-all.txt",
                1,
                "it has no checkpoint of its own");
        add(
                "header-checkpoint-null",
                export.replaceFirst("\"checkpoint\":\"[^\n]*\"", "\"checkpoint\":null"),
                "",
                List.of(),
                1,
                "it has no checkpoint of its own");
        String first = firstHeader(log);
        bad(
                "header-version-1-of-another-name",
                first.replace("\"realm\":\"clinic\"", "\"realm\":\"other\"") + log.body(),
                "a name of the realm that none of its entries has");
        bad(
                "header-twice",
                TestLog.header(SIZE, ownNote()) + TestLog.header(SIZE, ownNote()) + log.body(),
                "MALFORMED");
        bad("header-later", log.body() + TestLog.header(SIZE, ownNote()), "MALFORMED");
        bad(
                "header-member-twice",
                export.replaceFirst("\"size\":12", "\"size\":12,\"size\":12"),
                "",
                1,
                "each of its members once");
        bad(
                "header-with-inclusion-proof",
                export.replaceFirst("\"v\":2", "\"v\":2,\"inclusionProof\":[]"),
                "",
                1,
                "does not belong there");
        bad(
                "header-with-consistency-proof",
                export.replaceFirst("\"v\":2", "\"v\":2,\"consistencyProof\":[]"),
                "",
                1,
                "does not belong there");
        bad(
                "header-missing",
                log.body(),
                "kept-all.txt",
                1,
                "neither the header of an export nor the checkpoints of a file sink");
        bad("header-alone", TestLog.header(SIZE, ownNote()), "CUT_OFF");
        bad("file-empty", "", "", 2, "is empty");
        bad("file-blank", "\n", "", 2, "neither an export nor a proof");
        bad("file-html", "<html>502 Bad Gateway</html>\n", "", 2, "neither an export nor a proof");
        bad(
                "file-list",
                "[" + export.lines().collect(Collectors.joining(",")) + "]\n",
                "",
                2,
                "neither an export nor a proof");
        bad("file-of-events", "{\"events\":[],\"next\":null}\n", "", 2, "neither an export nor a proof");
    }

    private void lines() {
        line(
                "line-payload-an-object",
                json -> json.replaceAll(
                        "\"payload\":\"(.*)\"\\}", "\"payload\":" + TestLog.FORGED.replace("$", "") + "}"),
                "its payload is not a text");
        line(
                "line-payload-an-array",
                json -> json.replaceAll("\"payload\":\"(.*)\"\\}", "\"payload\":[\"forged\"]}"),
                "its payload is not a text");
        line(
                "line-payload-a-number",
                json -> json.replaceAll("\"payload\":\"(.*)\"\\}", "\"payload\":7}"),
                "its payload is not a text");
        line(
                "line-payload-null",
                json -> json.replaceAll("\"payload\":\"(.*)\"\\}", "\"payload\":null}"),
                "its payload is not a text");
        line(
                "line-payload-empty",
                json -> json.replaceAll("\"payload\":\"(.*)\"\\}", "\"payload\":\"\"}"),
                "its payload is not an entry");
        line("line-payload-missing", json -> json.replaceAll(",\"payload\":\"(.*)\"\\}", "}"), "it has no payload");
        line("line-salt-missing", json -> json.replaceAll("\"salt\":\"[^\"]*\",", ""), "it has no salt");
        line(
                "line-salt-null",
                json -> json.replaceAll("\"salt\":\"[^\"]*\"", "\"salt\":null"),
                "its salt is not Base64");
        line(
                "line-both-null",
                json -> json.replaceAll(
                        "\"salt\":\"[^\"]*\",\"payload\":\"(.*)\"\\}", "\"salt\":null,\"payload\":null}"),
                "MALFORMED");
        line(
                "line-unknown-member",
                json -> json.replace("\"leaf\"", "\"entry\":{\"user\":\"forged\"},\"leaf\""),
                "does not belong there");
        line(
                "line-damaged-by-its-own-word",
                json -> json.replace("\"leaf\"", "\"damaged\":true,\"leaf\""),
                "does not belong there");
        line("line-member-twice", json -> json.replace("\"leaf\"", "\"seq\":5,\"leaf\""), "each of its members once");
        line(
                "line-payload-twice",
                json -> json.replaceAll("\"payload\":(.*)\\}", "\"payload\":\"{}\",\"payload\":$1}"),
                "each of its members once");
        line("line-seq-a-float", json -> json.replace("\"seq\":5", "\"seq\":5.0"), "its seq is not a whole number");
        line("line-seq-a-text", json -> json.replace("\"seq\":5", "\"seq\":\"5\""), "its seq is not a whole number");
        line("line-seq-negative", json -> json.replace("\"seq\":5", "\"seq\":-5"), "its seq is not a whole number");
        line(
                "line-seq-huge",
                json -> json.replace("\"seq\":5", "\"seq\":9007199254740993"),
                "its seq is not a whole number");
        line(
                "line-leaf-short",
                json -> json.replaceAll("\"leaf\":\"[^\"]*\"", "\"leaf\":\"AAAA\""),
                "its leaf is not Base64 of 32 bytes");
        line(
                "line-leaf-with-other-last-bits",
                json -> json.replaceAll(
                        "\"leaf\":\"([^\"]*)=\"",
                        "\"leaf\":\"" + lastBits(log.line(5).leaf()) + "\""),
                "its leaf is not Base64");
        line(
                "line-leaf-without-padding",
                json -> json.replaceAll("\"leaf\":\"([^\"]*)=\"", "\"leaf\":\"$1\""),
                "its leaf is not Base64");
        line(
                "line-salt-without-padding",
                json -> json.replaceAll("\"salt\":\"([^\"]*)==\"", "\"salt\":\"$1\""),
                "its salt is not Base64");
        line(
                "line-other-payload",
                json -> log.line(5).with(TestLog.FORGED).json().strip(),
                "entry 5 is not what its hash says");
        line(
                "line-other-payload-and-hash",
                json -> log.line(5).with(TestLog.FORGED).rehashed().json().strip(),
                "the first wrong entry is one of 5 to 8");
        line(
                "line-other-salt",
                json -> json.replace(log.line(5).salt(), log.line(7).salt()),
                "entry 5 is not what its hash says");
        line("line-blank", json -> "", "it is not a JSON object");
        line("line-an-array", json -> "[" + json + "]", "it is not a JSON object");
        line("line-two-objects", json -> json + json, "there is something behind its JSON object");
        line("line-with-a-comment", json -> json + " // checked", "MALFORMED");
        line("line-cut", json -> json.substring(0, 40), "MALFORMED");
        line("line-moved-into-the-salt", json -> shifted(log.line(5), 2), "its salt is not Base64 of 16 bytes");
        line("line-moved-out-of-the-salt", json -> shiftedBack(log.line(5)), "its salt is not Base64 of 16 bytes");
        TestLog emptied = copy();
        StringBuilder body = new StringBuilder();
        emptied.lines.forEach(each -> body.append(
                each.salt().isEmpty()
                        ? each.json()
                        : shifted(each, each.payload().length()) + "\n"));
        bad("lines-emptied-into-their-salts", TestLog.header(SIZE, ownNote()) + body, "NOT OK: 6 findings");
    }

    private void payloads() {
        String good = log.line(9).payload();
        sealed("payload-spaces", good.replace(":", ": "), 1, "text that is not canonical JSON");
        sealed("payload-space-behind", good + " ", 1, "something behind its end");
        sealed("payload-something-behind", good + good, 1, "something behind its end");
        sealed(
                "payload-unsorted",
                good.replace("{\"client\":\"app\",", "{").replace(",\"v\":2", ",\"v\":2,\"client\":\"app\""),
                1,
                "not sorted, or one of them twice");
        sealed(
                "payload-member-twice",
                good.replace("\"client\":\"app\"", "\"client\":\"app\",\"client\":\"other\""),
                1,
                "not sorted, or one of them twice");
        sealed(
                "payload-detail-twice",
                good.replace("\"username\":\"alice\"", "\"username\":\"alice\",\"username\":\"bob\""),
                1,
                "not sorted, or one of them twice");
        sealed(
                "payload-needless-escape",
                good.replace("alice", BACKSLASH + "u0061lice"),
                1,
                "an escape that its form does not have");
        sealed(
                "payload-escaped-slash",
                good.replace("alice", "a" + BACKSLASH + "/b"),
                1,
                "an escape that its form does not have");
        sealed(
                "payload-upper-case-escape",
                good.replace("alice", BACKSLASH + "u001F"),
                1,
                "an escape that its form does not have");
        sealed(
                "payload-long-escape",
                good.replace("alice", BACKSLASH + "u000a"),
                1,
                "an escape that its form does not have");
        sealed("payload-half-a-character", good.replace("alice", BACKSLASH + "ud800"), 1, "half a character");
        sealed(
                "payload-raw-and-escaped",
                good.replace("alice", "\u00fc" + BACKSLASH + "u00fc"),
                1,
                "both as they are and escaped");
        sealed("payload-number-a-float", good.replace("\"v\":2", "\"v\":2.0"), 1, "its payload is not an entry");
        sealed("payload-version-a-text", good.replace("\"v\":2", "\"v\":\"2\""), 1, "its payload is not an entry");
        sealed("payload-version-3", good.replace("\"v\":2", "\"v\":3"), 1, "no version that is known");
        sealed("payload-version-missing", good.replace(",\"v\":2", ""), 1, "no version that is known");
        sealed(
                "payload-unknown-member",
                good.replace("\"client\"", "\"approved\":\"yes\",\"client\""),
                1,
                "an unknown member");
        sealed(
                "payload-text-a-number",
                good.replace("\"client\":\"app\"", "\"client\":1"),
                1,
                "its payload is not an entry");
        sealed(
                "payload-text-null",
                good.replace("\"client\":\"app\"", "\"client\":null"),
                1,
                "its payload is not an entry");
        sealed(
                "payload-text-empty",
                good.replace("\"client\":\"app\"", "\"client\":\"\""),
                1,
                "a member without a value");
        sealed(
                "payload-details-nested",
                good.replace("\"username\":\"alice\"", "\"username\":{\"a\":\"b\"}"),
                1,
                "its payload is not an entry");
        sealed(
                "payload-details-a-text",
                good.replaceAll("\"details\":\\{[^}]*\\}", "\"details\":\"none\""),
                1,
                "its payload is not an entry");
        sealed(
                "payload-details-missing",
                good.replaceAll("\"details\":\\{[^}]*\\},", ""),
                1,
                "no id, no type or no details");
        sealed(
                "payload-type-missing",
                good.replace("\"type\":\"LOGIN_ERROR\",", ""),
                1,
                "no id, no type or no details");
        sealed("payload-time-without-milliseconds", good.replace(".000Z", "Z"), 1, "no time of the form");
        sealed(
                "payload-time-that-is-none",
                good.replace("2026-01-31T08", "2026-02-30T08"),
                1,
                "a time that there is not");
        sealed("payload-time-in-hour-24", good.replaceAll("T08:..:..\\.", "T24:00:00."), 1, "a time that there is not");
        sealed(
                "payload-time-in-second-60",
                good.replaceAll("T08:(..):..\\.", "T08:$1:60."),
                1,
                "a time that there is not");
        sealed("payload-a-list", "[" + good + "]", 1, "text that is not canonical JSON");
        sealed("payload-garbage", "garbage", 1, "text that is not canonical JSON");
        sealed("payload-too-long", with("userAgent", "x".repeat(28 * 1024)), 1, "more than 28672 bytes");
        sealed(
                "payload-of-another-realm",
                TestLog.payload(9, TestLog.START.plusSeconds(9), 2, "s"),
                1,
                "entry 9 is of another realm");
        sealed("payload-of-no-realm", good.replace("\"realmId\":\"r\",", ""), 1, "entry 9 is of another realm");
        TestLog down = copy();
        down.replace(9, hashed(down.line(9), true));
        bad("payload-of-version-2-hashed-as-1", down.export(SIGNER), "", 1, "entry 9 is not what its hash says");
        TestLog up = copy();
        up.replace(5, hashed(up.line(5), false));
        bad("payload-of-version-1-hashed-as-2", up.export(SIGNER), "", 1, "entry 5 is not what its hash says");
    }

    private void order() {
        TestLog swapped = copy();
        Collections.swap(swapped.lines, 4, 6);
        bad(
                "lines-swapped",
                TestLog.header(SIZE, ownNote()) + swapped.body(),
                "entry 5 is missing or moved: entry 7 is there");
        swapped.renumber();
        bad("lines-swapped-and-renumbered", TestLog.header(SIZE, ownNote()) + swapped.body(), "OTHER_TREE");
        TestLog twice = copy();
        twice.lines.add(5, twice.line(5));
        bad("line-twice", TestLog.header(SIZE, ownNote()) + twice.body(), "GAP");
        TestLog gone = copy();
        gone.lines.remove(4);
        bad("line-gone", TestLog.header(SIZE, ownNote()) + gone.body(), "GAP");
        gone.renumber();
        bad("line-gone-and-renumbered", TestLog.header(SIZE, ownNote()) + gone.body(), "OTHER_TREE");
        bad("line-more", log.export(SIGNER) + "\n", "MALFORMED");
        bad("line-more-behind", log.export(SIGNER) + "{\"checked\":\"by the auditor\"}\n", "MALFORMED");
        bad("line-without-its-end", log.export(SIGNER).strip(), "does not end");
        bad("line-of-a-checkpoint", log.export(SIGNER) + log.checkpoint(SIGNER, SIZE), "MALFORMED");
        TestLog several = copy();
        several.replace(3, several.line(3).with(TestLog.FORGED));
        several.replace(7, several.line(7).with(TestLog.FORGED));
        bad(
                "findings-are-all-counted",
                TestLog.header(SIZE, ownNote()) + several.body() + "garbage\n",
                "NOT OK: 3 findings");
    }

    private void encodings() {
        String question = log.export(SIGNER);
        bad(
                "text-half-a-character",
                question.replaceFirst("what\\?", "what" + BACKSLASH + BACKSLASH + "ud800"),
                "half a character");
        raw(
                "text-overlong",
                question,
                "what?",
                new byte[] {'w', 'h', 'a', 't', (byte) 0xC0, (byte) 0xBF},
                "it is not UTF-8");
        raw(
                "text-half-a-character-in-bytes",
                question,
                "what?",
                new byte[] {'w', 'h', 'a', 't', (byte) 0xED, (byte) 0xA0, (byte) 0x80},
                "it is not UTF-8");
        raw("text-in-latin-1", question, "what?", new byte[] {'w', 'h', 'a', 't', (byte) 0xFC}, "it is not UTF-8");
        raw("text-with-a-nul", question, "what?", new byte[] {'w', 'h', 'a', 't', 0}, "MALFORMED");
        raw("text-with-a-replacement", question, "what?", bytes("what\uFFFD"), "entry 1 is not what its hash says");
        addBytes(
                "text-with-a-byte-order-mark", bytes("\uFEFF" + question), "kept.txt", List.of(), 1, "byte order mark");
        addBytes(
                "text-in-utf-16",
                question.getBytes(StandardCharsets.UTF_16BE),
                "kept.txt",
                List.of(),
                2,
                "neither an export nor a proof");
    }

    private void notes() {
        String own = ownNote();
        String[] parts = own.split("\n");
        note("note-with-a-line-more", resigned("\nextra"), "MALFORMED");
        note(
                "note-with-a-third-signature",
                own + parts[5].replace(TestLog.ORIGIN, "witness.example.org") + "\n",
                "MALFORMED");
        note("note-with-one-signature", own.replace(parts[5] + "\n", ""), "MALFORMED");
        note("note-with-the-time-alone", own.replace(parts[4] + "\n", ""), "MALFORMED");
        note(
                "note-with-signatures-swapped",
                own.replace(parts[4] + "\n" + parts[5], parts[5] + "\n" + parts[4]),
                "MALFORMED");
        note(
                "note-signed-by-two",
                own.replace(parts[5], log.note(OTHER, SIZE, log.exported).split("\n")[5]),
                "FORGED_SIGNATURE");
        note("note-of-another-time", own.replace(parts[5], changed(parts[5], 12)), "FORGED_SIGNATURE");
        note("note-of-another-root", own.replace(parts[2], log.line(1).leaf()), "FORGED_SIGNATURE");
        note("note-with-other-last-bits", own.replace(parts[2], lastBits(parts[2])), "MALFORMED");
        note("note-without-its-end", own.strip(), "MALFORMED");
        note("note-with-a-return", own.replace("\n", "\r\n"), "MALFORMED");
        note("note-empty", "", "MALFORMED");
    }

    private void covers() {
        StringBuilder invented = new StringBuilder();
        for (int seq = SIZE + 1; seq <= SIZE + 3; seq++) {
            invented.append(new TestLog.Line(
                            seq, "", log.line(1).salt(), TestLog.payload(seq, TestLog.START.plusSeconds(seq), 2))
                    .rehashed()
                    .json());
        }
        bad(
                "end-invented",
                TestLog.header(SIZE + 3, ownNote()) + log.body() + invented,
                "it says size 15, and its checkpoint 12");
        bad("end-invented-behind-the-size", log.export(SIGNER) + invented, "CUT_OFF");
        bad(
                "log-invented-behind-size-0",
                TestLog.header(SIZE, log.note(SIGNER, 0, log.exported)) + log.body(),
                "",
                1,
                "MALFORMED");
        TestLog cut = copy();
        cut.lines.subList(6, SIZE).clear();
        String shorter = TestLog.header(6, cut.note(SIGNER, 6, TestLog.START.plusSeconds(6))) + cut.body();
        bad("end-cut-off", shorter, "there is a checkpoint of size 8");
        add(
                "end-cut-off-and-said-to-be-older",
                shorter,
                "kept.txt",
                List.of("--exported-at", "2026-01-31T08:20:00Z"),
                1,
                "there is a checkpoint of size 8");
        add(
                "export-older-than-the-checkpoints",
                shorter,
                "kept.txt",
                List.of("--exported-at", "2026-01-31T08:15:07Z"),
                0,
                "entries 1 to 6 are proved, 3 of them open");
        add(
                "export-older-than-all-that-was-kept",
                shorter,
                "kept-later.txt",
                List.of("--exported-at", "2026-01-31T08:15:07Z"),
                0,
                "no checkpoint was given that had been kept elsewhere before the export was made");
        add(
                "export-stale",
                shorter,
                "",
                List.of("--exported-at", "2026-01-31T08:25:07Z"),
                1,
                "STALE: the newest checkpoint in the file, the checkpoint of size 6 of 2026-01-31T08:15:06Z");
        add(
                "export-not-quite-stale",
                shorter,
                "",
                List.of("--exported-at", "2026-01-31T08:25:06Z"),
                0,
                "entries 1 to 6 are proved");
        add(
                "export-too-new",
                shorter,
                "",
                List.of("--exported-at", "2026-01-31T08:10:05Z"),
                1,
                "TOO_NEW: the newest checkpoint in the file");
        add(
                "end-cut-off-and-signed-after-what-was-kept",
                TestLog.header(6, cut.note(SIGNER, 6, TestLog.START.plusSeconds(60))) + cut.body(),
                "kept.txt",
                List.of("--exported-at", "2026-01-31T08:15:07Z"),
                1,
                "there is a checkpoint of size 8");
        bad(
                "end-cut-off-the-file",
                log.export(SIGNER).substring(0, log.export(SIGNER).lastIndexOf("{\"seq\":12,")),
                "CUT_OFF");
    }

    // ---- files of the file sink

    private void sunk() {
        String whole = log.file(SIGNER, List.of(4, 8, SIZE));
        good("sink", whole, "", proved(SIZE, 6));
        good("sink-from-size-0", log.checkpoint(SIGNER, 0) + whole, "kept.txt", proved(SIZE, 6));
        String open = log.file(SIGNER, List.of(4, 8));
        bad("sink-with-an-unproved-end", open, "", 1, "no checkpoint covers the entries 9 to 12");
        add(
                "sink-with-an-unproved-end-allowed",
                open,
                "",
                List.of("--allow-unproved-end"),
                0,
                "entries 1 to 8 are proved, 4 of them open; entries 9 to 12 are behind the last checkpoint and not"
                        + " proved");
        add(
                "sink-with-nothing-proved",
                log.checkpoint(SIGNER, 0) + log.body(),
                "",
                List.of("--allow-unproved-end"),
                1,
                "no checkpoint covers the entries 1 to 12");
        bad(
                "sink-without-checkpoints",
                log.body(),
                "",
                1,
                "neither the header of an export nor the checkpoints of a file sink");
        bad(
                "sink-first-line-cannot-be-read",
                whole.replaceFirst("\\}\n", ",\"seq\":1}\n"),
                "",
                1,
                "line 1, where entry 1 should be, cannot be read: it is not a JSON object");
        bad(
                "sink-set-back",
                log.file(SIGNER, List.of(8, SIZE))
                        .replaceFirst(
                                "\\{\"seq\":5,",
                                Matcher.quoteReplacement(
                                        TestLog.checkpointLine(4, log.note(SIGNER, 4, hours(1))) + "{\"seq\":5,")),
                "",
                1,
                "the checkpoint of size 4 of 2026-01-31T09:15:00Z (");
        bad("sink-checkpoint-twice", whole + log.checkpoint(SIGNER, SIZE), "", 1, "it stands there twice");
        good(
                "sink-checkpoint-of-a-log-that-stands-still",
                whole
                        + log.checkpoint(SIGNER, SIZE)
                                .replace(
                                        TestLog.quoted(log.note(SIGNER, SIZE, TestLog.START.plusSeconds(SIZE))),
                                        TestLog.quoted(ownNote())),
                "",
                proved(SIZE, 6));
        bad(
                "sink-checkpoint-too-early",
                log.checkpoint(SIGNER, 8) + whole,
                "",
                1,
                "it says size 8 and stands behind entry 0");
        bad(
                "sink-checkpoint-too-late",
                whole + log.checkpoint(SIGNER, 4),
                "",
                1,
                "it says size 4 and stands behind entry 12");
        bad(
                "sink-checkpoint-says-another-size",
                whole.replace(",\"size\":8}", ",\"size\":7}"),
                "",
                1,
                "it says size 7");
        bad(
                "sink-checkpoint-size-a-float",
                whole.replace(",\"size\":8}", ",\"size\":8.0}"),
                "",
                1,
                "its size is not a whole number");
        bad(
                "sink-checkpoint-with-more",
                whole.replace(",\"size\":8}", ",\"size\":8,\"by\":\"auditor\"}"),
                "",
                1,
                "does not belong there");
        bad(
                "sink-checkpoint-garbage",
                whole.replaceFirst("\\{\"checkpoint\":\"[^\"]*\"", "{\"checkpoint\":\"garbage\""),
                "",
                1,
                "cannot be read");
        TestLog edited = copy();
        edited.replace(3, edited.line(3).with(TestLog.FORGED));
        String masked = edited.file(SIGNER, List.of()) + "{\"checkpoint\":\"garbage\",\"size\":12}\n"
                + log.checkpoint(SIGNER, SIZE);
        bad("sink-edit-before-a-garbage-checkpoint", masked, "", 1, "entry 3 is not what its hash says");
        bad(
                "sink-cut-off",
                whole.substring(0, whole.indexOf("{\"seq\":5,")),
                "kept.txt",
                1,
                "there is a checkpoint of size 8");
        bad("sink-with-a-header-inside", whole + TestLog.header(SIZE, ownNote()), "", 1, "MALFORMED");
        bad("sink-from-the-middle", whole.substring(whole.indexOf("{\"seq\":5,")), "", 1, "entry 1 is missing");
    }

    // ---- one entry with its proof

    private void entries() {
        String open = entry(9);
        good("entry", open, "kept-all.txt", "entry 9 is proved (in the checkpoint of size 12");
        good("entry-without-kept", open, "", "nothing else is in the file");
        good("entry-version-1", entry(5), "", "entry 5 is proved");
        good("entry-erased", entry(10), "", "the hash of entry 10 is proved, and its content is not in the file");
        good("entry-pretty", pretty(open), "", "entry 9 is proved");
        TestLog ascii = copy();
        ascii.replace(
                9, ascii.line(9).with(with("userAgent", BACKSLASH + "u00fc")).rehashed());
        good("entry-in-ascii", entry(ascii, 9), "", "entry 9 is proved");
        event(
                "entry-damaged",
                json -> json.replaceFirst("\\{", "{\"damaged\":[\"user\"],"),
                1,
                "entry 9 is not what was sealed: the server itself calls it damaged");
        event(
                "entry-shown-differently",
                json -> json.replace("\"entry\":{\"client\":\"app\"", "\"entry\":{\"client\":\"other\""),
                1,
                "what is shown as entry 9 is not what was sealed");
        event(
                "entry-shown-with-more",
                json -> json.replace("\"entry\":{", "\"entry\":{\"approved\":\"yes\","),
                1,
                "what is shown as entry 9");
        event(
                "entry-shown-with-less",
                json -> json.replace("\"entry\":{\"client\":\"app\",", "\"entry\":{"),
                1,
                "what is shown as entry 9");
        event(
                "entry-shown-version-a-float",
                json -> json.replace("\"v\":2},", "\"v\":2.0},"),
                1,
                "what is shown as entry 9");
        event(
                "entry-shown-version-a-text",
                json -> json.replace("\"v\":2},", "\"v\":\"2\"},"),
                1,
                "what is shown as entry 9");
        event(
                "entry-shown-member-twice",
                json -> json.replace("\"entry\":{", "\"entry\":{\"client\":\"other\","),
                2,
                "each of its members once");
        event(
                "entry-shown-a-text",
                json -> json.replaceFirst("\"entry\":\\{.*\\},\"payload\"", "\"entry\":\"app\",\"payload\""),
                1,
                "what is shown as entry 9");
        event(
                "entry-shown-null",
                json -> json.replaceFirst("\"entry\":\\{.*\\},\"payload\"", "\"entry\":null,\"payload\""),
                1,
                "what is shown as entry 9");
        event(
                "entry-shown-missing",
                json -> json.replaceFirst("\"entry\":\\{.*\\},\"payload\"", "\"payload\""),
                1,
                "it has no entry");
        event(
                "entry-shown-though-erased",
                json -> entry(10).replace("\"entry\":null", "\"entry\":" + TestLog.FORGED),
                1,
                "its payload is not a text");
        event(
                "entry-with-more",
                json -> json.replace("\"seq\"", "\"checked\":\"yes\",\"seq\""),
                1,
                "does not belong there");
        event(
                "entry-of-another-number",
                json -> json.replace("\"seq\":9", "\"seq\":7"),
                1,
                "entry 7 is not in the tree of its checkpoint");
        event(
                "entry-number-a-float",
                json -> json.replace("\"seq\":9", "\"seq\":9.0"),
                1,
                "its seq is not a whole number");
        event("entry-number-0", json -> json.replace("\"seq\":9", "\"seq\":0"), 1, "its seq is 0");
        event(
                "entry-other-payload",
                json -> json.replace(TestLog.quoted(log.line(9).payload()), TestLog.quoted(TestLog.FORGED)),
                1,
                "entry 9 is not what its hash says");
        event(
                "entry-other-leaf",
                json -> json.replace(log.line(9).leaf(), log.line(7).leaf()),
                1,
                "entry 9 is not what its hash says");
        event(
                "entry-other-salt",
                json -> json.replace(log.line(9).salt(), log.line(7).salt()),
                1,
                "entry 9 is not what its hash says");
        event(
                "entry-moved-into-the-salt",
                json -> json.replace(log.line(9).salt(), TestLog.base64(salted(log.line(9), 1)))
                        .replace("\"payload\":\"{", "\"payload\":\""),
                1,
                "its salt is not Base64 of 16 bytes");
        event(
                "entry-salt-null",
                json -> json.replace("\"salt\":\"" + log.line(9).salt() + "\"", "\"salt\":null"),
                1,
                "its salt is not Base64");
        event(
                "entry-payload-an-object",
                json -> json.replaceFirst("\"payload\":\".*\",\"salt\"", "\"payload\":" + TestLog.FORGED + ",\"salt\""),
                1,
                "its payload is not a text");
        event(
                "entry-proof-shorter",
                json -> json.replaceFirst("\"inclusionProof\":\\[\"[^\"]*\",", "\"inclusionProof\":["),
                1,
                "is not in the tree of its checkpoint");
        event(
                "entry-proof-longer",
                json -> json.replaceFirst(
                        "\"inclusionProof\":\\[",
                        "\"inclusionProof\":[\"" + log.line(1).leaf() + "\","),
                1,
                "is not in the tree of its checkpoint");
        event(
                "entry-proof-empty",
                json -> json.replaceFirst("\"inclusionProof\":\\[[^\\]]*\\]", "\"inclusionProof\":[]"),
                1,
                "is not in the tree of its checkpoint");
        event(
                "entry-proof-null",
                json -> json.replaceFirst("\"inclusionProof\":\\[[^\\]]*\\]", "\"inclusionProof\":null"),
                1,
                "its inclusionProof is not a list");
        event(
                "entry-proof-of-numbers",
                json -> json.replaceFirst("\"inclusionProof\":\\[[^\\]]*\\]", "\"inclusionProof\":[1]"),
                1,
                "its inclusionProof is not Base64");
        event("entry-proof-with-other-last-bits", json -> lastBitsOfProof(json), 1, "its inclusionProof is not Base64");
        event(
                "entry-checkpoint-null",
                json -> json.replaceFirst("\"checkpoint\":\"[^\"]*\"", "\"checkpoint\":null"),
                1,
                "its checkpoint is not a text");
        UnaryOperator<String> uncovered = json -> json.replaceFirst("\"checkpoint\":\"[^\"]*\"", "\"checkpoint\":null")
                .replaceFirst("\"inclusionProof\":\\[[^\\]]*\\]", "\"inclusionProof\":null");
        event("entry-not-covered", uncovered, 2, "has no checkpoint yet");
        event(
                "entry-not-covered-and-edited",
                json -> uncovered
                        .apply(json)
                        .replace(TestLog.quoted(log.line(9).payload()), TestLog.quoted(TestLog.FORGED)),
                1,
                "entry 9 is not what its hash says");
        add(
                "entry-not-covered-though-kept",
                uncovered.apply(open),
                "kept-all.txt",
                List.of(),
                1,
                "entry 9 comes without a proof, although the checkpoint of size 12");
        add(
                "entry-not-covered-before-what-was-kept",
                uncovered.apply(open),
                "kept-all.txt",
                List.of("--exported-at", "2026-01-31T08:16:00Z"),
                2,
                "has no checkpoint yet");
        add("entry-of-the-realm", open, "", List.of("--realm", "clinic"), 0, "entry 9 is proved");
        add("entry-of-another-realm", open, "", List.of("--realm", "s"), 1, "the entry is not of the realm s");
        event(
                "entry-checkpoint-by-another",
                json -> json.replace(TestLog.quoted(ownNote()), TestLog.quoted(log.note(OTHER, SIZE, log.exported))),
                1,
                "signed by none of the given keys");
        event(
                "entry-checkpoint-of-another-tree",
                json -> json.replace(TestLog.quoted(ownNote()), TestLog.quoted(forgedNote(SIZE))),
                1,
                "is not in the tree of its checkpoint");
        event(
                "entry-before-invented-entries",
                json -> json + log.body(),
                2,
                "there is something behind its JSON object");
        event("entry-twice", json -> json + json, 2, "there is something behind its JSON object");
        event(
                "entry-half-a-character",
                json -> json.replace(
                        "\"entry\":{\"client\":\"app\"", "\"entry\":{\"client\":\"" + BACKSLASH + "ud800\""),
                2,
                "half a character");
        event(
                "entry-with-a-consistency-proof",
                json -> json.replace("\"seq\"", "\"consistencyProof\":[],\"seq\""),
                1,
                "does not belong there");
        addBytes(
                "entry-overlong",
                replaced(bytes(open), "what?", new byte[] {'w', 'h', 'a', 't', (byte) 0xC0, (byte) 0xBF}),
                "",
                List.of(),
                2,
                "it is not UTF-8");
        addBytes("entry-with-a-byte-order-mark", bytes("\uFEFF" + open), "", List.of(), 2, "byte order mark");
        TestLog down = copy();
        down.replace(9, hashed(down.line(9), true));
        add("entry-of-version-2-hashed-as-1", entry(down, 9), "", List.of(), 1, "entry 9 is not what its hash says");
        TestLog odd = copy();
        odd.replace(
                9, odd.line(9).with(odd.line(9).payload().replace(":", ": ")).rehashed());
        add("entry-payload-not-canonical", entry(odd, 9), "", List.of(), 1, "text that is not canonical JSON");
        add("entry-against-a-fork", open, "kept-fork-12.txt", List.of(), 1, "FORK");
        files.put("kept-fork-12.txt", bytes(forgedNote(SIZE)));
    }

    // ---- two checkpoints

    private void pairs() {
        good("pair", pair(4, SIZE), "", "is the beginning of that of the checkpoint of size 12");
        good("pair-from-0", pair(0, SIZE), "", "is the beginning of that of the checkpoint of size 12");
        good("pair-the-same", pair(SIZE, SIZE), "", "nothing else is in the file");
        good("pair-pretty", pretty(pair(5, SIZE)), "", "is the beginning of that of the checkpoint of size 12");
        String pair = pair(5, SIZE);
        add(
                "pair-set-back",
                pair.replace(
                        TestLog.quoted(log.note(SIGNER, 5, TestLog.START)),
                        TestLog.quoted(log.note(SIGNER, 5, log.exported.plusSeconds(3600)))),
                "",
                List.of(),
                1,
                "SET_BACK: the checkpoint of size 5 of 2026-02-01T09:15:00Z");
        add(
                "pair-swapped",
                pair.replace("\"from\"", "\"x\"").replace("\"to\"", "\"from\"").replace("\"x\"", "\"to\""),
                "",
                List.of(),
                1,
                "BAD_PROOF");
        add("pair-without-proof", pair.replaceFirst("\\[[^\\]]*\\]", "[]"), "", List.of(), 1, "BAD_PROOF");
        add(
                "pair-proof-longer",
                pair.replaceFirst("\\[", "[\"" + log.line(1).leaf() + "\","),
                "",
                List.of(),
                1,
                "BAD_PROOF");
        add(
                "pair-proof-null",
                pair.replaceFirst("\\[[^\\]]*\\]", "null"),
                "",
                List.of(),
                1,
                "its consistencyProof is not a list");
        add(
                "pair-of-a-fork",
                pair.replace(TestLog.quoted(ownNote()), TestLog.quoted(forgedNote(SIZE))),
                "",
                List.of(),
                1,
                "BAD_PROOF");
        add(
                "pair-by-another",
                pair.replace(TestLog.quoted(ownNote()), TestLog.quoted(log.note(OTHER, SIZE, log.exported))),
                "",
                List.of(),
                1,
                "signed by none of the given keys");
        add(
                "pair-with-more",
                pair.replace("{\"from\"", "{\"seq\":1,\"from\""),
                "",
                List.of(),
                1,
                "does not belong there");
        add("pair-with-one-missing", pair.replaceFirst("\"from\":\"[^\"]*\",", ""), "", List.of(), 1, "it has no from");
        add(
                "pair-with-null",
                pair.replaceFirst("\"from\":\"[^\"]*\"", "\"from\":null"),
                "",
                List.of(),
                1,
                "its from is not a text");
        add("pair-before-entries", pair + log.body(), "", List.of(), 2, "there is something behind its JSON object");
        add(
                "pair-with-a-sum",
                pair.replace("{\"from\"", "{\"older\":5,\"from\""),
                "",
                List.of(),
                1,
                "does not belong there");
    }

    private void keptFiles() {
        String export = log.export(SIGNER);
        bad("kept-empty", export, "kept-empty.txt", 2, "nothing was kept in it");
        bad("kept-blank", export, "kept-blank.txt", 2, "nothing was kept in it");
        bad("kept-garbage", export, "kept-garbage.txt", 2, "there is no signed note in it");
        bad("kept-damaged", export, "kept-damaged.txt", 1, "checkpoint 2 cannot be read");
        bad("kept-by-another", export, "kept-by-another.txt", 1, "signed by none of the given keys");
        bad("kept-other-origin", export, "kept-other-origin.txt", 1, "OTHER_ORIGIN");
        bad("kept-set-back", export, "kept-set-back.txt", 1, "was signed after the checkpoint of size 12 of");
        bad("kept-with-returns", export, "kept-with-returns.txt", 1, "its lines end with a carriage return");
        bad("kept-fork", export, "kept-fork.txt", 1, "OTHER_TREE");
    }

    // ---- making them

    private TestLog copy() {
        TestLog copy = new TestLog(SIGNER, 0);
        copy.lines.addAll(log.lines);
        return copy;
    }

    private static Instant hours(int hours) {
        return TestLog.START.plusSeconds(3600L * hours);
    }

    private String ownNote() {
        return log.note(SIGNER, SIZE, log.exported);
    }

    /** A note that the server's key signs for a tree that never existed. */
    private static String forgedNote(int size) {
        return SIGNER.sign(
                        Checkpoint.of(TestLog.ORIGIN, size, HASHER.leaf(new byte[] {1})),
                        TestLog.START.plusSeconds(size))
                .toString();
    }

    private static String firstHeader(TestLog of) {
        return TestLog.header(of.lines.size(), of.note(SIGNER, of.lines.size(), of.exported))
                .replace("\"v\":2,", "\"v\":1,\"realm\":\"clinic\",");
    }

    private String resigned(String more) {
        Checkpoint own = Checkpoint.parse(SignedNote.parse(ownNote()).text());
        SignedNote note = SIGNER.sign(own, log.exported);
        return note.toString().replaceFirst("\n\n", more + "\n\n");
    }

    private String with(String member, String value) {
        return log.line(9)
                .payload()
                .replaceAll(
                        "\"" + member + "\":\"[^\"]*\"",
                        Matcher.quoteReplacement("\"" + member + "\":\"" + value + "\""));
    }

    private static String proved(int size, int open) {
        return "entries 1 to " + size + " are proved, " + open + " of them open; nothing else is in the file";
    }

    private void good(String name, String text, String kept, String says) {
        add(name, text, kept, List.of(), 0, says);
    }

    private void bad(String name, String text, String says) {
        add(name, text, "kept.txt", List.of(), 1, says);
    }

    private void bad(String name, String text, String kept, int exit, String says) {
        add(name, text, kept, List.of(), exit, says);
    }

    /** Entry 9 has another payload, and the server has sealed it that way. */
    private void sealed(String name, String payload, int exit, String says) {
        TestLog sealed = copy();
        sealed.replace(9, sealed.line(9).with(payload).rehashed());
        add(name, sealed.export(SIGNER), "kept.txt", List.of(), exit, says);
    }

    private void header(String name, UnaryOperator<String> change, String says) {
        String export = log.export(SIGNER);
        int end = export.indexOf('\n');
        bad(name, change.apply(export.substring(0, end)) + export.substring(end), says);
    }

    private void line(String name, UnaryOperator<String> change, String says) {
        String json = log.line(5).json().strip();
        bad(name, log.export(SIGNER).replace(json, change.apply(json)), says);
    }

    private void note(String name, String note, String says) {
        bad(name, TestLog.header(SIZE, note).replace("\r", BACKSLASH + "r") + log.body(), says);
    }

    private void event(String name, UnaryOperator<String> change, int exit, String says) {
        add(name, change.apply(entry(9)), "", List.of(), exit, says);
    }

    private void raw(String name, String text, String old, byte[] with, String says) {
        addBytes(name, replaced(bytes(text), old, with), "kept.txt", List.of(), 1, says);
    }

    private static byte[] replaced(byte[] text, String old, byte[] with) {
        int at = new String(text, StandardCharsets.ISO_8859_1).indexOf(old);
        ByteArrayOutputStream replaced = new ByteArrayOutputStream();
        replaced.write(text, 0, at);
        replaced.writeBytes(with);
        replaced.write(text, at + old.length(), text.length - at - old.length());
        return replaced.toByteArray();
    }

    private void add(String name, String text, String kept, List<String> options, int exit, String says) {
        addBytes(name, bytes(text), kept, options, exit, says);
    }

    private void addBytes(String name, byte[] text, String kept, List<String> options, int exit, String says) {
        String file = name + (name.startsWith("entry") || name.startsWith("pair") ? ".json" : ".jsonl");
        if (files.put(file, text) != null) {
            throw new IllegalStateException(name + " is there twice");
        }
        cases.add(new Case(name, file, kept, options, exit, says));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String entry(int seq) {
        return entry(log, seq);
    }

    private static String entry(TestLog of, int seq) {
        TestLog.Line line = of.line(seq);
        boolean open = !line.salt().isEmpty();
        return "{\"seq\":" + seq + ",\"leaf\":\"" + line.leaf() + "\",\"entry\":" + (open ? line.payload() : "null")
                + ",\"payload\":" + (open ? "\"" + TestLog.quoted(line.payload()) + "\"" : "null")
                + ",\"salt\":" + (open ? "\"" + line.salt() + "\"" : "null")
                + ",\"checkpoint\":\"" + TestLog.quoted(of.note(SIGNER, SIZE, of.exported)) + "\",\"inclusionProof\":"
                + list(proofs(of).inclusion(seq - 1, SIZE)) + "}\n";
    }

    private String pair(int from, int to) {
        return "{\"from\":\"" + TestLog.quoted(log.note(SIGNER, from, TestLog.START)) + "\",\"to\":\""
                + TestLog.quoted(log.note(SIGNER, to, log.exported)) + "\",\"consistencyProof\":"
                + list(proofs(log).consistency(from, to)) + "}\n";
    }

    private static ProofBuilder proofs(TestLog of) {
        return new ProofBuilder(HASHER, new Subtrees() {
            @Override
            public byte[] root(int height, long position) {
                return height == 0
                        ? Base64.getDecoder().decode(of.line((int) position + 1).leaf())
                        : HASHER.node(root(height - 1, position * 2), root(height - 1, position * 2 + 1));
            }
        });
    }

    private static String list(List<byte[]> hashes) {
        return hashes.stream()
                .map(hash -> "\"" + TestLog.base64(hash) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String pretty(String json) {
        return json.replace("{\"seq\"", "{\n  \"seq\"")
                .replace(",\"leaf\"", ",\n  \"leaf\"")
                .replace("\",\"to\"", "\",\n  \"to\"");
    }

    private static byte[] salted(TestLog.Line line, int moved) {
        byte[] salt = Base64.getDecoder().decode(line.salt());
        byte[] longer = Arrays.copyOf(salt, salt.length + moved);
        System.arraycopy(bytes(line.payload()), 0, longer, salt.length, moved);
        return longer;
    }

    /** The same bytes to hash for version 1, with some of them on the other side of the boundary. */
    private static String shifted(TestLog.Line line, int moved) {
        return new TestLog.Line(
                        line.seq(),
                        line.leaf(),
                        TestLog.base64(salted(line, moved)),
                        line.payload().substring(moved))
                .json()
                .strip();
    }

    private static String shiftedBack(TestLog.Line line) {
        byte[] salt = Base64.getDecoder().decode(line.salt());
        byte[] shorter = Arrays.copyOf(salt, 4);
        String moved =
                new String(salt, 4, salt.length - 4, StandardCharsets.US_ASCII).replace("\0", BACKSLASH + "u0000");
        return new TestLog.Line(line.seq(), line.leaf(), TestLog.base64(shorter), "")
                .json()
                .strip()
                .replace("\"payload\":\"\"", "\"payload\":\"" + moved + TestLog.quoted(line.payload()) + "\"");
    }

    private static TestLog.Line hashed(TestLog.Line line, boolean asFirst) {
        byte[] salt = Base64.getDecoder().decode(line.salt());
        byte[] payload = bytes(line.payload());
        MessageDigest sha256 = sha256();
        if (!asFirst) {
            sha256.update(bytes("caregate-audit/entry/v2\0"));
            sha256.update(new byte[] {0, 0, 0, 0, 0, 0, 0, 16});
        }
        sha256.update(salt);
        if (!asFirst) {
            sha256.update(new byte[] {0, 0, 0, 0, 0, 0, (byte) (payload.length >> 8), (byte) payload.length});
        }
        byte[] hash = HASHER.leaf(sha256.digest(payload));
        return new TestLog.Line(line.seq(), TestLog.base64(hash), line.salt(), line.payload());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same bytes in Base64, with a bit set that belongs to no byte. */
    private static String lastBits(String base64) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int at = base64.indexOf('=') - 1;
        char other = alphabet.charAt(alphabet.indexOf(base64.charAt(at)) + 1);
        return base64.substring(0, at) + other + base64.substring(at + 1);
    }

    private static String lastBitsOfProof(String json) {
        int from = json.indexOf("\"inclusionProof\":[\"") + "\"inclusionProof\":[\"".length();
        String step = json.substring(from, json.indexOf('"', from));
        return json.replace(step, lastBits(step));
    }

    private static String changed(String line, int fromEnd) {
        int at = line.length() - fromEnd;
        return line.substring(0, at) + (line.charAt(at) == 'A' ? 'B' : 'A') + line.substring(at + 1);
    }

    private static String pem(int seed) {
        byte[] secret = new byte[48];
        byte[] prefix = Base64.getDecoder().decode("MC4CAQAwBQYDK2VwBCIEIA==");
        System.arraycopy(prefix, 0, secret, 0, prefix.length);
        Arrays.fill(secret, prefix.length, secret.length, (byte) seed);
        return "-----BEGIN PRIVATE KEY-----\n" + TestLog.base64(secret) + "\n-----END PRIVATE KEY-----\n";
    }

    /** The list of the cases, for readers in other languages. */
    String list() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartArray();
            for (Case each : cases) {
                json.writeStartObject();
                json.writeStringField("name", each.name());
                json.writeStringField("file", each.file());
                json.writeStringField("kept", each.kept());
                json.writeArrayFieldStart("options");
                for (String option : each.options()) {
                    json.writeString(option);
                }
                json.writeEndArray();
                json.writeNumberField("exit", each.exit());
                json.writeStringField("says", each.says());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text + "\n";
    }
}
