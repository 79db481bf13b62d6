package io.caregate.audit.syslog;

import io.caregate.audit.format.EntryView;
import io.caregate.audit.format.Envelope;
import io.caregate.audit.sink.Item;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One message of RFC 5424, framed by its length (RFC 5425, section 4.3). Seq, id and realm are structured data. The
 * text is the entry in the configured format. All formats but CEF are ASCII, with every other character escaped as they
 * allow. None has a byte order mark (section 6.4), which parsers of JSON and CEF stumble over.
 */
final class SyslogMessage {
    private static final String APP_NAME = "caregate-audit";
    /** The enterprise number is the one for documentation (RFC 5612): the pack has no number of its own. */
    private static final String SD_ID = "caregate@32473";

    private static final int MAX_HOSTNAME = 255;
    private static final int MAX_MSGID = 32;
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final int facility;
    private final SyslogFormat format;

    SyslogMessage(int facility, SyslogFormat format) {
        this.facility = facility;
        this.format = format;
    }

    /** The frame: length, space, message. */
    byte[] frame(Item item) {
        byte[] message = text(item).getBytes(StandardCharsets.UTF_8);
        byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[length.length + message.length];
        System.arraycopy(length, 0, frame, 0, length.length);
        System.arraycopy(message, 0, frame, length.length, message.length);
        return frame;
    }

    String text(Item item) {
        EntryView view = item.view();
        Envelope envelope = Envelope.of(view);
        return "<" + (facility * 8 + format.severity(envelope)) + ">1 " + TIMESTAMP.format(envelope.time()) + " "
                + header(envelope.node(), MAX_HOSTNAME) + " " + APP_NAME + " - "
                + header(format.messageId(envelope), MAX_MSGID)
                + " " + structuredData(envelope) + " " + format.text(view);
    }

    /** PRINTUSASCII of a limited length, or the nil value (section 6). */
    private static String header(String value, int most) {
        String printable = value.replaceAll("[^\\x21-\\x7E]", "_");
        return printable.isEmpty() ? "-" : printable.substring(0, Math.min(most, printable.length()));
    }

    private static String structuredData(Envelope envelope) {
        StringBuilder data = new StringBuilder("[").append(SD_ID);
        envelope.seq().ifPresent(seq -> parameter(data, "seq", seq.toString()));
        parameter(data, "id", envelope.id());
        if (!envelope.realm().isEmpty()) {
            parameter(data, "realm", envelope.realm());
        }
        return data.append(']').toString();
    }

    /** Section 6.3.3: quote, backslash and closing bracket are escaped. */
    private static void parameter(StringBuilder data, String name, String value) {
        data.append(' ').append(name).append("=\"");
        data.append(value.replaceAll("[\"\\\\\\]]", "\\\\$0")).append('"');
    }
}
