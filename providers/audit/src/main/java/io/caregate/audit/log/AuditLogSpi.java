package io.caregate.audit.log;

import io.caregate.foundation.build.BuildInfo;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@value #NAME}, by which the parts of this JAR find the node's log. It has one provider and no options. */
public final class AuditLogSpi implements Spi {
    /** The name of the SPI. */
    public static final String NAME = "caregate-audit-log";

    /** Keycloak creates its SPIs first, in {@code kc.sh build} too, so this is where one that is too old is refused. */
    public AuditLogSpi() {
        BuildInfo.requireSupportedKeycloak("caregate-audit.jar");
    }

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
        return AuditLogProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<AuditLogProvider>> getProviderFactoryClass() {
        return AuditLogProviderFactory.class;
    }
}
