package io.caregate.portal.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.caregate.portal.access.Caller;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * A user says that a sign-in was not theirs. All their sessions end except the one in which they say so, offline ones
 * included, and the next sign-in asks for a new password. That session stays so that it is this user, and not whoever
 * knows the old password, who is asked first. The report is an admin event of the resource type
 * {@value #RESOURCE_TYPE}. All of it is part of the request's transaction.
 */
public final class SignInReport {
    static final String RESOURCE_TYPE = "CAREGATE_SIGN_IN_REPORT";

    private static final String EDIT_MODE = "editMode";
    private static final List<String> WRITABLE = List.of("WRITABLE", "UNSYNCED");

    private final KeycloakSession session;
    private final Caller caller;

    public SignInReport(KeycloakSession session, Caller caller) {
        this.session = session;
        this.caller = caller;
    }

    /** What becomes of the password. */
    public enum Password {
        /** Keycloak asks for a new one at the next sign-in. */
        CHANGE,
        /** It cannot be changed here: a directory keeps it, or the realm does not let users change it. */
        ELSEWHERE,
        /** The account has none. */
        NONE;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was done.
     *
     * @param sessions how many sessions were ended
     */
    public record Done(
            @JsonProperty("sessions") int sessions,
            @JsonProperty("password") Password password) {}

    /**
     * Does it.
     *
     * @param entry the number of the log's entry for that sign-in, as the user has it; null if they name none
     */
    public Done report(@Nullable Long entry) {
        List<UserSessionModel> others = others();
        others.forEach(other -> AuthenticationManager.backchannelLogout(session, other, true));
        Password password = password();
        if (password == Password.CHANGE) {
            caller.user().addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        }
        Done done = new Done(others.size(), password);
        raise(entry, done);
        return done;
    }

    private List<UserSessionModel> others() {
        RealmModel realm = caller.realm();
        return Stream.concat(
                        session.sessions()
                                .getUserSessionsStream(realm, caller.user())
                                .filter(other -> !other.getId().equals(caller.sessionId())),
                        session.sessions().getOfflineUserSessionsStream(realm, caller.user()))
                .toList();
    }

    private Password password() {
        UserModel user = caller.user();
        if (!user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)) {
            return Password.NONE;
        }
        RequiredActionProviderModel action =
                caller.realm().getRequiredActionProviderByAlias(UserModel.RequiredAction.UPDATE_PASSWORD.name());
        return action != null && action.isEnabled() && isKeptHere(user) ? Password.CHANGE : Password.ELSEWHERE;
    }

    // A directory that is read only would refuse each new password, and the user could not get past that page.
    private boolean isKeptHere(UserModel user) {
        return Optional.ofNullable(user.getFederationLink())
                .map(link -> {
                    ComponentModel directory = caller.realm().getComponent(link);
                    return directory != null && WRITABLE.contains(String.valueOf(directory.get(EDIT_MODE)));
                })
                .orElse(true);
    }

    private void raise(@Nullable Long entry, Done done) {
        AdminEventBuilder event = new AdminEventBuilder(
                        caller.realm(),
                        caller.adminAuth(),
                        session,
                        session.getContext().getConnection())
                .resource(RESOURCE_TYPE)
                .operation(OperationType.ACTION)
                .resourcePath("users", caller.user().getId())
                .detail("sessions", Integer.toString(done.sessions()))
                .detail("password", done.password().toString());
        if (entry != null) {
            event.detail("entry", entry.toString());
        }
        event.success();
    }
}
