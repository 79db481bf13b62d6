package io.caregate.audit.verify.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.audit.verify.Contents;
import io.caregate.audit.verify.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect}: shows the contents of a file, without judging them. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Says what an export, a proof or a file of checkpoints holds. It checks no signature and no hash.",
        footerHeading = "%nExamples:%n",
        footer = {"  caregate-audit-verify inspect export.jsonl", "  caregate-audit-verify inspect kept.txt --json"})
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "An export, a proof, or checkpoints as text.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, UnreadableException {
        Map<String, String> contents;
        try (Progress progress =
                        new Progress(Files.size(file), spec.commandLine().getErr(), !json);
                InputStream in = progress.over(Files.newInputStream(file), 1)) {
            contents = Contents.of(in, file.toString());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.object(members -> write(members, contents)));
        } else {
            contents.forEach((name, value) -> out.printf(Locale.ROOT, "%-16s %s%n", name, value));
        }
        out.flush();
        return Main.GOOD;
    }

    private static void write(JsonGenerator json, Map<String, String> contents) throws IOException {
        for (Map.Entry<String, String> member : contents.entrySet()) {
            json.writeStringField(member.getKey(), member.getValue());
        }
    }
}
