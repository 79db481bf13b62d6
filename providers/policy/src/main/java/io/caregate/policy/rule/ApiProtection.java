package io.caregate.policy.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A written client's settings on the protection of an API, before Keycloak stores it: Keycloak drops an attribute that
 * is empty, and lets a registrant choose roles that every user gets.
 */
public final class ApiProtection {

    private static final String EMPTY = "empty";
    private static final String REGISTRANT = "not-for-registrants";
    private static final Set<String> ATTRIBUTES = Set.of(RoleRequirement.ATTRIBUTE, TokenLifespan.ATTRIBUTE);
    private static final String ASK = "leave it out, and ask an administrator of the realm";

    private ApiProtection() {}

    /** A requirement that is present but empty: it would protect nothing. A null one means removal. */
    public static List<Finding> check(@Nullable Map<String, @Nullable String> written) {
        String roles = written == null ? null : written.get(RoleRequirement.ATTRIBUTE);
        return roles == null || !roles.isBlank()
                ? List.of()
                : List.of(new Finding(
                        RuleId.REQUIRED_ROLE,
                        "attributes." + RoleRequirement.ATTRIBUTE,
                        roles,
                        EMPTY,
                        "it is empty, which Keycloak does not store, so that the API would be open to every user",
                        "write the roles that admit; to take the protection away, write null"));
    }

    /**
     * The settings that a registrant (RFC 7591) may not decide: the protection of an API, an administrator's
     * {@link AdministratorDecision decisions}, and roles of the client that every user of the realm gets, which an API
     * may require.
     *
     * @param written the attributes that were sent
     * @param stored the attributes of the client so far, none for a new one; sending them back is not a decision
     * @param defaultRoles the client roles for every user that were sent
     * @param held those that the client already has
     */
    public static List<Finding> checkRegistrant(
            @Nullable Map<String, @Nullable String> written,
            Map<String, String> stored,
            String @Nullable [] defaultRoles,
            Set<String> held) {
        List<Finding> findings = new ArrayList<>();
        ATTRIBUTES.stream()
                .sorted()
                .filter(name -> isChanged(name, written, stored))
                .forEach(name -> findings.add(new Finding(
                        RuleId.REQUIRED_ROLE,
                        "attributes." + name,
                        text(name, written),
                        REGISTRANT,
                        "who registers a client does not decide how an API is protected",
                        ASK)));
        Arrays.stream(AdministratorDecision.values())
                .filter(decision -> isChanged(decision.attribute(), written, stored))
                .forEach(decision -> findings.add(new Finding(
                        decision.rule(),
                        "attributes." + decision.attribute(),
                        text(decision.attribute(), written),
                        REGISTRANT,
                        "it remembers what an administrator of the realm has decided",
                        ASK)));
        Arrays.stream(defaultRoles == null ? new String[0] : defaultRoles)
                .filter(role -> role == null || !held.contains(role))
                .forEach(role -> findings.add(new Finding(
                        RuleId.REQUIRED_ROLE,
                        "defaultRoles",
                        Objects.toString(role, ""),
                        REGISTRANT,
                        "every user of the realm would get it, and an API may require it",
                        ASK)));
        if (defaultRoles != null) {
            held.stream()
                    .filter(role -> !Arrays.asList(defaultRoles).contains(role))
                    .sorted()
                    .forEach(role -> findings.add(new Finding(
                            RuleId.REQUIRED_ROLE,
                            "defaultRoles",
                            role,
                            REGISTRANT,
                            "every user of the realm would lose it",
                            "leave defaultRoles out, and ask an administrator of the realm")));
        }
        return List.copyOf(findings);
    }

    private static boolean isChanged(
            String name, @Nullable Map<String, @Nullable String> written, Map<String, String> stored) {
        return written != null && written.containsKey(name) && !Objects.equals(written.get(name), stored.get(name));
    }

    private static String text(String name, @Nullable Map<String, @Nullable String> written) {
        return Objects.toString(written == null ? null : written.get(name), "");
    }
}
