package io.caregate.policy.adapter;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * An SPI that has no providers. Keycloak creates all of its SPIs before it looks for the first provider, in
 * {@code kc.sh build} and at each start. This is therefore the place where a Keycloak that lacks a hook can be refused
 * in plain words. A provider that cannot be loaded gives only a stack trace, and one whose SPI is unknown gives nothing
 * at all.
 */
public final class StartupCheckSpi implements Spi {

    /** Refuses by an {@link IllegalStateException} which says what is missing. */
    public StartupCheckSpi() {
        RequiredProviders.requireLoadable();
    }

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "caregate-hooks";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return Nothing.class;
    }

    @Override
    public Class<? extends ProviderFactory<Nothing>> getProviderFactoryClass() {
        return NothingFactory.class;
    }

    /** There is none. */
    public interface Nothing extends Provider {}

    /** There is none. */
    public interface NothingFactory extends ProviderFactory<Nothing> {}
}
