package io.caregate.portal.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.theme.Theme;

/** The scopes that a developer may give a client: those that a realm admin has made optional for every new client. */
public final class ScopeChoice {
    private static final Pattern MESSAGE = Pattern.compile("\\$\\{([^}]+)}");

    private final RealmModel realm;

    public ScopeChoice(RealmModel realm) {
        this.realm = realm;
    }

    /**
     * A scope and its meaning.
     *
     * @param kinds the kinds of client that can use it
     * @param api the protected API that it leads to; null if it leads to none
     * @param roles the roles of that API that a service account can ask for
     */
    public record Scope(
            String name,
            String description,
            List<ClientType> kinds,
            @Nullable String api,
            List<String> roles) {
        public Scope {
            kinds = List.copyOf(kinds);
            roles = List.copyOf(roles);
        }
    }

    public Set<String> names() {
        return optional().map(ClientScopeModel::getName).collect(Collectors.toSet());
    }

    /** All of them, those of APIs first, then by name; described in this language if the realm or its theme has it. */
    public List<Scope> described(KeycloakSession session, String language) {
        Properties texts = texts(session, language);
        return optional()
                .map(scope -> described(scope, texts))
                .sorted(Comparator.<Scope, Boolean>comparing(scope -> scope.api() == null)
                        .thenComparing(Scope::name))
                .toList();
    }

    private Scope described(ClientScopeModel scope, Properties texts) {
        Optional<ProtectedApis.Api> api =
                new ProtectedApis(realm).behind(Stream.of(scope)).stream().findFirst();
        return new Scope(
                scope.getName(),
                description(scope, texts),
                ClientType.using(scope.getName()),
                api.map(ProtectedApis.Api::name).orElse(null),
                api.map(ProtectedApis.Api::serviceRoles).orElse(List.of()));
    }

    private Stream<ClientScopeModel> optional() {
        return realm.getDefaultClientScopesStream(false)
                .filter(scope -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(scope.getProtocol()));
    }

    /** The texts of the consent page, which explain the same scopes: the realm's own before those of the theme. */
    private Properties texts(KeycloakSession session, String language) {
        try {
            return session.theme()
                    .getTheme(Theme.Type.LOGIN)
                    .getEnhancedMessages(realm, Locale.forLanguageTag(language));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String description(ClientScopeModel scope, Properties texts) {
        String described = scope.getDescription() == null ? "" : scope.getDescription();
        String consent = scope.getConsentScreenText();
        if (consent == null || consent.isBlank()) {
            return described;
        }
        Matcher message = MESSAGE.matcher(consent);
        return message.matches() ? texts.getProperty(message.group(1), described) : consent;
    }
}
