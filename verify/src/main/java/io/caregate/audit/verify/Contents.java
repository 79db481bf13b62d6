package io.caregate.audit.verify;

import io.caregate.audit.tree.Checkpoint;
import io.caregate.audit.tree.SignedNote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file holds, unchecked, as names and values in a sensible order. */
public final class Contents {
    private static final List<String> HEADER = List.of("origin", "realm", "realmId", "size");

    private Contents() {}

    /** Tells an export, a proof and a file of checkpoints apart. */
    public static Map<String, String> of(InputStream file, String source) throws IOException, UnreadableException {
        byte[] begin = file.readNBytes(1);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(begin), file);
        if (begin.length == 1 && begin[0] == '{') {
            return lines(whole, source);
        }
        return notes(new String(whole.readAllBytes(), StandardCharsets.UTF_8), source);
    }

    private static Map<String, String> lines(InputStream file, String source) throws IOException, UnreadableException {
        Map<String, String> contents = new LinkedHashMap<>();
        Lines lines = new Lines(file);
        long entries = 0;
        long opened = 0;
        while (lines.next()) {
            Members line;
            try {
                line = Members.parse(lines.text());
            } catch (MalformedException e) {
                throw new UnreadableException(source + ": line " + lines.number() + ": " + e.getMessage(), e);
            }
            if (lines.number() == 1) {
                contents.put("kind", kind(line));
                HEADER.forEach(name -> put(contents, name, line.value(name)));
                put(contents, "checkpoint", line.value("checkpoint"));
                put(contents, "from", line.value("from"));
                put(contents, "to", line.value("to"));
            }
            if (line.value("seq") instanceof Long seq) {
                contents.putIfAbsent("first entry", Long.toString(seq));
                contents.put("last entry", Long.toString(seq));
                entries++;
                opened += line.value("payload") instanceof String ? 1 : 0;
            }
        }
        contents.put("entries", Long.toString(entries));
        contents.put("open entries", Long.toString(opened));
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
            contents.put(name, text.contains("\n") ? describe(text) : Finding.printable(text));
        } else if (value instanceof Long number) {
            contents.put(name, number.toString());
        }
    }

    private static Map<String, String> notes(String text, String source) throws UnreadableException {
        Map<String, String> contents = new LinkedHashMap<>();
        contents.put("kind", "checkpoints");
        int number = 0;
        for (String note : Notes.of(text)) {
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
                            .map(signature -> String.format("%s %08x", signature.name(), signature.keyId()))
                            .toList());
            return Finding.printable(checkpoint.origin() + " size " + checkpoint.size() + " root " + checkpoint.root()
                    + " by " + signers);
        } catch (IllegalArgumentException e) {
            return Finding.printable("unreadable: " + e.getMessage());
        }
    }
}
