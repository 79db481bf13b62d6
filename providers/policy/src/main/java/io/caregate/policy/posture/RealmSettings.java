package io.caregate.policy.posture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lifespans of tokens and sessions, and a realm's defence against guessing and theft. */
final class RealmSettings<N extends Written<N>> {

    /** Three times Keycloak's default, and a quarter of what RFC 6750 section 5.3 allows. */
    private static final long MOST_ACCESS_TOKEN = 15 * 60;

    /** NIST SP 800-63B section 4.2.3, for authenticator assurance level 2. */
    private static final long MOST_SESSION = 12 * 60 * 60;

    private static final long MOST_IDLE = 30 * 60;

    /** NIST SP 800-63B section 5.2.2. */
    private static final long MOST_FAILURES = 100;

    private final N realm;
    private final String subject;
    private final String prefix;
    private final List<PostureFinding<N>> found = new ArrayList<>();

    private RealmSettings(N realm, String subject, String prefix) {
        this.realm = realm;
        this.subject = subject;
        this.prefix = prefix;
    }

    static <N extends Written<N>> List<PostureFinding<N>> of(N realm) {
        RealmSettings<N> settings = new RealmSettings<>(realm, "", "");
        settings.addTokens();
        settings.addSessions();
        settings.addDefences();
        return settings.found;
    }

    /** Read from a client's attributes. */
    static <N extends Written<N>> List<PostureFinding<N>> ofClient(N attributes, String subject) {
        RealmSettings<N> settings = new RealmSettings<>(attributes, subject, "attributes.");
        settings.addTooLong(PostureCheck.ACCESS_TOKEN_LIFESPAN, "access.token.lifespan", MOST_ACCESS_TOKEN);
        settings.addTooLong(PostureCheck.SESSION_LIFESPAN, "client.session.max.lifespan", MOST_SESSION);
        settings.addTooLong(PostureCheck.SESSION_LIFESPAN, "client.session.idle.timeout", MOST_IDLE);
        return settings.found;
    }

    private void addTokens() {
        addTooLong(PostureCheck.ACCESS_TOKEN_LIFESPAN, "accessTokenLifespan", MOST_ACCESS_TOKEN);
    }

    private void addSessions() {
        addTooLong(PostureCheck.SESSION_LIFESPAN, "ssoSessionIdleTimeout", MOST_IDLE);
        addTooLong(PostureCheck.SESSION_LIFESPAN, "ssoSessionMaxLifespan", MOST_SESSION);
        if (realm.is("rememberMe", "true")) {
            addTooLong(PostureCheck.SESSION_LIFESPAN, "ssoSessionIdleTimeoutRememberMe", MOST_IDLE);
            addTooLong(PostureCheck.SESSION_LIFESPAN, "ssoSessionMaxLifespanRememberMe", MOST_SESSION);
        }
        if (realm.is("offlineSessionMaxLifespanEnabled", "false")) {
            add(
                    PostureCheck.OFFLINE_SESSION,
                    "offlineSessionMaxLifespanEnabled",
                    "offline sessions have no end while they are used",
                    "set it to true, with an offlineSessionMaxLifespan");
        }
    }

    private void addDefences() {
        if (realm.is("bruteForceProtected", "false")) {
            add(
                    PostureCheck.BRUTE_FORCE,
                    "bruteForceProtected",
                    "passwords can be guessed without a limit",
                    "set it to true");
        }
        seconds("failureFactor")
                .filter(failures -> failures > MOST_FAILURES)
                .ifPresent(failures -> add(
                        PostureCheck.BRUTE_FORCE,
                        "failureFactor",
                        "an account is locked after more than " + MOST_FAILURES + " failed sign-ins only",
                        "use " + MOST_FAILURES + " at most; Keycloak's default is 30"));
        if (realm.is("revokeRefreshToken", "false")) {
            add(
                    PostureCheck.REFRESH_TOKEN_REUSE,
                    "revokeRefreshToken",
                    "a confidential client's refresh token can be used again, by a thief too",
                    "set it to true, once no application refreshes twice at the same time");
        }
        seconds("refreshTokenMaxReuse")
                .filter(times -> times > 0 && realm.is("revokeRefreshToken", "true"))
                .ifPresent(times -> add(
                        PostureCheck.REFRESH_TOKEN_REUSE,
                        "refreshTokenMaxReuse",
                        "a refresh token can be used " + (times + 1) + " times before its theft is noticed",
                        "set it to 0"));
    }

    private void addTooLong(PostureCheck check, String field, long most) {
        // To Keycloak, -1 in a client means as long as the session.
        seconds(field)
                .filter(seconds -> seconds > most || seconds == -1)
                .ifPresent(seconds -> add(
                        check,
                        field,
                        seconds == -1 ? "it lives as long as the session" : "it is longer than " + duration(most),
                        "use " + most + " seconds at most"));
    }

    private void add(PostureCheck check, String field, String problem, String advice) {
        realm.member(field)
                .ifPresent(value -> found.add(new PostureFinding<>(
                        check, subject, prefix + field, value.text().orElse(""), problem, advice, value)));
    }

    private Optional<Long> seconds(String field) {
        return realm.text(field).filter(text -> text.matches("-1|[0-9]{1,15}")).map(Long::valueOf);
    }

    private static String duration(long seconds) {
        return seconds >= 3600 ? seconds / 3600 + " hours" : seconds / 60 + " minutes";
    }
}
