package io.caregate.policy.posture;

import io.caregate.policy.rule.RequiredRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Accounts that administer the realm and sign in with a password alone. */
final class Administrators {

    private static final String REALM_MANAGEMENT = "realm-management";

    /** The roles of the realm {@code master}, and the suffix of the clients that it has for each realm. */
    private static final Set<String> OF_SERVER = Set.of("admin", "create-realm");

    private static final String OF_REALM = "-realm";

    private static final Set<String> SECOND_FACTORS =
            Set.of("otp", "totp", "hotp", "webauthn", "webauthn-passwordless");

    private static final Set<String> TO_BE_SET_UP =
            Set.of("CONFIGURE_TOTP", "webauthn-register", "webauthn-register-passwordless");

    private Administrators() {}

    static <N extends Written<N>> List<PostureFinding<N>> of(N realm, GrantedRoles<N> roles) {
        return realm.items("users")
                .filter(user -> !user.text("enabled").filter("false"::equals).isPresent())
                .filter(user -> user.text("serviceAccountClientId").isEmpty())
                .filter(user -> isAdministrator(realm, user, roles))
                .filter(user -> !hasSecondFactor(user))
                .map(user -> new PostureFinding<>(
                        PostureCheck.SECOND_FACTOR,
                        "user " + user.text("username").orElse(""),
                        "credentials",
                        user.items("credentials")
                                .flatMap(credential -> credential.text("type").stream())
                                .collect(Collectors.joining(", ")),
                        "this administrator has no second factor",
                        "have them set up a one-time password or a security key: the required action CONFIGURE_TOTP or"
                                + " webauthn-register",
                        user))
                .toList();
    }

    private static <N extends Written<N>> boolean isAdministrator(N realm, N user, GrantedRoles<N> roles) {
        List<RequiredRole> given = new ArrayList<>(roles.named(user, "realmRoles", "clientRoles"));
        user.texts("groups").forEach(path -> given.addAll(roles.ofGroup(path)));
        boolean master = realm.text("realm").filter("master"::equals).isPresent();
        return roles.all(given).stream().anyMatch(role -> administers(role, master));
    }

    private static boolean administers(RequiredRole role, boolean master) {
        String client = role.clientId();
        return client == null
                ? master && OF_SERVER.contains(role.name())
                : client.equals(REALM_MANAGEMENT) || (master && client.endsWith(OF_REALM));
    }

    private static <N extends Written<N>> boolean hasSecondFactor(N user) {
        return user.items("credentials")
                        .flatMap(credential -> credential.text("type").stream())
                        .anyMatch(SECOND_FACTORS::contains)
                || user.texts("requiredActions").anyMatch(TO_BE_SET_UP::contains);
    }
}
