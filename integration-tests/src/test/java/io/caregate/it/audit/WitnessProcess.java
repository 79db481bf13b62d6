package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Command;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * {@code caregate-audit-verify witness} as an auditor runs it. Below version 24, Java takes ML-DSA-44 from Bouncy
 * Castle, which is added to the program from outside.
 */
final class WitnessProcess implements AutoCloseable {
    private static final String MAIN = "io.caregate.audit.verify.cli.Start";
    private static final String PROVIDER = "security.provider.";

    private final Process process;
    private final String key;
    private final String address;

    private WitnessProcess(Process process, String key, String address) {
        this.process = process;
        this.key = key;
        this.address = address;
    }

    /** Makes a key of this algorithm and starts a witness with it, with its files in this folder. */
    static WitnessProcess start(Path folder, String name, String algorithm, String log) throws Exception {
        Files.createDirectories(folder);
        Path secret = folder.resolve("witness-key.pem");
        String made = run(folder, "key", "--origin=" + name, "--witness=" + algorithm, "--out=" + secret);

        Process process = new ProcessBuilder(command(
                        folder,
                        "witness",
                        "--name=" + name,
                        "--key=" + secret,
                        "--state=" + folder.resolve("state"),
                        "--listen=127.0.0.1:0",
                        "--log=" + log))
                .redirectError(folder.resolve("witness.err").toFile())
                .start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String key = lines.readLine().replace("witness key: ", "");
        assertThat(made).isEqualTo(key + "\n");
        return new WitnessProcess(process, key, lines.readLine().replace("listening on ", ""));
    }

    /** Runs the program, which must find all in order, and answers what it says. */
    static String run(Path folder, String... arguments) throws Exception {
        return Command.run(command(folder, arguments));
    }

    private static List<String> command(Path folder, String... arguments) throws IOException, URISyntaxException {
        Path bouncyCastle = Path.of(BouncyCastleProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        int last = 1;
        while (Security.getProperty(PROVIDER + (last + 1)) != null) {
            last++;
        }
        Path provider = Files.writeString(
                folder.resolve("java.security"),
                PROVIDER + (last + 1) + "=" + BouncyCastleProvider.class.getName() + "\n");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.security.properties=" + provider,
                "-cp",
                bouncyCastle + File.pathSeparator + System.getProperty("caregate.verify.jar"),
                MAIN));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Its public key in the written form. */
    String key() {
        return key;
    }

    /** Its line in a policy. */
    String line(String name) {
        return "witness " + name + " " + key + " " + address + "\n";
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
