package io.caregate.audit.lifecycle;

import io.caregate.foundation.digest.Sha256;
import io.caregate.foundation.option.GivenOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.keycloak.Config;
import org.keycloak.common.Version;

/** What is in force on a server, as the details of the entry about its start. Holds no secret. */
public final class InForce {
    static final String KEYCLOAK = "keycloak";
    static final String JAR = "jar.";
    static final String OPTION = "option.";
    static final String POLICY_MODE = "policy_mode";
    static final String SIGNING = "signing";
    static final String SIGNING_KEY = "signing_key";
    static final String PROCESS = "process";

    private static final String NO_POLICY = "absent";

    private InForce() {}

    /**
     * The details.
     *
     * @param providers Keycloak's folder of JARs, of which those of the pack are named with their versions and hashes
     * @param policy whether the rules of {@code caregate-policy.jar} are installed
     * @param signing with which key this node signs, in a word
     * @param key its public key, if it signs
     */
    public static SortedMap<String, String> read(Path providers, boolean policy, String signing, Optional<String> key) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put(KEYCLOAK, Version.VERSION);
        // Other commands of kc.sh do not record that they started.
        details.put(PROCESS, "server");
        details.put(POLICY_MODE, policy ? policyMode() : NO_POLICY);
        details.put(SIGNING, signing);
        key.ifPresent(given -> details.put(SIGNING_KEY, given));
        GivenOptions.of(PackOptions.PREFIXES, PackOptions::contains)
                .forEach((name, value) -> details.put(OPTION + name.substring("--spi-".length()), value));
        jars(providers, details);
        return details;
    }

    /** The policy itself stops the start if this is anything but a mode. */
    private static String policyMode() {
        String mode = Config.scope("client-policy-manager", "caregate").get("mode");
        return mode == null || mode.isBlank() ? "enforce" : mode.strip();
    }

    private static void jars(Path providers, SortedMap<String, String> details) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(providers, "caregate-*.jar")) {
            for (Path jar : jars) {
                details.put(JAR + jar.getFileName(), identity(jar));
            }
        } catch (IOException | DirectoryIteratorException e) {
            details.put(JAR + "*", "cannot be listed: " + e.getClass().getSimpleName());
        }
    }

    private static String identity(Path jar) {
        try {
            return version(jar) + " sha256:" + hash(jar);
        } catch (IOException e) {
            return "cannot be read: " + e.getClass().getSimpleName();
        }
    }

    private static String version(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String version = manifest == null
                    ? null
                    : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            return version == null ? "-" : version;
        }
    }

    private static String hash(Path jar) throws IOException {
        try (DigestInputStream content = new DigestInputStream(Files.newInputStream(jar), Sha256.digest())) {
            content.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(content.getMessageDigest().digest());
        }
    }
}
