package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import java.util.Base64;
import java.util.List;

/**
 * The files of a dossier that have a form of the server's: each can be verified alone, as what the server hands out.
 */
final class ServerFiles {
    private ServerFiles() {}

    /** The first line of an export, with its line feed. */
    static String header(String realmId, long size, String checkpoint) {
        return "{\"export\":\"caregate-audit\",\"v\":2,\"realmId\":" + Manifest.quoted(realmId) + ",\"size\":" + size
                + ",\"checkpoint\":" + Manifest.quoted(checkpoint) + "}\n";
    }

    /** The proof between two checkpoints, with a line feed. */
    static String consistency(String from, String to, List<String> proof) {
        return "{\"from\":" + Manifest.quoted(from) + ",\"to\":" + Manifest.quoted(to) + ",\"consistencyProof\":"
                + array(proof) + "}\n";
    }

    /** An entry with its proof on one line, from the members of its line in an export. */
    static String entry(Members line, String checkpoint, List<String> proof) throws MalformedException {
        String payload = line.text("payload");
        return "{\"seq\":" + line.number("seq") + ",\"entry\":" + payload + ",\"payload\":" + Manifest.quoted(payload)
                + ",\"salt\":" + Manifest.quoted(line.text("salt")) + ",\"leaf\":" + Manifest.quoted(line.text("leaf"))
                + ",\"checkpoint\":" + Manifest.quoted(checkpoint) + ",\"inclusionProof\":" + array(proof) + "}\n";
    }

    /** Hashes as the server writes them. */
    static List<String> texts(List<byte[]> hashes) {
        return hashes.stream().map(Base64.getEncoder()::encodeToString).toList();
    }

    /** The hashes that a member has; none if it is not a list of texts. */
    static List<String> texts(Members members, String name) {
        return members.value(name) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    private static String array(List<String> texts) {
        return "[" + String.join(",", texts.stream().map(Manifest::quoted).toList()) + "]";
    }
}
