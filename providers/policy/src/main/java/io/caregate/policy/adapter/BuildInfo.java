package io.caregate.policy.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;

/** The facts about itself that the build wrote into the JAR. */
record BuildInfo(String version, List<String> keycloakVersions) {

    static BuildInfo read() {
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

    boolean testedOn(String keycloak) {
        return keycloakVersions.contains(keycloak);
    }
}
