package io.caregate.policy.posture;

import io.caregate.policy.rule.RequiredRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Accounts that administer the realm and sign in with only a password. */
final class Administrators<N extends Written<N>> {

    private static final String REALM_MANAGEMENT = "realm-management";

    /** The roles of the realm {@code master}, and the suffix of the clients that it has for each realm. */
    private static final Set<String> OF_SERVER = Set.of("admin", "create-realm");

    private static final String OF_REALM = "-realm";

    private static final Set<String> SECOND_FACTORS =
            Set.of("otp", "totp", "hotp", "webauthn", "webauthn-passwordless");

    private static final Set<String> TO_BE_SET_UP =
            Set.of("CONFIGURE_TOTP", "webauthn-register", "webauthn-register-passwordless");

    private final GrantedRoles<N> roles;
    private final boolean master;
    private final Set<RequiredRole> containing;
    private final Map<GrantedRoles.Group, Boolean> groups = new HashMap<>();

    private Administrators(N realm, GrantedRoles<N> roles) {
        this.roles = roles;
        this.master = realm.is("realm", "master");
        this.containing = roles.containing(this::isOfAdministrators);
    }

    static <N extends Written<N>> List<PostureFinding<N>> of(N realm, GrantedRoles<N> roles) {
        Administrators<N> administrators = new Administrators<>(realm, roles);
        return realm.items("users")
                .filter(user -> !user.is("enabled", "false"))
                .filter(user -> user.text("serviceAccountClientId").isEmpty())
                .filter(administrators::administers)
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

    private boolean administers(N user) {
        return haveOne(roles.named(user, "realmRoles", "clientRoles"))
                || user.texts("groups")
                        .flatMap(path -> roles.path(path).stream())
                        .anyMatch(group -> groups.computeIfAbsent(group, each -> haveOne(each.roles())));
    }

    private boolean haveOne(List<RequiredRole> given) {
        return given.stream().anyMatch(role -> isOfAdministrators(role) || containing.contains(role));
    }

    private boolean isOfAdministrators(RequiredRole role) {
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
