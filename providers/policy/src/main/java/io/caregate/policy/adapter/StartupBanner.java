package io.caregate.policy.adapter;

import io.caregate.foundation.build.BuildInfo;
import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.option.Options;
import io.caregate.policy.option.PolicyOptions;
import org.keycloak.common.Profile;
import org.keycloak.common.Version;

/** The one line at startup that says what is in force, and warnings for the operator. */
final class StartupBanner {

    private static final ServerLog LOG = ServerLog.of(StartupBanner.class);

    private static final String DOCUMENT_EVENT =
            "org.keycloak.protocol.oauth2.cimd.clientpolicy.context.CimdClientRegisterContext";

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
        if (!announcesDocuments() && Profile.isFeatureEnabled(Profile.Feature.CIMD)) {
            LOG.warnf(
                    "Caregate: the rules for dynamic registration do not hold for clients from a metadata document"
                            + " (feature cimd), which Keycloak %s does not announce. Their addresses are checked as"
                            + " those of all clients. Switch the feature off, or use Keycloak 26.7",
                    Version.VERSION);
        }
        PolicyOptions.warnOfUnknown();
    }

    /** Whether Keycloak asks its policy manager before it stores a client from a metadata document, as 26.7 does. */
    private static boolean announcesDocuments() {
        try {
            Class.forName(DOCUMENT_EVENT, false, StartupBanner.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException olderVersion) {
            return false;
        }
    }

    private static Object reportOnly(PolicyOptions options) {
        return options.reportOnly().isEmpty()
                ? "none"
                : options.reportOnly().stream().sorted().toList();
    }
}
