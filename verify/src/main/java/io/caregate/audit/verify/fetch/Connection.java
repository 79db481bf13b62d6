package io.caregate.audit.verify.fetch;

import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.archive.Archive;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A realm, and how to sign in there. A connection keeps its access token in memory. Not thread-safe. */
public final class Connection {
    private final URI issuer;
    private final String client;
    private final ClientAuthentication authentication;
    private final boolean isPerson;
    private final @Nullable String scope;
    private final Clock clock;
    private final HttpCalls calls;
    private @Nullable AccessTokens tokens;

    /** Takes what was configured. Throws {@link UnreadableException} with the option to correct. */
    public Connection(Settings settings, Clock clock) throws IOException, UnreadableException {
        this(settings, clock, time -> Thread.sleep(time.toMillis()));
    }

    Connection(Settings settings, Clock clock, HttpCalls.Pause pause) throws IOException, UnreadableException {
        this.issuer = Trust.issuer(settings.issuer());
        this.client = settings.client();
        this.scope = settings.scope();
        this.clock = clock;
        Path key = settings.clientKey();
        String secret = settings.secret();
        if (key != null && secret != null) {
            throw new UnreadableException("give the client's secret or its key, not both");
        }
        this.isPerson = key == null && secret == null;
        this.authentication = key != null
                ? assertions(key, settings)
                : secret != null ? ClientAuthentication.secret(secret) : ClientAuthentication.NONE;
        Path ca = settings.ca();
        SSLSocketFactory tls = ca == null ? null : Trust.of(ca);
        this.calls = new HttpCalls(tls, settings.timeout(), clock, pause);
    }

    private ClientAssertions assertions(Path key, Settings settings) throws IOException, UnreadableException {
        try {
            return new ClientAssertions(Files.readString(key), client, settings.clientKeyId(), clock);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("--client-key " + key + ": " + e.getMessage(), e);
        }
    }

    /** The realm's log, for an archive that keeps the refresh token if a person has signed in. */
    public LogSource log(Archive archive) {
        return new AuditServer(calls, issuer, tokens(archive));
    }

    /** Lets a person sign in. {@code shown} gets what they have to do. */
    public void signIn(Archive archive, Consumer<String> shown) throws IOException, AwayException, UnreadableException {
        if (!isPerson) {
            throw new UnreadableException("--sign-in is for a person: leave out the client's secret and key");
        }
        tokens(archive).signIn(shown);
    }

    private AccessTokens tokens(Archive archive) {
        AccessTokens known = tokens;
        if (known == null) {
            known = new AccessTokens(
                    calls, issuer, client, authentication, scope, isPerson ? kept(archive) : null, clock);
            tokens = known;
        }
        return known;
    }

    private static AccessTokens.RefreshToken kept(Archive archive) {
        return new AccessTokens.RefreshToken() {
            @Override
            public @Nullable String read() throws IOException {
                return archive.refreshToken();
            }

            @Override
            public void write(String token) throws IOException {
                archive.keepRefreshToken(token);
            }
        };
    }

    /**
     * What is configured.
     *
     * @param issuer the realm's address
     * @param client the client's id
     * @param secret the client's secret; null if it has none
     * @param clientKey the file of the client's private key; null if it has none
     * @param clientKeyId the id of that key; null if the client has one key
     * @param scope the scopes to ask for; null for the default ones
     * @param ca the certificates of the authorities that are trusted; null for those that Java trusts
     * @param timeout how long a connection, or a read, may take
     */
    public record Settings(
            String issuer,
            String client,
            @Nullable String secret,
            @Nullable Path clientKey,
            @Nullable String clientKeyId,
            @Nullable String scope,
            @Nullable Path ca,
            Duration timeout) {}
}
