package io.caregate.policy.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The hosts that the addresses of clients may have, as the operator lists them. An entry is a host, or {@code *.} and a
 * domain, which means every host below that domain but not the domain itself. An empty list allows every host.
 *
 * @param entries the entries, in lower case
 */
public record HostList(List<String> entries) {

    /** No list: every host is allowed. */
    public static final HostList ANY = new HostList(List.of());

    private static final String BELOW = "*.";

    public HostList {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a list such as {@code *.hospital.example,login.partner.example}. White space around an entry and empty
     * entries do not matter.
     *
     * @throws IllegalArgumentException if an entry is neither a host in the form that browsers use nor such a domain
     */
    public static HostList parse(String text) {
        List<String> entries = Arrays.stream(text.split(","))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .toList();
        entries.forEach(HostList::requireHost);
        return new HostList(entries);
    }

    private static void requireHost(String entry) {
        String host = entry.startsWith(BELOW) ? entry.substring(BELOW.length()) : entry;
        UriText uri = UriText.parse("https://" + host);
        if (!uri.host().equals(host) || uri.hostProblem().isPresent()) {
            throw new IllegalArgumentException("'" + PrintableText.printable(entry, 255) + "' is no host");
        }
    }

    /** Whether a host, in lower case, is in the list or below an entry. */
    boolean allows(String host) {
        return entries.isEmpty() || entries.stream().anyMatch(entry -> matches(entry, host));
    }

    private static boolean matches(String entry, String host) {
        return entry.startsWith(BELOW) ? host.endsWith(entry.substring(1)) : host.equals(entry);
    }

    /** The list as the operator writes it. */
    public String text() {
        return String.join(", ", entries);
    }
}
