package io.caregate.it.driver;

import java.nio.file.Path;

/** The folders of the build. The build passes them in system properties, and an IDE runs in the module's folder. */
public final class Folders {
    private Folders() {}

    /** The target folder of the module {@code server}. */
    public static Path server() {
        return Path.of(System.getProperty("caregate.server.folder", "../server/target"));
    }

    /** The module {@code providers/policy}. */
    public static Path policy() {
        return Path.of(System.getProperty("caregate.policy.folder", "../providers/policy"));
    }

    /** The folder of the clients from npm, and of the scripts that use them. */
    public static Path npm() {
        return Path.of(System.getProperty("caregate.npm.folder", "src/test/npm"))
                .toAbsolutePath();
    }

    /** The root of the repository, which has {@code docker-compose.yml}. */
    public static Path repository() {
        return realmConfig().toAbsolutePath().normalize().getParent();
    }

    /** The module {@code realm-config}. */
    public static Path realmConfig() {
        return Path.of(System.getProperty("caregate.realm-config.folder", "../realm-config"));
    }
}
