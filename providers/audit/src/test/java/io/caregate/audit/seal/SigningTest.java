package io.caregate.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.seal.Signing.Kind;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningTest {
    private static final SealOptions DEFAULTS =
            new SealOptions(Origin.chosen("sso.example.org/audit"), true, Optional.empty());

    @TempDir
    private Path home;

    private Path folder() {
        return home.resolve("data").resolve("caregate-audit");
    }

    private Path file() {
        return folder().resolve("signing-key.pem");
    }

    private Signing start() {
        return Signing.of(DEFAULTS, folder(), true);
    }

    private static String key(Signing signing) {
        return signing.key().orElseThrow();
    }

    @Test
    void keyWhenNoneIsThereThenMadeAndUsedAtTheNextStart() {
        Signing first = start();
        assertThat(first.kind()).isEqualTo(Kind.MADE);
        assertThat(first.file()).contains(file());
        assertThat(key(first)).startsWith("sso.example.org/audit+");

        Signing second = start();
        assertThat(second.kind()).isEqualTo(Kind.KEPT);
        assertThat(key(second)).isEqualTo(key(first));
    }

    @Test
    void keyWhenMadeThenItSigns() {
        NoteSigner signer = start().signer().orElseThrow();
        Checkpoint checkpoint = Checkpoint.of(signer.key().name(), 0, new TreeHasher().empty());
        assertThat(signer.key().check(signer.sign(checkpoint, Instant.EPOCH)).outcome())
                .isEqualTo(NoteVerifier.Outcome.SIGNED);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "skipped: Windows has no POSIX permissions")
    void keyWhenMadeThenOnlyForKeycloaksUserAndNothingElseIsLeft() throws IOException {
        start();
        assertThat(permissions(folder())).isEqualTo("rwx------");
        assertThat(permissions(file())).isEqualTo("rw-------");
        try (var files = Files.list(folder())) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "skipped: Windows has no POSIX permissions")
    void fileWhenOthersCanReadItThenThatIsNoticedAndItStillSigns() throws IOException {
        start();
        assertThat(new KeyFile(folder()).isOpenToOthers()).isFalse();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(new KeyFile(folder()).isOpenToOthers()).isFalse();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw----r--"));
        assertThat(new KeyFile(folder()).isOpenToOthers()).isTrue();
        assertThat(start().signer()).isPresent();
    }

    /** The file of a crash, of a full disk, of a bad copy: it may be what is left of a key, so it is not replaced. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "junk"
            })
    void fileWhenItHoldsNoKeyThenNothingIsSignedAndTheFileStays(String content) throws IOException {
        Files.createDirectories(folder());
        Files.writeString(file(), content);

        Signing signing = start();

        assertThat(signing.kind()).isEqualTo(Kind.FAILED);
        assertThat(signing.signer()).isEmpty();
        assertThat(signing.problem().orElseThrow()).contains(file().toString(), "restore it from its backup");
        assertThat(file()).hasContent(content);
    }

    @Test
    void fileWhenItIsNoTextOrTooLongThenNothingIsSigned() throws IOException {
        Files.createDirectories(folder());
        Files.write(file(), new byte[] {(byte) 0xC3, 0x28});
        assertThat(start().kind()).isEqualTo(Kind.FAILED);
        Files.writeString(file(), NoteSigner.newPem() + " ".repeat(20_000));
        assertThat(start().kind()).isEqualTo(Kind.FAILED);
        Files.writeString(file(), NoteSigner.newPem());
        assertThat(start().kind()).isEqualTo(Kind.KEPT);
    }

    /** Of a process that was killed before it gave the file its name. */
    @Test
    void keyWhenAnUnfinishedOneIsLeftThenAnotherIsMade() throws IOException {
        Files.createDirectories(folder());
        Path left = Files.writeString(folder().resolve("signing-key.pem.123.new"), "-----BEGIN PRIV");
        assertThat(start().kind()).isEqualTo(Kind.MADE);
        assertThat(left).exists();
    }

    @Test
    void folderWhenItCannotBeMadeThenNothingIsSignedAndTheProblemSaysWhatToDo() throws IOException {
        Files.writeString(home.resolve("data"), "a file in the way of the folder");
        Signing signing = start();
        assertThat(signing.kind()).isEqualTo(Kind.FAILED);
        assertThat(signing.signer()).isEmpty();
        assertThat(signing.problem().orElseThrow()).contains(file() + " cannot be created", "write to that folder");
    }

    @Test
    void keyWhenManyProcessesStartAtOnceThenAllHaveTheSame() throws Exception {
        ExecutorService processes = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Signing>> starts = IntStream.range(0, 16)
                    .<Callable<Signing>>mapToObj(i -> this::start)
                    .toList();
            Set<String> keys = processes.invokeAll(starts).stream()
                    .map(SigningTest::of)
                    .map(SigningTest::key)
                    .collect(Collectors.toSet());
            assertThat(keys).containsExactly(key(start()));
        } finally {
            processes.shutdown();
        }
    }

    @Test
    void makeWhenAnotherProcessWasFasterThenItsKeyStays() throws IOException {
        Signing first = start();
        assertThat(new KeyFile(folder()).make()).isFalse();
        assertThat(key(start())).isEqualTo(key(first));
    }

    @Test
    void commandWhenItIsNoServerThenItMakesNoKeyButUsesOne() {
        assertThat(Signing.of(DEFAULTS, folder(), false).kind()).isEqualTo(Kind.OFF);
        assertThat(folder()).doesNotExist();
        String key = key(start());
        assertThat(key(Signing.of(DEFAULTS, folder(), false))).isEqualTo(key);
    }

    @Test
    void keyWhenSigningIsOffOrTheOperatorHasOneThenNoneIsMade() {
        Signing off = Signing.of(new SealOptions(Origin.chosen("log"), false, Optional.empty()), folder(), true);
        assertThat(off.kind()).isEqualTo(Kind.OFF);
        assertThat(off.signer()).isEmpty();

        NoteSigner signer = NoteSigner.ofPem("log", NoteSigner.newPem());
        Signing configured =
                Signing.of(new SealOptions(Origin.chosen("log"), true, Optional.of(signer)), folder(), true);
        assertThat(configured.kind()).isEqualTo(Kind.CONFIGURED);
        assertThat(configured.signer()).contains(signer);

        assertThat(folder()).doesNotExist();
    }

    /** Another node could not check what is proved with a key that only one has. */
    @Test
    void cursorSecretWhenTheKeyIsTheNodesOwnThenNone() {
        NoteSigner signer = NoteSigner.ofPem("log", NoteSigner.newPem());
        assertThat(Signing.with(Optional.of(signer)).cursorSecret()).contains(signer.secret("cursor"));
        assertThat(start().cursorSecret()).isEmpty();
    }

    private static Signing of(Future<Signing> start) {
        try {
            return start.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
