package io.caregate.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A line that is read at once from its bytes means the same to the reader of any JSON. */
class ServerFormTest {
    private static final int CHANGES = Integer.getInteger("caregate.mutations", 3_000);
    private static final String OPEN = new TestLog(NoteSigner.ofPem(TestLog.ORIGIN, NoteSigner.newPem()), 3)
            .line(3)
            .json()
            .strip();
    private static final String CLOSED = OPEN.replaceFirst(",\"salt\".*", "}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "alice|alice",
                "alice|J\u00fcrgen \u20ac \ud83d\ude00",
                "alice|\\\\\\\"",
                "alice|\\\\\\\\",
                "\"seq\":3|\"seq\":1",
                "\"seq\":3|\"seq\":999999999999999"
            })
    void entryWhenTheServerWritesItSoThenReadAtOnce(String before, String after) throws Exception {
        assertThat(isReadAtOnce(OPEN.replace(before, after))).isTrue();
        assertThat(isReadAtOnce(CLOSED.replace(before, after))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "{|{ ",
                "\"seq\":3|\"seq\":03",
                "\"seq\":3|\"seq\":0",
                "\"seq\":3|\"seq\":-3",
                "\"seq\":3|\"seq\":9007199254740993",
                "\"seq\":3|\"seq\":",
                "=\"|*\"",
                "=\"|\"",
                "}|",
                "}|} ",
                "}|}}",
                "seq|leaf"
            })
    void entryWhenAnythingElseThenNotReadAtOnce(String before, String after) throws Exception {
        String with = after == null ? "" : after;
        assertThat(isReadAtOnce(OPEN.replace(before, with))).isFalse();
        assertThat(isReadAtOnce(CLOSED.replace(before, with))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "\u0000", "\\t", "\\u0009", "\\/", "\\u0061", "\\", "\"", "\\\\u0061", "\\\\"})
    void payloadWhenItIsNotPlainThenNotReadAtOnce(String text) throws Exception {
        assertThat(isReadAtOnce(OPEN.replace("alice", text))).isFalse();
    }

    @Test
    void lineWhenChangedAtRandomThenNotReadAtOnceOrTheSameToAnyReader() throws Exception {
        List<byte[]> lines = List.of(
                OPEN.getBytes(StandardCharsets.UTF_8),
                CLOSED.getBytes(StandardCharsets.UTF_8),
                OPEN.replace("alice", "J\u00fcrgen\u20ac").getBytes(StandardCharsets.UTF_8));
        Mutator mutator = new Mutator(new Random(8), lines);
        int atOnce = 0;
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = mutator.change(lines.get(i % lines.size()));
            // The last line feed, which a mutator that works on lines leaves, is not part of a line.
            int length =
                    changed.length > 0 && changed[changed.length - 1] == '\n' ? changed.length - 1 : changed.length;
            byte[] line = Arrays.copyOf(changed, length);
            atOnce += isReadAtOnce(line) ? 1 : 0;
        }
        assertThat(atOnce).isBetween(CHANGES / 100, CHANGES * 9 / 10);
    }

    private static boolean isReadAtOnce(String line) throws MalformedException {
        return isReadAtOnce(line.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isReadAtOnce(byte[] line) throws MalformedException {
        EntryLine atOnce = ServerForm.entry(line);
        if (atOnce == null) {
            return false;
        }
        String text = Utf8.decode(line, 0, line.length);
        Members members = Members.parse(text);
        EntryLine plain = EntryLine.of(members);
        TreeHasher hasher = new TreeHasher();
        assertThat(ServerForm.isOf(text, members, ServerForm.ENTRY)).as(text).isTrue();
        assertThat(atOnce.seq()).as(text).isEqualTo(plain.seq());
        assertThat(atOnce.leaf()).as(text).isEqualTo(plain.leaf());
        assertThat(atOnce.payload()).as(text).isEqualTo(plain.payload());
        assertThat(atOnce.computed(hasher)).as(text).isEqualTo(plain.computed(hasher));
        return true;
    }
}
