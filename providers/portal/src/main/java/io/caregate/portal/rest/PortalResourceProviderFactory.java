package io.caregate.portal.rest;

import io.caregate.foundation.build.BuildInfo;
import io.caregate.foundation.http.CaregateRoot;
import io.caregate.foundation.http.DispatchedResourceProvider;
import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.option.Options;
import io.caregate.portal.option.PortalOptions;
import io.caregate.portal.portalclient.PortalClient;
import io.caregate.portal.portalclient.PortalClientListener;
import io.caregate.portal.registration.RegistrationContext;
import io.caregate.portal.store.RemovalListener;
import io.caregate.portal.webapp.AppFiles;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/**
 * The provider that {@link CaregateRoot} finds for {@code portal}. Under its own id, and in a realm that is not
 * governed, it answers nothing. It also installs the portal's listeners.
 */
public final class PortalResourceProviderFactory implements RealmResourceProviderFactory {
    public static final String PROVIDER_ID = CaregateRoot.PREFIX + "portal";

    private static final ServerLog LOG = ServerLog.of(PortalResourceProviderFactory.class);

    private @Nullable PortalOptions options;
    private @Nullable Portal portal;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new DispatchedResourceProvider(session, PROVIDER_ID, () -> resource(session));
    }

    private @Nullable PortalResource resource(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        Portal shared = portal;
        return shared != null
                        && realm != null
                        && shared.registration().options().governs(realm)
                        && shared.registration().options().isOn(() -> PortalClient.isIn(realm))
                ? new PortalResource(session, shared)
                : null;
    }

    @Override
    public void init(Config.Scope config) {
        BuildInfo.requireSupportedKeycloak("caregate-portal.jar");
        options = PortalOptions.read();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        PortalOptions given = options;
        if (given == null) {
            return;
        }
        AppFiles files = new AppFiles(PortalResourceProviderFactory.class.getClassLoader());
        portal = new Portal(RegistrationContext.of(given, factory), files);
        factory.register(new PortalClientListener(given));
        factory.register(new RemovalListener());
        LOG.infof(
                "Caregate portal=%s registration=%s clients-per-developer=%s clients-per-hour=%s",
                Options.written(given.portal()), given.registration(), given.mostClients(), given.mostAnHour());
        if (!files.exist()) {
            LOG.warnf(
                    "The portal's web app is missing: put caregate-themes.jar into providers/. REST works without it");
        }
    }

    @Override
    public void close() {
        if (portal != null) {
            portal.registration().close();
        }
    }
}
