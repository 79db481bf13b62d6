package io.caregate.policy.client;

import io.caregate.policy.rule.IdentityClaim;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client could get a token for a protected API: by a mapper of its own, by one of its client scopes, or by
 * the UMA grant, in which every client may name a resource server. If in doubt, it could.
 */
final class ApiReach {

    private static final String CLIENT_URN = "urn:client:";
    private static final String AUDIENCE = "oidc-audience-mapper";
    private static final String AUDIENCE_RESOLVE = "oidc-audience-resolve-mapper";
    private static final String HARDCODED = "oidc-hardcoded-claim-mapper";

    private final Set<String> pinned;
    private final Directory clients;

    /**
     * The reach in one realm.
     *
     * @param pinned the client ids of the APIs that the operator protects
     */
    ApiReach(Set<String> pinned, Directory clients) {
        this.pinned = pinned;
        this.clients = clients;
    }

    /** The client that asks. */
    interface Caller {
        /** Its own mappers. */
        List<Mapper> mappers();

        /** Its client scopes, default and optional. */
        Stream<Scope> scopes();
    }

    /** A protocol mapper. */
    record Mapper(@Nullable String type, @Nullable Map<String, String> config) {
        String setting(String key) {
            String value = config == null ? null : config.get(key);
            return value == null ? "" : value;
        }
    }

    /** A client scope, and whether users see it on the consent screen. */
    record Scope(boolean shown, List<Mapper> mappers) {}

    /** A client that may stand for an API. */
    interface Api {
        String clientId();

        /** Whether one of its attributes says which roles are required. */
        boolean hasRequirement();

        boolean hasRoles();

        boolean isResourceServer();
    }

    /** The clients of the realm. */
    interface Directory {
        Optional<? extends Api> byClientId(String clientId);

        Optional<? extends Api> byId(String id);

        /** Those with an attribute that says which roles are required. */
        Stream<? extends Api> withRequirement();

        /** Those with an address for a client id. */
        Stream<? extends Api> withAddress();

        /** Whether this server has the UMA grant. */
        boolean servesUma();
    }

    /** Whether the client reaches a protected API. */
    boolean isOf(Caller client) {
        return reaches(client.mappers())
                || client.scopes().anyMatch(scope -> reaches(scope.mappers()))
                || (clients.servesUma() && apis().anyMatch(Api::isResourceServer));
    }

    /**
     * Whether the client itself must appear on the consent screen: a scope that is not shown would be granted unseen,
     * and so would what the client's own mappers add.
     */
    boolean isUnseenOf(Caller client) {
        return reaches(client.mappers())
                || client.scopes().anyMatch(scope -> !scope.shown() && reaches(scope.mappers()));
    }

    private Stream<? extends Api> apis() {
        return Stream.concat(
                clients.withRequirement(),
                pinned.stream().map(clients::byClientId).flatMap(Optional::stream));
    }

    private boolean reaches(List<Mapper> mappers) {
        return mappers.stream().anyMatch(this::addsApi);
    }

    private boolean addsApi(Mapper mapper) {
        return switch (String.valueOf(mapper.type())) {
            case AUDIENCE ->
                isApi(mapper.setting("included.client.audience")) || isApi(mapper.setting("included.custom.audience"));
            // It adds each client of which a user has a role; a client whose name is an address may stand for an API.
            case AUDIENCE_RESOLVE ->
                Stream.concat(apis(), clients.withAddress()).anyMatch(Api::hasRoles);
            case HARDCODED -> namesAudience(mapper) && isApi(mapper.setting("claim.value"));
            default -> namesAudience(mapper);
        };
    }

    private static boolean namesAudience(Mapper mapper) {
        return IdentityClaim.first(mapper.setting(IdentityClaim.CLAIM_NAME)).equals("aud");
    }

    private boolean isApi(String audience) {
        String name = audience.startsWith(CLIENT_URN) ? audience.substring(CLIENT_URN.length()) : audience;
        // Any address could be that of an API; which one it is, is checked when a token is issued.
        return !audience.isEmpty()
                && (name.contains(":") || isApi(name, clients.byClientId(name)) || isApi(name, clients.byId(name)));
    }

    private boolean isApi(String name, Optional<? extends Api> client) {
        return pinned.contains(client.map(Api::clientId).orElse(name))
                || client.filter(Api::hasRequirement).isPresent();
    }
}
