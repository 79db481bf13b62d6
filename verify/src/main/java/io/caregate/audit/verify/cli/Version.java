package io.caregate.audit.verify.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the JAR. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"caregate-audit-verify " + (version == null ? "(not packaged)" : version)};
    }
}
