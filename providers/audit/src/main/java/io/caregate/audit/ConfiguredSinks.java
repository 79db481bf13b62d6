package io.caregate.audit;

import io.caregate.audit.deliver.SinkHandle;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkSettings;
import io.caregate.audit.sink.SinkSpi;
import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.option.UnknownOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.keycloak.Config;
import org.keycloak.ServerStartupError;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The sinks that the operator's options ask for, of this JAR and of others. */
final class ConfiguredSinks {
    private static final ServerLog LOG = ServerLog.of(ConfiguredSinks.class);

    private ConfiguredSinks() {}

    /**
     * Says for each where it delivers, and warns about the options of sinks that no JAR provides.
     *
     * @throws ServerStartupError if an option has a value that is not allowed, or two sinks have the same id or place
     */
    static List<SinkHandle> of(KeycloakSessionFactory factory) {
        List<SinkFactory> installed = factory.getProviderFactoriesStream(Sink.class)
                .map(SinkFactory.class::cast)
                .toList();
        UnknownOptions.warnOfProviders(
                SinkSpi.NAME, installed.stream().map(SinkFactory::getId).collect(Collectors.toSet()));
        List<ConfiguredSink> sinks = installed.stream()
                .flatMap(kind -> ConfiguredSink.of(kind, Config.scope(SinkSpi.NAME, kind.getId())).stream())
                .toList();
        requireDistinct(sinks);
        for (ConfiguredSink sink : sinks) {
            LOG.infof(
                    "sink=%s %s batch-size=%d start=%s %s",
                    sink.id(),
                    sink.destination(),
                    sink.settings().batchSize(),
                    sink.settings().start(),
                    sink.settings().filter());
        }
        return sinks.stream().<SinkHandle>map(sink -> new Wanted(factory, sink)).toList();
    }

    /** Two sinks with one id would share a cursor, and two that write to one place would disturb each other. */
    static void requireDistinct(List<ConfiguredSink> sinks) {
        Map<String, String> ids = new HashMap<>();
        Map<String, String> places = new HashMap<>();
        for (ConfiguredSink sink : sinks) {
            if (sink.id().length() > SinkFactory.MAX_ID) {
                throw new ServerStartupError(
                        "the id of the sink " + sink.id() + " is longer than " + SinkFactory.MAX_ID + " characters");
            }
            if (ids.put(sink.id(), sink.destination()) != null) {
                throw new ServerStartupError("two sinks have the id " + sink.id() + "; give one of them another name");
            }
            String other = places.put(sink.destination(), sink.id());
            if (other != null) {
                throw new ServerStartupError("the sinks " + other + " and " + sink.id() + " deliver to the same place ("
                        + sink.destination() + "); give each its own, or keep one of them");
            }
        }
    }

    /**
     * Keycloak's vault answers only within a realm. Outside a request, the administrators' own realm is the right one.
     */
    private record Wanted(KeycloakSessionFactory sessions, ConfiguredSink sink) implements SinkHandle {
        @Override
        public String id() {
            return sink.id();
        }

        @Override
        public SinkSettings settings() {
            return sink.settings();
        }

        @Override
        public Sink open() {
            return KeycloakModelUtils.runJobInTransactionWithResult(sessions, session -> {
                session.getContext().setRealm(session.realms().getRealmByName(Config.getAdminRealm()));
                return sink.open(session);
            });
        }
    }
}
