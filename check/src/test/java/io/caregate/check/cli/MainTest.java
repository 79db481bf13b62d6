package io.caregate.check.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private static final String BAD =
            "{\"realm\":\"clinic\",\"clients\":[{\"clientId\":\"app\",\"redirectUris\":[\"https://a.example/*\"]}]}";
    private static final String GOOD =
            "{\"realm\":\"clinic\",\"clients\":[{\"clientId\":\"app\",\"redirectUris\":[\"https://a.example/cb\"]}]}";

    private record Run(int code, String out, String err) {}

    private static Run run(String input, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    @Test
    void inputWhenRefusedThenOneAndTheLine() {
        Run run = run(BAD, "-");

        assertThat(run.code()).isEqualTo(Main.REFUSED);
        assertThat(run.out())
                .startsWith("-:1:64: error: realm clinic, client app: redirectUris 'https://a.example/*': it has a"
                        + " wildcard; ")
                .endsWith("1 problem in 1 client; checked: 1 client in 1 file.\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void inputWhenCleanThenZero() {
        assertThat(run(GOOD, "--posture=off", "-"))
                .isEqualTo(new Run(Main.ACCEPTED, "No problem in 1 client in 1 file.\n", ""));
    }

    @Test
    void folderWhenSearchedThenWhatIsNoRealmIsPassedOver(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("package.json"), "{\"name\":\"x\"}");
        Files.writeString(folder.resolve("realm.json"), BAD);
        Files.createDirectories(folder.resolve("node_modules"));
        Files.writeString(folder.resolve("node_modules/realm.json"), "{broken");
        Files.writeString(folder.resolve(".hidden.json"), "{broken");

        Run run = run("", folder.toString());

        assertThat(run.code()).isEqualTo(Main.REFUSED);
        assertThat(run.out()).contains("realm.json:1:64: error").contains("1 client in 1 file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `{"name":"x"}` | -:  it is no realm
            `nothing`      | -:  it is no realm
            ``             | -:  it is no realm
            `{"realm":`    | it is no JSON
            """)
    void inputWhenItIsSomethingElseThenTwo(String input, String message) {
        Run run = run(input, "-");

        assertThat(run.code()).isEqualTo(Main.UNREADABLE);
        assertThat(run.err()).startsWith("caregate-check: ").contains(message.replace(":  ", ": "));
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --report-only=nothing      | there is no rule nothing; the rules are no-implicit-grant,
            --redirect-hosts=*         | '*' is no host
            --format=xml               | --format
            --config=/no/such.conf     | it cannot be read
            --no-such-option           | Unknown option
            --fix --diff               | give only one of the two
            --keycloak-version=old     | --keycloak-version: 'old' is no version of Keycloak
            --keycloak-version=        | --keycloak-version: '' is no version of Keycloak
            --required-roles=x         | --required-roles: <U+0022>x<U+0022> is not of the form api=role
            """)
    void optionWhenBadThenTwoAndWhatIsAllowed(String option, String message) {
        Run run = run(GOOD, (option + " -").split(" "));

        assertThat(run.code()).isEqualTo(Main.UNREADABLE);
        assertThat(run.err()).contains(message);
    }

    @Test
    void optionsWhenOfTheServerThenTheyHold(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("keycloak.conf"), """
                db=postgres
                # spi-client-policy-manager--caregate--exempt-realms=clinic
                spi-client-policy-manager--caregate--exempt-realms = other
                spi-client-policy-manager--caregate--redirect-hosts=*.clinic.example
                """);

        assertThat(run(GOOD, "-").code()).isEqualTo(Main.ACCEPTED);
        assertThat(run(GOOD, "--config", config.toString(), "-"))
                .matches(run -> run.code() == Main.REFUSED)
                .matches(run -> run.out().contains("use a host of this list: *.clinic.example"));
        assertThat(run(GOOD, "--config", config.toString(), "--redirect-hosts=a.example", "-")
                        .code())
                .isEqualTo(Main.ACCEPTED);
        assertThat(run(BAD, "--exempt-realms=clinic", "-").out()).contains("Left out", "clinic");
        assertThat(run(BAD, "--exempt-realms=", "-").code()).isEqualTo(Main.REFUSED);
    }

    @Test
    void ruleWhenItOnlyReportsThenAWarning(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(
                folder.resolve("keycloak.conf"), "spi-client-policy-manager--caregate--mode=report\n");

        Run named = run(BAD, "--report-only=exact-redirect-uri", "-");
        Run all = run(BAD, "--config", config.toString(), "-");

        assertThat(named.code()).isEqualTo(Main.ACCEPTED);
        assertThat(named.out()).contains(": warning: ");
        assertThat(all.code()).isEqualTo(Main.ACCEPTED);
        assertThat(run(BAD, "--report-only=pkce-s256", "-").code()).isEqualTo(Main.REFUSED);
    }

    @Test
    void realmWhenTheFileNamesNoneThenTheOneOfTheOption() {
        String own = "{\"clients\":[{\"clientId\":\"account\",\"rootUrl\":\"${authBaseUrl}\","
                + "\"baseUrl\":\"/realms/clinic/account/\",\"redirectUris\":[\"/realms/clinic/account/*\"]}]}";

        assertThat(run(own, "--realm=clinic", "-").code()).isEqualTo(Main.ACCEPTED);
        assertThat(run(own, "-").code()).isEqualTo(Main.REFUSED);
    }

    @Test
    void versionWhenTheFileNamesNoneThenTheOneOfTheOption() {
        String old = "{\"realm\":\"clinic\",\"clients\":[{\"clientId\":\"account\","
                + "\"baseUrl\":\"/auth/realms/clinic/account\",\"redirectUris\":[\"/auth/realms/clinic/account/*\"]}]}";

        assertThat(run(old, "-").code()).isEqualTo(Main.REFUSED);
        assertThat(run(old, "--keycloak-version=7.0.1", "-").code()).isEqualTo(Main.ACCEPTED);
        assertThat(run(old, "--keycloak-version=4.8.3.Final", "-").code()).isEqualTo(Main.ACCEPTED);
        assertThat(run(old, "--keycloak-version=26.7.5", "-").code()).isEqualTo(Main.REFUSED);
        String saysSo = old.replaceFirst("\\{", "{\"keycloakVersion\":\"26.7.5\",");
        assertThat(run(saysSo, "--keycloak-version=7.0.1", "-").code()).isEqualTo(Main.REFUSED);
    }

    @Test
    void methodWhenPlainThenAWarning() {
        String plain = GOOD.replace("}]", ",\"attributes\":{\"pkce.code.challenge.method\":\"plain\"}}]");

        Run run = run(plain, "--format=json", "-");

        assertThat(run.code()).isEqualTo(Main.ACCEPTED);
        assertThat(run.out())
                .contains("\"rule\" : \"pkce-s256\"", "\"refused\" : false", "nobody can sign in")
                .doesNotContain("\"refused\" : true");
        assertThat(run(plain, "-").out()).contains("-:1:131: warning: realm clinic, client app: ");
        assertThat(run(plain.replace("plain", "S256"), "--posture=off", "-").out())
                .startsWith("No problem");
    }

    @Test
    void roleWhenRequiredThenItHasToBeInTheFile(@TempDir Path folder) throws IOException {
        String realm = """
                realm: clinic
                roles:
                  realm: [{name: therapist}]
                  client: {app: [{name: reader}]}
                clients:
                  - clientId: api
                    attributes: {caregate.required-roles: therapist##nurse}
                """;
        Path config = Files.writeString(
                folder.resolve("keycloak.conf"), "spi-token-interceptor--caregate--required-roles=api=nurse\n");

        Run run = run(realm, "--posture=off", "--required-roles=api=app:reader##app:writer,other=none", "-");

        assertThat(run.code()).isEqualTo(Main.ACCEPTED);
        assertThat(run.out().lines())
                .containsExactly(
                        "-:3:3: warning: realm clinic: --spi-token-interceptor--caregate--required-roles"
                                + " 'api=app:writer': the role app:writer does not exist in this realm and admits"
                                + " nobody; create the role, or name one that exists (required-role).",
                        "-:3:3: warning: realm clinic: --spi-token-interceptor--caregate--required-roles"
                                + " 'other=none': the role none does not exist in this realm and admits nobody; no"
                                + " other does; create the role, or name one that exists (required-role).",
                        "-:7:43: warning: realm clinic, client api: attributes.caregate.required-roles 'nurse': the"
                                + " role nurse does not exist in this realm and admits nobody; create the role, or"
                                + " name one that exists (required-role).",
                        "3 problems in 1 client; checked: 1 client in 1 file.");
        assertThat(run(realm, "--config", config.toString(), "-").out()).contains("'api=nurse'");
        assertThat(run(realm.replace("roles:", "others:"), "--required-roles=api=nurse", "--posture=off", "-")
                        .out())
                .as("the file says nothing of roles")
                .startsWith("No problem");
    }

    private static final String REPAIRABLE = """
            realm: clinic # as before
            clients:
              - clientId: app
                implicitFlowEnabled: true
                redirectUris: ["https://a.example/*"]
                webOrigins: [https://A.example/]
            """;

    private static final String REPAIRED =
            REPAIRABLE.replace("Enabled: true", "Enabled: false").replace("https://A.example/]", "https://a.example]");

    @Test
    void fileWhenOnlyShownThenADiffAndNothingIsWritten(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("realm.yaml"), REPAIRABLE);

        Run run = run("", "--diff", file.toString());

        assertThat(run.code()).isEqualTo(Main.REFUSED);
        assertThat(run.out())
                .startsWith("--- " + file + "\n+++ " + file + """

                        @@ -1,6 +1,6 @@
                         realm: clinic # as before
                         clients:
                           - clientId: app
                        -    implicitFlowEnabled: true
                        +    implicitFlowEnabled: false
                             redirectUris: ["https://a.example/*"]
                        -    webOrigins: [https://A.example/]
                        +    webOrigins: [https://a.example]
                        --fix would change: 2 values in 1 file.
                        """)
                .contains("realm.yaml:4:26: error", "3 problems in 1 client");
        assertThat(file).hasContent(REPAIRABLE);
    }

    @Test
    void fileWhenRepairedThenWhatRemainsIsReported(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("realm.yaml"), REPAIRABLE);
        Files.writeString(folder.resolve("good.json"), GOOD);

        Run run = run("", "--fix", folder.toString());
        Run again = run("", "--fix", folder.toString());

        assertThat(file).hasContent(REPAIRED);
        assertThat(run.code()).isEqualTo(Main.REFUSED);
        assertThat(run.out())
                .contains("-    implicitFlowEnabled: true\n", "Changed: 2 values in 1 file.\n")
                .endsWith("1 problem in 1 client; checked: 2 clients in 2 files.\n");
        assertThat(again.out()).startsWith("Changed: nothing.\n").contains("wildcard");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void fileWhenNothingRemainsThenZero(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(folder.resolve("realm.json"), GOOD.replace("}]", ",\"implicitFlowEnabled\":true}]"));

        assertThat(run("", "--fix", file.toString()).code()).isEqualTo(Main.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "sarif", "github", "junit"})
    void reportWhenForAProgramThenTheDiffIsOnStandardError(String format, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("realm.yaml"), REPAIRABLE);

        Run run = run("", "--fix", "--format", format, file.toString());

        assertThat(run.err()).startsWith("--- ").endsWith("Changed: 2 values in 1 file.\n");
        assertThat(run.out()).doesNotContain("--- ", "implicitFlowEnabled");
        assertThat(file).hasContent(REPAIRED);
    }

    @Test
    void linkWhenRepairedThenTheFileBehindItKeepsItsPermissions(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("realm.yaml"), REPAIRABLE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("realm.yaml"));

        Run run = run("", "--fix", link.toString(), file.toString());

        assertThat(run.out()).contains("Changed: 2 values in 1 file.");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent(REPAIRED);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void fileWhenAnotherCannotBeReadThenNothingIsWritten(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), REPAIRABLE);
        Files.writeString(folder.resolve("b.yaml"), "a: [b");

        assertThat(run("", "--fix", folder.toString()).code()).isEqualTo(Main.UNREADABLE);
        assertThat(file).hasContent(REPAIRABLE);
    }

    @Test
    void valueWhenNotCertainThenANote(@TempDir Path folder) throws IOException {
        String shared = "base: &on true\nrealm: clinic\nclients: [{clientId: app, implicitFlowEnabled: *on}]\n";
        Path file = Files.writeString(folder.resolve("realm.yaml"), shared);

        Run run = run("", "--fix", file.toString());

        assertThat(run.out())
                .startsWith(file + ":1:7: note: client app: implicitFlowEnabled stays as it is, because an alias or a"
                        + " merge uses it in other places too\nChanged: nothing.\n");
        assertThat(file).hasContent(shared);
    }

    @Test
    void repairWhenOfStandardInputOrAPlanThenANote() throws IOException {
        String plan = "src/test/resources/corpus/plan.json";
        String before = Files.readString(Path.of(plan));

        assertThat(run(REPAIRABLE, "--fix", "-").out())
                .startsWith("-: note: it stays as it is, because standard input");
        assertThat(run("", "--fix", plan).out())
                .startsWith(plan + ": note: it stays as it is, because a plan is made from a configuration");
        assertThat(Path.of(plan)).hasContent(before);
    }

    @Test
    void repairWhenTheRuleOnlyReportsOrTheRealmIsExemptThenNone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("realm.yaml"), REPAIRABLE);

        run("", "--fix", "--report-only=no-implicit-grant,exact-web-origin", file.toString());
        run("", "--fix", "--exempt-realms=clinic", file.toString());

        assertThat(file).hasContent(REPAIRABLE);
    }

    @Test
    void postureWhenWeakThenNamedOrRefusedOrNotLookedAt() {
        String weak = "{\"realm\":\"clinic\",\"bruteForceProtected\":false,\"clients\":[]}";

        assertThat(run(weak, "-")).matches(run -> run.code() == Main.ACCEPTED).matches(run -> run.out()
                .startsWith("-:1:41: note: realm clinic: bruteForceProtected 'false': "));
        assertThat(run(weak, "--posture=fail", "-").code()).isEqualTo(Main.REFUSED);
        assertThat(run(weak, "--posture=off", "-").out()).isEqualTo("No problem in 0 clients in 1 file.\n");
        assertThat(run(weak.replace("false", "true"), "--posture=fail", "-").code())
                .isEqualTo(Main.ACCEPTED);
        assertThat(run(weak, "--posture=loud", "-").code()).isEqualTo(Main.UNREADABLE);
    }

    /** The Admin API refuses it, and an import drops it: the API would be open to everyone. */
    @Test
    void emptyWhenTheAdminApiWouldRefuseItThenSaidOfAnImportToo() {
        String client = "{\"clientId\":\"api\",\"redirectUris\":[\"https://a.example/cb\",\"\"],"
                + "\"attributes\":{\"caregate.required-roles\":\"%s\"}}";
        String realm = "{\"realm\":\"clinic\",\"clients\":[%s]}";

        assertThat(run(client.formatted(""), "-"))
                .matches(run -> run.code() == Main.REFUSED)
                .matches(run -> run.out().contains("error: client api: attributes.caregate.required-roles '': it is")
                        && run.out().contains("error: client api: redirectUris '': it is empty"));
        assertThat(run(realm.formatted(client.formatted("")), "-"))
                .matches(run -> run.code() == Main.ACCEPTED)
                .matches(run -> run.out().contains("warning: realm clinic, client api: attributes.caregate.required"));
        assertThat(run(realm.formatted(client.formatted(" ")), "-").code()).isEqualTo(Main.REFUSED);
        assertThat(run(client.formatted(" "), "--posture=off", "-").out()).containsOnlyOnce("required-roles");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $(env:APP)/*                                       | 1 | wildcard
            $(env:APP)/cb                                      | 0 | is not checked
            https://a.example/$(env:PATH)*                     | 1 | wildcard
            """)
    void variableWhenNextToAWildcardThenRefusedWhateverItStandsFor(String uri, int code, String text) {
        Run run = run(GOOD.replace("https://a.example/cb", uri), "-");

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).contains(text);
    }

    @Test
    void listWhenOneOfItsValuesHasAVariableThenTheOthersAreChecked() {
        String client = "{\"clientId\":\"app\",\"attributes\":{\"post.logout.redirect.uris\":"
                + "\"https://a.example/*##$(env:OUT)\"}}";

        assertThat(run(client, "-").out()).contains("'https://a.example/*': it has a wildcard", "is not checked");
    }

    @Test
    void helpWhenAskedForThenTheExitCodes() {
        assertThat(run("", "--help").out()).contains("Exit codes:", "terraform show -json");
    }
}
