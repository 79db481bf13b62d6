package io.caregate.check.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.check.client.Rules.Outcome;
import io.caregate.check.source.Documents;
import io.caregate.check.source.Rewriting;
import io.caregate.check.source.UnreadableException;
import io.caregate.check.source.Value;
import io.caregate.policy.rule.HostList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A repair changes the bytes of its values, and no other byte. */
class RepairPropertyTest {
    private static final Rules RULES = new Rules(Set.of("master"), Set.of(), HostList.ANY, "clinic");
    private static final Set<String> FLAGS =
            Set.of("implicitFlowEnabled", "directAccessGrantsEnabled", "directGrantsOnly");
    private static final Set<String> ATTRIBUTES = Set.of("saml.allow.ecp.flow", "exclude.issuer.from.auth.response");

    private static final Map<String, String> ORIGINS = Map.ofEntries(
            Map.entry("https://A.example/", "https://a.example"),
            Map.entry("https://a.example:443", "https://a.example"),
            Map.entry("HTTPS://a.example:8443/", "https://a.example:8443"),
            Map.entry("http://127.0.0.1:80", "http://127.0.0.1"),
            Map.entry("https://a.example", "https://a.example"),
            Map.entry("https://a.example/x", "https://a.example/x"),
            Map.entry("https://a.example:", "https://a.example:"),
            Map.entry("http://a.example/", "http://a.example/"),
            Map.entry("https://\u00fc.example/", "https://\u00fc.example/"),
            Map.entry("+", "+"),
            Map.entry("*", "*"));
    private static final List<String> SPELLINGS =
            ORIGINS.keySet().stream().sorted().toList();

    /** A text, and its form after the repair. */
    private record Written(String name, String before, String after, int changes) {}

    @Property(tries = 1000)
    void fileWhenRepairedThenNothingButTheNamedValuesIsDifferent(@ForAll long seed)
            throws IOException, UnreadableException {
        Random random = new Random(seed);
        Written written = random.nextBoolean() ? new Writing(random).json() : new Writing(random).yaml();
        List<Value> documents = read(written.name(), bytes(written.before()));
        Outcome found = RULES.check(documents);

        Rewriting repaired = repaired(documents, found);

        assertThat(new String(repaired.after(), StandardCharsets.UTF_8)).isEqualTo(written.after());
        assertThat(repaired.changes()).isEqualTo(written.changes());
        Outcome left = RULES.check(read(written.name(), repaired.after()));
        assertThat(said(found)).containsAll(said(left));
        assertThat(said(RULES.check(repaired.documents()))).isEqualTo(said(left));
        assertThat(repaired(read(written.name(), repaired.after()), left).isChange())
                .isFalse();
        Map<String, String> before = leaves(repaired.before());
        Map<String, String> after = leaves(repaired.after());
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((path, text) -> assertThat(text).isIn(before.get(path), allowed(path, before.get(path))));
    }

    private static String allowed(String path, String before) {
        return path.contains("webOrigins") ? ORIGINS.getOrDefault(before, before) : "false";
    }

    private static Rewriting repaired(List<Value> documents, Outcome found) {
        Map<Value.Scalar, String> texts = new LinkedHashMap<>();
        found.repairs().forEach(repair -> texts.put(repair.value(), repair.text()));
        return Rewriting.of(documents, texts);
    }

