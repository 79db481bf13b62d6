package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.UnreadableException;
import io.caregate.auditlog.tree.NoteVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public keys on the command line: each is a verifier key {@code name+id+base64}, a file of such lines, or a PEM
 * file, whose key is valid for a log of any name. In a file, {@code revoked} after a key says that it counts for
 * nothing, and {@code until} and a size that it counts for checkpoints of at most that size.
 */
final class PublicKeys {
    private static final String PEM = "-----BEGIN";
    private static final long REVOKED = -1;
    /**
     * A text in the form of a key is a key and not a file, whatever files the folder has: another user could have put
     * them there.
     */
    private static final Pattern WRITTEN = Pattern.compile("[^+]*\\+[0-9A-Fa-f]{8}\\+[A-Za-z0-9+/=]*");

    /** A line of a file. */
    private static final Pattern LIMITED = Pattern.compile("(\\S+)(?:\\s+(?:revoked|until\\s+(0|[1-9][0-9]{0,15})))?");

    private final List<NoteVerifier> named = new ArrayList<>();
    private final Map<String, Long> limits = new HashMap<>();
    private final List<String> pems = new ArrayList<>();

    private final String option;

    PublicKeys(List<String> given) throws IOException, UnreadableException {
        this(given, "--key");
    }

    /** The keys that an option of this name gives. */
    PublicKeys(List<String> given, String option) throws IOException, UnreadableException {
        this.option = option;
        for (String key : given) {
            add(key);
        }
    }

    private void add(String key) throws IOException, UnreadableException {
        try {
            if (isWritten(key)) {
                named.add(NoteVerifier.parse(key));
                return;
            }
            String text = Files.readString(Path.of(key));
            if (text.isBlank()) {
                throw new IllegalArgumentException("the file holds no key");
            }
            if (text.contains(PEM)) {
                String written = NoteVerifier.ofPem("probe", text).toPem();
                if (!text.replace("\r\n", "\n").strip().equals(written.strip())) {
                    throw new IllegalArgumentException("the file holds more than the one public key in PEM");
                }
                pems.add(text);
            } else {
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::addLine);
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(option + " " + key + ": " + e.getMessage(), e);
        }
    }

    /** Whether a text has the form of a key. */
    static boolean isWritten(String text) {
        return WRITTEN.matcher(text).matches();
    }

    private void addLine(String line) {
        Matcher parts = LIMITED.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "no verifier key: it looks like name+0123abcd+base64, alone or followed by"
                            + " revoked, or by until and the size of the last checkpoint for which it counts");
        }
        NoteVerifier key = NoteVerifier.parse(parts.group(1));
        named.add(key);
        if (!parts.group(1).equals(line)) {
            long until = parts.group(2) == null ? REVOKED : Long.parseLong(parts.group(2));
            limits.merge(key.toString(), until, Math::min);
        }
    }

    /** The size of the largest checkpoint for which a key counts; -1 if it counts for none. */
    long until(NoteVerifier key) {
        return limits.getOrDefault(key.toString(), Long.MAX_VALUE);
    }

    /** The keys of the log with this name. */
    List<NoteVerifier> of(String name) {
        List<NoteVerifier> keys = new ArrayList<>(
                named.stream().filter(key -> key.name().equals(name)).toList());
        pems.forEach(pem -> keys.add(NoteVerifier.ofPem(name, pem)));
        return keys;
    }
}
