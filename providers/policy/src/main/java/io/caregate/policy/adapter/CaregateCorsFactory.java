package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.cors.DefaultCorsFactory;

/** SPI {@code cors}: in a governed realm, origins are compared exactly. */
public final class CaregateCorsFactory extends DefaultCorsFactory implements ReplacingFactory<Cors> {

    @Override
    public Cors create(KeycloakSession session) {
        Cors stock = super.create(session);
        return session.getContext().getRealm() == null ? stock : new ExactCors(stock, enforcement(session));
    }

    @Override
    public void init(Config.Scope config) {
        // The operator's settings for Keycloak's own provider stay in force.
        super.init(Config.scope("cors", "default"));
    }

    @Override
    public String getId() {
        return PolicyOptions.PROVIDER_ID;
    }
}
