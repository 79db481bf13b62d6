package io.caregate.policy.token;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventType;

/**
 * The grant by which a token is requested.
 *
 * @param type its {@code grant_type}; empty if the request is not to the token endpoint
 * @param event the event that Keycloak raises for it
 */
public record Grant(String type, Supplier<EventType> event) {

    /** The grants that make a token from another token. */
    private static final Set<String> FROM_ANOTHER_TOKEN =
            Set.of(OAuth2Constants.UMA_GRANT_TYPE, OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE);

    /** The grants whose ID token Keycloak shows to no policy. */
    private static final Set<String> UNSEEN_ID_TOKEN =
            Set.of(OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE, OAuth2Constants.JWT_AUTHORIZATION_GRANT);

    /** The grants that a user or an issuer has given before, and that are worthless once the role is lost. */
    private static final Set<String> GIVEN_BEFORE = Set.of(
            OAuth2Constants.AUTHORIZATION_CODE, OAuth2Constants.REFRESH_TOKEN, OAuth2Constants.JWT_AUTHORIZATION_GRANT);

    /** The grant that a form requests; empty if it names none. */
    public static String asked(Map<String, List<String>> form) {
        String asked = first(form, OAuth2Constants.GRANT_TYPE);
        return asked == null ? "" : asked;
    }

    /** The first value of a parameter; null if there is none. */
    static @Nullable String first(Map<String, List<String>> form, String parameter) {
        @Nullable List<String> values = form.get(parameter);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** Whether a grant makes a token from another token. */
    public static boolean isDerived(String type) {
        return FROM_ANOTHER_TOKEN.contains(type);
    }

    boolean hasUnseenIdToken() {
        return UNSEEN_ID_TOKEN.contains(type);
    }

    /** Whether no page asks the user. */
    boolean asksNobody() {
        return OAuth2Constants.JWT_AUTHORIZATION_GRANT.equals(type);
    }

    boolean isGivenBefore() {
        return GIVEN_BEFORE.contains(type);
    }
}
