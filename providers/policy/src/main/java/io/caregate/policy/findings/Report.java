package io.caregate.policy.findings;

import io.caregate.policy.facts.StoredClient;
import io.caregate.policy.facts.StoredClients;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.reportmode.StoredViolations;
import io.caregate.policy.reportmode.ViolationTables;
import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RuleId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Checks every client of a realm and the realm itself. It reads each page of clients in its own transaction, and passes
 * the findings on afterwards, so that it needs the memory of one page and holds no connection while a client reads
 * slowly. A client that is written meanwhile may appear as it was before or as it is after.
 */
final class Report {
    private static final int PAGE = 250;

    private final KeycloakSessionFactory factory;
    private final PolicyOptions options;
    private final ViolationTables tables;
    private final String version;
    private final String realmId;
    private final String rules;

    Report(
            KeycloakSessionFactory factory,
            PolicyOptions options,
            ViolationTables tables,
            String version,
            String realmId,
            String rules) {
        this.factory = factory;
        this.options = options;
        this.tables = tables;
        this.version = version;
        this.realmId = realmId;
        this.rules = rules;
    }

    /** Writes the report of the realm as it is now. */
    void write(ReportSink sink) throws IOException {
        Beginning beginning = read(this::begin);
        sink.begin(beginning.header());
        Map<RuleId, Long> summary = new EnumMap<>(RuleId.class);
        Arrays.stream(RuleId.values()).forEach(rule -> summary.put(rule, 0L));
        handOn(beginning.findings(), sink, summary);
        ClientFindings clientFindings = new ClientFindings(beginning.facts());
        ClientReport clients = new ClientReport(options, beginning.header().governed());
        String last = null;
        do {
            String after = last;
            Page page = read((session, realm) -> page(session, realm, clientFindings, clients, after));
            handOn(page.findings(), sink, summary);
            last = page.last();
        } while (last != null);
        sink.end(summary);
    }

    private static void handOn(List<ReportedFinding> findings, ReportSink sink, Map<RuleId, Long> summary)
            throws IOException {
        for (ReportedFinding found : findings) {
            sink.finding(found);
            summary.merge(found.finding().rule(), 1L, Long::sum);
        }
        sink.flush();
    }

    private <T> T read(Reading<T> reading) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm == null) {
                throw new IllegalStateException("The realm was removed while its report was written");
            }
            session.getContext().setRealm(realm);
            return reading.read(session, realm);
        });
    }

    private Beginning begin(KeycloakSession session, RealmModel realm) {
        boolean governed = new Enforcement(options, session).in(realm).governs();
        ReportHeader header = new ReportHeader(
                realm.getName(),
                Instant.now(),
                version,
                options.refusesNothing() ? "report" : "enforce",
                options.reportOnly().stream().sorted().toList(),
                governed,
                rules);
        RealmFacts facts = RealmReader.read(session, realm, options);
        List<Assessment> assessed = new RealmFindings(facts).check(exists(realm));
        return new Beginning(header, facts, new ClientReport(options, governed).ofRealm(assessed, realm.isEnabled()));
    }

    private Page page(
            KeycloakSession session,
            RealmModel realm,
            ClientFindings clientFindings,
            ClientReport report,
            @Nullable String after) {
        List<StoredClient> clients = new StoredClients(session, realm).page(after, PAGE, clientFindings.scopes());
        if (clients.isEmpty()) {
            return new Page(List.of(), null);
        }
        StoredViolations seen = session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .unwrap(Session.class)
                .doReturningWork(connection -> StoredViolations.read(
                        connection,
                        tables,
                        realmId,
                        clients.stream().map(StoredClient::uuid).toList()));
        Predicate<RequiredRole> exists = exists(realm);
        List<ReportedFinding> findings = new ArrayList<>();
        for (StoredClient client : clients) {
            findings.addAll(report.of(client, clientFindings.check(client, exists), seen.of(client.uuid())));
        }
        return new Page(findings, clients.get(clients.size() - 1).facts().clientId());
    }

    // Each lookup of a role that does not exist goes to the database, so each page asks once.
    private static Predicate<RequiredRole> exists(RealmModel realm) {
        Map<RequiredRole, Boolean> known = new HashMap<>();
        Function<RequiredRole, Boolean> ask = role -> RealmReader.exists(realm, role);
        return role -> known.computeIfAbsent(role, ask);
    }

    /** Something read from the realm, in a transaction. */
    @FunctionalInterface
    private interface Reading<T> {
        T read(KeycloakSession session, RealmModel realm);
    }

    private record Beginning(ReportHeader header, RealmFacts facts, List<ReportedFinding> findings) {}

    /** {@code last} is the name of the last client of the page; null if there was none. */
    private record Page(
            List<ReportedFinding> findings, @Nullable String last) {}
}
