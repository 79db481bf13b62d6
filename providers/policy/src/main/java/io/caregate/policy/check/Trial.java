package io.caregate.policy.check;

import io.caregate.policy.client.DryRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outcome of writes that were tried. Used by one thread. */
final class Trial {

    private final List<Map<String, Object>> findings = new ArrayList<>();
    private final List<Map<String, Object>> kept = new ArrayList<>();
    private final List<Map<String, Object>> problems = new ArrayList<>();
    private boolean refused;

    /** Adds the findings of the guards. */
    void add(DryRun run) {
        run.clients().forEach((client, tried) -> {
            refused |= !tried.refused().isEmpty();
            add(findings, client, true, tried.refused());
            add(findings, client, false, tried.reported());
            add(kept, client, false, tried.kept());
        });
    }

    private static void add(
            List<Map<String, Object>> list, String client, boolean refused, List<Map<String, String>> bodies) {
        for (Map<String, String> body : bodies) {
            Map<String, Object> finding = new LinkedHashMap<>();
            finding.put("client", client);
            finding.put("refused", refused);
            finding.putAll(body);
            list.add(finding);
        }
    }

    /** Adds that Keycloak itself refuses a client, or the realm where the client is empty. */
    void addProblem(String client, String text) {
        problems.add(Map.of("client", client, "problem", text));
    }

    /** Whether anything would be refused, by a rule or by Keycloak. */
    boolean isRefused() {
        return refused || !problems.isEmpty();
    }

    List<Map<String, Object>> findings() {
        return findings;
    }

    List<Map<String, Object>> kept() {
        return kept;
    }

    List<Map<String, Object>> problems() {
        return problems;
    }
}
