package io.caregate.portal.portalclient;

import io.caregate.foundation.log.ServerLog;
import io.caregate.portal.option.PortalOptions;
import java.util.List;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Maintains {@link PortalClient} in every governed realm that has a portal, and deletes it where the operator has
 * switched the portal off: at startup, each realm in its own transaction, and when a realm is created, in the
 * transaction that creates it. If two nodes start at once, one of them finds it done.
 */
public final class PortalClientListener implements ProviderEventListener {
    private static final ServerLog LOG = ServerLog.of(PortalClientListener.class);

    private final PortalOptions options;

    public PortalClientListener(PortalOptions options) {
        this.options = options;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent started) {
            start(started.getFactory());
        } else if (event instanceof RealmModel.RealmPostCreateEvent created
                && options.governs(created.getCreatedRealm())) {
            inRealm(created.getKeycloakSession(), created.getCreatedRealm());
        } else if (event instanceof ClientScopeModel.ClientScopeCreatedEvent created
                && PortalClient.API_SCOPE.equals(created.getClientScope().getName())
                && options.governs(created.getClientScope().getRealm())) {
            offerOnceItIsComplete(created.getKeycloakSession(), created.getClientScope());
        }
    }

    private void start(KeycloakSessionFactory factory) {
        List<String> realms = KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> session.realms()
                .getRealmsStream()
                .filter(options::governs)
                .map(RealmModel::getId)
                .toList());
        for (String id : realms) {
            try {
                KeycloakModelUtils.runJobInTransaction(factory, session -> {
                    RealmModel realm = session.realms().getRealm(id);
                    if (realm != null) {
                        inRealm(session, realm);
                    }
                });
            } catch (RuntimeException failed) {
                if (isDone(factory, id, failed)) {
                    LOG.infof("realm=%s was given its portal client by another node", id);
                } else {
                    LOG.warnf(
                            failed,
                            "realm=%s: its portal client is not as the options ask; it is tried again at the next"
                                    + " start",
                            id);
                }
            }
        }
    }

    private boolean isDone(KeycloakSessionFactory factory, String id, RuntimeException failed) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
                RealmModel realm = session.realms().getRealm(id);
                return realm == null || PortalClient.isDone(realm, options.isOn(() -> PortalClient.isIn(realm)));
            });
        } catch (RuntimeException still) {
            failed.addSuppressed(still);
            return false;
        }
    }

    private void inRealm(KeycloakSession session, RealmModel realm) {
        RealmModel before = session.getContext().getRealm();
        session.getContext().setRealm(realm);
        try {
            if (options.isOn(() -> PortalClient.isIn(realm))) {
                PortalClient.ensure(session, realm);
            } else {
                PortalClient.remove(session, realm);
            }
        } finally {
            session.getContext().setRealm(before);
        }
    }

    // At the time of the event the scope has a name, but nothing else yet.
    private static void offerOnceItIsComplete(KeycloakSession session, ClientScopeModel scope) {
        String realm = scope.getRealm().getId();
        String id = scope.getId();
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                RealmModel now = session.realms().getRealm(realm);
                ClientScopeModel complete = now == null ? null : now.getClientScopeById(id);
                if (now != null && complete != null) {
                    PortalClient.offer(now, complete);
                }
            }

            @Override
            protected void rollbackImpl() {}
        });
    }
}
