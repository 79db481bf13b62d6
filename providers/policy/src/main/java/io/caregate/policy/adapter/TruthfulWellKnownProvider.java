package io.caregate.policy.adapter;

import io.caregate.policy.metadata.TruthfulMetadata;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import org.keycloak.models.KeycloakSession;
import org.keycloak.wellknown.WellKnownProvider;

/** Keycloak's document without the values that are refused. */
final class TruthfulWellKnownProvider implements WellKnownProvider {

    private final KeycloakSession session;
    private final WellKnownProvider stock;
    private final PolicyOptions options;

    TruthfulWellKnownProvider(KeycloakSession session, WellKnownProvider stock, PolicyOptions options) {
        this.session = session;
        this.stock = stock;
        this.options = options;
    }

    @Override
    public Object getConfig() {
        Object document = stock.getConfig();
        new Enforcement(options)
                .guard(session, session.getContext().getRealm(), EnforcementPoint.METADATA, () -> new TruthfulMetadata(
                                options::enforces)
                        .apply(document));
        return document;
    }

    @Override
    public void close() {
        stock.close();
    }
}
