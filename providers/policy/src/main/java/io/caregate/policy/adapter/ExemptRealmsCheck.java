package io.caregate.policy.adapter;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.option.PolicyOptions;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Once the server is up, warns of an exempt realm that does not exist: the name is free, so anyone who may rename a
 * realm could give it to a governed one.
 */
final class ExemptRealmsCheck implements ProviderEventListener {

    private static final ServerLog LOG = ServerLog.of(ExemptRealmsCheck.class);

    private final PolicyOptions options;

    ExemptRealmsCheck(PolicyOptions options) {
        this.options = options;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent started) {
            warnOfMissing(started.getFactory());
        }
    }

    private void warnOfMissing(KeycloakSessionFactory factory) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> options.exemptRealms().stream()
                .filter(name -> session.realms().getRealmByName(name) == null)
                .forEach(name -> LOG.warnf(
                        "realm=%s is exempt but does not exist; take it out of %s, or an administrator of another realm"
                                + " may rename it to this",
                        name, PolicyOptions.EXEMPT_REALMS_OPTION)));
    }
}
