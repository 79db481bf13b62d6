package io.caregate.auditlog.entry;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The details of an event in the form in which they may be stored: clean, and without secrets. If a detail's name says
 * that it holds a secret, only the name is kept. Keycloak's own events hold no secrets, but any extension may add one.
 */
final class Details {
    static final String WITHHELD = "[withheld]";

    private static final int MAX_NAME_BYTES = 256;
    private static final Set<String> SECRETS = Set.of(
            "access_token",
            "actor_token",
            "assertion",
            "authorization",
            "client_assertion",
            "client_secret",
            "code",
            "code_verifier",
            "cookie",
            "credential",
            "device_code",
            "id_token",
            "id_token_hint",
            "key",
            "new_password",
            "otp",
            "password",
            "password-confirm",
            "password-new",
            "private_key",
            "refresh_token",
            "request",
            "secret",
            "session_code",
            "subject_token",
            "token",
            "totp",
            "user_code");

    private Details() {}

    static SortedMap<String, String> clean(Map<String, String> details) {
        SortedMap<String, String> clean = new TreeMap<>();
        details.forEach((name, value) -> {
            if (value != null) {
                String kept = isSecret(name) ? WITHHELD : TextSanitizer.of(value);
                clean.put(Truncation.toBytes(TextSanitizer.of(name), MAX_NAME_BYTES), kept);
            }
        });
        return clean;
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SECRETS.contains(lower) || lower.endsWith("_secret") || lower.endsWith("password");
    }
}
