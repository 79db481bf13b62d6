package io.caregate.audit.format;

import io.caregate.audit.format.DicomMessage.Event;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The audit message of DICOM PS3.15, sections A.5.1 to A.5.3, which the syslog form of IHE ITI-20 transports.
 * {@link DicomMessage} says which message an entry becomes. Everything that the message has no element for is in the
 * details of its participant object, in Base64 as the schema demands. Stateless and thread-safe.
 */
public final class DicomAudit {
    private static final String DCM = "DCM";
    private static final String OWN = "Caregate";
    private static final String UNKNOWN = "unknown";
    private static final Set<String> ELSEWHERE = Set.of("id", "details");

    private DicomAudit() {}

    /**
     * The entry or the checkpoint as an XML document on one line, without a line feed. It is ASCII: every other
     * character is a reference, so it needs no byte order mark.
     */
    public static String of(EntryView entry) {
        StringWriter text = new StringWriter();
        try {
            // The JDK's own, whatever other implementation a server has on its class path.
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("AuditMessage");
            DicomMessage message = DicomMessage.of(entry.type());
            event(xml, entry, message);
            participants(xml, entry, message.event());
            source(xml, entry);
            object(xml, entry, message.event());
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("an own message has no XML form", e);
        }
        return ascii(text.toString());
    }

