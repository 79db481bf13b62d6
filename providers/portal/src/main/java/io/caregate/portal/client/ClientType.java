package io.caregate.portal.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kind of a client, in a developer's words; everything else follows from it. */
public enum ClientType {
    /** With a server of its own: confidential, code flow. */
    @JsonProperty("web")
    WEB(false, true),
    /** Only in the browser: public, code flow with PKCE. */
    @JsonProperty("spa")
    SPA(true, true),
    /** On a device (RFC 8252): public, code flow with PKCE. */
    @JsonProperty("native")
    NATIVE(true, true),
    /** A backend acting for itself: client credentials. */
    @JsonProperty("service")
    SERVICE(false, false);

    /** Scopes of OpenID Connect Core section 5.4 and 11, of SMART App Launch, and of Keycloak, that concern a user. */
    private static final Set<String> OF_USERS = Set.of(
            "openid",
            "profile",
            "email",
            "address",
            "phone",
            "offline_access",
            "online_access",
            "fhirUser",
            "launch",
            "organization");

    private final boolean isPublic;
    private final boolean signsIn;

    ClientType(boolean isPublic, boolean signsIn) {
        this.isPublic = isPublic;
        this.signsIn = signsIn;
    }

    /** The kind with this stored name; empty if there is none. */
    public static Optional<ClientType> of(@Nullable String name) {
        return Arrays.stream(values())
                .filter(clientType -> clientType.toString().equals(name))
                .findFirst();
    }

    /** The kinds that can use a scope with this name: who acts, a user or the client itself, is part of some names. */
    static List<ClientType> using(String scope) {
        boolean ofSystems = scope.startsWith("system/");
        boolean ofUsers = OF_USERS.contains(scope)
                || Stream.of("user/", "patient/", "launch/").anyMatch(scope::startsWith);
        return Arrays.stream(values())
                .filter(kind -> kind.signsIn ? !ofSystems : !ofUsers)
                .toList();
    }

    /** Whether it can keep no secret (RFC 6749 section 2.1). */
    boolean isPublic() {
        return isPublic;
    }

    /** Whether people sign in through it, so that it has redirect URIs. */
    boolean signsIn() {
        return signsIn;
    }

    /** Whether scripts of other origins may call with its tokens. */
    boolean hasOrigins() {
        return signsIn && this != NATIVE;
    }

    /** As it is stored and sent. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
