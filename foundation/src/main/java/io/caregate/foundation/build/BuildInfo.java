package io.caregate.foundation.build;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import org.keycloak.common.Version;

/**
 * The facts about itself that the build wrote into the JAR.
 *
 * @param version of the pack
 * @param keycloakVersions the versions of Keycloak on which the pack is tested
 */
public record BuildInfo(String version, List<String> keycloakVersions) {

    /**
     * Reads them.
     *
     * @throws IllegalStateException if the JAR is incomplete
     */
    public static BuildInfo read() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IllegalStateException("build.properties is missing from the JAR");
            }
            Properties build = new Properties();
            build.load(in);
            return new BuildInfo(
                    build.getProperty("version"),
                    List.of(build.getProperty("keycloak.versions").split(",")));
        } catch (IOException unreadable) {
            throw new IllegalStateException("build.properties cannot be read from the JAR", unreadable);
        }
    }

    /**
     * Requires that the running Keycloak is not older than every version on which the pack is tested. On an older one,
     * classes and methods that the pack needs are missing, which would show in requests only.
     *
     * @param jar the JAR to take away otherwise
     * @throws IllegalStateException which says what to do
     */
    public static void requireSupportedKeycloak(String jar) {
        read().requireNotOlder(Version.VERSION, jar);
    }

    void requireNotOlder(String keycloak, String jar) {
        if (isOlder(keycloak)) {
            throw new IllegalStateException(
                    ("Caregate %s does not start on Keycloak %s, since it needs at least Keycloak %s. It is tested on"
                                    + " Keycloak %s. Use one of these, or take %s out of the folder providers")
                            .formatted(version, keycloak, oldest(), String.join(", ", keycloakVersions), jar));
        }
    }

    private boolean isOlder(String keycloak) {
        // A version without a number is nobody's release; the warning that it is not tested names it.
        return keycloak.matches("\\d.*")
                && ModuleDescriptor.Version.parse(keycloak).compareTo(ModuleDescriptor.Version.parse(oldest())) < 0;
    }

    private String oldest() {
        return keycloakVersions.stream()
                .min(Comparator.comparing(ModuleDescriptor.Version::parse))
                .orElseThrow();
    }

    /** Whether the pack is tested on a version of Keycloak. */
    public boolean testedOn(String keycloak) {
        return keycloakVersions.contains(keycloak);
    }
}
