package io.caregate.policy.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An assertion that the rule accepts at second {@link #NOW}; each test changes one part of it. */
record TestAssertions(
        boolean federated,
        boolean symmetric,
        @Nullable String keyId,
        @Nullable String issuer,
        @Nullable String subject,
        List<String> audiences,
        @Nullable Long expiry,
        @Nullable Long issuedAt,
        @Nullable String id) {

    static final long NOW = 1_800_000_000;
    static final String ISSUER = "https://login.example.org/realms/health";
    static final String TOKEN_ENDPOINT = ISSUER + "/protocol/openid-connect/token";
    static final ClientAssertionRule RULE =
            new ClientAssertionRule(ISSUER, TOKEN_ENDPOINT, AssertionAudience.ISSUER_OR_TOKEN_ENDPOINT);

    static TestAssertions good() {
        return new TestAssertions(false, false, "key-1", "backend", "backend", List.of(ISSUER), NOW + 60, null, "id-1");
    }

    TestAssertions ofAnIdentityProvider() {
        return new TestAssertions(true, symmetric, keyId, issuer, subject, audiences, expiry, issuedAt, id);
    }

    TestAssertions signedWithTheSecret() {
        return new TestAssertions(federated, true, keyId, issuer, subject, audiences, expiry, issuedAt, id);
    }

    TestAssertions keyId(@Nullable String value) {
        return new TestAssertions(federated, symmetric, value, issuer, subject, audiences, expiry, issuedAt, id);
    }

    TestAssertions names(@Nullable String newIssuer, @Nullable String newSubject) {
        return new TestAssertions(federated, symmetric, keyId, newIssuer, newSubject, audiences, expiry, issuedAt, id);
    }

    TestAssertions audiences(List<String> values) {
        return new TestAssertions(federated, symmetric, keyId, issuer, subject, values, expiry, issuedAt, id);
    }

    TestAssertions expiry(@Nullable Long value) {
        return new TestAssertions(federated, symmetric, keyId, issuer, subject, audiences, value, issuedAt, id);
    }

    TestAssertions issuedAt(@Nullable Long value) {
        return new TestAssertions(federated, symmetric, keyId, issuer, subject, audiences, expiry, value, id);
    }

    TestAssertions id(@Nullable String value) {
        return new TestAssertions(federated, symmetric, keyId, issuer, subject, audiences, expiry, issuedAt, value);
    }

    AssertionFacts facts() {
        return facts(true);
    }

    /** The same, with a key that must be named or need not be. */
    AssertionFacts facts(boolean keyIdNeeded) {
        return new AssertionFacts(
                federated, symmetric, keyId, keyIdNeeded, issuer, subject, audiences, expiry, issuedAt, id);
    }

    boolean isTaken() {
        return RULE.check(facts(), NOW).isEmpty();
    }

    String problem() {
        return RULE.check(facts(), NOW).orElse("");
    }
}