    private static void event(XMLStreamWriter xml, EntryView entry, DicomMessage message) throws XMLStreamException {
        xml.writeStartElement("EventIdentification");
        xml.writeAttribute("EventActionCode", message.event().action());
        xml.writeAttribute("EventDateTime", Times.of(entry.time()));
        xml.writeAttribute("EventOutcomeIndicator", Fhir.outcome(Outcome.of(entry)));
        code(xml, "EventID", message.event().code());
        if (message.type().isPresent()) {
            code(xml, "EventTypeCode", message.type().get());
        }
        code(xml, "EventTypeCode", entry.type(), OWN, entry.type());
        Optional<String> error = entry.text("error");
        if (error.isPresent()) {
            xml.writeStartElement("EventOutcomeDescription");
            xml.writeCharacters(error.get());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** The participants that the table of each message in section A.5.3 has, with who may be the requestor. */
    private static void participants(XMLStreamWriter xml, EntryView entry, Event event) throws XMLStreamException {
        switch (event) {
            case USER_AUTHENTICATION -> {
                actor(xml, entry, true);
                node(xml, entry, Optional.empty());
            }
            case SECURITY_ALERT -> {
                // Who reports the alert, then who did it: the latter are not requestors.
                node(xml, entry, Optional.empty());
                if (hasActor(entry)) {
                    actor(xml, entry, false);
                }
                if (hasUser(entry) && visible(entry.text("client")).isPresent()) {
                    client(xml, entry);
                }
            }
            case AUDIT_LOG_USED -> {
                actor(xml, entry, true);
                if (hasUser(entry) && visible(entry.text("client")).isPresent()) {
                    client(xml, entry);
                }
            }
            case APPLICATION_ACTIVITY -> node(xml, entry, Optional.of(DicomMessage.Code.APPLICATION));
        }
    }

    private static boolean hasUser(EntryView entry) {
        return visible(entry.text("user"))
                .or(() -> visible(entry.detail("username")))
                .isPresent();
    }

    private static boolean hasActor(EntryView entry) {
        return hasUser(entry) || visible(entry.text("client")).isPresent();
    }

    /** The user, or else the client that acts for itself, with the address. */
    private static void actor(XMLStreamWriter xml, EntryView entry, boolean requestor) throws XMLStreamException {
        Optional<String> name = visible(entry.detail("username"));
        String id = visible(entry.text("user"))
                .or(() -> name)
                .or(() -> visible(entry.text("client")))
                .orElse(UNKNOWN);
        xml.writeStartElement("ActiveParticipant");
        xml.writeAttribute("UserID", id);
        if (name.isPresent()) {
            xml.writeAttribute("UserName", name.get());
        }
        xml.writeAttribute("UserIsRequestor", Boolean.toString(requestor));
        String address = visible(entry.text("ip")).orElse(UNKNOWN);
        network(xml, address, Address.isIp(address));
        xml.writeEndElement();
    }

    private static void client(XMLStreamWriter xml, EntryView entry) throws XMLStreamException {
        xml.writeStartElement("ActiveParticipant");
        xml.writeAttribute("UserID", visible(entry.text("client")).orElse(UNKNOWN));
        xml.writeAttribute("UserIsRequestor", "false");
        xml.writeEndElement();
    }

    private static void node(XMLStreamWriter xml, EntryView entry, Optional<DicomMessage.Code> role)
            throws XMLStreamException {
        String node = FhirAgents.node(entry);
        xml.writeStartElement("ActiveParticipant");
        xml.writeAttribute("UserID", node);
        xml.writeAttribute("UserIsRequestor", "false");
        network(xml, node, Address.isIp(node));
        if (role.isPresent()) {
            code(xml, "RoleIDCode", role.get());
        }
        xml.writeEndElement();
    }

    private static void network(XMLStreamWriter xml, String address, boolean isIp) throws XMLStreamException {
        xml.writeAttribute("NetworkAccessPointID", address);
        xml.writeAttribute("NetworkAccessPointTypeCode", isIp ? "2" : "1");
    }

    private static void source(XMLStreamWriter xml, EntryView entry) throws XMLStreamException {
        xml.writeStartElement("AuditSourceIdentification");
        Optional<String> realm = visible(entry.text("realm"));
        if (realm.isPresent()) {
            xml.writeAttribute("AuditEnterpriseSiteID", realm.get());
        }
        xml.writeAttribute("AuditSourceID", FhirAgents.node(entry));
        xml.writeEmptyElement("AuditSourceTypeCode");
        // A security server.
        xml.writeAttribute("csd-code", "6");
        xml.writeEndElement();
    }

    /** The entry in the log. If the log was read, it is the log, as section A.5.3.2 demands. */
    private static void object(XMLStreamWriter xml, EntryView entry, Event event) throws XMLStreamException {
        boolean isLog = event == Event.AUDIT_LOG_USED;
        xml.writeStartElement("ParticipantObjectIdentification");
        xml.writeAttribute(
                "ParticipantObjectID", isLog ? visible(entry.text("path")).orElse(UNKNOWN) : entry.id());
        xml.writeAttribute("ParticipantObjectTypeCode", "2");
        xml.writeAttribute("ParticipantObjectTypeCodeRole", "13");
        if (isLog) {
            code(xml, "ParticipantObjectIDTypeCode", "12", "RFC-3881", "URI");
        } else {
            code(xml, "ParticipantObjectIDTypeCode", "entry", OWN, "Entry of the audit log");
        }
        xml.writeStartElement("ParticipantObjectName");
        xml.writeCharacters(
                isLog ? "Security Audit Log" : visible(entry.text("path")).orElse(entry.type()));
        xml.writeEndElement();
        for (Map.Entry<String, String> detail : details(entry).entrySet()) {
            xml.writeEmptyElement("ParticipantObjectDetail");
            xml.writeAttribute("type", detail.getKey());
            xml.writeAttribute(
                    "value",
                    Base64.getEncoder().encodeToString(detail.getValue().getBytes(StandardCharsets.UTF_8)));
        }
        xml.writeEndElement();
    }

    /** What leads back to the log, then every key of the entry. */
    private static Map<String, String> details(EntryView entry) {
        Map<String, String> details = new LinkedHashMap<>();
        entry.seq().ifPresent(seq -> details.put(EntryView.SEQ, seq.toString()));
        details.putAll(entry.reference());
        details.put("id", entry.id());
        details.putAll(entry.others(ELSEWHERE));
        entry.details().forEach((name, value) -> details.put("details." + name, value));
        return details;
    }

    private static void code(XMLStreamWriter xml, String element, DicomMessage.Code code) throws XMLStreamException {
        code(xml, element, code.value(), DCM, code.meaning());
    }

    private static void code(XMLStreamWriter xml, String element, String code, String system, String meaning)
            throws XMLStreamException {
        xml.writeEmptyElement(element);
        xml.writeAttribute("csd-code", code);
        xml.writeAttribute("codeSystemName", system);
        xml.writeAttribute("originalText", meaning);
    }

    private static Optional<String> visible(Optional<String> value) {
        return value.filter(Fhir::isText);
    }

    /** Only the values of attributes and the text of elements have other characters. */
    private static String ascii(String xml) {
        StringBuilder ascii = new StringBuilder(xml.length());
        xml.codePoints().forEach(c -> {
            if (c < 0x7F) {
                ascii.append((char) c);
            } else {
                ascii.append("&#x").append(Integer.toHexString(c)).append(';');
            }
        });
        return ascii.toString();
    }
}
