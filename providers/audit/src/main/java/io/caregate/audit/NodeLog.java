package io.caregate.audit;

import io.caregate.audit.capture.Capture;
import io.caregate.audit.capture.CaptureListener;
import io.caregate.audit.capture.ModelCapture;
import io.caregate.audit.deliver.Deliveries;
import io.caregate.audit.deliver.SinkHandle;
import io.caregate.audit.deliver.Upkeep;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.lifecycle.ServerEntries;
import io.caregate.audit.log.AuditLog;
import io.caregate.audit.notice.LogNotices;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Tables;
import io.caregate.audit.seal.Origin;
import io.caregate.audit.seal.SealOptions;
import io.caregate.audit.seal.Sealer;
import io.caregate.audit.seal.Signing;
import io.caregate.audit.status.Gauges;
import io.caregate.audit.status.LogStatusQuery;
import io.caregate.audit.status.SealSignal;
import io.caregate.audit.status.SigningStatus;
import io.caregate.audit.witness.PublicationOptions.PublicLog;
import io.caregate.audit.witness.WitnessedLog;
import io.caregate.audit.witness.Witnesses;
import io.caregate.foundation.log.ServerLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * The log of this node: capture, sealer, deliveries and gauges, which each have a part of what the others need. It
 * takes entries from its creation on. Its threads start when the tables exist.
 */
final class NodeLog implements AuditLog, AutoCloseable {
    private static final ServerLog LOG = ServerLog.of(NodeLog.class);

    private final AuditOptions options;
    /** Has the name of the log once that is known: when the node starts. */
    private volatile Signing signing;

    private final Connections connections;
    private final Tables tables;
    private final SealSignal sealSignal = new SealSignal();
    private final Suspects suspects = new Suspects();
    private final Capture capture;
    private final ModelCapture model;
    private final Sealer sealer;
    private final Deliveries deliveries;
    private final Optional<Witnesses> witnesses;
    private final LogStatusQuery status;
    private final Gauges gauges;
    private final LogNotices notices;
    private Optional<ServerEntries> server = Optional.empty();

    NodeLog(
            AuditOptions options,
            Signing signing,
            Connections connections,
            Tables tables,
            List<SinkHandle> sinks,
            LogNotices notices) {
        this.options = options;
        this.signing = signing;
        this.connections = connections;
        this.tables = tables;
        JobBoard board = new JobBoard(tables, node());
        sealer = new Sealer(connections, tables, signing, node(), board, this::sealed);
        capture = new Capture(options.capture(), connections, tables, sealer::wake);
        model = new ModelCapture(options.capture(), capture, tables);
        Upkeep upkeep = new Upkeep(board, suspects, signing.cursorSecret(), Upkeep.BETWEEN_CHECKS);
        deliveries = new Deliveries(sinks, options.retention(), upkeep, connections, tables, capture, sealer::wake);
        Set<String> jobs = new TreeSet<>(Deliveries.jobs(sinks, options.retention()));
        jobs.add(Sealer.LEASE);
        witnesses = options.publication()
                .policy()
                .map(policy ->
                        new Witnesses(policy, options.publication().quorumAlarm(), connections, tables, board, node()));
        options.publication().policy().ifPresent(policy -> jobs.addAll(Witnesses.jobs(policy)));
        status = new LogStatusQuery(
                tables,
                sinks.stream().map(SinkHandle::id).collect(Collectors.toSet()),
                jobs,
                options.capture().spillDirectory(),
                InstantSource.system());
        this.notices = notices;
        gauges = new Gauges(status, connections, Optional.of(board), notices::observe);
    }

    /** Starts to hear changes of the model. */
    void listen(KeycloakSessionFactory factory) {
        model.listen(factory);
    }

