package io.caregate.audit.verify.dossier;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.caregate.audit.verify.Beginning;
import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a dossier is about, and the hash of each of its other files: {@code manifest.json}. It has one written form.
 *
 * @param tool the version of the program that made it
 * @param language the language of the cover
 * @param origin the name of the log
 * @param realmId the realm whose entries are open
 * @param hashesOnly whether no entry is open
 * @param first the number of the first entry of the period; 0 if there is none, as for {@code last}
 * @param before the number of the nearest open entry before them; 0 if there is none, as for {@code after}
 * @param begun the entries up to the earlier checkpoint, which are not in the dossier
 * @param fromRoot the root of that checkpoint; null if the dossier has the log from its first entry on
 * @param size the size of the later checkpoint
 * @param root its root
 * @param signedBy the key that signs the manifest; null if it is not signed
 * @param files the other files in their order, without the manifest's signature
 */
record Manifest(
        String tool,
        String language,
        String origin,
        String realmId,
        Period period,
        boolean hashesOnly,
        long first,
        long last,
        long before,
        long after,
        Beginning begun,
        @Nullable String fromRoot,
        long size,
        String root,
        @Nullable String signedBy,
        List<FileHash> files) {
    private static final String DOSSIER = "caregate-audit";
    private static final int VERSION = 1;
    private static final Set<String> NAMES = Set.of(
            "dossier",
            "v",
            "tool",
            "language",
            "origin",
            "realmId",
            "from",
            "to",
            "entries",
            "first",
            "last",
            "before",
            "after",
            "fromSize",
            "fromRoot",
            "tree",
            "toSize",
            "toRoot",
            "signedBy",
            "files");
    private static final Set<String> FILE = Set.of("path", "sha256", "size");

    Manifest {
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param sha256 its SHA-256 in hexadecimal
     * @param size its length in bytes
     */
    record FileHash(String path, String sha256, long size) {
        private String line() {
            return "{\"path\":" + quoted(path) + ",\"sha256\":" + quoted(sha256) + ",\"size\":" + size + "}";
        }
    }

    /** The same for a dossier with these files. */
    Manifest of(List<FileHash> others) {
        return new Manifest(
                tool,
                language,
                origin,
                realmId,
                period,
                hashesOnly,
                first,
                last,
                before,
                after,
                begun,
                fromRoot,
                size,
                root,
                signedBy,
                others);
    }

    /** The file, with a line for each of the others. */
    String text() {
        return "{\"dossier\":" + quoted(DOSSIER) + ",\"v\":" + VERSION + ",\"tool\":" + quoted(tool)
                + ",\"language\":" + quoted(language) + ",\n"
                + "\"origin\":" + quoted(origin) + ",\"realmId\":" + quoted(realmId)
                + ",\"from\":" + quoted(period.from().toString()) + ",\"to\":"
                + quoted(period.to().toString()) + ",\n"
                + "\"entries\":" + quoted(hashesOnly ? "hashes" : "open") + ",\"first\":" + first + ",\"last\":" + last
                + ",\"before\":" + before + ",\"after\":" + after + ",\n"
                + "\"fromSize\":" + begun.size() + ",\"fromRoot\":" + quoted(fromRoot) + ",\"tree\":"
                + quoted(begun.tree()) + ",\n"
                + "\"toSize\":" + size + ",\"toRoot\":" + quoted(root) + ",\"signedBy\":" + quoted(signedBy) + ",\n"
                + "\"files\":[\n"
                + String.join(",\n", files.stream().map(FileHash::line).toList())
                + "\n]}\n";
    }

    /** A JSON text, or null. */
    static String quoted(@Nullable String text) {
        return text == null
                ? "null"
                : "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    /** The manifest in this text, which has to be written as this program writes it. */
    static Manifest parse(String text) throws MalformedException {
        Members members = Members.parse(text);
        if (!(members.value("v") instanceof Long version) || version != VERSION) {
            throw new MalformedException("it is of a version that this program does not know");
        }
        members.demand(NAMES);
        try {
            Manifest manifest = new Manifest(
                    members.text("tool"),
                    members.text("language"),
                    members.text("origin"),
                    members.text("realmId"),
                    new Period(Instant.parse(members.text("from")), Instant.parse(members.text("to"))),
                    members.text("entries").equals("hashes"),
                    members.number("first"),
                    members.number("last"),
                    members.number("before"),
                    members.number("after"),
                    new Beginning(members.number("fromSize"), members.text("tree")),
                    orNull(members, "fromRoot"),
                    members.number("toSize"),
                    members.text("toRoot"),
                    orNull(members, "signedBy"),
                    files(members));
            if (!manifest.text().equals(text)) {
                throw new MalformedException("it is not written as this program writes it");
            }
            return manifest;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedException("its period or its tree is not one");
        }
    }

    private static @Nullable String orNull(Members members, String name) throws MalformedException {
        return members.value(name) instanceof String ? members.text(name) : null;
    }

    private static List<FileHash> files(Members members) throws MalformedException {
        List<FileHash> files = new ArrayList<>();
        if (members.value("files") instanceof List<?> list) {
            for (Object each : list) {
                if (!(each instanceof Map<?, ?> file)
                        || !file.keySet().equals(FILE)
                        || !(file.get("path") instanceof String path)
                        || !(file.get("sha256") instanceof String sha256)
                        || !(file.get("size") instanceof Long size)) {
                    throw new MalformedException("it has a file without path, sha256 and size");
                }
                files.add(new FileHash(path, sha256, size));
            }
        }
        return files;
    }

    /** The text that the maker of a dossier signs: a purpose, and the SHA-256 of the manifest in hexadecimal. */
    static String signedText(String sha256) {
        return "caregate-audit/dossier/v1\n" + sha256 + "\n";
    }
}
