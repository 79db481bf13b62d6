package io.caregate.portal.client;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** The scopes that a developer may give a client: those that a realm admin has made optional for every new client. */
public final class ScopeChoice {
    private static final Pattern MESSAGE = Pattern.compile("\\$\\{([^}]+)}");

    private final RealmModel realm;

    public ScopeChoice(RealmModel realm) {
        this.realm = realm;
    }

    /** A scope and its meaning. */
    public record Scope(String name, String description) {}

    public Set<String> names() {
        return optional().map(ClientScopeModel::getName).collect(Collectors.toSet());
    }

    /** All of them by name, described in this language if the realm has it. */
    public List<Scope> described(String language) {
        return optional()
                .map(scope -> new Scope(scope.getName(), description(scope, language)))
                .sorted(Comparator.comparing(Scope::name))
                .toList();
    }

    private Stream<ClientScopeModel> optional() {
        return realm.getDefaultClientScopesStream(false)
                .filter(scope -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(scope.getProtocol()));
    }

    private String description(ClientScopeModel scope, String language) {
        String described = scope.getDescription() == null ? "" : scope.getDescription();
        String consent = scope.getConsentScreenText();
        if (consent == null || consent.isBlank()) {
            return described;
        }
        Matcher message = MESSAGE.matcher(consent);
        if (!message.matches()) {
            return consent;
        }
        return realm.getRealmLocalizationTextsByLocale(language).getOrDefault(message.group(1), described);
    }
}
