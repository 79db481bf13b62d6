package io.caregate.check.client;

import io.caregate.check.source.Place;
import io.caregate.check.source.Value;
import io.caregate.policy.posture.Posture;
import io.caregate.policy.rule.ClientRules;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.PkceMethod;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a server as its operator has set them, applied to documents. They are the server's own classes.
 *
 * @param exemptRealms the realms in which no rule holds
 * @param reportOnly the rules that refuse nothing
 * @param hosts the hosts that the addresses of clients may have
 * @param realm the realm of documents that name none; null if it is not known
 * @param version the Keycloak that wrote documents that do not name it; null if it is not known
 * @param pinnedRoles the roles that the operator requires, by audience
 */
public record Rules(
        Set<String> exemptRealms,
        Set<RuleId> reportOnly,
        HostList hosts,
        @Nullable String realm,
        @Nullable String version,
        Map<String, RoleRequirement> pinnedRoles) {

    /** The server's option with the roles that its operator requires. */
    public static final String REQUIRED_ROLES_OPTION = "--spi-token-interceptor--caregate--required-roles";

    private static final Comparator<Place> BY_PLACE =
            Comparator.comparingInt(Place::line).thenComparingInt(Place::column);

    public Rules {
        exemptRealms = Set.copyOf(exemptRealms);
        reportOnly = Set.copyOf(reportOnly);
        pinnedRoles = Map.copyOf(pinnedRoles);
    }

    /** The rules of a server whose other options have their defaults. */
    public Rules(Set<String> exemptRealms, Set<RuleId> reportOnly, HostList hosts, @Nullable String realm) {
        this(exemptRealms, reportOnly, hosts, realm, null, Map.of());
    }

    /** Checks the documents of a file. */
    public Outcome check(List<Value> documents) {
        List<RealmPart> parts = documents.stream()
                .flatMap(document -> Shapes.of(document).stream())
                .toList();
        ClientRules rules = new ClientRules(hosts);
        List<Problem> problems = new ArrayList<>();
        List<Unknown> unknown = new ArrayList<>();
        List<Repair> repairs = new ArrayList<>();
        List<Weakness> posture = new ArrayList<>();
        List<String> exempt = new ArrayList<>();
        int clients = 0;
        for (RealmPart part : parts) {
            String name = name(part);
            if (exemptRealms.contains(name)) {
                exempt.add(name);
                continue;
            }
            if (part.document() != null) {
                Posture.of(part.document(), pinnedRoles)
                        .forEach(
                                finding -> posture.add(new Weakness(finding.at().place(), name, finding)));
            }
            ClientReader reader = new ClientReader(name, part.orOf(version));
            RealmRoles roles = part.roles().map(RealmRoles::new).orElse(null);
            if (roles != null) {
                roles.missing(REQUIRED_ROLES_OPTION, pinnedRoles)
                        .forEach(finding -> problems.add(new Problem(roles.place(), name, null, finding, false)));
            }
            Repairs certain = new Repairs(part.dialect(), hosts);
            for (Value written : part.clients()) {
                WrittenClient client = reader.read(written);
                clients++;
                unknown.addAll(client.unknown());
                List<Finding> dropped = client.fields().dropped();
                List<Finding> broken = rules.check(client.facts());
                if (part.isForAdminApi()) {
                    broken = withFirst(dropped, broken);
                } else {
                    without(dropped, broken).forEach(finding -> problems.add(problem(name, client, finding, false)));
                }
                for (Finding finding : broken) {
                    boolean refused = !reportOnly.contains(finding.rule());
                    problems.add(problem(name, client, finding, refused));
                    if (refused) {
                        certain.of(client, finding).forEach(repairs::add);
                    }
                }
                refusedLater(client, roles).forEach(finding -> problems.add(problem(name, client, finding, false)));
            }
        }
        problems.sort(Comparator.comparing(Problem::place, BY_PLACE));
        unknown.sort(Comparator.comparing(Unknown::place, BY_PLACE));
        posture.sort(Comparator.comparing(Weakness::place, BY_PLACE));
        return new Outcome(!parts.isEmpty(), clients, problems, posture, unknown, repairs, exempt);
    }

    private String name(RealmPart part) {
        if (part.realm() != null) {
            return part.realm();
        }
        return realm == null ? "" : realm;
    }

    private static Problem problem(String realm, WrittenClient client, Finding finding, boolean refused) {
        return new Problem(client.placeOf(finding), realm, client.id(), client.inItsWords(finding), refused);
    }

    // The Admin API checks what is written before Keycloak stores it.
    private static List<Finding> withFirst(List<Finding> dropped, List<Finding> broken) {
        List<Finding> findings = new ArrayList<>(without(broken, dropped));
        findings.addAll(dropped);
        return findings;
    }

    private static List<Finding> without(List<Finding> findings, List<Finding> others) {
        return findings.stream()
                .filter(finding -> others.stream().noneMatch(other -> isAlike(finding, other)))
                .toList();
    }

    private static boolean isAlike(Finding one, Finding other) {
        return one.field().equals(other.field()) && one.value().equals(other.value());
    }

    // The server accepts the write, and then serves no one.
    private List<Finding> refusedLater(WrittenClient client, @Nullable RealmRoles roles) {
        Map<String, String> attributes = client.facts().attributes();
        List<Finding> findings = new ArrayList<>();
        PkceMethod.check(attributes).ifPresent(findings::add);
        if (roles != null) {
            findings.addAll(roles.missing(attributes));
        }
        return findings;
    }

    /**
     * The result for a file.
     *
     * @param recognised whether it has a known shape
     * @param clients how many clients were checked
     * @param problems the problems, in the order of lines
     * @param posture the settings that weaken the realms although no rule forbids them
     * @param unknown the values that could not be checked
     * @param repairs the repairs that would remove some of the refused problems
     * @param exempt the realms that were left out
     */
    public record Outcome(
            boolean recognised,
            int clients,
            List<Problem> problems,
            List<Weakness> posture,
            List<Unknown> unknown,
            List<Repair> repairs,
            List<String> exempt) {
        public Outcome {
            problems = List.copyOf(problems);
            posture = List.copyOf(posture);
            unknown = List.copyOf(unknown);
            repairs = List.copyOf(repairs);
            exempt = List.copyOf(exempt);
        }
    }
}
