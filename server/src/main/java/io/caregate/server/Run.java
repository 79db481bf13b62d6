package io.caregate.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The run command: a stock Keycloak with the pack, the realm {@code healthcare}, the demo overlay and the sample API,
 * in the foreground until Ctrl-C. Its data are in the build folder. System properties configure it: {@code port},
 * {@code management.port}, {@code api.port}, {@code debug} (a port), {@code fresh} (discard the data first), {@code
 * caregate.options} (options of Keycloak, separated by spaces).
 */
public final class Run {
    private static final String CLEAR_LINE = "\r\033[K";
    private static final int USUAL_PORT = 8080;
    private static final int USUAL_MANAGEMENT_PORT = 9000;
    private static final int USUAL_API_PORT = 8090;

    private final PrintStream out;
    private final Path serverTarget;
    private final Path realmConfig;

    private Run(PrintStream out, Path serverTarget, Path realmConfig) {
        this.out = out;
        this.serverTarget = serverTarget;
        this.realmConfig = realmConfig;
    }

    /** Serves until Ctrl-C. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Run(
                        new PrintStream(System.out, true, StandardCharsets.UTF_8),
                        Path.of(System.getProperty("caregate.server.folder", "server/target")),
                        Path.of(System.getProperty("caregate.realm-config.folder", "realm-config")))
                .serve();
    }

    private void serve() throws IOException, InterruptedException {
        Path data = serverTarget.resolve("run-data");
        if (Boolean.getBoolean("fresh")) {
            DistributionCache.delete(data);
        }
        var demo = Demo.in(realmConfig);
        var server = builder(data).start();
        try {
            importOnce(demo, server, data);
            progress("Starting the sample API …");
            try (var api = sampleApi(server)) {
                new Banner(server, api, demo).print(out);
                if (!server.follow(out::println)) {
                    throw new IllegalStateException("Keycloak has ended by itself; see " + server.logFile());
                }
            }
        } finally {
            server.close();
        }
    }

    /** On a terminal, one line that shows the current step. Elsewhere, a line for each step. */
    private void progress(String what) {
        if (System.getenv().getOrDefault("TERM", "dumb").equals("dumb")) {
            out.println(what);
        } else {
            out.print(CLEAR_LINE + what);
            out.flush();
        }
    }

    private ServerBuilder builder(Path data) {
        var builder = KeycloakServer.in(serverTarget)
                .data(data)
                .realm(realmFile())
                .progress(this::progress)
                .port(port("port", USUAL_PORT));
        builder.option("--http-management-port=" + port("management.port", USUAL_MANAGEMENT_PORT));
        int debug = Integer.getInteger("debug", 0);
        if (debug != 0) {
            builder.debugPort(debug);
        }
        for (String option : System.getProperty("caregate.options", "").strip().split("\\s+", -1)) {
            if (!option.isEmpty()) {
                builder.option(option);
            }
        }
        return builder;
    }

    private SampleApi sampleApi(KeycloakServer server) {
        return SampleApi.start(
                serverTarget,
                port("api.port", USUAL_API_PORT),
                URI.create(server.url() + "/realms/" + Demo.REALM),
                // The demo's single-page app.
                "--caregate.api.cors.origins=http://127.0.0.1:3001");
    }

    private Path realmFile() {
        return realmConfig.resolve("healthcare-realm.json");
    }

    private static int port(String property, int usual) {
        int wanted = Integer.getInteger(property, 0);
        if (wanted != 0 && !FreePorts.isFree(wanted)) {
            // Another process that listens there would answer the request whether Keycloak is ready.
            throw new IllegalArgumentException("-D" + property + "=" + wanted + ": something listens on this port");
        }
        if (wanted != 0) {
            return wanted;
        }
        return FreePorts.isFree(usual) ? usual : FreePorts.pick().first();
    }

    /** Imports the demo once, so that later changes to it are kept. */
    private void importOnce(Demo demo, KeycloakServer server, Path data) throws IOException, InterruptedException {
        Path marker = data.resolve("demo-imported");
        String files = fingerprint(realmFile(), realmConfig.resolve("demo").resolve("demo-overlay.json"));
        if (!Files.exists(marker)) {
            progress("Importing the demo …");
            demo.importInto(server);
            Files.writeString(marker, files);
        } else if (!Files.readString(marker).equals(files)) {
            out.println("The realm files have changed since they were imported; -Dfresh=true starts over with them.");
        }
    }

    private static String fingerprint(Path... files) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
