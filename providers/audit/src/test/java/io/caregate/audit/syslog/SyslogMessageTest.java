package io.caregate.audit.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Item;
import io.caregate.auditlog.entry.CanonicalJson;
import io.caregate.auditlog.entry.SealedEntry;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyslogMessageTest {
    private final SyslogMessage message = new SyslogMessage(13, SyslogFormat.JSON);

    @Test
    void messageWhenALoginErrorThenAsRfc5424WritesIt() {
        assertThat(message.text(Items.entry(7, "Ünal 😀")))
                .isEqualTo("<109>1 2026-01-31T08:15:00.123Z keycloak-0 caregate-audit - LOGIN_ERROR"
                        + " [caregate@32473 seq=\"7\" id=\"01900000-0000-7000-0000-000000000007\""
                        + " realm=\"a \\\"realm\\\"\\] \\\\ ü\"] "
                        + Items.entry(7, "U-")
                                .render(Format.JSON)
                                .replace("ü", "\\u00fc")
                                .replace("U-", "\\u00dcnal \\ud83d\\ude00"));
    }

    @Test
    void frameWhenTextBeyondAsciiThenItsLengthIsInBytes() {
        Item item = Items.entry(7, "alice");
        String frame = new String(message.frame(item), StandardCharsets.UTF_8);

        int length = message.text(item).getBytes(StandardCharsets.UTF_8).length;
        assertThat(frame).isEqualTo(length + " " + message.text(item));
        assertThat(length).isGreaterThan(message.text(item).length());
    }

    @Test
    void messageWhenHeaderFieldsAreForeignThenTheyBreakNothing() {
        String payload = CanonicalJson.of(Map.of(
                "node",
                "a b\u2028c é",
                "type",
                "T ".repeat(40),
                "time",
                "2026-01-31T08:15:00.123Z",
                "error",
                "guard_failed"));

        assertThat(message.text(new Item.OfEntry(new SealedEntry(7, "i\"d\n", "", payload), "", null)))
                .startsWith("<107>1 2026-01-31T08:15:00.123Z a_b_c__ caregate-audit - " + "T_".repeat(16)
                        + " [caregate@32473 seq=\"7\" id=\"i\\\"d\ufffd\"] {");
    }

    @Test
    void messageWhenErasedOrACheckpointThenNilForWhatIsMissing() {
        Item erased = new Item.OfEntry(new SealedEntry(7, "x", "r", null), "", null);

        assertThat(message.text(erased))
                .startsWith("<110>1 1970-01-01T00:00:00.000Z - caregate-audit - CAREGATE_AUDIT_ERASED"
                        + " [caregate@32473 seq=\"7\" id=\"x\"] {");
        assertThat(message.text(Items.checkpoint(7)))
                .startsWith("<110>1 2026-01-31T08:15:00.123Z - caregate-audit - CAREGATE_AUDIT_CHECKPOINT"
                        + " [caregate@32473 id=\"" + Items.checkpoint(7).id() + "\"] {")
                .contains("origin\\n7\\nroot\\n\\n\\u2014 o AA==\\n");
    }

    @ParameterizedTest
    @CsvSource({"cef, CEF:0|Caregate|caregate-audit|2|LOGIN_ERROR|", "dicom, <?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    })
    void messageWhenInAFormatOfTextThenThatFollowsTheStructuredData(String format, String begin) {
        assertThat(new SyslogMessage(13, SyslogFormat.valueOf(format.toUpperCase(Locale.ROOT)))
                        .text(Items.entry(7, "alice")))
                .contains("\"a \\\"realm\\\"\\] \\\\ \u00fc\"] " + begin);
    }

    /** IHE ITI-20: facility 10, severity 5 or 4, and its own MSGID. */
    @ParameterizedTest
    @CsvSource({"invalid_user_credentials, 85", "user_disabled, 84", "server_error, 84"})
    void messageWhenOfDicomThenWithTheHeaderOfIti20(String error, int priority) {
        String payload = CanonicalJson.of(Map.of("type", "LOGIN_ERROR", "error", error, "time", Items.TIME.toString()));
        Item item = new Item.OfEntry(new SealedEntry(7, "x", "", payload), "", null);

        assertThat(new SyslogMessage(SyslogFormat.DICOM.usualFacility().code(), SyslogFormat.DICOM).text(item))
                .startsWith("<" + priority + ">1 2026-01-31T08:15:00.123Z - caregate-audit - IHE+RFC-3881"
                        + " [caregate@32473 seq=\"7\" id=\"x\"] <?xml ");
    }

    @Test
    void frameWhenCefHasTextBeyondAsciiThenUtf8() {
        String frame = new String(
                new SyslogMessage(13, SyslogFormat.CEF).frame(Items.entry(7, "\u00fc\ud83d\ude00")),
                StandardCharsets.UTF_8);

        assertThat(frame).contains("suser=\u00fc\ud83d\ude00 ");
    }
}
