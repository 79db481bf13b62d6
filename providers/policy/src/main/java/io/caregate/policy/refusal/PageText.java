package io.caregate.policy.refusal;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Locale;
import java.util.Properties;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorPageException;
import org.keycloak.theme.Theme;

/**
 * The texts of the refusal pages. Their wording in each language is in {@code caregate-themes}; where that JAR is not
 * installed, the page shows the English text from here instead of a key.
 */
public enum PageText {
    REDIRECT_URI(
            "caregateRedirectUriNotExact",
            "The application sent you here with a return address that is not registered for it, so you are not"
                    + " sent back. Please tell the people who run the application."),
    RESPONSE_TYPE(
            "caregateResponseTypeRefused",
            "The application asked for a kind of sign-in that is not offered here. Please tell the people who"
                    + " run the application."),
    POST_LOGOUT(
            "caregatePostLogoutRedirectNotExact",
            "You were not sent back after signing out, because the return address is not registered for the"
                    + " application. You can close this window."),
    ROLE(
            "caregateRoleRequired",
            "You are signed in, but your account does not have the role that this service needs. Please ask your"
                    + " administrator."),
    GUARD_FAILED(
            "caregateGuardFailed",
            "This request could not be checked, so it was refused. Please try again later; if it stays like"
                    + " this, tell the people who run this server the reference {0}.");

    private final String key;
    private final String english;

    PageText(String key, String english) {
        this.key = key;
        this.english = english;
    }

    /** The page, 400, to be thrown. */
    public ErrorPageException page(KeycloakSession session) {
        return new ErrorPageException(session, Response.Status.BAD_REQUEST, in(session));
    }

    /** The message key if the server has a text for it, else the English text itself. */
    public String in(KeycloakSession session) {
        return in(session, "");
    }

    /** The same for a text with one parameter, which Keycloak fills in only for a key. */
    String in(KeycloakSession session, String parameter) {
        try {
            Properties messages = session.theme()
                    .getTheme(Theme.Type.LOGIN)
                    .getEnhancedMessages(session.getContext().getRealm(), Locale.ENGLISH);
            return messages.containsKey(key) ? key : english.replace("{0}", parameter);
        } catch (IOException unreadableTheme) {
            return english.replace("{0}", parameter);
        }
    }
}
