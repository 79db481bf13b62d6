package io.caregate.audit.verify.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.audit.verify.Beginning;
import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far the log was fetched and verified: the content of {@code state.json}. What a file of the folder has beyond it
 * was written by a run that was stopped.
 *
 * @param entries the fetched entries and their tree
 * @param bytes the length of their lines in {@code entries.jsonl}
 * @param header the first line of the last export, with its checkpoint and its line feed; empty if there was none
 * @param realmId the realm of the export; null if there was none
 * @param checkpoint the note in the header; null if there was none
 */
public record ArchiveState(
        Beginning entries,
        long bytes,
        String header,
        @Nullable String realmId,
        @Nullable String checkpoint) {
    /** Nothing was fetched. */
    public static final ArchiveState NONE = new ArchiveState(Beginning.NONE, 0, "", null, null);

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Set<String> NAMES = Set.of("v", "size", "tree", "bytes", "header");
    private static final int VERSION = 1;

    /** The state after an export with this header, which was verified. */
    public static ArchiveState of(Beginning entries, long bytes, String header) throws MalformedException {
        if (header.isEmpty()) {
            return new ArchiveState(entries, bytes, header, null, null);
        }
        Members members = Members.parse(header);
        return new ArchiveState(entries, bytes, header, members.text("realmId"), members.text("checkpoint"));
    }

    static ArchiveState parse(String text) throws MalformedException {
        Members members = Members.parse(text);
        members.demand(NAMES);
        if (members.number("v") != VERSION) {
            throw new MalformedException("it is of a version that this program does not know");
        }
        try {
            Beginning entries = new Beginning(members.number("size"), members.text("tree"));
            return of(entries, members.number("bytes"), members.text("header"));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("its tree is not one of its size");
        }
    }

    byte[] toBytes() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeNumberField("size", entries.size());
            json.writeStringField("tree", entries.tree());
            json.writeNumberField("bytes", bytes);
            json.writeStringField("header", header);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toByteArray();
    }

    byte[] headerBytes() {
        return header.getBytes(StandardCharsets.UTF_8);
    }
}
