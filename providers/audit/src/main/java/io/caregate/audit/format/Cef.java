package io.caregate.audit.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.auditlog.entry.Entry;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * ArcSight Common Event Format, version 0: a header of seven fields and an extension of keys of its dictionary. Every
 * SIEM that reads CEF reads this version, and no key here is of a later one. A value that is longer than the dictionary
 * allows is cut. Keys of an entry without a field of their own, and all details, are one JSON object in the custom key
 * {@value #UNMAPPED}. Stateless and thread-safe.
 */
public final class Cef {
    static final String UNMAPPED = "CaregateAuditUnmapped";

    private static final int NAME = 512;
    private static final int EVENT_CLASS = 1023;
    private static final int VERSION = 31;
    private static final int LONG = 1023;
    private static final Set<String> ELSEWHERE = Set.of(
            "v",
            "id",
            "time",
            "type",
            "error",
            "realm",
            "client",
            "user",
            "session",
            "ip",
            "userAgent",
            "node",
            "method",
            "path",
            "rule",
            "details");

    private Cef() {}

    /** The entry or the checkpoint as one line without a line feed. */
    public static String of(EntryView entry) {
        Outcome outcome = Outcome.of(entry);
        String header = String.join(
                "|",
                "CEF:0",
                "Caregate",
                "caregate-audit",
                header(entry.text("v").orElse(Integer.toString(Entry.VERSION)), VERSION),
                header(entry.type(), EVENT_CLASS),
                header(name(entry.type()), NAME),
                Integer.toString(severity(Severity.of(entry, outcome))));
        return header + "|" + extension(entry, outcome);
    }

    /** CEF calls 0 to 3 low, 4 to 6 medium, 7 and 8 high, 9 and 10 very high. */
    private static int severity(Severity severity) {
        return switch (severity) {
            case INFORMATIONAL -> 1;
            case LOW -> 3;
            case MEDIUM -> 6;
            case HIGH -> 8;
        };
    }

    /** The type as people write it: {@code Login error}. */
    private static String name(String type) {
        String words = type.replace('_', ' ').toLowerCase(Locale.ROOT);
        int first = words.isEmpty() ? 0 : words.offsetByCodePoints(0, 1);
        return words.substring(0, first).toUpperCase(Locale.ROOT) + words.substring(first);
    }

    private static String extension(EntryView entry, Outcome outcome) {
        Activity activity = Activity.of(entry.type());
        CefExtension extension = new CefExtension();
        extension.put("rt", 20, Long.toString(entry.time().toEpochMilli()));
        extension.put("externalId", 40, entry.id());
        extension.put("cat", LONG, activity.name().toLowerCase(Locale.ROOT));
        extension.put("act", 63, action(outcome));
        extension.put("outcome", 63, outcome == Outcome.SUCCESS ? "success" : "failure");
        extension.put("reason", LONG, entry.text("error"));
        people(extension, entry, activity);
        source(extension, entry);
        extension.put("dvchost", 100, entry.text("node"));
        extension.put("requestMethod", LONG, entry.text("method"));
        extension.put("request", LONG, entry.text("path"));
        extension.put("requestClientApplication", LONG, entry.text("userAgent"));
        extension.custom("cs1", "realm", entry.text("realm"));
        extension.custom("cs2", "client", entry.text("client"));
        extension.custom("cs3", "session", entry.text("session"));
        extension.custom("cs4", "rule", entry.text("rule"));
        Map<String, String> reference = entry.reference();
        extension.custom("cs5", "leaf hash", Optional.ofNullable(reference.get(EntryView.LEAF)));
        extension.custom("cs6", "log origin", Optional.ofNullable(reference.get(EntryView.ORIGIN)));
        extension.custom("cn1", "log number", entry.seq().map(String::valueOf));
        ObjectNode unmapped = unmapped(entry);
        if (!unmapped.isEmpty()) {
            extension.put(UNMAPPED, Integer.MAX_VALUE, unmapped.toString());
        }
        return extension.toString();
    }

    /** What the server did with the request. */
    private static String action(Outcome outcome) {
        return switch (outcome) {
            case SUCCESS -> "allowed";
            case FAILURE -> "refused";
            case LOCKED -> "blocked";
            case FAULT -> "failed";
        };
    }

    /**
     * The source is who acts, the destination the account that is signed in to or changed. They differ where one person
     * acts as another; nobody knows who acted before a lockout.
     */
    private static void people(CefExtension extension, EntryView entry, Activity activity) {
        Optional<String> user = entry.text("user");
        Optional<String> name = entry.detail("username");
        Optional<String> impersonator = entry.detail("impersonator");
        if (impersonator.isPresent()) {
            extension.put("suser", LONG, impersonator);
        } else if (activity != Activity.LOCKOUT) {
            extension.put("suser", LONG, name);
            extension.put("suid", LONG, user);
        }
        boolean account =
                switch (activity) {
                    case LOGIN, LOGOUT, TOKEN, ACCOUNT, LOCKOUT -> true;
                    case REQUEST, CLIENT, ADMIN, READ, LOG -> impersonator.isPresent();
                };
        if (account) {
            extension.put("duser", LONG, name);
            extension.put("duid", LONG, user);
        }
    }

    /** The dictionary's {@code src} is for IPv4. */
    private static void source(CefExtension extension, EntryView entry) {
        Optional<String> address = entry.text("ip");
        boolean isIp = address.filter(Address::isIp).isPresent();
        boolean isIpv6 = isIp && address.filter(text -> text.contains(":")).isPresent();
        if (isIpv6) {
            extension.custom("c6a1", "source IPv6 address", address);
        } else {
            extension.put(isIp ? "src" : "shost", LONG, address);
        }
    }

    private static ObjectNode unmapped(EntryView entry) {
        ObjectNode unmapped = JsonNodeFactory.instance.objectNode();
        entry.others(ELSEWHERE).forEach(unmapped::put);
        Map<String, String> details = entry.details();
        if (!details.isEmpty()) {
            ObjectNode object = unmapped.putObject("details");
            details.forEach(object::put);
        }
        return unmapped;
    }

    /** In the header, pipes and backslashes are escaped, and there is one line. */
    private static String header(String value, int most) {
        return CefExtension.cut(value, most)
                .replace("\\", "\\\\")
                .replace("|", "\\|")
                .replaceAll("[\\r\\n]", " ");
    }
}
