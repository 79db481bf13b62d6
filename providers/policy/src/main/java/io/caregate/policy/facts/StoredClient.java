package io.caregate.policy.facts;

import io.caregate.policy.rule.ClientFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A client as the database holds it, for code that reads all clients of a realm.
 *
 * @param uuid Keycloak's id of the client
 * @param signsUsersIn whether users get tokens through it; if not, only its own service account does
 * @param mappers its own protocol mappers
 * @param flowBindings its own authentication flows, from binding to the flow's id
 * @param scopes the ids of the client scopes that it has, default or optional, among those asked for
 * @param defaultScopes those of them that it always has
 */
public record StoredClient(
        String uuid,
        boolean enabled,
        boolean signsUsersIn,
        ClientFacts facts,
        List<StoredMapper> mappers,
        Map<String, String> flowBindings,
        Set<String> scopes,
        Set<String> defaultScopes) {
    public StoredClient {
        mappers = List.copyOf(mappers);
        flowBindings = Map.copyOf(flowBindings);
        scopes = Set.copyOf(scopes);
        defaultScopes = Set.copyOf(defaultScopes);
    }
}
