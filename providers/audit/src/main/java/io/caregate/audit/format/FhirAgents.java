package io.caregate.audit.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The participants: the user, the client, and the server. The first of them is the requestor, and has the address. */
final class FhirAgents {
    private static final String MACHINE_NAME = "1";
    private static final String IP_ADDRESS = "2";

    private FhirAgents() {}

    static void add(ObjectNode event, EntryView entry) {
        Optional<String> user = entry.text("user").filter(Fhir::isText);
        Optional<String> name = entry.detail("username").filter(Fhir::isText);
        Optional<String> client = entry.text("client").filter(Fhir::isText);
        boolean byUser = user.isPresent() || name.isPresent();
        if (byUser) {
            ObjectNode agent = agent(event, Fhir.hl7("extra-security-role-type"), "humanuser", "human user");
            user.ifPresent(id -> identifier(agent, entry, id));
            name.ifPresent(typed -> agent.put("altId", typed));
            asker(agent, entry, true);
        }
        client.ifPresent(id -> {
            ObjectNode agent = agent(event, Fhir.DICOM, "110150", "Application");
            identifier(agent, entry, id);
            asker(agent, entry, !byUser);
        });
        server(event, entry, byUser || client.isPresent());
    }

    /** The name of the node, or that of the log if the entry has none. */
    static String node(EntryView entry) {
        return entry.text("node").filter(Fhir::isText).orElse("caregate-audit");
    }

    private static void server(ObjectNode event, EntryView entry, boolean somebodyAsked) {
        ObjectNode agent = agent(event, Fhir.DICOM, "110152", "Destination Role ID");
        agent.putObject("who").put("display", node(entry));
        agent.put("requestor", false);
        if (somebodyAsked) {
            network(agent, node(entry), MACHINE_NAME);
        } else {
            address(agent, entry);
        }
    }

    private static ObjectNode agent(ObjectNode event, String system, String code, String display) {
        ObjectNode agent = event.withArray("/agent").addObject();
        Fhir.coding(agent.putObject("type").putArray("coding").addObject(), system, code, display);
        return agent;
    }

    private static void identifier(ObjectNode agent, EntryView entry, String value) {
        ObjectNode identifier = agent.putObject("who").putObject("identifier").put("value", value);
        entry.text("realm")
                .filter(Fhir::isText)
                .ifPresent(realm -> identifier.putObject("assigner").put("display", realm));
    }

    private static void asker(ObjectNode agent, EntryView entry, boolean asks) {
        agent.put("requestor", asks);
        if (asks) {
            address(agent, entry);
        }
    }

    private static void address(ObjectNode agent, EntryView entry) {
        entry.text("ip")
                .filter(Fhir::isText)
                .ifPresent(ip -> network(agent, ip, Address.isIp(ip) ? IP_ADDRESS : MACHINE_NAME));
    }

    private static void network(ObjectNode agent, String address, String type) {
        agent.putObject("network").put("address", address).put("type", type);
    }
}
