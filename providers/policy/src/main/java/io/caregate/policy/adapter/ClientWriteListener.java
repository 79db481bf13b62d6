package io.caregate.policy.adapter;

import io.caregate.policy.client.ClientEnforcer;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/** Passes each write of a client to {@link ClientEnforcer}, in the session and transaction that write it. */
final class ClientWriteListener implements ProviderEventListener {

    private final PolicyOptions options;

    ClientWriteListener(PolicyOptions options) {
        this.options = options;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof ClientModel.ClientCreationEvent creation) {
            ClientModel client = creation.getCreatedClient();
            new ClientEnforcer(new Enforcement(options, creation.getKeycloakSession())).created(client);
        } else if (event instanceof ClientModel.ClientUpdatedEvent update) {
            ClientModel client = update.getUpdatedClient();
            Enforcement enforcement = new Enforcement(options, update.getKeycloakSession()).in(client.getRealm());
            enforcement.guard(EnforcementPoint.CLIENT_WRITE, () -> new ClientEnforcer(enforcement).check(client));
        } else if (event instanceof RealmModel.RealmCreationEvent creation) {
            RealmModel realm = creation.getCreatedRealm();
            new ClientEnforcer(new Enforcement(options, creation.getKeycloakSession()).in(realm)).begin(realm);
        } else if (event instanceof RealmModel.RealmPostCreateEvent complete) {
            RealmModel realm = complete.getCreatedRealm();
            Enforcement enforcement = new Enforcement(options, complete.getKeycloakSession()).in(realm);
            enforcement.guard(EnforcementPoint.CLIENT_WRITE, () -> new ClientEnforcer(enforcement).end(realm));
        }
    }
}
