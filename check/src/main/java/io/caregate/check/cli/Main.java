package io.caregate.check.cli;

import io.caregate.check.client.Problem;
import io.caregate.check.client.Rules;
import io.caregate.check.client.Rules.Outcome;
import io.caregate.check.client.Unknown;
import io.caregate.check.client.Weakness;
import io.caregate.check.report.RepairReport;
import io.caregate.check.report.Result;
import io.caregate.check.source.Documents;
import io.caregate.check.source.UnreadableException;
import io.caregate.check.source.Value;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.PrintableText;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code caregate-check}: applies the rules to files before they are imported. Exit codes: 0 a server refuses nothing,
 * 1 it refuses something, 2 there is no result, because a file or an option cannot be understood.
 */
@Command(
        name = "caregate-check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Says before an import or a pipeline run what a server with Caregate would refuse.",
            "",
            "Reads realm exports (a file or a folder), partial imports, files of keycloak-config-cli (YAML and JSON),"
                    + " plans of Terraform and OpenTofu (show -json), and KeycloakRealmImport resources."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:a server refuses nothing of it",
            "1:a server refuses something; or a realm is weak, with --posture=fail",
            "2:nothing can be said: a file or an option cannot be understood"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  A folder with realm files, with the options of the server:",
            "    caregate-check --config conf/keycloak.conf realms/",
            "  A plan, for the review of a change:",
            "    terraform show -json plan.out | caregate-check --format sarif - > caregate.sarif",
            "  What can be repaired without a decision, first to look at:",
            "    caregate-check --diff realms/",
            "    caregate-check --fix realms/"
        })
public final class Main implements Callable<Integer> {

    static final int ACCEPTED = 0;
    static final int REFUSED = 1;
    static final int UNREADABLE = 2;

