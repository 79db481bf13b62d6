package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Folders;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * Every class of the Keycloak under test that signs something, by its bytecode, is in the table of
 * {@code docs/threats.md}. A signer that is new in a later version has to be reviewed first.
 */
final class SignersIT {
    private static final Pattern KEYCLOAK = Pattern.compile(".*/lib/lib/main/org\\.keycloak\\.[^/]+\\.jar");

    /** The methods by which Keycloak signs: owner and name, as bytecode has them. */
    private static final Pattern SIGNS = Pattern.compile("org/keycloak/jose/jws/JWSBuilder\\$EncodingBuilder\\."
            + "(sign|rsa\\d+|hmac\\d+)"
            + "|org/keycloak/models/TokenManager\\.(encode|encodeAndEncrypt)"
            + "|org/keycloak/crypto/SignatureProvider\\.signer"
            + "|org/keycloak/crypto/SignatureSignerContext\\.sign"
            + "|org/keycloak/crypto/\\w+SignatureSignerContext\\.<init>"
            + "|org/keycloak/jose/jws/crypto/RSAProvider\\.sign"
            + "|org/keycloak/util/KeyWrapperUtil\\.createSignatureSignerContext"
            + "|java/security/Signature\\.sign");

    @Test
    void classWhenItSignsThenInTheTable() throws IOException {
        Set<String> signers = signers();

        assertThat(signers).contains("TokenManager$AccessTokenResponseBuilder", "DockerAuthV2Protocol");
        assertThat(documented()).containsAll(signers);
    }

    /** The last cells of the table's rows. */
    private static Set<String> documented() throws IOException {
        String text = Files.readString(Folders.repository().resolve("docs/threats.md"));
        String section = text.substring(text.indexOf("\n## What the realm's key signs\n"));
        return section.substring(0, section.indexOf("\n## ", 1))
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(line.lastIndexOf('|', line.length() - 2) + 1, line.length() - 1))
                .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> signers() throws IOException {
        Set<String> signers = new TreeSet<>();
        try (InputStream file = Files.newInputStream(distribution());
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (KEYCLOAK.matcher(entry.getName()).matches()) {
                    addSigners(new ZipInputStream(new ByteArrayInputStream(entries.readAllBytes())), signers);
                }
            }
        }
        return signers;
    }

    private static Path distribution() throws IOException {
        String version = System.getProperty("keycloak.version", "");
        try (Stream<Path> zips = Files.list(Folders.server().resolve("distribution"))) {
            return zips.filter(zip -> zip.toString().endsWith(version + ".zip"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void addSigners(ZipInputStream jar, Set<String> signers) throws IOException {
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            String name = entry.getName();
            if (name.endsWith(".class") && called(jar.readAllBytes()).anyMatch(SIGNS.asMatchPredicate())) {
                signers.add(name.substring(name.lastIndexOf('/') + 1, name.length() - ".class".length()));
            }
        }
    }

    /** The methods that a class file names in its constant pool (JVM Specification section 4.4). */
    private static Stream<String> called(byte[] classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        in.skipBytes(8);
        int size = in.readUnsignedShort();
        Map<Integer, String> texts = new HashMap<>();
        Map<Integer, Integer> classes = new HashMap<>();
        Map<Integer, Integer> names = new HashMap<>();
        Map<Integer, int[]> methods = new HashMap<>();
        for (int i = 1; i < size; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(i, in.readUTF());
                case 7 -> classes.put(i, in.readUnsignedShort());
                case 12 -> {
                    names.put(i, in.readUnsignedShort());
                    in.readUnsignedShort();
                }
                case 10, 11 -> methods.put(i, new int[] {in.readUnsignedShort(), in.readUnsignedShort()});
                case 5, 6 -> {
                    in.readLong();
                    i++;
                }
                case 8, 16, 19, 20 -> in.readUnsignedShort();
                case 15 -> in.skipBytes(3);
                case 3, 4, 9, 17, 18 -> in.readInt();
                default -> throw new IOException("constant of kind " + tag);
            }
        }
        return methods.values().stream()
                .map(method -> texts.get(classes.get(method[0])) + "." + texts.get(names.get(method[1])));
    }
}
