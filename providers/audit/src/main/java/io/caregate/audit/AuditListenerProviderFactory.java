package io.caregate.audit;

import io.caregate.audit.capture.Capture;
import io.caregate.audit.capture.CaptureListener;
import io.caregate.audit.capture.CaptureOptions;
import io.caregate.audit.capture.ModelCapture;
import io.caregate.audit.deliver.Deliveries;
import io.caregate.audit.deliver.RetentionOptions;
import io.caregate.audit.deliver.SinkHandle;
import io.caregate.audit.deliver.Upkeep;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Tables;
import io.caregate.audit.seal.SealOptions;
import io.caregate.audit.seal.Sealer;
import io.caregate.audit.sink.Sink;
import io.caregate.audit.status.Gauges;
import io.caregate.audit.status.LogStatusQuery;
import io.caregate.audit.status.LogStatusSource;
import io.caregate.audit.status.SealSignal;
import io.caregate.auditlog.entry.Entry;
import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.option.Options;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;

/**
 * The listener {@value #PROVIDER_ID}, which is global: it hears every realm, and no realm's administrator can remove
 * it. Each node has one instance, which holds the node's capture, sealer and deliveries from the end of Keycloak's
 * migrations until the server stops. As the node's {@link EntryAppender} it also takes the entries that no event of
 * Keycloak's stands for.
 */
public final class AuditListenerProviderFactory
        implements EventListenerProviderFactory, EntryAppender, LogStatusSource {
    /** The id of the listener, and the middle of its options' names. */
    public static final String PROVIDER_ID = CaptureOptions.PROVIDER_ID;

    private static final ServerLog LOG = ServerLog.of(AuditListenerProviderFactory.class);

    private @Nullable CaptureOptions options;
    private @Nullable SealOptions sealOptions;
    private @Nullable Tables tables;
    private @Nullable Capture capture;
    private @Nullable ModelCapture model;
    private @Nullable Sealer sealer;
    private @Nullable Deliveries deliveries;
    private @Nullable RetentionOptions retention;
    private @Nullable LogStatusQuery status;
    private @Nullable Gauges gauges;
    private final SealSignal sealSignal = new SealSignal();
    private final Suspects suspects = new Suspects();

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    /** Keycloak initialises the database and the sinks before this factory, and closes them after it. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class, Sink.class);
    }

    @Override
    public void init(Config.Scope scope) {
        Options listener = listener();
        listener.warnOfUnknown();
        options = CaptureOptions.from(listener);
        sealOptions = SealOptions.from(listener);
        retention = RetentionOptions.from(listener);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        JpaConnectionProviderFactory jpa =
                (JpaConnectionProviderFactory) factory.getProviderFactory(JpaConnectionProvider.class);
        Connections connections = io.caregate.foundation.database.Connections.ofPool(jpa)::open;
        tables = Tables.in(jpa.getSchema());
        SealOptions sealOptions = Objects.requireNonNull(this.sealOptions, "init comes first");
        JobBoard board = new JobBoard(tables, options().node());
        Sealer made =
                new Sealer(connections, tables, sealOptions.signer(), options().node(), board, this::sealed);
        sealer = made;
        capture = new Capture(options(), connections, tables, made::wake);
        ModelCapture model = new ModelCapture(options(), this, tables);
        this.model = model;
        model.listen(factory);
        List<SinkHandle> sinks = ConfiguredSinks.of(factory);
        RetentionOptions retention = Objects.requireNonNull(this.retention, "init comes first");
        retention.check(sinks, listener());
        Upkeep upkeep = new Upkeep(
                board, suspects, sealOptions.signer().map(signer -> signer.secret("cursor")), Upkeep.BETWEEN_CHECKS);
        deliveries = new Deliveries(sinks, retention, upkeep, connections, tables, this, made::wake);
        Set<String> jobs = new TreeSet<>(Deliveries.jobs(sinks, retention));
        jobs.add(Sealer.LEASE);
        status = new LogStatusQuery(
                tables,
                sinks.stream().map(SinkHandle::id).collect(Collectors.toSet()),
                jobs,
                options().spillDirectory(),
                InstantSource.system());
        gauges = new Gauges(status, connections, Optional.of(board));
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                start();
            }
        });
    }

    private static Options listener() {
        List<String> names = Stream.of(CaptureOptions.NAMES, SealOptions.NAMES, RetentionOptions.NAMES)
                .flatMap(List::stream)
                .toList();
        return Options.of("events-listener", PROVIDER_ID, names);
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new CaptureListener(
                session, options(), this, Objects.requireNonNull(tables), Objects.requireNonNull(model));
    }

    @Override
    public void close() {
        sealSignal.end();
        if (gauges != null) {
            gauges.close();
        }
        if (capture != null) {
            capture.close();
        }
        if (sealer != null) {
            sealer.close();
        }
        if (deliveries != null) {
            deliveries.close();
        }
    }

    @Override
    public String nextId() {
        return capture().nextId();
    }

    @Override
    public String hashOf(String realmId, String name) {
        return capture().hashOf(realmId, name);
    }

    @Override
    public void write(Entry entry) {
        capture().write(entry);
    }

    @Override
    public String node() {
        return capture().node();
    }

    @Override
    public LogStatusQuery status() {
        return Objects.requireNonNull(status, "postInit comes first");
    }

    @Override
    public SealSignal sealSignal() {
        return sealSignal;
    }

    @Override
    public Suspects suspects() {
        return suspects;
    }

    /** Called on the sealer's thread. */
    private void sealed() {
        Objects.requireNonNull(deliveries).wake();
        sealSignal.rise();
    }

    private void start() {
        capture().start();
        Objects.requireNonNull(sealer).start();
        Objects.requireNonNull(deliveries).start();
        Objects.requireNonNull(gauges).start();
        LOG.infof(
                "caregate-audit version=%s node=%s event_types=%d admin-events=%s unknown-usernames=%s spill-dir=%s",
                getClass().getPackage().getImplementationVersion(),
                options().node(),
                options().eventTypes(),
                options().adminEvents(),
                options().unknownUsernames(),
                options().spillDirectory());
        announce(Objects.requireNonNull(sealOptions));
    }

    private static void announce(SealOptions seal) {
        if (seal.signer().isPresent()) {
            LOG.infof(
                    "audit checkpoints are signed origin=%s key=%s",
                    seal.origin(), seal.signer().get().key());
        } else {
            LOG.warnf(
                    "audit checkpoints are NOT signed: a change of the database would go undetected; set"
                            + " --spi-events-listener--%s--%s",
                    PROVIDER_ID, SealOptions.SIGNING_KEY_FILE);
        }
    }

    private CaptureOptions options() {
        return Objects.requireNonNull(options, "init comes first");
    }

    private Capture capture() {
        return Objects.requireNonNull(capture, "postInit comes first");
    }
}
