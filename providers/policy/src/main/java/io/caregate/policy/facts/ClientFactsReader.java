package io.caregate.policy.facts;

import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.Environment;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.RedirectUriRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Encode;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** The one place that knows where Keycloak keeps the facts that the rules need. */
public final class ClientFactsReader {

    private ClientFactsReader() {}

    /** The facts of a client as its model is now, inside the caller's transaction. */
    public static ClientFacts read(ClientModel client) {
        Map<String, String> attributes = withoutNulls(client.getAttributes());
        return new ClientFacts(
                client.getClientId(),
                realmPath(client.getRealm()),
                client.isPublicClient(),
                new ClientFacts.Flows(client.isImplicitFlowEnabled(), client.isDirectAccessGrantsEnabled()),
                new ClientFacts.Urls(client.getRootUrl(), client.getBaseUrl(), client.getManagementUrl()),
                List.copyOf(entries(client.getRedirectUris())),
                List.copyOf(entries(client.getWebOrigins())),
                attributes,
                SigningKeys.of(client.getClientAuthenticatorType(), attributes));
    }

    /** The value of {@link ClientFacts#redirectUriRule} for a client, without reading its other facts. */
    public static RedirectUriRule redirectUriRule(ClientModel client, HostList hosts) {
        return new RedirectUriRule(
                Environment.ofAttribute(client.getAttribute(Environment.ATTRIBUTE)), client.isPublicClient(), hosts);
    }

    /** The name of a realm as it appears in the paths of Keycloak's own clients. */
    public static String realmPath(RealmModel realm) {
        return Encode.encodePathAsIs(realm.getName());
    }

    /**
     * The entries of a stored list, without the empty one that Keycloak 26.6 stores for a field that is not filled in
     * at the Admin Console. No address is equal to it.
     */
    public static Set<String> entries(@Nullable Set<@Nullable String> stored) {
        Set<String> entries = new TreeSet<>();
        if (stored != null) {
            for (String entry : stored) {
                if (entry != null && !entry.isEmpty()) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    private static Map<String, String> withoutNulls(@Nullable Map<String, String> attributes) {
        if (attributes == null) {
            return Map.of();
        }
        if (attributes.values().stream().noneMatch(Objects::isNull)) {
            return attributes;
        }
        Map<String, String> present = new HashMap<>(attributes);
        present.values().removeIf(value -> value == null);
        return present;
    }
}
