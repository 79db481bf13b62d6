package io.caregate.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;

/**
 * The first administrators of the realm {@code master}: a user for the Admin Console and a service client for programs.
 * Keycloak creates them in an empty database and ignores them afterwards, so they are stored next to the data: a server
 * that starts on the same data gets the same secrets.
 *
 * @param user name of the administrator
 * @param password of the administrator
 * @param clientId of the service client, for the client credentials grant
 * @param clientSecret of the service client
 */
public record BootstrapAdmin(String user, String password, String clientId, String clientSecret) {
    static final String FILE = "bootstrap-admin.properties";
    private static final int SECRET_BYTES = 12;

    /** An administrator named {@code admin} and a client {@code caregate-bootstrap}, both with random secrets. */
    public static BootstrapAdmin random() {
        return new BootstrapAdmin("admin", secret(), "caregate-bootstrap", secret());
    }

    /** Those that this folder keeps; random ones, which it keeps from then on, if it has none. */
    public static BootstrapAdmin keptIn(Path data) throws IOException {
        Path file = data.resolve(FILE);
        if (!Files.exists(file)) {
            var fresh = random();
            fresh.keepIn(data);
            return fresh;
        }
        var kept = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            kept.load(reader);
        }
        return new BootstrapAdmin(
                kept.getProperty("user", ""),
                kept.getProperty("password", ""),
                kept.getProperty("clientId", ""),
                kept.getProperty("clientSecret", ""));
    }

    private void keepIn(Path data) throws IOException {
        var kept = new Properties();
        kept.setProperty("user", user);
        kept.setProperty("password", password);
        kept.setProperty("clientId", clientId);
        kept.setProperty("clientSecret", clientSecret);
        Path file = data.resolve(FILE);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try (var writer = Files.newBufferedWriter(file)) {
            kept.store(writer, null);
        }
    }

    Map<String, String> environment() {
        return Map.of(
                "KC_BOOTSTRAP_ADMIN_USERNAME", user,
                "KC_BOOTSTRAP_ADMIN_PASSWORD", password,
                "KC_BOOTSTRAP_ADMIN_CLIENT_ID", clientId,
                "KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", clientSecret);
    }

    private static String secret() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    @Override
    public String toString() {
        return "BootstrapAdmin[user=" + user + ", clientId=" + clientId + "]";
    }
}
