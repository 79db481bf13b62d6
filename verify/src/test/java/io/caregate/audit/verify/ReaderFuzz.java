package io.caregate.audit.verify;

import java.io.IOException;
import java.util.List;

/**
 * What a coverage-guided fuzzer calls with every input that it makes of the corpus: no exception gets out of the
 * reader, and what it calls good says nothing but what a genuine file does. CONTRIBUTING has the command.
 */
public final class ReaderFuzz {
    private static final List<byte[]> GENUINE = MutationPropertyTest.goodFiles().stream()
            .map(MutationPropertyTest::file)
            .toList();

    private ReaderFuzz() {}

    /** Throws what the fuzzer reports. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (MutationPropertyTest.isGood(input)
                && GENUINE.stream().noneMatch(file -> MutationPropertyTest.saysNoMore(file, input))) {
            throw new AssertionError("a file is called good that says something else than a genuine one");
        }
    }
}
