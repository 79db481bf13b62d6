package io.caregate.policy.client;

import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Clients and their findings. */
final class TestFindings {

    private TestFindings() {}

    /** A confidential client with these redirect URIs. */
    static ClientFacts client(String... redirectUris) {
        return client(false, redirectUris);
    }

    static ClientFacts client(boolean implicitFlow, String... redirectUris) {
        return new ClientFacts(
                "app",
                "healthcare",
                false,
                new ClientFacts.Flows(implicitFlow, false),
                ClientFacts.Urls.NONE,
                List.of(redirectUris),
                List.of(),
                Map.of());
    }

    static Finding redirectUri(String value) {
        return new Finding(
                RuleId.EXACT_REDIRECT_URI, "redirectUris", value, "wildcard", "it has a wildcard", "write it in full");
    }

    static Finding implicit() {
        return new Finding(
                RuleId.NO_IMPLICIT_GRANT, "implicitFlowEnabled", "true", "it is not served", "set it to false");
    }

    static List<Finding> redirectUris(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> redirectUri("https://app.example/" + n + "/*"))
                .toList();
    }
}
