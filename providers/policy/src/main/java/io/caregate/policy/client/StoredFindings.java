package io.caregate.policy.client;

import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The violations of a stored client before a request changes it. An edit that leaves it as it is makes nothing worse.
 */
record StoredFindings(Set<Key> keys) {

    static StoredFindings of(Collection<Finding> findings) {
        return new StoredFindings(findings.stream().map(Key::of).collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether the client broke the same rule with the same value of the same field. */
    boolean has(Finding finding) {
        return keys.contains(Key.of(finding));
    }

    record Key(RuleId rule, String field, String value) {
        static Key of(Finding finding) {
            return new Key(finding.rule(), finding.field(), finding.value());
        }
    }
}
