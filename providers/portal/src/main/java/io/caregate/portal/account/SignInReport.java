package io.caregate.portal.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.caregate.portal.access.Caller;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.common.util.Time;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.storage.ReadOnlyException;

/**
 * A user says that a sign-in was not theirs. The next sign-in asks for a new password, and all their sessions end
 * except the one in which they say so, offline ones included. That session stays so that it is this user, and not
 * whoever knows the old password, who is asked first. Therefore its user must have signed in just now: otherwise
 * whoever finds a browser open, or impersonates the user, could choose the password. The report is an admin event of
 * the resource type {@value #RESOURCE_TYPE}. All of it is part of the request's transaction.
 */
public final class SignInReport {
    static final String RESOURCE_TYPE = "CAREGATE_SIGN_IN_REPORT";

    /** Applications that do not answer must not keep the report from being stored. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** The time between two reports of a user, for which their sessions are still being ended. */
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(30);
    /** With less, a sign-in that was demanded for the report would be too old for it. */
    private static final int LEAST_AGE_SECONDS = 60;

    private static final String EDIT_MODE = "editMode";
    private static final List<String> WRITABLE = List.of("WRITABLE", "UNSYNCED");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Caller caller;

    public SignInReport(KeycloakSession session, Caller caller) {
        this.session = session;
        this.realm = caller.realm();
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
     * Does it. A {@link ProblemException} if the user has not signed in just now, or has reported a moment ago.
     *
     * @param entry the number of the log's entry for that sign-in, as the user has it; null if they name none
     */
    public Done report(@Nullable Long entry) {
        if (!isFresh()) {
            throw ProblemException.of(ProblemType.SIGN_IN_AGAIN);
        }
        String key = "caregate-sign-in-report-" + caller.user().getId();
        if (!session.singleUseObjects().putIfAbsent(key, BETWEEN_REPORTS.toSeconds())) {
            throw ProblemException.tooMany(BETWEEN_REPORTS);
        }
        Password password = changePassword();
        List<UserSessionModel> others = others();
        Done done = new Done(others.size(), password);
        raise(entry, done);
        end(others);
        return done;
    }

    /** As Keycloak demands before users change their password themselves. An impersonator's session never is. */
    private boolean isFresh() {
        String authTime = caller.session().getNote(AuthenticationManager.AUTH_TIME);
        RequiredActionProvider action =
                session.getProvider(RequiredActionProvider.class, UserModel.RequiredAction.UPDATE_PASSWORD.name());
        int most = action == null ? Constants.KC_ACTION_MAX_AGE : action.getMaxAuthAge(session);
        return isFresh(authTime, most, Time.currentTimeMillis() / 1000);
    }

    static boolean isFresh(@Nullable String authTime, int most, long now) {
        return authTime != null && Long.parseLong(authTime) + Math.max(LEAST_AGE_SECONDS, most) >= now;
    }

    private List<UserSessionModel> others() {
        return Stream.concat(
                        session.sessions()
                                .getUserSessionsStream(realm, caller.user())
                                .filter(other -> !isThis(other.getId())),
                        session.sessions().getOfflineUserSessionsStream(realm, caller.user()))
                .toList();
    }

    private boolean isThis(@Nullable String id) {
        return caller.session().getId().equals(id);
    }

    private void end(List<UserSessionModel> others) {
        long began = System.nanoTime();
        for (UserSessionModel other : others) {
            if (other.isOffline()
                    && (isThis(other.getId()) || isThis(other.getNote(UserSessionModel.CORRESPONDING_SESSION_ID)))) {
                // Keycloak's logout of an offline session ends the session in the browser that it came from.
                session.sessions().removeOfflineUserSession(realm, other);
            } else if (System.nanoTime() - began < PATIENCE.toNanos()) {
                AuthenticationManager.backchannelLogout(session, other, true);
            } else if (other.isOffline()) {
                session.sessions().removeOfflineUserSession(realm, other);
            } else {
                session.sessions().removeUserSession(realm, other);
            }
        }
    }

    private Password changePassword() {
        UserModel user = caller.user();
        if (!user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)) {
            return Password.NONE;
        }
        RequiredActionProviderModel action =
                realm.getRequiredActionProviderByAlias(UserModel.RequiredAction.UPDATE_PASSWORD.name());
        if (action == null || !action.isEnabled() || !isKeptHere(user)) {
            return Password.ELSEWHERE;
        }
        try {
            user.addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
            return Password.CHANGE;
        } catch (ReadOnlyException notStoredHere) {
            return Password.ELSEWHERE;
        }
    }

    // A directory that is read only would refuse each new password, and the user could not get past that page.
    private boolean isKeptHere(UserModel user) {
        return Optional.ofNullable(user.getFederationLink())
                .map(link -> {
                    ComponentModel directory = realm.getComponent(link);
                    return directory != null && WRITABLE.contains(String.valueOf(directory.get(EDIT_MODE)));
                })
                .orElse(true);
    }

    private void raise(@Nullable Long entry, Done done) {
        AdminEventBuilder event = new AdminEventBuilder(
                        realm, caller.adminAuth(), session, session.getContext().getConnection())
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