    private static Set<String> said(Outcome outcome) {
        return outcome.problems().stream()
                .map(problem -> problem.client() + " " + problem.finding())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Value> read(String name, byte[] bytes) throws IOException, UnreadableException {
        return Documents.read(name, new ByteArrayInputStream(bytes));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Every text by its path, read by other means. */
    private static Map<String, String> leaves(byte[] file) {
        Map<String, String> leaves = new LinkedHashMap<>();
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        int number = 0;
        String text = new String(file, StandardCharsets.UTF_8).replace("\ufeff", "");
        // Characters that JSON may contain and YAML may not.
        String plain = text.startsWith("{") ? text.replaceAll("\\s+", " ").replace("\\/", "/") : text;
        for (Object document : yaml.loadAll(plain)) {
            collect("" + number++, document, leaves);
        }
        return leaves;
    }

    private static void collect(String path, Object value, Map<String, String> leaves) {
        if (value instanceof Map<?, ?> object) {
            object.forEach((name, member) -> collect(path + "/" + name, member, leaves));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(path + "/" + i, list.get(i), leaves);
            }
        } else {
            leaves.put(path, String.valueOf(value));
        }
    }

    /** Writes a realm in one of the many ways in which people and programs do. */
    private static final class Writing {
        private final Random random;
        private final StringBuilder before = new StringBuilder();
        private final StringBuilder after = new StringBuilder();
        private int changes;

        Writing(Random random) {
            this.random = random;
        }

        private void write(String text) {
            write(text, text);
        }

        private void write(String old, String changed) {
            before.append(old);
            after.append(changed);
            changes += old.equals(changed) ? 0 : 1;
        }

        private Written written(String name) {
            String lineBreak = random.nextInt(4) == 0 ? "\r\n" : "\n";
            String mark = random.nextInt(4) == 0 ? "\ufeff" : "";
            return new Written(
                    name,
                    mark + before.toString().replace("\n", lineBreak),
                    mark + after.toString().replace("\n", lineBreak),
                    changes);
        }

        private String any(String... texts) {
            return texts[random.nextInt(texts.length)];
        }

        private boolean seldom() {
            return random.nextInt(3) == 0;
        }

        private List<String> origins() {
            return random.ints(random.nextInt(4), 0, SPELLINGS.size())
                    .mapToObj(SPELLINGS::get)
                    .toList();
        }

        Written json() {
            String space = any("", " ", "\n", "\n\t ");
            write("{" + space + "\"realm\":" + space
                    + "\"clinic\",\"other\":{\"implicitFlowEnabled\":true},\"clients\":[");
            int clients = random.nextInt(4);
            for (int i = 0; i < clients; i++) {
                write((i == 0 ? "" : ",") + space + "{" + space + "\"clientId\":" + space + "\"\u00fc\ud83d\ude00" + i
                        + "\"");
                for (String flag : FLAGS) {
                    if (seldom()) {
                        write("," + space + "\"" + flag + "\"" + space + ":" + space);
                        if (random.nextBoolean()) {
                            write("true", "false");
                        } else {
                            String old = any("true", "TRUE", "tr\\u0075e", "false");
                            write("\"" + old + "\"", "\"false\"");
                        }
                    }
                }
                write("," + space + "\"webOrigins\":[");
                String comma = "";
                for (String origin : origins()) {
                    write(comma + space);
                    String old = seldom() ? origin.replace("/", "\\/") : origin;
                    boolean same = ORIGINS.get(origin).equals(origin);
                    write("\"" + old + "\"", same ? "\"" + old + "\"" : "\"" + ORIGINS.get(origin) + "\"");
                    comma = space + ",";
                }
                write(space + "],\"attributes\":{\"a\":" + space + "\"true\"");
                for (String attribute : ATTRIBUTES) {
                    if (seldom()) {
                        write("," + space + "\"" + attribute + "\":" + space);
                        write("\"true\"", "\"false\"");
                    }
                }
                write(space + "}}");
            }
            write("]" + space + "}" + any("", "\n"));
            return written("realm.json");
        }

        Written yaml() {
            boolean shared = seldom();
            write("# \ud83d\ude00 clients\nrealm: 'clinic'\nothers: {implicitFlowEnabled: &other true}\nclients:\n");
            int clients = 1 + random.nextInt(3);
            List<String> anchored = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                write(any("- ", "-   &client" + i + "\n  ") + "clientId: \u00fc" + i + any("", "   # \u20ac") + "\n");
                for (String flag : FLAGS) {
                    if (seldom()) {
                        write("  " + any(flag, "\"" + flag + "\"") + ":" + any(" ", "   "));
                        flag(flag + i, shared, anchored);
                        write(any("", " ", "  # as before: true") + "\n");
                    }
                }
                boolean flow = random.nextBoolean();
                write("  webOrigins:" + (flow ? " [" : "\n"));
                String comma = "";
                for (String origin : origins()) {
                    String quote = origin.equals("*") || origin.endsWith(":") ? "'" : any("", "'", "\"");
                    write(flow ? comma : "    - ");
                    write(quote + origin + quote, quote + ORIGINS.get(origin) + quote);
                    write(flow ? "" : any("", " # that one") + "\n");
                    comma = ", ";
                }
                write((flow ? "]\n" : "") + "  attributes:\n    a: true\n");
                for (String attribute : ATTRIBUTES) {
                    if (seldom()) {
                        String quote = any("", "'", "\"");
                        write("    " + attribute + ": " + any("", "!!str "));
                        write(quote + "true" + quote, quote + "false" + quote);
                        write("\n");
                    } else if (seldom()) {
                        write("    " + attribute + ": >-\n      true\n");
                    }
                }
            }
            write(any("", "---\nrealm: master\nclients: [{clientId: a, implicitFlowEnabled: true}]\n"));
            return written(any("realm.yaml", "realm.yml"));
        }

        // An alias of a repaired value is repaired with it; an alias of another value stays.
        private void flag(String name, boolean shared, List<String> anchored) {
            if (shared && seldom()) {
                write("*other");
            } else if (!anchored.isEmpty() && random.nextBoolean()) {
                write("*" + anchored.get(random.nextInt(anchored.size())));
            } else {
                String quote = any("", "'", "\"");
                if (seldom()) {
                    write("&" + name + " ");
                    anchored.add(name);
                }
                write(quote + any("true", "True") + quote, quote + "false" + quote);
            }
        }
    }
}
