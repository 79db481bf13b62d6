package io.caregate.compat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Compares what the JARs of the pack use of Keycloak with another version. Exit codes: 0 all differences are accepted,
 * 1 one is not, or an accepted one is none, 2 there is no result.
 */
@Command(name = "caregate-compat", mixinStandardHelpOptions = true)
final class Main implements Callable<Integer> {

    static final int CLEAN = 0;
    static final int DIFFERENT = 1;
    static final int NO_RESULT = 2;

    @Parameters(arity = "1..*", paramLabel = "JAR", description = "The JARs of the pack.")
    private List<Path> pack = List.of();

    @Option(
            names = "--keycloak",
            required = true,
            paramLabel = "VERSION=FOLDER",
            description = "The version that the pack is made for, and a folder with its JARs.")
    private String keycloak = "";

    @Option(
            names = "--other",
            required = true,
            paramLabel = "VERSION=FOLDER",
            description = "The version to compare with it, and a folder with its JARs.")
    private String other = "";

    @Option(
            names = "--accepted",
            paramLabel = "FILE",
            description = "Accepted differences, each with its reason: versions | kind | subject | reason.")
    private @Nullable Path accepted;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON here too.")
    private @Nullable Path json;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(run(writer(System.out), writer(System.err), arguments));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("No result: " + failure.getMessage());
                    return NO_RESULT;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        List<Acceptance> acceptances = accepted == null ? List.of() : Acceptance.read(accepted);
        try (Jars ours = new Jars(pack);
                Jars here = Jars.below(folder(keycloak));
                Jars there = Jars.below(folder(other))) {
            Report report = Report.of(
                    version(keycloak),
                    version(other),
                    Comparison.of(new Server(ours, here), new Server(ours, there), Catalogue.OF_KEYCLOAK),
                    acceptances);
            if (json != null) {
                Files.writeString(
                        json,
                        new ObjectMapper()
                                        .enable(SerializationFeature.INDENT_OUTPUT)
                                        .writeValueAsString(report.json())
                                + "\n");
            }
            if (spec != null) {
                spec.commandLine().getOut().print(report.text());
                spec.commandLine().getOut().flush();
            }
            return report.isClean() ? CLEAN : DIFFERENT;
        }
    }

    private static String version(String versionAndFolder) {
        return split(versionAndFolder)[0];
    }

    private static Path folder(String versionAndFolder) {
        return Path.of(split(versionAndFolder)[1]);
    }

    private static String[] split(String versionAndFolder) {
        String[] parts = versionAndFolder.split("=", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("\"" + versionAndFolder + "\" is not VERSION=FOLDER");
        }
        return parts;
    }
}
