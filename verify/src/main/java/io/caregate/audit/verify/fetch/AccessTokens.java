package io.caregate.audit.verify.fetch;

import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.fetch.HttpCalls.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The access token: of the client itself (RFC 6749, section 4.4), or of a person who signs in on another device (RFC
 * 8628) and whose refresh token is kept. It is renewed when it is old, or refused. Not thread-safe.
 */
final class AccessTokens {
    private static final Duration SLACK = Duration.ofSeconds(20);
    private static final int VERIFIER_BYTES = 32;
    private static final int DEFAULT_INTERVAL = 5;
    private static final int MOST_INTERVAL = 60;
    private static final int MOST_PATIENCE = 3600;
    private static final int SLOWER = 5;
    private static final String TOKENS = "/protocol/openid-connect/token";
    private static final String DEVICE = "/protocol/openid-connect/auth/device";

    private final HttpCalls calls;
    private final URI issuer;
    private final String client;
    private final ClientAuthentication authentication;
    private final @Nullable String scope;
    private final @Nullable RefreshToken refreshToken;
    private final Clock clock;
    private @Nullable String token;
    private Instant end = Instant.MIN;

    /** With {@code refreshToken}, the token is a person's; without one, it is the client's own. */
    AccessTokens(
            HttpCalls calls,
            URI issuer,
            String client,
            ClientAuthentication authentication,
            @Nullable String scope,
            @Nullable RefreshToken refreshToken,
            Clock clock) {
        this.calls = calls;
        this.issuer = issuer;
        this.client = client;
        this.authentication = authentication;
        this.scope = scope;
        this.refreshToken = refreshToken;
        this.clock = clock;
    }

    /** A token that is valid for some time yet, unless the server revokes it. */
    String token() throws IOException, AwayException, UnreadableException {
        String known = token;
        if (known != null && clock.instant().isBefore(end)) {
            return known;
        }
        return renewed();
    }

    /** A new token, since the server has refused the one before. */
    String renewed() throws IOException, AwayException, UnreadableException {
        Map<String, String> form = new HashMap<>();
        RefreshToken kept = refreshToken;
        if (kept == null) {
            form.put("grant_type", "client_credentials");
            if (scope != null) {
                form.put("scope", scope);
            }
        } else {
            String stored = kept.read();
            if (stored == null) {
                throw new UnreadableException("nobody has signed in: run it once with --sign-in, or give --secret-file,"
                        + " --secret-env or --client-key");
            }
            form.put("grant_type", "refresh_token");
            form.put("refresh_token", stored);
        }
        Answer answer = ask(TOKENS, form);
        if (!answer.isOk()) {
            String sign = kept == null ? "" : "; sign in again: run it once with --sign-in";
            throw new UnreadableException("the server gives no token (" + answer.status() + answer.why() + ")" + sign);
        }
        return take(answer);
    }

    /** Lets a person sign in on any device (RFC 8628). {@code shown} gets what they have to do. */
    void signIn(Consumer<String> shown) throws IOException, AwayException, UnreadableException {
        String verifier = random();
        Map<String, String> begin = new HashMap<>();
        begin.put("code_challenge", challenge(verifier));
        begin.put("code_challenge_method", "S256");
        begin.put("scope", scope == null ? "openid" : scope);
        Answer begun = ask(DEVICE, begin);
        if (!begun.isOk()) {
            throw new UnreadableException(
                    "the server lets nobody sign in with this client (" + begun.status() + begun.why() + ")");
        }
        try {
            Members device = begun.members();
            shown.accept("open " + device.text("verification_uri") + " in a browser, sign in as an auditor, and enter "
                    + device.text("user_code"));
            await(device, verifier);
        } catch (MalformedException e) {
            throw new UnreadableException("the server's answer cannot be read: " + e.getMessage(), e);
        }
    }

    private void await(Members device, String verifier)
            throws IOException, AwayException, UnreadableException, MalformedException {
        long asked = device.value("interval") instanceof Long seconds ? seconds : DEFAULT_INTERVAL;
        // A hostile server must not stall the program, nor make it ask without a pause.
        long interval = Math.max(1, Math.min(asked, MOST_INTERVAL));
        Instant until = clock.instant().plusSeconds(Math.min(device.number("expires_in"), MOST_PATIENCE));
        while (clock.instant().isBefore(until)) {
            calls.waitFor(Duration.ofSeconds(interval));
            Answer answer = ask(
                    TOKENS,
                    Map.of(
                            "grant_type",
                            "urn:ietf:params:oauth:grant-type:device_code",
                            "device_code",
                            device.text("device_code"),
                            "code_verifier",
                            verifier));
            if (answer.isOk()) {
                take(answer);
                return;
            }
            switch (answer.error()) {
                case "authorization_pending" -> {}
                case "slow_down" -> interval += SLOWER;
                default ->
                    throw new UnreadableException("nobody has signed in (" + answer.status() + answer.why() + ")");
            }
        }
        throw new UnreadableException("nobody has signed in before the code expired");
    }

    private Answer ask(String path, Map<String, String> form) throws IOException, AwayException, UnreadableException {
        return calls.post(URI.create(issuer + path), new HttpCalls.Form() {
            @Override
            public Map<String, String> fields() {
                Map<String, String> all = new HashMap<>(form);
                all.put("client_id", client);
                all.putAll(authentication.parameters(issuer));
                return all;
            }

            /** A server that replaces refresh tokens takes the second use of one for theft, and ends the session. */
            @Override
            public boolean isForOneUse() {
                return form.containsKey("refresh_token");
            }
        });
    }

    private String take(Answer answer) throws IOException, UnreadableException {
        try {
            Members members = answer.members();
            String given = members.text("access_token");
            RefreshToken kept = refreshToken;
            if (kept != null) {
                kept.write(members.text("refresh_token"));
            }
            long seconds = members.value("expires_in") instanceof Long said ? said : 0;
            end = clock.instant().plusSeconds(seconds).minus(SLACK);
            token = given;
            return given;
        } catch (MalformedException e) {
            throw new UnreadableException("the server's answer has no token: " + e.getMessage(), e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[VERIFIER_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** RFC 7636, section 4.2. */
    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a person's refresh token is kept. */
    interface RefreshToken {
        @Nullable
        String read() throws IOException;

        void write(String token) throws IOException;
    }
}