    /** Starts the threads, in the order against the flow of entries. The tables must exist. */
    void start() {
        Origin origin = origin();
        signing = signing.named(origin.name());
        sealer.sign(origin.name());
        deliveries.start(origin.name());
        witnesses.ifPresent(Witnesses::start);
        sealer.start();
        capture.start();
        gauges.start();
        LOG.infof(
                "caregate-audit version=%s node=%s event_types=%d admin-events=%s unknown-usernames=%s spill-dir=%s",
                getClass().getPackage().getImplementationVersion(),
                node(),
                options.capture().eventTypes(),
                options.capture().adminEvents(),
                options.capture().unknownUsernames(),
                options.capture().spillDirectory());
        announce(origin);
    }

    /** Starts to store what comes, and nothing else: the next server seals and delivers it. The tables must exist. */
    void startCapture() {
        capture.start();
    }

    /** The name under which the log is signed: it never changes unless the operator says so. */
    private Origin origin() {
        try (Connection connection = connections.open()) {
            return options.seal().origin().of(connection, tables, signing);
        } catch (SQLException e) {
            throw new IllegalStateException("the audit log's newest checkpoint cannot be read", e);
        }
    }

    /** Records in the log that the server has started, and later that it stops. It must be started. */
    void recordStart(ServerEntries entries, SortedMap<String, String> inForce) {
        entries.started(inForce);
        server = Optional.of(entries);
    }

    private void announce(Origin origin) {
        String key = signing.key().orElse("none");
        if (signing.signer().isPresent()) {
            origin.warning().ifPresent(warning -> LOG.warnf("%s", warning));
            origin.problem().ifPresent(problem -> LOG.errorf("%s", problem));
        }
        switch (signing.kind()) {
            case CONFIGURED, KEPT ->
                LOG.infof("audit checkpoints are signed origin=%s key=%s from=%s", origin.name(), key, from());
            case MADE -> {
                LOG.infof("audit checkpoints are signed origin=%s key=%s from=%s", origin.name(), key, from());
                LOG.warnf(
                        "this node has made its signing key: back up %s, apart from the database, and give the public"
                                + " key to the auditors: %s",
                        from(), key);
            }
            case OFF ->
                LOG.warnf(
                        "audit checkpoints are NOT signed: a change of the database would go undetected; %s",
                        signing.problem()
                                .orElse("remove --spi-events-listener--" + AuditListenerProviderFactory.PROVIDER_ID
                                        + "--" + SealOptions.SIGNING + " for a key"));
            case FAILED ->
                LOG.errorf(
                        "audit checkpoints are NOT signed: a change of the database would go undetected: %s",
                        signing.problem().orElse(""));
        }
    }

    private String from() {
        return signing.file().map(Object::toString).orElse(SealOptions.SIGNING_KEY_FILE);
    }

    /** Ends what {@link #start} has begun, in reverse. Entries that still come go to the spill. */
    @Override
    public void close() {
        server.ifPresent(ServerEntries::stopped);
        sealSignal.end();
        gauges.close();
        notices.close();
        capture.close();
        sealer.close();
        witnesses.ifPresent(Witnesses::close);
        deliveries.close();
    }

    @Override
    public EntryAppender appender() {
        return capture;
    }

    @Override
    public EventListenerProvider listener(KeycloakSession session) {
        return new CaptureListener(session, options.capture(), capture, tables, model);
    }

    @Override
    public boolean captures(EventType type) {
        return options.capture().captures(type);
    }

    @Override
    public LogStatusQuery status() {
        return status;
    }

    @Override
    public SigningStatus signing() {
        return new SigningStatus(signing.kind().word(), signing.key());
    }

    @Override
    public SealSignal sealSignal() {
        return sealSignal;
    }

    @Override
    public Suspects suspects() {
        return suspects;
    }

    @Override
    public Optional<WitnessedLog> witnessed() {
        return witnesses.map(Witnesses::log);
    }

    @Override
    public boolean isPublic() {
        return options.publication().publicLog() == PublicLog.ON;
    }

    @Override
    public Tables tables() {
        return tables;
    }

    @Override
    public Connections connections() {
        return connections;
    }

    /** Called on the sealer's thread. */
    private void sealed() {
        deliveries.wake();
        sealSignal.rise();
    }

    private String node() {
        return options.capture().node();
    }
}
