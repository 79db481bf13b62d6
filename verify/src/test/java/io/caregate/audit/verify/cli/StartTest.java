package io.caregate.audit.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.caregate.audit.verify.ExportedLog;
import io.caregate.auditlog.tree.NoteSigner;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The program as a process: whatever Java does to it, exit code 1 says that something is wrong with the log. */
class StartTest {
    private static final List<Class<?>> PARTS =
            List.of(Start.class, NoteSigner.class, CommandLine.class, JsonFactory.class, Ed25519.class);

    @TempDir
    private Path folder;

    private Path key;
    private Path export;

    @BeforeEach
    void write() throws Exception {
        NoteSigner signer = NoteSigner.ofPem(ExportedLog.ORIGIN, NoteSigner.newPem());
        key = Files.writeString(folder.resolve("key.pub"), signer.key() + "\n");
        export = Files.writeString(folder.resolve("export.jsonl"), ExportedLog.export(signer));
    }

    @Test
    void programWhenItHasAllThatItNeedsThenItSaysWhatIsProved() throws Exception {
        Run good = run("-Xmx64m", PARTS);
        assertThat(good.exit()).as(good.toString()).isZero();
        assertThat(good.out()).startsWith("OK: entries 1 to 50 are proved");
        Files.writeString(export, Files.readString(export).replace("\\\"seen\\\":\\\"25", "\\\"seen\\\":\\\"26"));
        Run tampered = run("-Xmx64m", PARTS);
        assertThat(tampered.exit()).isEqualTo(1);
        assertThat(tampered.out()).startsWith("NOT OK: 1 finding");
    }

    /** Lines of a megabyte, which are read whole although they are not entries. */
    @ParameterizedTest
    @ValueSource(strings = {"", "--json"})
    void programWhenMemoryIsNotEnoughThenTwoAndWhatToDo(String option) throws Exception {
        String line = "{\"seq\":1,\"leaf\":\"" + "x".repeat(1_000_000) + "\"}\n";
        Files.writeString(export, Files.readString(export) + line.repeat(24));
        Run run = run("-Xmx7m", PARTS, option);
        assertSaysNothing(run, "Java has not enough memory (", "java -Xmx1g -jar caregate-audit-verify.jar");
        assertThat(run.out().startsWith("{\"result\":\"nothing can be said\",\"error\":\"nothing can be said, Java"))
                .isEqualTo(!option.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void programWhenAPartIsMissingThenTwoAndWhatToDo(int missing) throws Exception {
        List<Class<?>> parts = new ArrayList<>(PARTS);
        parts.remove(missing);
        Run run = run("-Xmx64m", parts);
        assertSaysNothing(run, "a part of the program is missing", "download caregate-audit-verify.jar again");
    }

    private static void assertSaysNothing(Run run, String... said) {
        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).contains(said).doesNotContain("\tat ", "Exception in thread");
        assertThat(run.out()).doesNotContain("OK");
    }

    private Run run(String memory, List<Class<?>> parts, String... options) throws Exception {
        String classPath = parts.stream().map(StartTest::place).collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                memory,
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                Start.class.getName(),
                "verify",
                export.toString(),
                "--key",
                key.toString()));
        Stream.of(options).filter(option -> !option.isEmpty()).forEach(command::add);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int exit = process.waitFor();
        return new Run(exit, Files.readString(out), Files.readString(err));
    }

    private static String place(Class<?> part) {
        return Path.of(part.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    private record Run(int exit, String out, String err) {}
}
