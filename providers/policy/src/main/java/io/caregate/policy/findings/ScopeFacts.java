package io.caregate.policy.findings;

import io.caregate.policy.facts.StoredMapper;
import java.util.List;

/**
 * A client scope.
 *
 * @param id Keycloak's id of it
 * @param realmDefault whether new clients get it by default
 */
record ScopeFacts(String id, String name, boolean realmDefault, List<StoredMapper> mappers) {
    ScopeFacts {
        mappers = List.copyOf(mappers);
    }
}
