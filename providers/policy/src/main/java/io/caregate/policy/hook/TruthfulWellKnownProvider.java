package io.caregate.policy.hook;

import io.caregate.policy.metadata.TruthfulMetadata;
import io.caregate.policy.option.PolicyOptions;
import org.keycloak.models.KeycloakSession;
import org.keycloak.wellknown.WellKnownProvider;

/** Keycloak's document with what is refused taken out. */
final class TruthfulWellKnownProvider implements WellKnownProvider {

    private final WellKnownProvider stock;

    private TruthfulWellKnownProvider(WellKnownProvider stock) {
        this.stock = stock;
    }

    static WellKnownProvider of(KeycloakSession session, WellKnownProvider stock, PolicyOptions options) {
        return options.governs(session.getContext().getRealm()) ? new TruthfulWellKnownProvider(stock) : stock;
    }

    @Override
    public Object getConfig() {
        Object document = stock.getConfig();
        TruthfulMetadata.apply(document);
        return document;
    }

    @Override
    public void close() {
        stock.close();
    }
}
