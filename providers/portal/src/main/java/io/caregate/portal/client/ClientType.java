package io.caregate.portal.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
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
