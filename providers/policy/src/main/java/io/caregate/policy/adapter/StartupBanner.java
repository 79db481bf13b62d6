package io.caregate.policy.adapter;

import io.caregate.foundation.build.BuildInfo;
import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.option.Options;
import io.caregate.policy.option.PolicyOptions;
import org.keycloak.common.Version;

/** The one line at startup that says what is in force, and warnings for the operator. */
final class StartupBanner {

    private static final ServerLog LOG = ServerLog.of(StartupBanner.class);

    private StartupBanner() {}

    static void log(PolicyOptions options) {
        BuildInfo build = BuildInfo.read();
        LOG.infof(
                "Caregate policy version=%s keycloak=%s mode=%s report-only=%s governed=%s exempt=%s pkce=%s pinned=%s"
                        + " redirect-hosts=%s assertion-audience=%s",
                build.version(),
                Version.VERSION,
                options.refusesNothing() ? "report" : "enforce",
                reportOnly(options),
                options.exemptRealms().isEmpty() ? "every-realm" : "every-other-realm",
                options.exemptRealmsText(),
                Options.written(options.pkce()),
                options.pinnedRoles().isEmpty()
                        ? "none"
                        : options.pinnedRoles().keySet().stream().sorted().toList(),
                options.redirectHosts().entries().isEmpty()
                        ? "any"
                        : options.redirectHosts().entries(),
                Options.written(options.assertionAudience()));
        if (options.refusesNothing()) {
            LOG.warnf("Caregate refuses nothing: mode=report. It only records what it would have refused");
        }
        if (!build.testedOn(Version.VERSION)) {
            LOG.warnf(
                    "Caregate %s is tested on Keycloak %s, not on %s; its rules rest on internal SPIs that may differ",
                    build.version(), build.keycloakVersions(), Version.VERSION);
        }
        PolicyOptions.warnOfUnknown();
    }

    private static Object reportOnly(PolicyOptions options) {
        return options.reportOnly().isEmpty()
                ? "none"
                : options.reportOnly().stream().sorted().toList();
    }
}
