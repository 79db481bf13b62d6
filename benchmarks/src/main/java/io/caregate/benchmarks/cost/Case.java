package io.caregate.benchmarks.cost;

import io.caregate.benchmarks.load.Connection;
import io.caregate.benchmarks.load.Operation;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The cases that are measured. */
enum Case {
    TOKEN("token, client credentials", (realm, connection) -> Operations.token(realm, connection, "backend")),
    API_TOKEN("API token, client credentials", (realm, connection) -> Operations.token(realm, connection, "worker")),
    CODE_FLOW("code flow with PKCE, Argon2", (realm, connection) -> Operations.codeFlow(realm, connection)),
    CODE_FLOW_CHEAP_HASH(
            "code flow with PKCE, cheap hash", (realm, connection) -> Operations.codeFlow(realm.cheap(), connection)),
    REFRESH(
            "refresh of an API token, confidential client",
            (realm, connection) -> Operations.refresh(realm.cheap(), connection, "web")),
    REFRESH_PUBLIC(
            "refresh of an API token, public client",
            (realm, connection) -> Operations.refresh(realm.cheap(), connection, "app")),
    REFRESH_ROTATING(
            "refresh of an API token, public client, in a realm with rotation",
            (realm, connection) -> Operations.refresh(realm.rotating(), connection, "app")),
    INTROSPECTION(
            "introspection of an API token",
            (realm, connection) -> Operations.introspection(realm.cheap(), connection)),
    AUTHORIZATION_PAGE(
            "authorization request, login page", (realm, connection) -> Operations.loginPage(realm, connection, 1)),
    DISCOVERY("discovery", Operations::discovery),
    FAILED_LOGIN(
            "failed login, known user",
            (realm, connection) -> Operations.failedLogin(realm.cheap(), connection, BenchmarkRealm.USER)),
    FAILED_LOGIN_UNKNOWN(
            "failed login, unknown user",
            (realm, connection) -> Operations.failedLogin(realm.cheap(), connection, "nobody")),
    FAILED_CLIENT("failed client login", Operations::failedClient),
    CLIENT_CREATION("client creation, Admin API", Operations::clientCreation);

    private final String title;

    // None of them holds anything.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Opener opener;

    Case(String title, Opener opener) {
        this.title = title;
        this.opener = opener;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    Operation.Opener on(BenchmarkRealm realm) {
        return connection -> opener.open(realm, connection);
    }

    /** The case with this id, or all of them. */
    static List<Case> named(String id) {
        List<Case> found = Arrays.stream(values())
                .filter(each -> id.equals("all") || each.id().equals(id))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no case " + id + " among "
                    + Arrays.stream(values()).map(Case::id).toList());
        }
        return found;
    }

    /** Makes the operation of one client in a realm. */
    @FunctionalInterface
    interface Opener {
        Operation open(BenchmarkRealm realm, Connection connection) throws IOException;
    }
}
