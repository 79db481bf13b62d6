package io.caregate.policy.facts;

import io.caregate.policy.rule.ClientFacts;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Encode;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.CibaConfig;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceConfig;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * Reads clients of a realm a page at a time, with a handful of queries for each page. It bypasses Keycloak's models:
 * loading clients through them takes eight queries each, and evicts everything else from the realm cache.
 */
public final class StoredClients {
    /** The attributes that turn on a grant by which users get tokens without the code flow. */
    private static final List<String> USER_GRANTS = List.of(
            OAuth2DeviceConfig.OAUTH2_DEVICE_AUTHORIZATION_GRANT_ENABLED,
            CibaConfig.OIDC_CIBA_GRANT_ENABLED,
            "oauth2.jwt.authorization.grant.enabled",
            "standard.token.exchange.enabled");

    private static final String CLIENTS = "select c.id, c.clientId, c.enabled, c.publicClient,"
            + " c.implicitFlowEnabled, c.directAccessGrantsEnabled, c.rootUrl, c.baseUrl, c.managementUrl,"
            + " c.standardFlowEnabled, c.clientAuthenticatorType"
            + " from ClientEntity c where c.realmId = :realm";

    private final EntityManager entities;
    private final RealmModel realm;

    public StoredClients(KeycloakSession session, RealmModel realm) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realm = realm;
    }

    /**
     * The next clients in the order of their names.
     *
     * @param after the name of the last one of the previous page, or null for the first page
     * @param most the maximum number; an empty answer means that there are no more
     * @param scopes the ids of the client scopes to report
     */
    public List<StoredClient> page(@Nullable String after, int most, Collection<String> scopes) {
        Query query = entities.createQuery(
                CLIENTS + (after == null ? "" : " and c.clientId > :after") + " order by c.clientId");
        query.setParameter("realm", realm.getId());
        if (after != null) {
            query.setParameter("after", after);
        }
        List<Object[]> clients = rows(query.setMaxResults(most));
        if (clients.isEmpty()) {
            return List.of();
        }
        Page page = new Page(clients.stream().map(row -> text(row[0])).toList(), scopes);
        return clients.stream().map(page::client).toList();
    }

    /** The value of an attribute by the name of the client, for all clients of the realm that have it. */
    public Map<String, String> attribute(String name) {
        Query query = entities.createQuery("select c.clientId, a.value from ClientAttributeEntity a join a.client c"
                + " where c.realmId = :realm and a.name = :name order by c.clientId");
        query.setParameter("realm", realm.getId()).setParameter("name", name);
        Map<String, String> values = new LinkedHashMap<>();
        rows(query).stream().filter(row -> row[1] != null).forEach(row -> values.put(text(row[0]), text(row[1])));
        return values;
    }

    // The interface of JPA has no rows with several columns.
    @SuppressWarnings("unchecked")
    private static List<Object[]> rows(Query query) {
        return query.getResultList();
    }

    private static String text(Object value) {
        return value.toString();
    }

    private static @Nullable String textOrNull(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** The values that belong to the clients of a page, by the client's id. */
    private final class Page {
        private final Map<String, Set<String>> redirectUris;
        private final Map<String, Set<String>> webOrigins;
        private final Map<String, Map<String, String>> attributes;
        private final Map<String, Map<String, String>> flowBindings;
        private final Map<String, List<StoredMapper>> mappers;
        private final Map<String, Set<String>> scopes = new HashMap<>();
        private final Map<String, Set<String>> defaultScopes = new HashMap<>();

        Page(List<String> ids, Collection<String> askedScopes) {
            redirectUris = sets(of("select c.id, v from ClientEntity c join c.redirectUris v where c.id in :ids", ids));
            webOrigins = sets(of("select c.id, v from ClientEntity c join c.webOrigins v where c.id in :ids", ids));
            attributes = maps(of(
                    "select a.client.id, a.name, a.value from ClientAttributeEntity a where a.client.id in :ids", ids));
            flowBindings = maps(of(
                    "select c.id, key(v), value(v) from ClientEntity c join c.authFlowBindings v where c.id in :ids",
                    ids));
            mappers = mappers(ids);
            readScopes(ids, askedScopes);
        }

        private List<Object[]> of(String query, Collection<String> ids) {
            return rows(entities.createQuery(query).setParameter("ids", ids));
        }

        private Map<String, List<StoredMapper>> mappers(List<String> clients) {
            Map<String, Map<String, String>> config = maps(of(
                    "select m.id, key(v), value(v) from ProtocolMapperEntity m join m.config v"
                            + " where m.client.id in :ids",
                    clients));
            Map<String, List<StoredMapper>> mappers = new HashMap<>();
            for (Object[] row : of(
                    "select m.client.id, m.id, m.name, m.protocolMapper, m.protocol from ProtocolMapperEntity m"
                            + " where m.client.id in :ids",
                    clients)) {
                if (OIDCLoginProtocol.LOGIN_PROTOCOL.equals(row[4])) {
                    mappers.computeIfAbsent(text(row[0]), any -> new ArrayList<>())
                            .add(new StoredMapper(
                                    text(row[2]), text(row[3]), config.getOrDefault(text(row[1]), Map.of())));
                }
            }
            return mappers;
        }

        private void readScopes(List<String> clients, Collection<String> asked) {
            if (asked.isEmpty()) {
                return;
            }
            Query query = entities.createQuery(
                    "select m.clientId, m.clientScopeId, m.defaultScope from ClientScopeClientMappingEntity m"
                            + " where m.clientId in :ids and m.clientScopeId in :scopes");
            for (Object[] row : rows(query.setParameter("ids", clients).setParameter("scopes", asked))) {
                scopes.computeIfAbsent(text(row[0]), any -> new TreeSet<>()).add(text(row[1]));
                if (Boolean.TRUE.equals(row[2])) {
                    defaultScopes
                            .computeIfAbsent(text(row[0]), any -> new TreeSet<>())
                            .add(text(row[1]));
                }
            }
        }

        StoredClient client(Object[] row) {
            String id = text(row[0]);
            Map<String, String> own = attributes.getOrDefault(id, Map.of());
            ClientFacts facts = new ClientFacts(
                    text(row[1]),
                    Encode.encodePathAsIs(realm.getName()),
                    Boolean.TRUE.equals(row[3]),
                    new ClientFacts.Flows(Boolean.TRUE.equals(row[4]), Boolean.TRUE.equals(row[5])),
                    new ClientFacts.Urls(textOrNull(row[6]), textOrNull(row[7]), textOrNull(row[8])),
                    List.copyOf(ClientFactsReader.entries(redirectUris.get(id))),
                    List.copyOf(ClientFactsReader.entries(webOrigins.get(id))),
                    own,
                    SigningKeys.of(textOrNull(row[10]), own));
            return new StoredClient(
                    id,
                    Boolean.TRUE.equals(row[2]),
                    signsUsersIn(facts, Boolean.TRUE.equals(row[9])),
                    facts,
                    mappers.getOrDefault(id, List.of()),
                    flowBindings.getOrDefault(id, Map.of()),
                    scopes.getOrDefault(id, Set.of()),
                    defaultScopes.getOrDefault(id, Set.of()));
        }

        private static boolean signsUsersIn(ClientFacts facts, boolean standardFlow) {
            return standardFlow
                    || facts.flows().implicit()
                    || facts.flows().directAccessGrants()
                    || USER_GRANTS.stream()
                            .anyMatch(grant ->
                                    Boolean.parseBoolean(facts.attributes().get(grant)));
        }

        private static Map<String, Set<String>> sets(List<Object[]> rows) {
            Map<String, Set<String>> sets = new HashMap<>();
            rows.stream().filter(row -> row[1] != null).forEach(row -> sets.computeIfAbsent(
                            text(row[0]), any -> new TreeSet<>())
                    .add(text(row[1])));
            return sets;
        }

        private static Map<String, Map<String, String>> maps(List<Object[]> rows) {
            Map<String, Map<String, String>> maps = new HashMap<>();
            rows.stream().filter(row -> row[2] != null).forEach(row -> maps.computeIfAbsent(
                            text(row[0]), any -> new HashMap<>())
                    .put(text(row[1]), text(row[2])));
            return maps;
        }
    }
}
