package io.caregate.auditlog.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.auditlog.tree.NoteVerifier.Outcome;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    /** The example of golang.org/x/mod/sumdb/note, where the form comes from. */
    private static final String KNOWN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String KNOWN_NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotp\
            RZb6KE6RyyBwJnAM=
            """;

    private static final String SECRET = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """;

    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00Z");
    private static final Checkpoint CHECKPOINT = Checkpoint.of("example.org/log", 7, new TreeHasher().empty());

    private final NoteSigner signer = NoteSigner.ofPem("example.org/log", SECRET);

    @Test
    void noteWhenItIsTheKnownOneThenItsKeyHasSignedIt() {
        NoteVerifier key = NoteVerifier.parse(KNOWN_KEY);
        SignedNote note = SignedNote.parse(KNOWN_NOTE);
        assertThat(key).hasToString(KNOWN_KEY);
        assertThat(note).hasToString(KNOWN_NOTE);
        assertThat(check(key, note)).isEqualTo(new NoteVerifier.Verdict(Outcome.SIGNED, Optional.empty()));
        assertThat(check(key, SignedNote.parse(KNOWN_NOTE.replace("answer", "problem")))
                        .outcome())
                .isEqualTo(Outcome.FORGED);
        assertThat(check(signer.key(), note).outcome()).isEqualTo(Outcome.NOT_SIGNED);
    }

    /** RFC 8032, section 7.1, test 1. */
    @Test
    void signerWhenSecretIsThatOfTheRfcThenPublicKeyIsToo() {
        assertThat(NoteVerifier.ofPem("example.org/log", signer.key().toPem()))
                .hasToString(signer.key().toString());
        assertThat(signer.key().toString()).endsWith("+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea");
    }

    @Test
    void textWhenSignedThenVerifiedUnlessItIsACheckpoint() {
        SignedNote note = SignedNote.parse(signer.sign("hello\n").toString());
        assertThat(check(signer.key(), note)).isEqualTo(new NoteVerifier.Verdict(Outcome.SIGNED, Optional.empty()));
        assertThatThrownBy(() -> signer.sign("hello")).isInstanceOf(IllegalArgumentException.class);
        String text = CHECKPOINT.text();
        assertThatThrownBy(() -> signer.sign(text)).hasMessageContaining("is not a checkpoint");
    }

    @Test
    void checkpointWhenSignedThenVerifiedWithItsTime() {
        SignedNote note = SignedNote.parse(signer.sign(CHECKPOINT, TIME).toString());
        assertThat(Checkpoint.parse(note.text())).isEqualTo(CHECKPOINT);
        assertThat(check(signer.key(), note)).isEqualTo(new NoteVerifier.Verdict(Outcome.SIGNED, Optional.of(TIME)));
    }

    @Test
    void checkpointWhenAnotherKeyOfTheNameSignedThenNotSigned() {
        NoteSigner other = NoteSigner.ofPem("example.org/log", NoteSigner.newPem());
        assertThat(check(signer.key(), other.sign(CHECKPOINT, TIME)).outcome()).isEqualTo(Outcome.NOT_SIGNED);
    }

    @Test
    void checkpointWhenTimeIsChangedThenForged() {
        String early = signer.sign(CHECKPOINT, TIME).toString();
        String late = signer.sign(CHECKPOINT, TIME.plusSeconds(1)).toString();
        String timeOfLate = late.substring(late.lastIndexOf(' '));
        String timeOfEarly = early.substring(early.lastIndexOf(' '));
        String mixed = early.replace(timeOfEarly, timeOfEarly.substring(0, 20) + timeOfLate.substring(20));
        assertThat(check(signer.key(), SignedNote.parse(mixed)).outcome()).isEqualTo(Outcome.FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\nname AAAAAAAA\n",
                "text\n\n\u2014 name\n",
                "text\n\n\u2014 name AAAA\n",
                "text\n\n\u2014 name AAAAAAA=",
                "text\n\n\u2014 name %%%%\n",
                "te\u0000xt\n\n\u2014 name AAAAAAA=\n"
            })
    void noteWhenMalformedThenRefused(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "origin\n7\n",
                "origin\n07\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "origin\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "origin\n7\nAAAA\n",
                "ori gin\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "origin\n9999999999999999999\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
            })
    void checkpointWhenMalformedThenRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PeterNeumann",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc"
            })
    void keyWhenMalformedThenRefused(String key) {
        assertThatThrownBy(() -> NoteVerifier.parse(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS"
                        + "/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n"
            })
    void signerWhenFileIsNoPrivateKeyThenRefused(String pem) {
        assertThatThrownBy(() -> NoteSigner.ofPem("example.org/log", pem)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The verdict, which is the same where another check accepts nothing. */
    private static NoteVerifier.Verdict check(NoteVerifier key, SignedNote note) {
        NoteVerifier.Verdict verdict = key.check(note);
        NoteVerifier checked = key.checkedBy(bytes -> (message, signature) -> false);
        assertThat(checked.check(note)).isEqualTo(verdict);
        assertThat(checked).hasToString(key.toString());
        return verdict;
    }
}
