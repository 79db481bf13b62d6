package io.caregate.audit.syslog;

import io.caregate.audit.format.Envelope;
import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Item;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One message of RFC 5424, framed by its length (RFC 5425, section 4.3). Seq, id and realm are structured data. The
 * text is the entry in the configured format, with every character beyond ASCII escaped as JSON allows. It therefore
 * needs no byte order mark (section 6.4), which JSON parsers stumble over.
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
    private final Format format;

    SyslogMessage(int facility, Format format) {
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
        Envelope envelope = envelope(item);
        return "<" + (facility * 8 + envelope.severity()) + ">1 " + TIMESTAMP.format(envelope.time()) + " "
                + header(envelope.node(), MAX_HOSTNAME) + " " + APP_NAME + " - " + header(envelope.type(), MAX_MSGID)
                + " " + structuredData(envelope) + " " + ascii(item.render(format));
    }

    private static Envelope envelope(Item item) {
        if (item instanceof Item.OfEntry entry) {
            return Envelope.of(entry.entry());
        }
        return Envelope.of(((Item.OfCheckpoint) item).checkpoint());
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

    /** Characters beyond ASCII in a JSON text are always within its strings. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7F) {
                ascii.append(c);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return ascii.toString();
    }
}
