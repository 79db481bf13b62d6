package io.caregate.audit.verify.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the JAR. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"caregate-audit-verify " + number()};
    }

    /** The version alone. */
    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
