package io.caregate.policy.client;

import io.caregate.policy.facts.ClientFactsReader;
import io.caregate.policy.rule.ClientRules;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.ClientModel;

/** What a stored client breaks before a request changes it. An edit that leaves it as it is makes nothing worse. */
record StoredFindings(Set<Key> keys) {

    /** Those of the client as its model is now, which no part of the request may have changed. */
    static StoredFindings of(ClientModel client, ClientRules rules) {
        return new StoredFindings(rules.check(ClientFactsReader.read(client)).stream()
                .map(Key::of)
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether the client broke the same rule by the same value of the same field. */
    boolean has(Finding finding) {
        return keys.contains(Key.of(finding));
    }

    record Key(RuleId rule, String field, String value) {
        static Key of(Finding finding) {
            return new Key(finding.rule(), finding.field(), finding.value());
        }
    }
}
