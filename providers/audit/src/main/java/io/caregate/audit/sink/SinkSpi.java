package io.caregate.audit.sink;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * The SPI {@value #NAME} in Keycloak. A sink is found by {@code META-INF/services/io.caregate.audit.sink.SinkFactory}
 * in any JAR. Its options are {@code --spi-caregate-audit-sink--<id>--<option>}.
 */
public final class SinkSpi implements Spi {
    /** The name, which is part of the name of every sink's options. */
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
