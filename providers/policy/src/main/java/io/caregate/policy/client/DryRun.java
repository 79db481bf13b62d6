package io.caregate.policy.client;

import io.caregate.policy.rule.Finding;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * The reasons for which the writes of a session would be refused if its transaction were committed; it never is. In
 * such a session the guard throws nothing, raises no event and counts nothing, so that all clients are tried. Used by
 * one thread.
 */
public final class DryRun {

    /**
     * The session attribute. A writer that rolls back everything it has written, such as the portal's, sets it to
     * {@code true}: its refusals are thrown, but leave no event and no metric. Only code in the server can set it.
     */
    private static final String ATTRIBUTE = "caregate.dry-run";

    private final Map<String, Tried> clients = new LinkedHashMap<>();

    DryRun() {}

    /** Starts the dry run of a session. From then on, its transaction can only be rolled back. */
    public static DryRun begin(KeycloakSession session) {
        session.getTransactionManager().setRollbackOnly();
        DryRun run = new DryRun();
        session.setAttribute(ATTRIBUTE, run);
        return run;
    }

    /** The dry run of this session. Where it could still be committed there is none, whatever the attribute says. */
    static Optional<DryRun> of(KeycloakSession session) {
        return of(
                session.getAttribute(ATTRIBUTE), session.getTransactionManager().getRollbackOnly());
    }

    /**
     * The same.
     *
     * @param attribute the session attribute
     * @param rollbackOnly whether the session's transaction can only be rolled back
     */
    static Optional<DryRun> of(@Nullable Object attribute, boolean rollbackOnly) {
        return attribute instanceof DryRun run && rollbackOnly ? Optional.of(run) : Optional.empty();
    }

    /** Whether what the session writes is rolled back in any case. */
    static boolean is(KeycloakSession session) {
        return is(
                session.getAttribute(ATTRIBUTE), session.getTransactionManager().getRollbackOnly());
    }

    /** The same, of what {@link #of(Object, boolean)} takes. */
    static boolean is(@Nullable Object attribute, boolean rollbackOnly) {
        return Boolean.TRUE.equals(attribute) || of(attribute, rollbackOnly).isPresent();
    }

    /** The findings of each client, by client id, in the order of the writes. Clients without findings are absent. */
    public Map<String, Tried> clients() {
        return clients;
    }

    void refuse(String clientId, Collection<Finding> refused, Collection<Finding> kept) {
        tried(clientId).refused.addAll(refused);
        tried(clientId).kept.addAll(kept);
    }

    void report(String clientId, Collection<Finding> reported) {
        if (!reported.isEmpty()) {
            tried(clientId).reported.addAll(reported);
        }
    }

    private Tried tried(String clientId) {
        return clients.computeIfAbsent(clientId, id -> new Tried());
    }

    /** The findings of one client; a finding that two guards report appears once. */
    public static final class Tried {
        private final Set<Finding> refused = new LinkedHashSet<>();
        private final Set<Finding> kept = new LinkedHashSet<>();
        private final Set<Finding> reported = new LinkedHashSet<>();

        private Tried() {}

        /** The findings for which a write is refused. */
        public List<Map<String, String>> refused() {
            return bodies(refused);
        }

        /** The findings that the stored client already had, so that an edit is not refused for them. */
        public List<Map<String, String>> kept() {
            return bodies(kept);
        }

        /** The findings of rules that only report. */
        public List<Map<String, String>> reported() {
            return bodies(reported);
        }

        private static List<Map<String, String>> bodies(Set<Finding> findings) {
            return findings.stream().map(FindingBody::of).toList();
        }
    }
}
