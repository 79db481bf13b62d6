package io.caregate.check.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A file with new texts for some scalars. Every other byte stays as it is. A scalar that cannot be replaced with
 * certainty is left alone: the new text is read again, and must differ only in the replaced scalars.
 */
public final class Rewriting {

    private static final String UNUSUAL = "it is written in a form that is not edited";
    private static final String SHARED = "an alias or a merge uses it in other places too";
    private static final String ENCODING = "the file is not in UTF-8";
    private static final String UNCERTAIN = "the file would not say the same elsewhere";

    private final byte[] before;
    private final byte[] after;
    private final int changes;
    private final List<Value> documents;
    private final Map<Value.Scalar, String> leftAlone;

    private Rewriting(
            byte[] before, byte[] after, int changes, List<Value> documents, Map<Value.Scalar, String> leftAlone) {
        this.before = before;
        this.after = after;
        this.changes = changes;
        this.documents = documents;
        this.leftAlone = leftAlone;
    }

    /**
     * Replaces scalars.
     *
     * @param documents all documents of one file
     * @param replacements the new texts, ASCII that needs no quotes and no escapes, by the scalars of these documents
     */
    public static Rewriting of(List<Value> documents, Map<Value.Scalar, String> replacements) {
        FileText file = documents.get(0).file();
        Map<Value.Scalar, String> leftAlone = new LinkedHashMap<>();
        if (!file.isAsRead()) {
            replacements.keySet().forEach(scalar -> leftAlone.put(scalar, ENCODING));
            return unchanged(file, documents, leftAlone);
        }
        Map<Integer, Integer> uses = uses(documents);
        Map<Integer, List<Value.Scalar>> byPlace = new TreeMap<>();
        replacements.keySet().forEach(scalar -> byPlace.computeIfAbsent(scalar.start(), start -> new ArrayList<>())
                .add(scalar));
        Map<ScalarToken, String> edits = new LinkedHashMap<>();
        byPlace.forEach((start, scalars) -> {
            Set<String> texts =
                    Set.copyOf(scalars.stream().map(replacements::get).toList());
            Optional<ScalarToken> token = ScalarToken.of(scalars.get(0));
            boolean alike = texts.size() == 1 && uses.getOrDefault(start, 0) == scalars.size();
            if (alike && token.isPresent()) {
                edits.put(token.get(), texts.iterator().next());
            } else {
                scalars.forEach(scalar -> leftAlone.put(scalar, alike ? UNUSUAL : SHARED));
            }
        });
        byte[] after = edited(file.bytes(), edits);
        Map<Value.Scalar, String> done = new HashMap<>(replacements);
        done.keySet().removeAll(leftAlone.keySet());
        Optional<List<Value>> written = read(file.name(), after).filter(read -> isSame(documents, read, done));
        if (written.isEmpty()) {
            replacements.keySet().forEach(scalar -> leftAlone.putIfAbsent(scalar, UNCERTAIN));
            return unchanged(file, documents, leftAlone);
        }
        return new Rewriting(file.bytes(), after, edits.size(), written.get(), leftAlone);
    }

    private static Rewriting unchanged(FileText file, List<Value> documents, Map<Value.Scalar, String> leftAlone) {
        return new Rewriting(file.bytes(), file.bytes(), 0, documents, leftAlone);
    }

    /** Whether anything is replaced. */
    public boolean isChange() {
        return changes > 0;
    }

    /** The number of scalars of the file that are replaced. */
    public int changes() {
        return changes;
    }

    /** The original file, for reading: realms are large, so this is not a copy. */
    public byte[] before() {
        return before;
    }

    /** The new file, for reading. */
    public byte[] after() {
        return after;
    }

    /** The new documents. */
    public List<Value> documents() {
        return documents;
    }

    /** The scalars that stay as they are, and why, as a clause. */
    public Map<Value.Scalar, String> leftAlone() {
        return leftAlone;
    }

    // An alias uses one scalar of the file in several places of a document.
    private static Map<Integer, Integer> uses(List<Value> documents) {
        Map<Integer, Integer> uses = new HashMap<>();
        documents.forEach(document -> count(document, uses));
        return uses;
    }

    private static void count(Value value, Map<Integer, Integer> uses) {
        if (value instanceof Value.Fields object) {
            object.members().values().forEach(member -> count(member, uses));
        } else if (value instanceof Value.Items list) {
            list.values().forEach(item -> count(item, uses));
        } else {
            uses.merge(value.start(), 1, Integer::sum);
        }
    }

    private static byte[] edited(byte[] bytes, Map<ScalarToken, String> edits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        int from = 0;
        for (ScalarToken token : edits.keySet().stream()
                .sorted(Comparator.comparingInt(ScalarToken::start))
                .toList()) {
            out.write(bytes, from, token.start() - from);
            out.writeBytes((token.quote() + edits.get(token) + token.quote()).getBytes(StandardCharsets.UTF_8));
            from = token.end();
        }
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }

    private static Optional<List<Value>> read(String name, byte[] bytes) {
        try {
            return Optional.of(Documents.read(name, bytes));
        } catch (UnreadableException | IOException broken) {
            return Optional.empty();
        }
    }

    private static boolean isSame(List<Value> before, List<Value> after, Map<Value.Scalar, String> done) {
        if (before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!isSame(before.get(i), after.get(i), done)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Value before, Value after, Map<Value.Scalar, String> done) {
        if (before instanceof Value.Fields one && after instanceof Value.Fields other) {
            return List.copyOf(one.members().keySet())
                            .equals(List.copyOf(other.members().keySet()))
                    && isSame(
                            List.copyOf(one.members().values()),
                            List.copyOf(other.members().values()),
                            done);
        }
        if (before instanceof Value.Items one && after instanceof Value.Items other) {
            return isSame(one.values(), other.values(), done);
        }
        return before instanceof Value.Scalar one
                && after instanceof Value.Scalar other
                && Objects.equals(done.getOrDefault(one, one.content()), other.content());
    }
}
