package io.caregate.audit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.audit.elastic.ElasticSinkFactory;
import io.caregate.audit.fhir.FhirSinkFactory;
import io.caregate.audit.file.FileSinkFactory;
import io.caregate.audit.format.Format;
import io.caregate.audit.http.TestReceiver;
import io.caregate.audit.otlp.OtlpSinkFactory;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.splunk.SplunkSinkFactory;
import io.caregate.audit.syslog.SyslogSamples;
import io.caregate.audit.webhook.WebhookSinkFactory;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.TreeHasher;
import io.caregate.foundation.option.OptionsDocument;
import io.caregate.foundation.option.TestConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in {@code docs/sinks} show records as the sinks send them, and set them up with options that exist. */
class SinkPagesTest {
    private static final Path PAGES = Path.of("..", "..", "docs", "sinks");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern RECORD = Pattern.compile("(?s)\n## A record\n.*?\n```(?:json|text)\n(.*?)\n```\n");
    private static final Pattern OPTION = Pattern.compile("(?m)^(spi-[a-z-]+)=");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"file", "webhook", "fhir", "elastic", "splunk", "otlp", "syslog", "kafka"})
    void recordWhenShownThenAsTheSinkSendsIt(String sink) throws Exception {
        String sent =
                switch (sink) {
                    case "file" -> written();
                    case "webhook" -> posted(new WebhookSinkFactory(), Map.of("secret-file", file("whsec_" + key())));
                    case "fhir" -> posted(new FhirSinkFactory(), Map.of());
                    case "elastic" -> posted(new ElasticSinkFactory(), Map.of());
                    case "splunk" -> posted(new SplunkSinkFactory(), Map.of("token-file", file("token")));
                    case "otlp" -> posted(new OtlpSinkFactory(), Map.of());
                    case "syslog" -> SyslogSamples.message(item());
                    // The value of a message; the sink is in a JAR of its own.
                    default -> item().render(Format.JSON);
                };
        String shown = RECORD.matcher(page(sink))
                .results()
                .map(record -> record.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the page " + sink + " has no record"));

        if (sink.equals("syslog")) {
            assertThat(shown).isEqualTo(sent);
        } else {
            assertThat(objects(shown)).isEqualTo(objects(sent));
        }
    }

    @Test
    void optionWhenAPageSetsItThenItExists() throws IOException {
        List<String> known = OptionsDocument.of("--spi-caregate-audit-sink--.+").options();
        for (Path page : pages()) {
            assertThat(OPTION.matcher(Files.readString(page))
                            .results()
                            .map(option -> "--" + option.group(1).replace("--region-", "--")))
                    .as(page.toString())
                    .hasSizeGreaterThan(2)
                    .allMatch(name -> known.contains(name)
                            || known.contains(name.replaceFirst("sink--[a-z]+--", "sink--KIND--")));
        }
    }

    @Test
    void sinkWhenThereIsOneThenItHasAPageAndTheListNamesIt() throws IOException {
        TreeSet<String> kinds = OptionsDocument.of("--spi-caregate-audit-sink--(?!KIND).+").options().stream()
                .map(option -> option.split("--")[2])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(pages().stream().map(page -> page.getFileName().toString().replace(".md", "")))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(kinds.stream(), Stream.of("several")).toList());
        assertThat(Pattern.compile("(?m)^\\| \\[`([a-z]+)`]\\(sinks/\\1\\.md\\) \\|")
                        .matcher(Files.readString(PAGES.resolveSibling("audit.md")))
                        .results()
                        .map((MatchResult row) -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(kinds);
    }

    private String posted(SinkFactory factory, Map<String, String> options) throws Exception {
        try (TestReceiver receiver = new TestReceiver()) {
            Map<String, String> given = new HashMap<>(options);
            given.put("url", receiver.url());
            deliver(factory, given);
            return receiver.requests().get(0).body();
        }
    }

    private String written() throws Exception {
        deliver(new FileSinkFactory(), Map.of("directory", folder.toString()));
        try (Stream<Path> files = Files.list(folder)) {
            Path only = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(only);
        }
    }

    private static void deliver(SinkFactory factory, Map<String, String> given) throws Exception {
        ConfiguredSink configured = ConfiguredSink.of(
                        factory, TestConfig.scope("caregate-audit-sink", factory.getId(), given))
                .get(0);
        Sink sink = configured.open(null);
        sink.deliver(new Batch(List.of(item())));
        sink.close();
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("secret"), content + "\n").toString();
    }

    private static String key() {
        return Base64.getEncoder().encodeToString(new byte[32]);
    }

    /** A failed login. */
    private static Item item() {
        String id = "01a1fbfe-691b-7000-8b20-9f0d501ccaec";
        String payload = Entry.builder(id, Instant.parse("2026-01-31T08:15:00.123Z"), "LOGIN_ERROR")
                .with(Field.ERROR, "invalid_user_credentials")
                .with(Field.REALM, "healthcare")
                .with(Field.REALM_ID, "8aec4f23-11e8-49d9-a125-f813cf0ccee0")
                .with(Field.CLIENT, "app")
                .with(Field.USER, "d006318b-defb-4758-b333-d86c471c3b11")
                .with(Field.IP, "192.0.2.7")
                .with(Field.NODE, "keycloak-0")
                .detail("username", "alice")
                .build()
                .canonical();
        byte[] salt = new byte[TreeHasher.SALT_BYTES];
        salt[0] = 1;
        byte[] leaf = new TreeHasher().leaf(salt, payload.getBytes(StandardCharsets.UTF_8));
        return new Item.OfEntry(
                new SealedEntry(20852, id, "8aec4f23-11e8-49d9-a125-f813cf0ccee0", payload),
                Base64.getEncoder().encodeToString(leaf),
                Base64.getEncoder().encodeToString(salt));
    }

    /** The JSON texts in a row. */
    private static List<JsonNode> objects(String text) throws IOException {
        return JSON.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll();
    }

    private static String page(String sink) throws IOException {
        return Files.readString(PAGES.resolve(sink + ".md"));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            return pages.sorted().toList();
        }
    }
}