    static final String STANDARD_INPUT = "-";
    private static final int LONGEST = 500;
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}([.-][0-9A-Za-z]+)*");

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Files and folders. A folder is searched for .json, .yaml and .yml files. - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A keycloak.conf; its options of Caregate hold unless they are given here.")
    private @Nullable Path config;

    @Option(
            names = "--exempt-realms",
            paramLabel = "REALMS",
            description = "As the server's option: realms in which no rule holds, comma-separated. Default: master.")
    private @Nullable String exemptRealms;

    @Option(
            names = "--report-only",
            paramLabel = "RULES",
            description = "As the server's option: rules that only report, comma-separated. They give warnings.")
    private @Nullable String reportOnly;

    @Option(
            names = "--redirect-hosts",
            paramLabel = "HOSTS",
            description = "As the server's option: hosts on which clients may have addresses, comma-separated.")
    private @Nullable String redirectHosts;

    @Option(
            names = "--required-roles",
            paramLabel = "ROLES",
            description = "As the server's option: api=role, comma-separated. A role that is missing is a warning.")
    private @Nullable String requiredRoles;

    @Option(
            names = "--keycloak-version",
            paramLabel = "VERSION",
            description = "The Keycloak that wrote the files that do not say so, such as 7.0.1.")
    private @Nullable String keycloakVersion;

    @Option(
            names = "--realm",
            paramLabel = "REALM",
            description = "The realm of files that do not name one, such as partial imports.")
    private @Nullable String realm;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json, sarif (2.1.0), github (annotations) or junit. Default: text.")
    private Format format = Format.TEXT;

    @Option(
            names = "--posture",
            paramLabel = "MODE",
            defaultValue = "note",
            description =
                    "What weakens a realm although no rule forbids it: note names it, fail makes it an error (exit"
                            + " code 1), off does not look. Default: note.")
    private PostureMode posture = PostureMode.NOTE;

    @Option(names = "--diff", description = "Shows what --fix would write, as a unified diff, and writes nothing.")
    private boolean diff;

    @Option(
            names = "--fix",
            description = "Shows the diff and writes it: flags turned off and web origins respelled, no address.")
    private boolean fix;

    @Spec
    private @Nullable CommandSpec spec;

    private final InputStream input;

    Main(InputStream input) {
        this.input = input;
    }

    /** Runs and ends with the exit code. Its output is UTF-8, whatever the locale is. */
    public static void main(String... arguments) {
        Locale.setDefault(Locale.ROOT);
        CommandLine line =
                commandLine(System.in).setOut(writer(FileDescriptor.out)).setErr(writer(FileDescriptor.err));
        int code = line.execute(arguments);
        line.getOut().flush();
        System.exit(line.getOut().checkError() ? UNREADABLE : code);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
    }

    static CommandLine commandLine(InputStream input) {
        // A file that is named @… is a file, not a file of options.
        return new CommandLine(new Main(input))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> nothing(command, exception))
                .setParameterExceptionHandler((exception, given) -> nothing(exception.getCommandLine(), exception));
    }

    private static int nothing(CommandLine command, Exception exception) {
        String reason = PrintableText.printable(String.valueOf(exception.getMessage()), LONGEST);
        command.getErr().println("caregate-check: " + reason);
        if (exception instanceof CommandLine.ParameterException) {
            command.getErr().println("Try caregate-check --help.");
        }
        command.getErr().flush();
        return UNREADABLE;
    }

    @Override
    public Integer call() throws IOException, UnreadableException {
        Rules rules = rules();
        if (diff && fix) {
            throw new CommandLine.ParameterException(command(), "--fix shows the diff too: give only one of the two");
        }
        FileRepairs repairs = repairs();
        List<String> checked = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<Weakness> weaknesses = new ArrayList<>();
        List<Unknown> unknown = new ArrayList<>();
        List<String> exempt = new ArrayList<>();
        int clients = 0;
        for (Sources.Source source : Sources.of(files)) {
            List<Value> documents = documents(source.name());
            Outcome outcome = rules.check(documents);
            if (diff || fix) {
                outcome = repairs.show(source.name(), documents, outcome, rules);
            }
            if (!outcome.recognised() && source.named()) {
                throw new UnreadableException(source.name()
                        + ": it is no realm, no partial import, no file of keycloak-config-cli, no plan of Terraform"
                        + " (terraform show -json) and no KeycloakRealmImport");
            }
            if (outcome.recognised()) {
                checked.add(source.name());
                clients += outcome.clients();
                problems.addAll(outcome.problems());
                weaknesses.addAll(posture == PostureMode.OFF ? List.of() : outcome.posture());
                unknown.addAll(outcome.unknown());
                exempt.addAll(outcome.exempt());
            }
        }
        if (checked.isEmpty()) {
            throw new UnreadableException(String.join(", ", files) + ": there is no file that could be checked");
        }
        if (diff || fix) {
            repairs.finish();
        }
        Result result =
                new Result(checked, clients, problems, weaknesses, posture == PostureMode.FAIL, unknown, exempt);
        CommandLine command = command();
        format.report(Ansi.AUTO.enabled(), Version.text()).write(result, command.getOut());
        command.getOut().flush();
        return result.isRefused() ? REFUSED : ACCEPTED;
    }

    // A report for a program is alone on standard output.
    private FileRepairs repairs() {
        boolean text = format == Format.TEXT;
        return new FileRepairs(
                fix,
                new RepairReport(text && Ansi.AUTO.enabled()),
                text ? command().getOut() : command().getErr());
    }

    private CommandLine command() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec.commandLine();
    }

    private List<Value> documents(String name) throws IOException, UnreadableException {
        return name.equals(STANDARD_INPUT) ? Documents.read(STANDARD_INPUT, input) : Documents.read(Path.of(name));
    }

    private Rules rules() throws UnreadableException {
        ServerOptions server = config == null ? ServerOptions.none() : ServerOptions.read(config);
        boolean onlyReports = reportOnly == null
                && server.get("mode").filter("report"::equals).isPresent();
        return new Rules(
                words(option(exemptRealms, server, "exempt-realms", "master")),
                onlyReports ? EnumSet.allOf(RuleId.class) : ruleIds(option(reportOnly, server, "report-only", "")),
                parsed("--redirect-hosts", option(redirectHosts, server, "redirect-hosts", ""), HostList::parse),
                realm,
                keycloakVersion == null ? null : parsed("--keycloak-version", keycloakVersion, Main::version),
                parsed("--required-roles", option(requiredRoles, server, "required-roles", ""), Main::pinned));
    }

    private static String option(@Nullable String given, ServerOptions server, String name, String unset) {
        return given == null ? server.get(name).orElse(unset) : given;
    }

    private <T> T parsed(String option, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException unreadable) {
            throw new CommandLine.ParameterException(command(), option + ": " + unreadable.getMessage());
        }
    }

    private static String version(String text) {
        if (!VERSION.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no version of Keycloak, such as 7.0.1");
        }
        return text;
    }

    private static Map<String, RoleRequirement> pinned(String text) {
        return text.isBlank() ? Map.of() : RoleRequirement.parsePinned(text);
    }

    private Set<RuleId> ruleIds(String text) {
        Set<RuleId> rules = EnumSet.noneOf(RuleId.class);
        for (String word : words(text)) {
            rules.add(RuleId.of(word)
                    .orElseThrow(() -> new CommandLine.ParameterException(
                            command(),
                            "--report-only: there is no rule " + word + "; the rules are "
                                    + String.join(
                                            ", ",
                                            Arrays.stream(RuleId.values())
                                                    .map(RuleId::id)
                                                    .toList()))));
        }
        return rules;
    }

    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .forEach(words::add);
        return words;
    }
}
