package io.caregate.audit.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.auditlog.entry.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * CloudEvents {@value #VERSION} in its JSON format: an envelope around the log's own JSON. What leads back to the log
 * is in extension attributes. The number is text, since an integer of CloudEvents has 32 bits.
 */
final class CloudEvents {
    static final String VERSION = "1.0";

    private static final String TYPES = "io.caregate.audit.";
    private static final String SCHEMAS = "urn:caregate:audit:entry:";
    /** The source of a log whose name is not known. */
    private static final String UNNAMED = "caregate-audit";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final String KEPT = "-._~!$&'()*+,;=:@/";

    private CloudEvents() {}

    static ObjectNode of(EntryView entry) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", VERSION);
        event.put("id", entry.id());
        event.put("source", source(entry.origin()));
        event.put("type", TYPES + entry.type());
        event.put("time", Times.of(entry.time()));
        event.put("datacontenttype", "application/json");
        event.put("dataschema", SCHEMAS + version(entry));
        entry.reference().forEach((name, value) -> event.put("log" + name, value));
        event.set("data", CaregateJson.of(entry));
        return event;
    }

    private static String version(EntryView entry) {
        return entry.text("v").filter(text -> NUMBER.matcher(text).matches()).orElse(Integer.toString(Entry.VERSION));
    }

    /**
     * The log's name as a relative reference (RFC 3986, section 4.2). One that would be read as a scheme or as a host
     * gets a dot segment in front, as that section says.
     */
    private static String source(String origin) {
        StringBuilder source = new StringBuilder();
        for (byte b : origin.getBytes(StandardCharsets.UTF_8)) {
            boolean isKept =
                    (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || KEPT.indexOf(b) >= 0;
            if (isKept) {
                source.append((char) b);
            } else {
                source.append(String.format(Locale.ROOT, "%%%02X", b));
            }
        }
        int slash = source.indexOf("/");
        int colon = source.indexOf(":");
        boolean isMisread = source.indexOf("//") == 0 || (colon >= 0 && (slash < 0 || colon < slash));
        return source.isEmpty() ? UNNAMED : (isMisread ? "./" : "") + source;
    }
}
