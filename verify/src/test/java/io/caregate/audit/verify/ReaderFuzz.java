package io.caregate.audit.verify;

import java.io.IOException;
import java.util.List;

/**
 * The entry point for a coverage-guided fuzzer, which calls it with every input that it makes from the corpus. No
 * exception gets out of the reader, and a file that it accepts says nothing that a genuine file does not say.
 * CONTRIBUTING has the command.
 */
public final class ReaderFuzz {
    private static final List<byte[]> GENUINE = MutationPropertyTest.goodFiles().stream()
            .map(MutationPropertyTest::file)
            .toList();

    private ReaderFuzz() {}

    /** Throws the errors that the fuzzer reports. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (MutationPropertyTest.isGood(input)
                && GENUINE.stream().noneMatch(file -> MutationPropertyTest.saysNoMore(file, input))) {
            throw new AssertionError("a file is called good that says something else than a genuine one");
        }
    }
}
