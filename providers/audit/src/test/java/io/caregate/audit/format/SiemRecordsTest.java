package io.caregate.audit.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The verifier, which shares no code with the formats, is tested with the records that they make. With
 * {@code -Dcaregate.corpus.write=true} the file is written.
 */
class SiemRecordsTest {
    private static final Path FILE = Path.of("..", "..", "verify", "src", "test", "resources", "siem", "records.jsonl");
    private static final List<Format> FORMATS = List.of(Format.JSON, Format.ECS, Format.OCSF, Format.CLOUDEVENTS);

    @Test
    void recordsWhenRenderedThenThoseThatTheVerifierIsTestedWith() throws IOException {
        String records = records();
        if (Boolean.getBoolean("caregate.corpus.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, records);
        }
        assertThat(Files.readString(FILE)).isEqualTo(records);
    }

    private static String records() {
        List<Entry> entries = new ArrayList<>();
        List<String> types = List.of(
                "LOGIN",
                "LOGOUT",
                "CODE_TO_TOKEN",
                "UPDATE_PASSWORD",
                "USER_DISABLED_BY_PERMANENT_LOCKOUT",
                "CLIENT_REGISTER",
                "ADMIN_UPDATE",
                "USER_INFO_REQUEST",
                "CAREGATE_AUDIT_READ",
                "CAREGATE_SERVER_START",
                "CAREGATE_AUDIT_DAMAGED",
                "SOMETHING_NEW");
        types.forEach(type -> entries.add(Samples.full(type).build()));
        List.of("LOGIN", "LOGOUT", "CODE_TO_TOKEN", "CLIENT_REGISTER", "USER_INFO_REQUEST", "CAREGATE_AUDIT_READ")
                .forEach(type -> entries.add(Samples.full(type + "_ERROR")
                        .with(Field.ERROR, "invalid_request")
                        .build()));
        List.of("LOGIN_ERROR", "CLIENT_LOGIN", "ADMIN_DELETE", "CAREGATE_SERVER_STOP", "USER_INFO_REQUEST")
                .forEach(type -> entries.add(
                        Entry.builder(Samples.ID, Samples.TIME, type).build()));
        entries.add(Entry.builder(Samples.ID, Samples.TIME, "CLIENT_LOGIN")
                .with(Field.CLIENT, "app")
                .with(Field.IP, "not an address")
                .build());
        entries.add(Samples.full("ADMIN_CREATE")
                .detail("resource_path", "users/1")
                .detail("query_type", "two labels of one name")
                .detail("\u00fc \ud83d\ude00", "<&\"'>\\")
                .detail("empty", "")
                .build());
        List<String> lines = new ArrayList<>();
        for (Entry entry : entries) {
            lines.add(line(lines.size() + 1, entry.canonical()).toString());
        }
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static ObjectNode line(long seq, String payload) {
        byte[] salt = new byte[TreeHasher.SALT_BYTES];
        String leaf = Base64.getEncoder()
                .encodeToString(new TreeHasher().leaf(salt, payload.getBytes(StandardCharsets.UTF_8)));
        EntryView view = EntryView.of(
                new SealedEntry(seq, Samples.ID, "", payload), new LogReference(leaf, "sso.example.org/audit"));
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("seq", seq).put("leaf", leaf).put("payload", payload);
        FORMATS.forEach(format -> line.set(format.toString(), format.toObject(view)));
        return line;
    }
}
