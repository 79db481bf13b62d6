package io.caregate.policy.client;

import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.PrintableText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The refused clients of one import, reported together. The text contains at most {@link ShownFindings#MOST} findings
 * and the number of the others.
 *
 * @param clients the problems of each, by client id, in the order of the file
 */
record RefusedImport(Map<String, List<Finding>> clients) {

    private static final int LONGEST_ID = 255;

    boolean isEmpty() {
        return clients.isEmpty();
    }

    /** All findings, by client. */
    List<Finding> findings() {
        return clients.values().stream().flatMap(List::stream).toList();
    }

    /** A sentence for each finding, grouped by client; the same advice is given once. */
    String text() {
        List<String> sentences = new ArrayList<>();
        if (clients.size() > 1) {
            sentences.add(clients.size() + " clients are refused.");
        }
        Set<String> given = new HashSet<>();
        int left = ShownFindings.MOST;
        for (Map.Entry<String, List<Finding>> client : clients.entrySet()) {
            if (left == 0) {
                break;
            }
            ShownFindings shown = ShownFindings.of(client.getValue(), left);
            left -= shown.shown().size();
            sentences.add("Client " + PrintableText.printable(client.getKey(), LONGEST_ID) + ":");
            shown.shown()
                    .forEach(finding ->
                            sentences.add(given.add(finding.advice()) ? finding.text() : finding.textWithoutAdvice()));
        }
        if (more() > 0) {
            sentences.add("And " + more() + " more.");
        }
        return String.join(" ", sentences);
    }

    /** The text of a refusal that stops the start of the server. */
    String atStart(String realm, Optional<String> file) {
        return "Caregate refused the import of realm " + PrintableText.printable(realm, LONGEST_ID)
                + file.map(path -> " (" + path + ")").orElse("") + ": " + text();
    }

    /** The refusal of each client, for as many as the text can name. */
    List<ClientRefusal> refusals() {
        return clients.entrySet().stream()
                .limit(ShownFindings.MOST)
                .map(client -> ClientRefusal.imported(client.getKey(), client.getValue()))
                .toList();
    }

    /** The findings of the text for programs, and the number of the others. */
    Map<String, Object> body() {
        return Map.of("findings", bodies(), "moreFindings", more());
    }

    /** The findings of the text for programs, each with its client. */
    private List<Map<String, String>> bodies() {
        return clients.entrySet().stream()
                .flatMap(client -> client.getValue().stream().map(finding -> body(client.getKey(), finding)))
                .limit(ShownFindings.MOST)
                .toList();
    }

    /** The number of findings that neither text nor bodies name. */
    private int more() {
        return Math.max(0, findings().size() - ShownFindings.MOST);
    }

    private static Map<String, String> body(String clientId, Finding finding) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("client", clientId);
        body.putAll(FindingBody.of(finding));
        return body;
    }
}
