package io.caregate.audit.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.auditlog.entry.CanonicalJson;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.entry.TextSanitizer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CefTest {
    /** The keys that the log uses, with the most characters that the dictionary of CEF allows. */
    static final Map<String, Integer> DICTIONARY = Map.ofEntries(
            Map.entry("rt", 20),
            Map.entry("externalId", 40),
            Map.entry("cat", 1023),
            Map.entry("act", 63),
            Map.entry("outcome", 63),
            Map.entry("reason", 1023),
            Map.entry("suser", 1023),
            Map.entry("suid", 1023),
            Map.entry("duser", 1023),
            Map.entry("duid", 1023),
            Map.entry("src", 1023),
            Map.entry("shost", 1023),
            Map.entry("c6a1", 4000),
            Map.entry("c6a1Label", 1023),
            Map.entry("dvchost", 100),
            Map.entry("requestMethod", 1023),
            Map.entry("request", 1023),
            Map.entry("requestClientApplication", 1023),
            Map.entry("cs1", 4000),
            Map.entry("cs2", 4000),
            Map.entry("cs3", 4000),
            Map.entry("cs4", 4000),
            Map.entry("cs5", 4000),
            Map.entry("cs6", 4000),
            Map.entry("cn1", 4000),
            Map.entry("cs1Label", 1023),
            Map.entry("cs2Label", 1023),
            Map.entry("cs3Label", 1023),
            Map.entry("cs4Label", 1023),
            Map.entry("cs5Label", 1023),
            Map.entry("cs6Label", 1023),
            Map.entry("cn1Label", 1023),
            Map.entry(Cef.UNMAPPED, Integer.MAX_VALUE));

    private static final JsonMapper JSON = new JsonMapper();
    private static final LogReference REFERENCE = new LogReference("AAAA", "sso.example.org/audit");

    @Test
    void cefWhenALoginErrorThenAsTheSpecificationWritesIt() {
        String payload = Entry.builder(Samples.ID, Samples.TIME, "LOGIN_ERROR")
                .with(Field.ERROR, "invalid_user_credentials")
                .with(Field.REALM, "a|b=c\\d")
                .with(Field.IP, "192.0.2.7")
                .with(Field.USER, "u-1")
                .detail("username", "älice")
                .build()
                .canonical();

        assertThat(Cef.of(EntryView.of(new SealedEntry(7, Samples.ID, "", payload), REFERENCE)))
                .isEqualTo("CEF:0|Caregate|caregate-audit|2|LOGIN_ERROR|Login error|3|rt=1769847300123 externalId="
                        + Samples.ID + " cat=login act=refused outcome=failure reason=invalid_user_credentials"
                        + " suser=älice suid=u-1 duser=älice duid=u-1 src=192.0.2.7 cs1Label=realm cs1=a|b\\=c\\\\d"
                        + " cs5Label=leaf hash cs5=AAAA cs6Label=log origin cs6=sso.example.org/audit"
                        + " cn1Label=log number cn1=7 CaregateAuditUnmapped={\"details\":{\"username\":\"älice\"}}");
    }

    @Test
    void cefWhenOfAnyTypeAndOutcomeThenOfTheDictionaryAndNothingIsLost() throws IOException {
        for (SealedEntry entry : Samples.entries()) {
            EntryView view = EntryView.of(entry, REFERENCE);
            CefMessage message = CefMessage.parse(Cef.of(view));
            assertThat(message.header().subList(0, 3)).containsExactly("CEF:0", "Caregate", "caregate-audit");
            assertThat(message.header().get(4)).isEqualTo(view.type());
            assertThat(Integer.parseInt(message.header().get(6))).isBetween(0, 10);
            assertThat(DICTIONARY.keySet()).containsAll(message.extension().keySet());
            assertThat(message.extension().get("cs5")).isEqualTo("AAAA");
            assertThat(message.extension().get("cn1")).isEqualTo(Long.toString(entry.seq()));
            JsonNode unmapped = JSON.readTree(message.extension().getOrDefault(Cef.UNMAPPED, "{}"));
            view.details().forEach((name, value) -> assertThat(
                            unmapped.path("details").path(name).asText())
                    .isEqualTo(value));
        }
        assertThat(CefMessage.parse(Cef.of(EntryView.of(Samples.checkpoint())))
                        .extension()
                        .get(Cef.UNMAPPED))
                .contains("AAAA\\n\\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a|b",
                "a=b",
                " cs1=forged",
                "ends with \\",
                "\\= \\| \\n",
                "x\r\nCEF:0|forged",
                "]",
                "\ud83d\ude00",
                "\ud83d",
                "\u0000\u001b[31m",
                "\u2028"
            })
    void valueWhenHostileThenItStaysTheValueOfItsKey(String value) {
        String clean = TextSanitizer.of(value);
        String payload = Samples.json(Map.of(
                "type",
                "LOGIN_ERROR",
                "error",
                value,
                "client",
                value,
                "userAgent",
                value,
                "details",
                Map.of(value, value)));

        String text = Cef.of(EntryView.of(new SealedEntry(7, value, "", payload)));
        Map<String, String> extension = CefMessage.parse(text).extension();

        assertThat(text).doesNotContain("\n", "\r");
        assertThat(extension.keySet()).doesNotContain("cs1", "cs3");
        assertThat(extension)
                .containsEntry("reason", clean)
                .containsEntry("cs2", clean)
                .containsEntry("requestClientApplication", clean)
                .containsEntry("externalId", clean);
    }

    @Test
    void typeWhenHostileThenTheHeaderHasSevenFields() {
        String type = "T|\\|=\r\n" + "x".repeat(2000);
        CefMessage message = CefMessage.parse(
                Cef.of(EntryView.of(new SealedEntry(7, "", "", CanonicalJson.of(Map.of("type", type, "v", "1|2"))))));

        assertThat(message.header().get(3)).isEqualTo("1|2");
        assertThat(message.header().get(4)).startsWith("T|\\|=\ufffd\ufffdx").hasSize(1023);
        assertThat(message.header().get(5)).startsWith("T|\\|=\ufffd\ufffdx").hasSize(512);
    }

    @Test
    void valueWhenLongThenCutAtTheDictionarysLengthAndNotWithinACharacter() {
        String value = "\ud83d\ude00".repeat(32 * 1024);
        String payload = CanonicalJson.of(Map.of("type", "LOGIN", "error", value, "node", value, "user", "a" + value));
        Map<String, String> extension = CefMessage.parse(Cef.of(EntryView.of(new SealedEntry(7, "i", "", payload))))
                .extension();

        extension.forEach((key, found) -> assertThat(found.length()).isLessThanOrEqualTo(DICTIONARY.get(key)));
        assertThat(extension.get("reason")).isEqualTo(value.substring(0, 1022));
        assertThat(extension.get("suid")).isEqualTo("a" + value.substring(0, 1022));
        assertThat(extension.get("dvchost")).isEqualTo(value.substring(0, 100));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, src",
        "2001:db8::7, c6a1",
        "client.example.org, shost",
        "192.0.2.700, shost",
    })
    void addressWhenOfThisKindThenUnderItsKey(String address, String key) {
        Map<String, String> extension = extension(Samples.full("LOGIN").with(Field.IP, address));

        assertThat(extension).containsEntry(key, address);
        assertThat(extension.keySet().stream().filter(Set.of("src", "c6a1", "shost")::contains))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN_ERROR, suser suid duser duid",
        "UPDATE_PASSWORD, suser suid duser duid",
        "USER_DISABLED_BY_PERMANENT_LOCKOUT, duser duid",
        "ADMIN_UPDATE, suser suid",
        "CAREGATE_AUDIT_READ, suser suid"
    })
    void peopleWhenOfThisTypeThenWhoActsAndWhoseAccount(String type, String keys) {
        assertThat(extension(Samples.full(type)).keySet().stream().filter(key -> key.matches("[sd]u(ser|id)")))
                .containsExactlyElementsOf(List.of(keys.split(" ")));
    }

    @Test
    void peopleWhenOneActsAsAnotherThenSourceAndDestinationDiffer() {
        assertThat(extension(Samples.full("IMPERSONATE").detail("impersonator", "root")))
                .containsEntry("suser", "root")
                .containsEntry("duser", "alice")
                .doesNotContainKey("suid");
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN, , 1, allowed, success",
        "LOGIN_ERROR, invalid_user_credentials, 3, refused, failure",
        "LOGIN_ERROR, user_disabled, 6, blocked, failure",
        "LOGIN_ERROR, server_error, 8, failed, failure",
        "USER_DISABLED_BY_PERMANENT_LOCKOUT, , 6, allowed, success"
    })
    void severityWhenOfThisOutcomeThenOnTheScaleOfCef(
            String type, String error, String severity, String action, String outcome) {
        CefMessage message = message(Samples.full(type).with(Field.ERROR, error));

        assertThat(message.header().get(6)).isEqualTo(severity);
        assertThat(message.extension()).containsEntry("act", action).containsEntry("outcome", outcome);
    }

    @Test
    void parserWhenAMessageIsNotWellFormedThenSaysSo() {
        assertThatThrownBy(() -> CefMessage.parse("CEF:0|a|b|c|d|e|3")).hasMessageContaining("no header field");
        assertThatThrownBy(() -> CefMessage.parse("CEF:0|a|b|c|d|e|3|x=a=b")).hasMessageContaining("not escaped");
        assertThatThrownBy(() -> CefMessage.parse("CEF:0|a|b|c|d|e|3|x=a\\b")).hasMessageContaining("wrong escape");
        assertThatThrownBy(() -> CefMessage.parse("CEF:0|a|b|c|d|e|3|x=a x=b")).hasMessageContaining("twice");
    }

    private static Map<String, String> extension(Entry.Builder entry) {
        return message(entry).extension();
    }

    private static CefMessage message(Entry.Builder entry) {
        return CefMessage.parse(Cef.of(EntryView.of(Samples.sealed(entry.build()))));
    }
}
