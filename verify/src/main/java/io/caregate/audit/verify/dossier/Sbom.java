package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An SBOM (CycloneDX, in JSON), beside the JARs that the starts of servers name with their SHA-256.
 *
 * @param sha256 of the SBOM itself, in hexadecimal
 * @param described the JARs that it has, by their hash: each its name and version
 * @param others those that it does not have
 */
record Sbom(String sha256, SortedSet<String> described, SortedSet<String> others) {
    /** The members of CycloneDX, and the algorithm as it writes it. */
    private static final String COMPONENTS = "components";

    private static final String SHA_256 = "SHA-256";
    private static final String JAR = "jar.";
    private static final Pattern RAN = Pattern.compile("(\\S+) sha256:([0-9a-f]{64})");

    /** Reads an SBOM. Throws {@link MalformedException} if it is none, or names no file by its SHA-256. */
    static Sbom of(String text, List<ServerEvent> events) throws MalformedException {
        Members members = Members.parse(text);
        if (!"CycloneDX".equals(members.value("bomFormat"))) {
            throw new MalformedException("it is not an SBOM of CycloneDX in JSON");
        }
        Set<String> hashes = new HashSet<>();
        collect(members.value(COMPONENTS), hashes);
        if (hashes.isEmpty()) {
            throw new MalformedException("it has no component with a SHA-256");
        }
        SortedSet<String> described = new TreeSet<>();
        SortedSet<String> others = new TreeSet<>();
        for (ServerEvent event : events) {
            event.details().forEach((name, value) -> {
                Matcher ran = RAN.matcher(value);
                if (name.startsWith(JAR) && ran.matches()) {
                    (hashes.contains(ran.group(2)) ? described : others)
                            .add(name.substring(JAR.length()) + " " + ran.group(1));
                }
            });
        }
        String sha256 = Digesting.of(text.getBytes(StandardCharsets.UTF_8))
                .file(Parts.SBOM)
                .sha256();
        return new Sbom(sha256, described, others);
    }

    /** Components may have components. */
    private static void collect(@Nullable Object components, Set<String> into) {
        if (components instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> component) {
                    hashes(component.get("hashes"), into);
                    collect(component.get(COMPONENTS), into);
                }
            }
        }
    }

    private static void hashes(@Nullable Object hashes, Set<String> into) {
        if (hashes instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> hash
                        && SHA_256.equals(hash.get("alg"))
                        && hash.get("content") instanceof String content) {
                    into.add(content);
                }
            }
        }
    }
}
