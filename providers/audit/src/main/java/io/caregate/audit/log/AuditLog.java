package io.caregate.audit.log;

import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Tables;
import io.caregate.audit.status.LogStatusQuery;
import io.caregate.audit.status.SealSignal;
import io.caregate.audit.status.SigningStatus;
import io.caregate.audit.witness.WitnessedLog;
import java.util.Optional;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/**
 * The audit log as one node has it, from the initialisation of its provider until the server stops. Takes entries and
 * answers its state. Thread-safe.
 */
public interface AuditLog {
    /** Takes the entries that are not captured by the {@link #listener}. */
    EntryAppender appender();

    /** Captures the events of a session, on the session's own thread. */
    EventListenerProvider listener(KeycloakSession session);

    /** Whether this node captures events of this type, as far as the option {@code events} decides it. */
    boolean captures(EventType type);

    /** The state of the log, as this node sees it. */
    LogStatusQuery status();

    /** With which key this node signs. */
    SigningStatus signing();

    /** The signal that this node has sealed entries. */
    SealSignal sealSignal();

    /** The list on which readers report entries that did not agree. */
    Suspects suspects();

    /** What the witnesses have cosigned; empty if none are configured. */
    Optional<WitnessedLog> witnessed();

    /** Whether anyone may read the checkpoints and the tree, and not only auditors. */
    boolean isPublic();

    /** Where the log is. */
    Tables tables();

    /** Connections outside every Keycloak transaction. */
    Connections connections();
}
