package io.caregate.audit.read;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * The SPI {@value #NAME}, by which another JAR asks for the errors of one client. It has one provider and no options.
 */
public final class ClientErrorsSpi implements Spi {
    /** The name of the SPI, by which a JAR that does not know this one finds it. */
    public static final String NAME = "caregate-client-errors";

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ClientErrorsProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<ClientErrorsProvider>> getProviderFactoryClass() {
        return ClientErrorsProviderFactory.class;
    }
}
