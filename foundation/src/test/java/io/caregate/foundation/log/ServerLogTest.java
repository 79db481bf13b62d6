package io.caregate.foundation.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLogTest {
    private static final ServerLog LOG = ServerLog.of(ServerLogTest.class);

    private final List<LogRecord> written = new ArrayList<>();
    private final Logger target = Logger.getLogger(ServerLogTest.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            written.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        target.setUseParentHandlers(false);
        target.addHandler(handler);
    }

    @AfterEach
    void stop() {
        target.removeHandler(handler);
    }

    private String message() {
        assertThat(written).hasSize(1);
        return written.get(0).getMessage();
    }

    private String stack() {
        StringWriter printed = new StringWriter();
        written.get(0).getThrown().printStackTrace(new PrintWriter(printed));
        return printed.toString();
    }

    @Test
    void valueWhenItHasALineBreakThenItIsShownAsItsCodePoint() {
        LOG.warnf("realm=%s count=%d", "a\r\n2026-11-28 ERROR forged", 7);
        assertThat(message()).isEqualTo("realm=a<U+000D><U+000A>2026-11-28 ERROR forged count=7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u001b", "\u0085", "\u200b", "\u202e", "\u2028", "\u2029", "\ud800", "\ufeff"})
    void valueWhenItHasACharacterThatIsNotPrintedThenItIsShownAsItsCodePoint(String character) {
        LOG.infof("name=%s.", character);
        assertThat(message()).isEqualTo("name=<U+%04X>.", (int) character.charAt(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ärztehaus Süd", "診療所", "100 %", "\"'\\<>", "\ud83e\ude7a"})
    void valueWhenItIsPrintedAsItselfThenUnchanged(String name) {
        LOG.errorf("name=%s", name);
        assertThat(message()).isEqualTo("name=" + name);
    }

    @Test
    void listWhenAnElementHasALineBreakThenItIsShownAsItsCodePoint() {
        LOG.infof("names=%s", List.of("a", "b\nc"));
        assertThat(message()).isEqualTo("names=[a, b<U+000A>c]");
    }

    @Test
    void exceptionWhenAMessageInItHasALineBreakThenItIsShownAsItsCodePoint() {
        Exception cause = new IllegalStateException("x\nERROR forged");
        Exception thrown = new IllegalArgumentException("not taken", cause);
        thrown.addSuppressed(new IllegalStateException("y\u2028z"));
        LOG.errorf(thrown, "failed");
        assertThat(stack())
                .startsWith("java.lang.IllegalArgumentException: not taken")
                .contains("Caused by: java.lang.IllegalStateException: x<U+000A>ERROR forged")
                .contains("Suppressed: java.lang.IllegalStateException: y<U+2028>z")
                .contains("at " + ServerLogTest.class.getName());
    }

    @Test
    void exceptionWhenItsMessagesAreOneLineThenItIsTheSame() {
        Exception thrown = new IllegalArgumentException("not taken", new IllegalStateException());
        LOG.errorf(thrown, "failed");
        assertThat(written.get(0).getThrown()).isSameAs(thrown);
    }

    @Test
    void exceptionWhenItIsItsOwnCauseThenWrittenAllTheSame() {
        Exception first = new IllegalStateException("a\nb");
        Exception second = new IllegalStateException("c", first);
        first.initCause(second);
        LOG.errorf(first, "failed");
        assertThat(stack()).contains("a<U+000A>b");
    }

    @Test
    void levelWhenOffThenNothingIsFormatted() {
        LOG.debugf(
                "%s",
                new Object() {
                    @Override
                    public String toString() {
                        throw new AssertionError("formatted");
                    }
                });
        assertThat(written).isEmpty();
    }
}
