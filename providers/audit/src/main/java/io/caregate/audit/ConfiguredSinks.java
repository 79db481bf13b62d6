package io.caregate.audit;

import io.caregate.audit.deliver.SinkHandle;
import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkSettings;
import io.caregate.audit.sink.SinkSpi;
import io.caregate.foundation.option.UnknownOptions;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The sinks that the operator's options ask for, of this JAR and of others. */
final class ConfiguredSinks {
    private ConfiguredSinks() {}

    /** Also warns about the options of sinks that no JAR provides. */
    static List<SinkHandle> of(KeycloakSessionFactory factory) {
        List<SinkFactory> installed = factory.getProviderFactoriesStream(Sink.class)
                .map(SinkFactory.class::cast)
                .toList();
        UnknownOptions.warnOfProviders(
                SinkSpi.NAME, installed.stream().map(SinkFactory::getId).collect(Collectors.toSet()));
        return installed.stream()
                .filter(sink -> sink.settings().isPresent())
                .<SinkHandle>map(
                        sink -> new Wanted(factory, sink, sink.settings().orElseThrow()))
                .toList();
    }

    /**
     * Keycloak's vault answers only within a realm. Outside a request, the administrators' own realm is the right one.
     */
    private record Wanted(KeycloakSessionFactory sessions, SinkFactory factory, SinkSettings settings)
            implements SinkHandle {
        Wanted {
            if (factory.getId().length() > SinkFactory.MAX_ID) {
                throw new IllegalStateException("the id of the sink " + factory.getId() + " is longer than "
                        + SinkFactory.MAX_ID + " characters");
            }
        }

        @Override
        public String id() {
            return factory.getId();
        }

        @Override
        public Sink open() {
            return KeycloakModelUtils.runJobInTransactionWithResult(sessions, session -> {
                session.getContext().setRealm(session.realms().getRealmByName(Config.getAdminRealm()));
                return factory.create(session);
            });
        }
    }
}
