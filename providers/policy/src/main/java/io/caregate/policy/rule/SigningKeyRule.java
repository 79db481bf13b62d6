package io.caregate.policy.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which stored keys an assertion of their client can choose. Keycloak ignores a key without {@code use}. Next to
 * another key, one without {@code kid} is never chosen, since there an assertion must name its key (OpenID Connect Core
 * section 10.1), and one with the {@code kid} of an earlier key is never found. A client with such a key would be
 * registered and could not sign in.
 */
final class SigningKeyRule {
    private static final String FIELD = "attributes.jwks.string";

    private SigningKeyRule() {}

    /** A finding for each key that can never be chosen. */
    static List<Finding> check(List<SigningKey> keys) {
        List<Finding> findings = new ArrayList<>();
        keys.stream()
                .filter(key -> key.use() == null)
                .forEach(key -> findings.add(new Violation(
                                "key-without-use",
                                "Keycloak passes over a key that does not say its use",
                                "give it \"use\":\"sig\"")
                        .at(RuleId.CLIENT_ASSERTION, FIELD, shown(key))));
        List<SigningKey> usable =
                keys.stream().filter(SigningKey::isForSignatures).toList();
        for (int i = 0; i < usable.size(); i++) {
            SigningKey key = usable.get(i);
            if (!key.isNamed() && usable.size() > 1) {
                findings.add(new Violation(
                                "key-without-kid",
                                "no assertion can choose a key without a kid where there are several",
                                "give each key a kid of its own")
                        .at(RuleId.CLIENT_ASSERTION, FIELD, shown(key)));
            } else if (usable.subList(0, i).stream().anyMatch(before -> before.hides(key))) {
                findings.add(new Violation(
                                "kid-twice",
                                "an assertion with this kid always chooses the key before it",
                                "give each key a kid of its own")
                        .at(RuleId.CLIENT_ASSERTION, FIELD, shown(key)));
            }
        }
        return findings;
    }

    private static String shown(SigningKey key) {
        return Objects.requireNonNullElse(key.id(), "");
    }
}
