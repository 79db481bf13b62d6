package io.caregate.check.client;

import io.caregate.check.source.Place;
import io.caregate.check.source.Value;
import io.caregate.policy.posture.Posture;
import io.caregate.policy.rule.ClientRules;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.HostList;
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
 * @param hosts the hosts on which clients may have addresses
 * @param realm the realm of documents that name none; null if it is not known
 */
public record Rules(
        Set<String> exemptRealms,
        Set<RuleId> reportOnly,
        HostList hosts,
        @Nullable String realm) {

    private static final Comparator<Place> BY_PLACE =
            Comparator.comparingInt(Place::line).thenComparingInt(Place::column);

    public Rules {
        exemptRealms = Set.copyOf(exemptRealms);
        reportOnly = Set.copyOf(reportOnly);
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
                Posture.of(part.document(), Map.of())
                        .forEach(
                                finding -> posture.add(new Weakness(finding.at().place(), name, finding)));
            }
            ClientReader reader = new ClientReader(name, part);
            Repairs certain = new Repairs(part.dialect(), hosts);
            for (Value written : part.clients()) {
                WrittenClient client = reader.read(written);
                clients++;
                unknown.addAll(client.unknown());
                for (Finding finding : findings(rules, client)) {
                    boolean refused = !reportOnly.contains(finding.rule());
                    problems.add(new Problem(
                            client.placeOf(finding), name, client.id(), client.inItsWords(finding), refused));
                    if (refused) {
                        certain.of(client, finding).forEach(repairs::add);
                    }
                }
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

    private static List<Finding> findings(ClientRules rules, WrittenClient client) {
        List<Finding> findings = new ArrayList<>(rules.check(client.facts()));
        findings.addAll(client.fields().refused());
        return findings;
    }

    /**
     * What came of a file.
     *
     * @param recognised whether it has any of the shapes that are known
     * @param clients how many clients were checked
     * @param problems what is wrong, in the order of lines
     * @param posture what weakens the realms although no rule forbids it
     * @param unknown what could not be checked
     * @param repairs what would remove some of the problems that are refused
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
