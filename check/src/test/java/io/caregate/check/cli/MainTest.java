package io.caregate.check.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(run(GOOD, "-")).isEqualTo(new Run(Main.ACCEPTED, "No problem in 1 client in 1 file.\n", ""));
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
            """)
    void optionWhenBadThenTwoAndWhatIsAllowed(String option, String message) {
        Run run = run(GOOD, option, "-");

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
    void helpWhenAskedForThenTheExitCodes() {
        assertThat(run("", "--help").out()).contains("Exit codes:", "terraform show -json");
    }
}
