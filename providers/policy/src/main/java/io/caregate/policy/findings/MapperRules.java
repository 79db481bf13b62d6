package io.caregate.policy.findings;

import io.caregate.policy.facts.StoredMapper;
import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.ReservedClaim;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The effects of a protocol mapper on tokens that concern {@link RuleId#REQUIRED_ROLE}. */
final class MapperRules {
    private static final String AUDIENCE = "oidc-audience-mapper";
    private static final String AUDIENCE_RESOLVE = "oidc-audience-resolve-mapper";
    private static final String HARDCODED_ROLE = "oidc-hardcoded-role-mapper";
    private static final String HARDCODED_CLAIM = "oidc-hardcoded-claim-mapper";
    private static final String ROLE_NAME = "oidc-role-name-mapper";
    private static final String CLAIM_VALUE = "claim.value";

    /** They write alongside Keycloak's own claims, whatever these are called. */
    private static final Set<String> ROLE_MAPPERS =
            Set.of("oidc-usermodel-realm-role-mapper", "oidc-usermodel-client-role-mapper");

    /** They set claims that Keycloak lets mappers set, and write alongside those that it does not know. */
    private static final Set<String> CLAIM_MAPPERS = Set.of(
            HARDCODED_CLAIM,
            "oidc-usermodel-attribute-mapper",
            "oidc-usermodel-property-mapper",
            "oidc-group-membership-mapper");

    private static final Set<String> SET_BY_MAPPERS = Set.of("sub", "azp", "acr", "auth_time", ReservedClaim.AUDIENCE);
    private static final Set<String> WRITTEN_BESIDE = Set.of("nbf", "sid", "cnf");
    private static final List<String> INCLUDED_IN =
            List.of("access.token.claim", "id.token.claim", "lightweight.claim", "introspection.token.claim");

    private final Map<String, ProtectedAudience> apis;

    MapperRules(Map<String, ProtectedAudience> apis) {
        this.apis = apis;
    }

    /** The protected APIs that the mapper adds to the audience of every user who gets it. */
    Set<String> audiences(StoredMapper mapper) {
        Stream<String> named =
                switch (mapper.type()) {
                    case AUDIENCE ->
                        Stream.of(
                                mapper.setting("included.client.audience"), mapper.setting("included.custom.audience"));
                    case HARDCODED_CLAIM ->
                        mapper.setting(IdentityClaim.CLAIM_NAME).equals(ReservedClaim.AUDIENCE)
                                ? Stream.of(mapper.setting(CLAIM_VALUE))
                                : Stream.empty();
                    default -> Stream.empty();
                };
        return isIncluded(mapper)
                ? new TreeSet<>(named.filter(apis::containsKey).toList())
                : Set.of();
    }

    private static boolean isIncluded(StoredMapper mapper) {
        return INCLUDED_IN.stream().anyMatch(where -> mapper.setting(where).equals("true"));
    }

    /** Everything else about the mapper, which stands in {@code field}. */
    List<Assessment> check(StoredMapper mapper, String field) {
        List<Assessment> found = new ArrayList<>();
        addResolved(mapper, field, found);
        addForgedRoles(mapper, field, found);
        if (!addMisusedIdentity(mapper, field, found)) {
            addReservedClaim(mapper, field, found);
        }
        return found;
    }

    private void addResolved(StoredMapper mapper, String field, List<Assessment> found) {
        if (!mapper.type().equals(AUDIENCE_RESOLVE)) {
            return;
        }
        apis.values().stream()
                .filter(ProtectedAudience::hasRoleThatDoesNotAdmit)
                .forEach(api -> found.add(Assessment.refused(
                        RuleId.REQUIRED_ROLE,
                        field,
                        api.name(),
                        "it makes tokens of everybody with any client role of " + api.name() + " tokens for it, and "
                                + api.excluded(),
                        "give the client roles of " + api.name() + " only to who holds a required role, or require"
                                + " them")));
    }

    private void addForgedRoles(StoredMapper mapper, String field, List<Assessment> found) {
        String value = mapper.setting(
                mapper.type().equals(HARDCODED_CLAIM)
                        ? CLAIM_VALUE
                        : mapper.type().equals(ROLE_NAME) ? "new.role.name" : "role");
        apis.values().stream()
                .flatMap(api -> api.roles().stream())
                .distinct()
                .filter(role -> forges(mapper, value, role))
                .forEach(role -> found.add(Assessment.changed(
                        RuleId.REQUIRED_ROLE,
                        field,
                        role.toString(),
                        "it writes the role " + role + " into tokens of who may not hold it; the user is asked for"
                                + " the role and not the token, so it admits nobody",
                        "remove the mapper, and give the role to who needs it")));
    }

    private static boolean forges(StoredMapper mapper, String value, RequiredRole role) {
        return switch (mapper.type()) {
            case HARDCODED_ROLE, ROLE_NAME -> value.equals(keycloaks(role));
            case HARDCODED_CLAIM ->
                mapper.setting(IdentityClaim.CLAIM_NAME).endsWith("roles")
                        && Pattern.compile("(?<![\\w-])" + Pattern.quote(role.name()) + "(?![\\w-])")
                                .matcher(value)
                                .find();
            default -> false;
        };
    }

    /** The role as Keycloak's mappers spell it. */
    private static String keycloaks(RequiredRole role) {
        return role.clientId() == null ? role.name() : role.clientId() + "." + role.name();
    }

    private static void addReservedClaim(StoredMapper mapper, String field, List<Assessment> found) {
        boolean writesRoles = ROLE_MAPPERS.contains(mapper.type());
        if (!writesRoles && !CLAIM_MAPPERS.contains(mapper.type())) {
            return;
        }
        String claim = mapper.setting(IdentityClaim.CLAIM_NAME).split("\\.", 2)[0];
        if (!ReservedClaim.NAMES.contains(claim)) {
            return;
        }
        found.add(Assessment.changed(
                RuleId.REQUIRED_ROLE,
                field,
                mapper.setting(IdentityClaim.CLAIM_NAME),
                whatBecomesOf(claim, writesRoles),
                IdentityClaim.ADVICE));
    }

    private static boolean addMisusedIdentity(StoredMapper mapper, String field, List<Assessment> found) {
        Optional<String> claim = IdentityClaim.misused(mapper.type(), mapper.config());
        claim.ifPresent(name -> found.add(Assessment.changed(
                RuleId.TOKEN_SUBJECT,
                field,
                mapper.setting(IdentityClaim.CLAIM_NAME),
                IdentityClaim.problem(name),
                IdentityClaim.ADVICE)));
        return claim.isPresent();
    }

    private static String whatBecomesOf(String claim, boolean writesRoles) {
        if (writesRoles || WRITTEN_BESIDE.contains(claim)) {
            return "it writes " + claim + " a second time beside Keycloak's own; it is left out of access tokens";
        }
        return SET_BY_MAPPERS.contains(claim)
                ? "it replaces " + claim + ", which only Keycloak should set; no rule goes by it"
                : "only Keycloak sets " + claim + "; it ignores the mapper";
    }
}
