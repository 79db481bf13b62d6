package io.caregate.audit.verify;

import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.SignedNote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contents of a file, unchecked, as names and values in a sensible order. */
public final class Contents {
    private static final List<String> HEADER = List.of("origin", "realm", "realmId", "size");

    private Contents() {}

    /** Tells an export, a proof and a file of checkpoints apart. */
    public static Map<String, String> of(InputStream file, String source) throws IOException, UnreadableException {
        byte[] begin = file.readNBytes(Lines.MAX_LINE + 1);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(begin), file);
        if (begin.length == 0 || begin[0] != '{') {
            return notes(new InputStreamReader(whole, StandardCharsets.UTF_8), source);
        }
        return begin.length <= Lines.MAX_LINE && isPretty(begin)
                ? object(new String(begin, StandardCharsets.UTF_8), source)
                : lines(whole, source);
    }

    /** Whether its first line is not an object, as in an answer that a program has formatted for people. */
    private static boolean isPretty(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        try {
            Members.parse(end < 0 ? text : text.substring(0, end));
            return false;
        } catch (MalformedException e) {
            return true;
        }
    }

    private static Map<String, String> object(String text, String source) throws UnreadableException {
        try {
            Map<String, String> contents = new LinkedHashMap<>();
            Members object = Members.parse(text);
            begin(contents, object);
            Entries entries = new Entries();
            entries.add(contents, object);
            entries.put(contents);
            return contents;
        } catch (MalformedException e) {
            throw new UnreadableException(source + ": " + e.getMessage(), e);
        }
    }

    private static void begin(Map<String, String> contents, Members first) {
        contents.put("kind", kind(first));
        HEADER.forEach(name -> put(contents, name, first.value(name)));
        put(contents, "checkpoint", first.value("checkpoint"));
        put(contents, "from", first.value("from"));
        put(contents, "to", first.value("to"));
    }

    /** The number of entries. */
    private static final class Entries {
        private long entries;
        private long opened;

        void add(Map<String, String> contents, Members line) {
            if (line.value("seq") instanceof Long seq) {
                contents.putIfAbsent("first entry", Long.toString(seq));
                contents.put("last entry", Long.toString(seq));
                entries++;
                opened += line.value("payload") instanceof String ? 1 : 0;
            }
        }

        void put(Map<String, String> contents) {
            contents.put("entries", Long.toString(entries));
            contents.put("open entries", Long.toString(opened));
        }
    }

    private static Map<String, String> lines(InputStream file, String source) throws IOException, UnreadableException {
        Map<String, String> contents = new LinkedHashMap<>();
        Lines lines = new Lines(file);
        Entries entries = new Entries();
        while (lines.next()) {
            Line each = lines.line();
            Members line;
            try {
                line = Members.parse(each.text());
            } catch (MalformedException e) {
                throw new UnreadableException(source + ": " + each.where() + ": " + e.getMessage(), e);
            }
            if (each.number() == 1) {
                begin(contents, line);
            }
            entries.add(contents, line);
        }
        entries.put(contents);
        return contents;
    }

    private static String kind(Members first) {
        if (first.has("inclusionProof")) {
            return "entry with proof";
        }
        if (first.has("consistencyProof")) {
            return "proof between two checkpoints";
        }
        return first.has("export") ? "export" : "file of a file sink";
    }

    private static void put(Map<String, String> contents, String name, @Nullable Object value) {
        if (value instanceof String text) {
            contents.put(name, text.contains("\n") ? describe(text) : Printable.of(text));
        } else if (value instanceof Long number) {
            contents.put(name, number.toString());
        }
    }

    private static Map<String, String> notes(Reader text, String source) throws IOException, UnreadableException {
        Map<String, String> contents = new LinkedHashMap<>();
        contents.put("kind", "checkpoints");
        int number = 0;
        Notes notes = new Notes(text);
        for (String note = notes.next(); note != null; note = notes.next()) {
            number++;
            contents.put("checkpoint " + number, describe(note));
        }
        if (number == 0) {
            throw new UnreadableException(source + " is empty");
        }
        return contents;
    }

    private static String describe(String text) {
        try {
            SignedNote note = SignedNote.parse(text);
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            String signers = String.join(
                    ", ",
                    note.signatures().stream()
                            .map(signature ->
                                    String.format(Locale.ROOT, "%s %08x", signature.name(), signature.keyId()))
                            .toList());
            return Printable.of(checkpoint.origin() + " size " + checkpoint.size() + " root " + checkpoint.root()
                    + " by " + signers);
        } catch (IllegalArgumentException e) {
            return Printable.of("unreadable: " + e.getMessage());
        }
    }
}
