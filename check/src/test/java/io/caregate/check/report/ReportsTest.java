package io.caregate.check.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.check.client.Problem;
import io.caregate.check.client.Unknown;
import io.caregate.check.client.Weakness;
import io.caregate.check.source.Documents;
import io.caregate.check.source.Place;
import io.caregate.check.source.UnreadableException;
import io.caregate.check.source.Value;
import io.caregate.policy.posture.Posture;
import io.caregate.policy.posture.PostureFinding;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ReportsTest {
    private static final Finding WILDCARD = new Finding(
            RuleId.EXACT_REDIRECT_URI,
            "redirectUris",
            "https://a.example/*",
            "wildcard",
            "it has a wildcard",
            "register it");
    private static final Problem PROBLEM =
            new Problem(new Place("realms/my realm.json", 3, 7), "clinic", "a%,:\n<b>", WILDCARD, true);
    private static final Weakness WEAKNESS =
            new Weakness(new Place("clean.yaml", 3, 4), "clinic", weakness("{\"bruteForceProtected\":false}"));

    private static PostureFinding<Value> weakness(String realm) {
        try {
            Value value = Documents.read("-", new ByteArrayInputStream(realm.getBytes(StandardCharsets.UTF_8)))
                    .get(0);
            return Posture.of(value, Map.of()).get(0);
        } catch (IOException | UnreadableException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final Result RESULT = new Result(
            List.of("realms/my realm.json", "clean.yaml"),
            5,
            List.of(PROBLEM, new Problem(new Place("realms/my realm.json", 9, 1), "", "", WILDCARD, false)),
            List.of(WEAKNESS),
            false,
            List.of(new Unknown(new Place("clean.yaml", 2, 2), "app", "rootUrl", "$(env:X)")),
            List.of("master"));

    /** With weak settings as errors. */
    private static final Result STRICT =
            new Result(List.of("clean.yaml"), 1, List.of(), List.of(WEAKNESS), true, List.of(), List.of());

    private static String written(Report report) throws IOException {
        return written(report, RESULT);
    }

    private static String written(Report report, Result result) throws IOException {
        StringWriter out = new StringWriter();
        report.write(result, out);
        return out.toString();
    }

    @Test
    void weaknessWhenStrictThenAnErrorInEachForm() throws IOException {
        assertThat(STRICT.isRefused()).isTrue();
        assertThat(RESULT.isRefused()).isTrue();
        assertThat(new Result(List.of(), 0, List.of(), List.of(WEAKNESS), false, List.of(), List.of()).isRefused())
                .isFalse();
        assertThat(written(new TextReport(false), STRICT)).startsWith("clean.yaml:3:4: error: realm clinic: brute");
        assertThat(written(new GithubReport(), STRICT))
                .startsWith("::error file=clean.yaml,line=3,col=4,title=brute-force::realm clinic: ");
        assertThat(written(new GithubReport())).contains("::notice file=clean.yaml,line=3,col=4,title=brute-force::");
        assertThat(written(new SarifReport("1"), STRICT))
                .contains("\"level\" : \"error\"", "\"ruleId\" : \"brute-force\"");
        assertThat(written(new SarifReport("1"))).contains("\"level\" : \"note\"");
        assertThat(written(new JsonReport(), STRICT))
                .contains("\"refused\" : true", "\"check\" : \"brute-force\"", "\"field\" : \"bruteForceProtected\"");
        assertThat(written(new JunitReport(), STRICT)).contains("failures=\"1\"", "brute-force at line 3");
    }

    @Test
    void textWhenWrittenThenALineForEach() throws IOException {
        assertThat(written(new TextReport(false)).lines())
                .containsExactly(
                        "realms/my realm.json:3:7: error: realm clinic, client a%,:<U+000A><b>: redirectUris"
                                + " 'https://a.example/*': it has a wildcard; register it (exact-redirect-uri).",
                        "realms/my realm.json:9:1: warning: a client without an id: redirectUris"
                                + " 'https://a.example/*': it has a wildcard; register it (exact-redirect-uri).",
                        "clean.yaml:3:4: note: realm clinic: bruteForceProtected 'false': passwords can be guessed"
                                + " without a limit; set it to true (brute-force).",
                        "clean.yaml:2:2: note: client app: rootUrl is not checked, because something else fills it in:"
                                + " $(env:X)",
                        "Left out, because no rule holds there: master.",
                        "2 problems in 2 clients; checked: 5 clients in 2 files.");
        assertThat(written(new TextReport(true))).contains("\u001b[31merror\u001b[0m");
    }

    @Test
    void problemWhenOfTheRealmItselfThenNoClientIsNamed() throws IOException {
        Problem problem = new Problem(new Place("a.json", 1, 2), "clinic", null, WILDCARD, false);
        Result result = new Result(List.of("a.json"), 0, List.of(problem), List.of(), false, List.of(), List.of());

        assertThat(written(new TextReport(false), result))
                .startsWith("a.json:1:2: warning: realm clinic: redirectUris")
                .endsWith("1 problem; checked: 0 clients in 1 file.\n");
        assertThat(written(new JsonReport(), result)).contains("\"client\" : null");
        assertThat(written(new SarifReport("1"), result)).contains("\"text\" : \"realm clinic: redirectUris");
    }

    @Test
    void jsonWhenWrittenThenTheMembersOfARefusal() throws IOException {
        assertThat(written(new JsonReport()))
                .contains("\"refused\" : true", "\"clients\" : 5", "\"line\" : 3", "\"code\" : \"wildcard\"")
                .contains("\"client\" : \"a%,:\\n<b>\"", "\"text\" : \"$(env:X)\"");
    }

    @Test
    void sarifWhenWrittenThenRulesAndResultsWithPlacesAndFingerprints() throws IOException {
        String sarif = written(new SarifReport("1"));

        assertThat(sarif)
                .contains("\"version\" : \"2.1.0\"", "\"name\" : \"caregate-check\"", "\"id\" : \"token-subject\"")
                .contains("\"uri\" : \"realms/my%20realm.json\"", "\"startLine\" : 3", "\"startColumn\" : 7")
                .contains("\"level\" : \"error\"", "\"level\" : \"warning\"", "\"ruleIndex\" : 2")
                .containsPattern("\"caregateFinding/v1\" : \"[0-9a-f]{32}\"");
    }

    @Test
    void githubWhenWrittenThenNothingEndsTheCommandEarly() throws IOException {
        assertThat(written(new GithubReport()).lines())
                .first()
                .asString()
                .startsWith("::error file=realms/my realm.json,line=3,col=7,title=exact-redirect-uri::realm clinic,"
                        + " client a%25,:");
    }

    @Test
    void junitWhenWrittenThenASuiteForEachFile() throws IOException, ParserConfigurationException, SAXException {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(written(new JunitReport()))));

        assertThat(xml.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
        assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(2);
    }
}
