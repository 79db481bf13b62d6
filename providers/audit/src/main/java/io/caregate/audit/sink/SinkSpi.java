package io.caregate.audit.sink;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * The SPI {@value #NAME} of Keycloak's. A sink is found by {@code META-INF/services/io.caregate.audit.sink.SinkFactory}
 * in any JAR; its options are {@code --spi-caregate-audit-sink--<id>--<option>}.
 */
public final class SinkSpi implements Spi {
    /** The name, and so a part of every sink's options. */
    public static final String NAME = "caregate-audit-sink";

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return Sink.class;
    }

    @Override
    public Class<? extends ProviderFactory<Sink>> getProviderFactoryClass() {
        return SinkFactory.class;
    }
}
