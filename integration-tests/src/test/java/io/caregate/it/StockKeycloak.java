package io.caregate.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Keycloak as an operator has it: unpacked, set up in {@code keycloak.conf}, with nothing of the pack. */
final class StockKeycloak {
    static final String ADMIN = "root-of-all";
    static final String PASSWORD = "a-password-of-the-operator";

    private final Path home;
    private final int port;
    private final int managementPort;

    private StockKeycloak(Path home, int port, int managementPort) {
        this.home = home;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** Below this folder, with free ports, an H2 database and this realm in it. */
    static StockKeycloak unpack(Path folder, Path realm) {
        try {
            Path zip;
            try (Stream<Path> zips = Files.list(Folders.server().resolve("distribution"))) {
                String version = System.getProperty("keycloak.version", "");
                zip = zips.filter(file -> file.toString().endsWith(version + ".zip"))
                        .findFirst()
                        .orElseThrow();
            }
            unzip(zip, folder);
            String name =
                    zip.getFileName().toString().replace("-quarkus-dist", "").replace(".zip", "");
            var keycloak = new StockKeycloak(folder.resolve(name), freePort(), freePort());
            keycloak.setUp();
            keycloak.run("import", "--file", realm.toString());
            keycloak.run("bootstrap-admin", "user", "--username", ADMIN, "--password:env", "OPERATOR_PASSWORD");
            return keycloak;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path home() {
        return home;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    String managementUrl() {
        return "http://127.0.0.1:" + managementPort;
    }

    private void setUp() throws IOException {
        Files.write(
                home.resolve("conf/keycloak.conf"),
                List.of(
                        "http-enabled=true",
                        "http-host=127.0.0.1",
                        "http-port=" + port,
                        "http-management-port=" + managementPort,
                        "hostname-strict=false",
                        "cache=local",
                        "db=dev-file"));
    }

    private void run(String... arguments) {
        KcScript.run(home, home.resolve("set-up.log"), Map.of("OPERATOR_PASSWORD", PASSWORD), arguments);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void unzip(Path zip, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (target.startsWith(folder)) {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target);
                    if (target.toString().endsWith(".sh")) {
                        executable(target);
                    }
                }
            }
        }
    }

    private static void executable(Path program) throws IOException {
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " cannot be made executable");
        }
    }
}
