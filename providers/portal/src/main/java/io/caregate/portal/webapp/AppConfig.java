package io.caregate.portal.webapp;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.caregate.portal.option.PortalOptions;
import io.caregate.portal.portalclient.PortalClient;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;

/**
 * The settings that the web app needs before a user signs in; none of them is secret. One JSON object, whose parts are
 * named only here.
 */
public record AppConfig(
        String realm,
        String displayName,
        String issuer,
        String clientId,
        @JsonUnwrapped Addresses addresses,
        @JsonUnwrapped Languages languages,
        String registration,
        @Nullable String apiScope) {

    /** Where the app and what it calls are. */
    public record Addresses(String portalUrl, String apiUrl, String auditUrl, String accountUrl) {}

    /**
     * The realm's languages, as tags (BCP 47), and the one of them for users who have not chosen. The app shows English
     * in place of a language that it does not have.
     */
    public record Languages(List<String> locales, String defaultLocale) {
        public Languages {
            locales = List.copyOf(locales);
        }

        /** Those of Keycloak's own pages: English alone while the realm has no internationalization. */
        static Languages of(RealmModel realm) {
            return realm.isInternationalizationEnabled()
                    ? of(realm.getSupportedLocalesStream(), realm.getDefaultLocale())
                    : of(Stream.empty(), null);
        }

        static Languages of(Stream<String> supported, @Nullable String own) {
            List<String> tags = supported.sorted().toList();
            String english = Locale.ENGLISH.toLanguageTag();
            return new Languages(
                    tags.isEmpty() ? List.of(english) : tags, own == null || own.isBlank() ? english : own);
        }
    }

    /** The settings of this realm, at the address that the browser uses. */
    public static AppConfig of(KeycloakSession session, PortalOptions options) {
        RealmModel realm = session.getContext().getRealm();
        String portal = PortalClient.url(session);
        String realmUrl = portal.substring(0, portal.length() - "/caregate/portal/".length());
        String name = realm.getDisplayName();
        return new AppConfig(
                realm.getName(),
                name == null || name.isBlank() ? realm.getName() : name,
                Urls.realmIssuer(session.getContext().getUri().getBaseUri(), realm.getName()),
                PortalClient.CLIENT_ID,
                new Addresses(portal, portal + "api", realmUrl + "/caregate/audit", realmUrl + "/account/"),
                Languages.of(realm),
                options.registration().toString(),
                PortalClient.asksForTheApi(realm) ? PortalClient.API_SCOPE : null);
    }
}
