package io.caregate.check.cli;

import picocli.CommandLine.IVersionProvider;

/** The version, from the manifest of the JAR. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"caregate-check " + text()};
    }

    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
