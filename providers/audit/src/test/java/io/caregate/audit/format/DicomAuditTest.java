package io.caregate.audit.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.auditlog.entry.CanonicalJson;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.entry.TextSanitizer;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The messages follow the schema of DICOM PS3.15, section A.5.1, and the tables of section A.5.3. */
class DicomAuditTest {
    /** Of DICOM's context groups 400 and 401, those that the log uses. */
    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("110100", "Application Activity"),
            Map.entry("110101", "Audit Log Used"),
            Map.entry("110113", "Security Alert"),
            Map.entry("110114", "User Authentication"),
            Map.entry("110120", "Application Start"),
            Map.entry("110121", "Application Stop"),
            Map.entry("110122", "Login"),
            Map.entry("110123", "Logout"),
            Map.entry("110129", "Security Configuration"),
            Map.entry("110132", "Use of Restricted Function"),
            Map.entry("110137", "User Security Attributes Changed"),
            Map.entry("110150", "Application"));

    private static final Schema SCHEMA = schema();
    private static final LogReference REFERENCE = new LogReference("AAAA", "sso.example.org/audit");

    @Test
    void messageWhenALoginErrorThenAsTheStandardWritesIt() {
        SealedEntry entry = Samples.sealed(Entry.builder(Samples.ID, Samples.TIME, "LOGIN_ERROR")
                .with(Field.ERROR, "invalid_user_credentials")
                .with(Field.USER, "u-1")
                .with(Field.IP, "192.0.2.7")
                .with(Field.NODE, "keycloak-0")
                .with(Field.REALM, "Klinik Süd")
                .detail("username", "alice")
                .build());

        assertThat(DicomAudit.of(EntryView.of(entry, REFERENCE)))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><AuditMessage><EventIdentification"
                        + " EventActionCode=\"E\" EventDateTime=\"2026-01-31T08:15:00.123Z\""
                        + " EventOutcomeIndicator=\"4\"><EventID csd-code=\"110114\" codeSystemName=\"DCM\""
                        + " originalText=\"User Authentication\"/><EventTypeCode csd-code=\"110122\""
                        + " codeSystemName=\"DCM\" originalText=\"Login\"/><EventTypeCode csd-code=\"LOGIN_ERROR\""
                        + " codeSystemName=\"Caregate\" originalText=\"LOGIN_ERROR\"/><EventOutcomeDescription>"
                        + "invalid_user_credentials</EventOutcomeDescription></EventIdentification>"
                        + "<ActiveParticipant UserID=\"u-1\" UserName=\"alice\" UserIsRequestor=\"true\""
                        + " NetworkAccessPointID=\"192.0.2.7\" NetworkAccessPointTypeCode=\"2\"></ActiveParticipant>"
                        + "<ActiveParticipant UserID=\"keycloak-0\" UserIsRequestor=\"false\""
                        + " NetworkAccessPointID=\"keycloak-0\" NetworkAccessPointTypeCode=\"1\">"
                        + "</ActiveParticipant><AuditSourceIdentification AuditEnterpriseSiteID=\"Klinik S&#xfc;d\""
                        + " AuditSourceID=\"keycloak-0\"><AuditSourceTypeCode csd-code=\"6\"/>"
                        + "</AuditSourceIdentification><ParticipantObjectIdentification ParticipantObjectID=\""
                        + Samples.ID + "\" ParticipantObjectTypeCode=\"2\" ParticipantObjectTypeCodeRole=\"13\">"
                        + "<ParticipantObjectIDTypeCode csd-code=\"entry\" codeSystemName=\"Caregate\""
                        + " originalText=\"Entry of the audit log\"/><ParticipantObjectName>LOGIN_ERROR"
                        + "</ParticipantObjectName><ParticipantObjectDetail type=\"seq\" value=\"Nw==\"/>"
                        + "<ParticipantObjectDetail type=\"leaf\" value=\"QUFBQQ==\"/>");
    }

    @Test
    void messageWhenOfAnyTypeAndOutcomeThenFollowsTheSchemaAndItsTable() throws Exception {
        List<EntryView> views = new ArrayList<>(List.of(EntryView.of(Samples.checkpoint())));
        Samples.entries().forEach(entry -> views.add(EntryView.of(entry, REFERENCE)));
        for (EntryView view : views) {
            String text = DicomAudit.of(view);
            check(text);
            Document message = parse(text);
            follows(message, view);
            Map<String, String> details = details(message);
            view.details().forEach((name, value) -> assertThat(details).containsEntry("details." + name, value));
        }
        assertThat(views).hasSizeGreaterThan(130);
    }

    @Test
    void schemaWhenSomethingIsMissingOrWrongThenSaysSo() {
        String good = DicomAudit.of(
                EntryView.of(Samples.sealed(Samples.full("LOGIN_ERROR").build())));

        assertThatThrownBy(() -> check(good.replace("UserIsRequestor", "Requestor")))
                .hasMessageContaining("Requestor");
        assertThatThrownBy(() -> check(good.replace("EventOutcomeIndicator=\"4\"", "EventOutcomeIndicator=\"5\"")))
                .hasMessageContaining("'5'");
        assertThatThrownBy(() -> check(good.replaceAll("<EventID [^>]*>", ""))).hasMessageContaining("EventID");
        assertThatThrownBy(() -> check(good.replace("value=\"Nw==\"", "value=\"7!\"")))
                .hasMessageContaining("7!");
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN_ERROR, 110114, 110122",
        "LOGOUT, 110114, 110123",
        "CODE_TO_TOKEN_ERROR, 110114, ",
        "UPDATE_PASSWORD, 110113, 110137",
        "USER_DISABLED_BY_PERMANENT_LOCKOUT, 110113, 110137",
        "CLIENT_REGISTER_ERROR, 110113, 110129",
        "ADMIN_DELETE, 110113, 110129",
        "MODEL_UPDATE, 110113, 110129",
        "WORKFLOW_STEP_ERROR, 110113, 110129",
        "USER_INFO_REQUEST_ERROR, 110113, 110132",
        "SOMETHING_NEW, 110113, 110132",
        "CAREGATE_AUDIT_READ, 110101, ",
        "CAREGATE_AUDIT_READ_ERROR, 110101, ",
        "CAREGATE_SERVER_START, 110100, 110120",
        "CAREGATE_SERVER_STOP, 110100, 110121",
        "CAREGATE_AUDIT_DAMAGED, 110113, ",
        "CAREGATE_AUDIT_DEAD_LETTER, 110113, "
    })
    void messageWhenOfThisTypeThenOfTheTablesCodes(String type, String event, String eventType) throws Exception {
        Document message = parse(
                DicomAudit.of(EntryView.of(Samples.sealed(Samples.full(type).build()))));

        assertThat(codes(message, "EventID")).containsExactly(event);
        assertThat(codes(message, "EventTypeCode"))
                .containsExactlyElementsOf(eventType == null ? List.of(type) : List.of(eventType, type));
    }

    /** The table has no row that no type leads to, and each type leads to one. */
    @Test
    void tableWhenEveryTypeIsLookedUpThenEveryRowIsUsedAndHasCodesOfDicom() {
        Set<DicomMessage> used = new TreeSet<>();
        Samples.types().forEach(type -> used.add(DicomMessage.of(type)));

        assertThat(used).containsExactly(DicomMessage.values());
        for (DicomMessage message : used) {
            assertThat(CODES)
                    .containsEntry(
                            message.event().code().value(),
                            message.event().code().meaning());
            message.type().ifPresent(type -> assertThat(CODES).containsEntry(type.value(), type.meaning()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>",
                "]]>",
                "&#x0;",
                "a\" UserIsRequestor=\"false",
                "'",
                "x\r\ny\tz",
                "]",
                "\ud83d\ude00",
                "\ud83d",
                "\u0000\u001b[31m",
                "\ufffe\u2028"
            })
    void valueWhenHostileThenItStaysAValue(String value) throws Exception {
        String clean = TextSanitizer.of(value);
        String payload = Samples.json(Map.of(
                "type", "LOGIN_ERROR", "error", value, "user", value, "node", value, "details", Map.of("a", value)));

        String text = DicomAudit.of(EntryView.of(new SealedEntry(7, value, "", payload)));
        check(text);
        Document message = parse(text);

        assertThat(text).matches("[\\x20-\\x7E]+");
        assertThat(element(message, "EventOutcomeDescription").getTextContent()).isEqualTo(clean);
        assertThat(element(message, "ActiveParticipant").getAttribute("UserID")).isEqualTo(clean);
        assertThat(element(message, "AuditSourceIdentification").getAttribute("AuditSourceID"))
                .isEqualTo(clean);
        assertThat(details(message)).containsEntry("details.a", clean).containsEntry("user", clean);
    }

    @Test
    void valueWhenOf64KilobytesThenWhole() throws Exception {
        String value = "\u00fc".repeat(32 * 1024);
        String text = DicomAudit.of(EntryView.of(
                new SealedEntry(7, "i", "", CanonicalJson.of(Map.of("type", "LOGIN", "details", Map.of("a", value))))));

        check(text);
        assertThat(details(parse(text))).containsEntry("details.a", value);
    }

    @Test
    void participantsWhenNobodyIsKnownThenSomeoneUnknownAndTheLog() throws Exception {
        Document message = parse(
                DicomAudit.of(EntryView.of(new SealedEntry(7, "i", "", "{\"type\":\"LOGIN_ERROR\",\"node\":\" \"}"))));

        NodeList participants = message.getElementsByTagName("ActiveParticipant");
        assertThat(((Element) participants.item(0)).getAttribute("UserID")).isEqualTo("unknown");
        assertThat(((Element) participants.item(1)).getAttribute("UserID")).isEqualTo("caregate-audit");
    }

    /** Throws if the message is not of the schema. */
    static void check(String text) throws Exception {
        SCHEMA.newValidator().validate(new StreamSource(new StringReader(text)));
    }

    /** What section A.5.3 says beyond the schema. */
    private static void follows(Document message, EntryView view) {
        String event = codes(message, "EventID").get(0);
        Element identification = element(message, "EventIdentification");
        assertThat(identification.getAttribute("EventActionCode")).isEqualTo(event.equals("110101") ? "R" : "E");
        List<Element> participants = new ArrayList<>();
        NodeList found = message.getElementsByTagName("ActiveParticipant");
        for (int i = 0; i < found.getLength(); i++) {
            participants.add((Element) found.item(i));
        }
        List<Element> requestors = participants.stream()
                .filter(participant ->
                        participant.getAttribute("UserIsRequestor").equals("true"))
                .toList();
        Element object = element(message, "ParticipantObjectIdentification");
        assertThat(object.getAttribute("ParticipantObjectTypeCode")).isEqualTo("2");
        switch (event) {
            case "110114" -> {
                assertThat(participants).hasSize(2);
                assertThat(requestors).containsExactly(participants.get(0));
                assertThat(participants.get(0).getAttribute("NetworkAccessPointID"))
                        .isNotEmpty();
                assertThat(participants.get(0).getAttribute("NetworkAccessPointTypeCode"))
                        .isNotEmpty();
            }
            case "110113" -> {
                assertThat(participants).isNotEmpty();
                assertThat(requestors).isEmpty();
            }
            case "110101" -> {
                assertThat(participants).hasSizeBetween(1, 2);
                assertThat(object.getAttribute("ParticipantObjectTypeCodeRole")).isEqualTo("13");
                assertThat(codes(message, "ParticipantObjectIDTypeCode")).containsExactly("12");
                assertThat(object.getAttribute("ParticipantObjectID"))
                        .isEqualTo(view.text("path").orElseThrow());
                assertThat(element(message, "ParticipantObjectName").getTextContent())
                        .isEqualTo("Security Audit Log");
            }
            default -> {
                assertThat(event).isEqualTo("110100");
                assertThat(participants).hasSize(1);
                assertThat(codes(message, "RoleIDCode")).containsExactly("110150");
                assertThat(codes(message, "EventTypeCode").get(0)).isIn("110120", "110121");
            }
        }
    }

    private static Element element(Document message, String name) {
        return (Element) message.getElementsByTagName(name).item(0);
    }

    private static List<String> codes(Document message, String name) {
        List<String> codes = new ArrayList<>();
        NodeList elements = message.getElementsByTagName(name);
        for (int i = 0; i < elements.getLength(); i++) {
            codes.add(((Element) elements.item(i)).getAttribute("csd-code"));
        }
        return codes;
    }

    private static Map<String, String> details(Document message) {
        Map<String, String> details = new TreeMap<>();
        NodeList elements = message.getElementsByTagName("ParticipantObjectDetail");
        for (int i = 0; i < elements.getLength(); i++) {
            Element detail = (Element) elements.item(i);
            details.put(
                    detail.getAttribute("type"),
                    new String(Base64.getDecoder().decode(detail.getAttribute("value")), StandardCharsets.UTF_8));
        }
        return details;
    }

    private static Document parse(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static Schema schema() {
        try {
            return SchemaFactory.newDefaultInstance()
                    .newSchema(DicomAuditTest.class.getResource("/format/dicom-audit-message.xsd"));
        } catch (SAXException e) {
            throw new IllegalStateException("the schema cannot be read", e);
        }
    }
}
