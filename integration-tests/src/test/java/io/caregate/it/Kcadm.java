package io.caregate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keycloak's command line client, as it is in the distribution of the server under test. */
public final class Kcadm {
    private static final long PATIENCE_SECONDS = 60;

    /** It runs for a second, so its JVM need not get ready for more. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final Path program;
    private final Path config;

    private Kcadm(Path program, Path config) {
        this.program = program;
        this.config = config;
    }

    /** Signed in as the bootstrap administrator; what it remembers of that is kept in the folder. */
    public static Kcadm login(Keycloak keycloak, Path folder) throws InterruptedException {
        Path log = keycloak.server().logFile();
        String instance = log.getFileName().toString().replace(".log", "");
        Path program = log.resolveSibling("../instances")
                .resolve(instance)
                .resolve("bin/kcadm.sh")
                .normalize();
        var kcadm = new Kcadm(program, folder.resolve("kcadm.config"));
        var admin = keycloak.server().admin();
        kcadm.run(
                "config",
                "credentials",
                "--server",
                keycloak.url().toString(),
                "--realm",
                "master",
                "--client",
                admin.clientId(),
                "--secret",
                admin.clientSecret());
        return kcadm;
    }

    /** Its variable {@code KC_OPTS}: what it keeps is in this folder and not in that of whoever runs the tests. */
    static String options(Path home) {
        return "-Duser.home=" + home + " " + SHORT_LIVED;
    }

    /** What the command has printed, if it ended well. */
    public String run(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--config", config.toString()));
        try {
            Path errors = config.resolveSibling("kcadm.errors");
            Path output = config.resolveSibling("kcadm.output");
            var builder =
                    new ProcessBuilder(command).redirectError(errors.toFile()).redirectOutput(output.toFile());
            builder.environment().put("KC_OPTS", SHORT_LIVED);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("kcadm did not end: " + List.of(arguments));
            }
            if (process.exitValue() != 0) {
                throw new AssertionError("kcadm " + arguments[0] + " ended with " + process.exitValue() + ": "
                        + Files.readString(errors));
            }
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
