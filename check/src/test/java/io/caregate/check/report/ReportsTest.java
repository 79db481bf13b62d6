package io.caregate.check.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.check.client.Problem;
import io.caregate.check.client.Unknown;
import io.caregate.check.source.Place;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
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
    private static final Result RESULT = new Result(
            List.of("realms/my realm.json", "clean.yaml"),
            5,
            List.of(PROBLEM, new Problem(new Place("realms/my realm.json", 9, 1), "", "", WILDCARD, false)),
            List.of(new Unknown(new Place("clean.yaml", 2, 2), "app", "rootUrl", "$(env:X)")),
            List.of("master"));

    private static String written(Report report) throws IOException {
        StringWriter out = new StringWriter();
        report.write(RESULT, out);
        return out.toString();
    }

    @Test
    void textWhenWrittenThenALineForEach() throws IOException {
        assertThat(written(new TextReport(false)).lines())
                .containsExactly(
                        "realms/my realm.json:3:7: error: realm clinic, client a%,:<U+000A><b>: redirectUris"
                                + " 'https://a.example/*': it has a wildcard; register it (exact-redirect-uri).",
                        "realms/my realm.json:9:1: warning: a client without an id: redirectUris"
                                + " 'https://a.example/*': it has a wildcard; register it (exact-redirect-uri).",
                        "clean.yaml:2:2: note: client app: rootUrl is not checked, because something else fills it in:"
                                + " $(env:X)",
                        "Left out, because no rule holds there: master.",
                        "2 problems in 2 clients; checked: 5 clients in 2 files.");
        assertThat(written(new TextReport(true))).contains("\u001b[31merror\u001b[0m");
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
