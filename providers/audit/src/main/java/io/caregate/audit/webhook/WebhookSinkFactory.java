package io.caregate.audit.webhook;

import io.caregate.audit.format.Format;
import io.caregate.audit.http.Endpoint;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkOptions;
import io.caregate.audit.sink.SinkSettings;
import io.caregate.foundation.log.ServerLog;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.vault.VaultStringSecret;

/** The sink {@value #ID}. Its options name the address, the format and the place of the secrets. */
public final class WebhookSinkFactory extends SinkFactory {
    /** The id, which is part of the name of every option. */
    public static final String ID = "webhook";

    public static final String FORMAT = "format";
    public static final String SECRET_FILE = "secret-file";
    public static final String SECRET_VAULT_KEY = "secret-vault-key";

    /** The options other than those that every sink has. */
    public static final List<String> NAMES =
            List.of(Endpoint.URL, FORMAT, SECRET_FILE, SECRET_VAULT_KEY, Endpoint.TIMEOUT, Endpoint.HEADERS_FILE);

    private static final ServerLog LOG = ServerLog.of(WebhookSinkFactory.class);
    private static final int USUAL_BATCH = 250;
    /** The body of an answer is not used, but it has to end. */
    private static final int MOST_BYTES = 1024 * 1024;

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public WebhookSinkFactory() {
        super(ID, NAMES);
    }

    @Override
    public ConfiguredSink read(SinkOptions options) {
        Endpoint endpoint = Endpoint.from(options);
        Format format = options.oneOf(FORMAT, Format.JSON);
        boolean single = options.number(SinkOptions.BATCH_SIZE, USUAL_BATCH, 1, SinkSettings.MAX_BATCH) == 1;
        WebhookBody form = new WebhookBody(format, single);
        Optional<String> vaultKey = options.value(
                SECRET_VAULT_KEY,
                Optional.empty(),
                key -> KEY.matcher(key).matches() ? Optional.of(Optional.of(key)) : Optional.empty(),
                "the key of a secret in Keycloak's vault (letters, digits, dot, dash, underscore)");
        if (vaultKey.isEmpty() == options.text(SECRET_FILE).isEmpty()) {
            throw options.bad(
                    SECRET_FILE,
                    "a file with " + Secret.ALLOWED + "; or give " + SECRET_VAULT_KEY + " instead, not both");
        }
        if (vaultKey.isEmpty()) {
            ofFile(options);
        }
        return options.sink(
                USUAL_BATCH,
                "url=" + endpoint.address() + " format=" + format,
                session -> open(session, options, form, vaultKey));
    }

    private static Sink open(
            KeycloakSession session, SinkOptions options, WebhookBody form, Optional<String> vaultKey) {
        // The files are read again: their content may have been renewed.
        Endpoint endpoint = Endpoint.from(options);
        if (vaultKey.isEmpty()) {
            return sink(endpoint, form, ofFile(options));
        }
        Optional<String> text;
        try {
            text = ofVault(session, vaultKey.get());
        } catch (RuntimeException e) {
            LOG.debugf(e, "the vault failed");
            return new Unready("the vault cannot be read");
        }
        if (text.isEmpty()) {
            return new Unready("the vault has no secret of the key that secret-vault-key names");
        }
        try {
            return sink(endpoint, form, Secret.parse(text.get()));
        } catch (IllegalArgumentException e) {
            return new Unready("what the vault has is no secret of Standard Webhooks");
        }
    }

    private static Sink sink(Endpoint endpoint, WebhookBody form, List<Secret> secrets) {
        return new WebhookSink(new HttpSender(endpoint, MOST_BYTES), form, secrets, InstantSource.system());
    }

    private static List<Secret> ofFile(SinkOptions options) {
        String text = options.file(SECRET_FILE, "a file with " + Secret.ALLOWED).orElse("");
        try {
            return Secret.parse(text);
        } catch (IllegalArgumentException e) {
            throw options.bad(SECRET_FILE, "a file with " + Secret.ALLOWED);
        }
    }

    private static Optional<String> ofVault(KeycloakSession session, String key) {
        try (VaultStringSecret secret = session.vault().getStringSecret("${vault." + key + "}")) {
            return secret.get();
        }
    }

    /** A stand-in until the vault has the secret. */
    private record Unready(String reason) implements Sink {
        @Override
        public Outcome deliver(Batch batch) {
            return Outcome.misconfigured(reason);
        }

        @Override
        public void close() {}
    }
}
