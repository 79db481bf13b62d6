package io.caregate.policy.client;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.ApiProtection;
import io.caregate.policy.rule.BlankEntries;
import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.ClientRules;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * Which rules a written client would break.
 *
 * <p>An edit of a stored client is refused only if it breaks something that the client did not break before: an
 * incident or a roll-out must not wait for a clean-up, and the rules hold at run time whatever is stored. Problems that
 * existed before are accepted with an event that names them. An edit that leaves the client disabled is accepted
 * whatever it breaks, and one that enables a client requires all of it to be clean. A new client is checked even if it
 * is disabled.
 */
final class ClientGuard {

    private final PolicyOptions options;
    private final ClientRules rules;

    ClientGuard(PolicyOptions options) {
        this.options = options;
        this.rules = new ClientRules(options.redirectHosts());
    }

    /**
     * The result for one client.
     *
     * @param reported violations of rules that only report
     * @param broken the findings for which it is refused
     * @param kept violations that it had before, so that an edit is not refused for them
     */
    record Verdict(List<Finding> reported, List<Finding> broken, List<Finding> kept) {}

    /** Whether a client is checked: a new one always, an edited one if the edit leaves it enabled. */
    static boolean looksAt(boolean created, boolean enabled) {
        return created || enabled;
    }

    /** Whether the stored client's violations may stay: not if it was disabled, since an edit may enable it. */
    static boolean mayKeep(boolean created, boolean enabled) {
        return enabled && !created;
    }

    /** The violations of a client before a request changes it. */
    StoredFindings stored(ClientFacts facts) {
        return StoredFindings.of(rules.check(facts));
    }

    /**
     * The violations of a client as its model is now.
     *
     * @param uuid Keycloak's id of it
     * @param created whether it is new
     * @param isIdOfUser whether a user of the realm has that id; asked only for a new client
     * @param stored its violations before; null if they are not known, or may not stay
     */
    Verdict check(
            ClientFacts facts,
            String uuid,
            boolean created,
            BooleanSupplier isIdOfUser,
            @Nullable StoredFindings stored) {
        Map<Boolean, List<Finding>> byMode = findings(facts, uuid, created, isIdOfUser).stream()
                .collect(Collectors.partitioningBy(finding -> options.enforces(finding.rule())));
        Map<Boolean, List<Finding>> byAge = byMode.getOrDefault(true, List.of()).stream()
                .collect(Collectors.partitioningBy(finding -> stored != null && stored.has(finding)));
        return new Verdict(
                byMode.getOrDefault(false, List.of()),
                byAge.getOrDefault(false, List.of()),
                byAge.getOrDefault(true, List.of()));
    }

    private List<Finding> findings(ClientFacts facts, String uuid, boolean created, BooleanSupplier isIdOfUser) {
        List<Finding> findings = new ArrayList<>(rules.check(facts));
        if (created && isIdOfUser.getAsBoolean()) {
            findings.add(new Finding(
                    RuleId.TOKEN_SUBJECT,
                    "id",
                    uuid,
                    "it is the id of a user, for whom the client could be taken",
                    "leave it out; Keycloak chooses one"));
        }
        return findings;
    }

    /**
     * The refused parts of a client as it is written: entries that Keycloak would drop before any rule can see them.
     */
    List<Finding> check(ClientRepresentation written) {
        return enforced(Stream.concat(
                        BlankEntries.check(written.getRedirectUris(), written.getWebOrigins()).stream(),
                        ApiProtection.check(written.getAttributes()).stream())
                .toList());
    }

    /**
     * Why Keycloak could not store the written client, as a text for the writer; empty if it can, and where nothing is
     * refused at all.
     *
     * @param isFlow whether an id is one of an authentication flow of the realm
     */
    Optional<String> unstorable(@Nullable ClientRepresentation written, boolean created, Predicate<String> isFlow) {
        return options.refusesNothing() ? Optional.empty() : StorableClient.problem(written, created, isFlow);
    }

    /** Those of rules that are enforced. */
    List<Finding> enforced(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> options.enforces(finding.rule()))
                .toList();
    }
}
