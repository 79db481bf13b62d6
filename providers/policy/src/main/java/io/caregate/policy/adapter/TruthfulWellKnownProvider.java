package io.caregate.policy.adapter;

import io.caregate.policy.metadata.TruthfulMetadata;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import org.keycloak.wellknown.WellKnownProvider;

/** Keycloak's document without the values that are refused. */
final class TruthfulWellKnownProvider implements WellKnownProvider {

    private final WellKnownProvider stock;
    private final Enforcement enforcement;

    TruthfulWellKnownProvider(WellKnownProvider stock, Enforcement enforcement) {
        this.stock = stock;
        this.enforcement = enforcement;
    }

    @Override
    public Object getConfig() {
        Object document = stock.getConfig();
        enforcement.guard(EnforcementPoint.METADATA, () -> new TruthfulMetadata(enforcement::enforces).apply(document));
        return document;
    }

    @Override
    public void close() {
        stock.close();
    }
}
