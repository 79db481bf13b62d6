package io.caregate.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.verify.Finding.Kind;
import io.caregate.auditlog.tree.NoteSigner;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks by a person who controls the whole database, and can even have the server sign it, against checkpoints that
 * were kept elsewhere.
 */
class VerifierTest {
    private final NoteSigner signer = NoteSigner.ofPem(TestLog.ORIGIN, NoteSigner.newPem());
    private final TestLog log = new TestLog(signer, 50, 10, 20, 30, 40);

    @Test
    void logWhenUntouchedThenGood() throws Exception {
        Report report = log.verify();
        assertThat(report.wrong()).isEmpty();
        assertThat(report.notices()).isEmpty();
        assertThat(report.entries()).isEqualTo(50);
        assertThat(report.opened()).isEqualTo(25);
        assertThat(report.checkpoints()).isEqualTo(5);
        assertThat(report.held()).isEqualTo(50);
        assertThat(report.proved())
                .isEqualTo("entries 1 to 50 are proved, 25 of them open; nothing else is in the file");
        assertThat(report.time()).contains(log.exported);
    }

    @Test
    void fileWhenItsCheckpointsStandAmongItsEntriesThenGoodWithoutAnyOther() throws Exception {
        log.kept.clear();
        Report report = log.verify(log.checkpoint(signer, 0) + log.file(signer, List.of(10, 40)), VerifyPolicy.DEFAULT);
        assertWrong(report, Kind.NOT_COVERED, 41, 50);
        assertThat(report.held()).isEqualTo(40);
        assertThat(report.entries()).isEqualTo(50);
        Report allowed = log.verify(
                log.checkpoint(signer, 0) + log.file(signer, List.of(10, 40)),
                new VerifyPolicy(Duration.ofMinutes(5), false, null, true));
        assertThat(allowed.wrong()).isEmpty();
        assertThat(allowed.proved())
                .isEqualTo(
                        "entries 1 to 40 are proved, 20 of them open; entries 41 to 50 are behind the last checkpoint"
                                + " and not proved");
        assertThat(allowed.notices()).extracting(Finding::kind).contains(Kind.NOT_COVERED);
    }

    @Test
    void fileWhenAnEntryIsErasedThenStillProved() throws Exception {
        log.replace(25, log.line(25).closed());
        Report report = log.verify(log.file(signer, List.of(50)), VerifyPolicy.DEFAULT);
        assertThat(report.wrong()).isEmpty();
        assertThat(report.held()).isEqualTo(50);
        assertThat(report.opened()).isEqualTo(24);
    }

    @Test
    void fileWhenEditedWithItsHashThenItsOwnCheckpointTells() throws Exception {
        log.kept.clear();
        String genuine = log.file(signer, List.of(10, 40));
        String before = log.line(25).json();
        String after = log.line(25).with(TestLog.FORGED).rehashed().json();
        assertWrong(log.verify(genuine.replace(before, after), VerifyPolicy.DEFAULT), Kind.OTHER_TREE, 11, 40);
    }

    @Test
    void fileWhenACheckpointIsByAnotherKeyThenSaid() throws Exception {
        NoteSigner other = NoteSigner.ofPem(TestLog.ORIGIN, NoteSigner.newPem());
        Report report = log.verify(log.file(other, List.of(10)), VerifyPolicy.DEFAULT);
        assertThat(report.wrong()).map(Finding::kind).contains(Kind.UNKNOWN_SIGNER);
    }

    @Test
    void fileWhenACheckpointStandsTooLateThenMalformed() throws Exception {
        log.kept.clear();
        String file = log.file(signer, List.of(50)) + log.checkpoint(signer, 10);
        assertWrong(log.verify(file, VerifyPolicy.DEFAULT), Kind.MALFORMED, 0, 0);
    }

    @Test
    void fileWhenItHasNoCheckpointThenMalformed() throws Exception {
        log.kept.clear();
        assertWrong(log.verify(log.file(signer, List.of()), VerifyPolicy.DEFAULT), Kind.MALFORMED, 0, 0);
    }

    @Test
    void fileWhenItsUnprovedEndIsLongerThanAServerLeavesItThenAFinding() throws Exception {
        VerifyPolicy allowed = new VerifyPolicy(Duration.ofMinutes(5), false, null, true);
        TestLog longest = new TestLog(signer, 1 + 1999);
        assertThat(longest.verify(longest.file(signer, List.of(1)), allowed).isGood())
                .isTrue();
        assertThat(longest.verify(longest.file(signer, List.of(1)), allowed).isWhole())
                .isFalse();
        TestLog longer = new TestLog(signer, 1 + 2000);
        assertWrong(longer.verify(longer.file(signer, List.of(1)), allowed), Kind.NOT_COVERED, 2, 2001);
    }

    @Test
    void fileWhenCutOffThenTheKeptCheckpointTells() throws Exception {
        String file = log.file(signer, List.of(10, 20));
        String cut = file.substring(0, file.indexOf("{\"seq\":31,"));
        assertWrong(log.verify(cut, VerifyPolicy.DEFAULT), Kind.CUT_OFF, 31, 31);
    }

    @Test
    void entryWhenEditedThenNamed() throws Exception {
        log.replace(25, log.line(25).with(TestLog.FORGED));
        assertWrong(log.verify(), Kind.EDITED, 25, 25);
    }

    @Test
    void entryWhenOnlyItsHashIsChangedThenNamed() throws Exception {
        log.replace(
                25,
                new TestLog.Line(
                        25,
                        log.line(24).leaf(),
                        log.line(25).salt(),
                        log.line(25).payload()));
        assertWrong(log.verify(), Kind.EDITED, 25, 25);
    }

    @Test
    void entryWhenEditedWithItsHashThenBetweenTheCheckpointsAroundIt() throws Exception {
        log.replace(25, log.line(25).with(TestLog.FORGED).rehashed());
        assertWrong(log.verify(), Kind.OTHER_TREE, 21, 30);
    }

    @Test
    void entryWhenDeletedThenNamed() throws Exception {
        log.lines.remove(24);
        assertWrong(log.verify(), Kind.GAP, 25, 25);
    }

    @Test
    void entryWhenDeletedAndTheOthersRenumberedThenBetweenTheCheckpointsAroundIt() throws Exception {
        log.lines.remove(24);
        log.renumber();
        assertWrong(log.verify(), Kind.OTHER_TREE, 21, 30);
    }

    @Test
    void entryWhenInsertedThenFound() throws Exception {
        log.lines.add(24, log.line(25).with(TestLog.FORGED).rehashed());
        log.renumber();
        assertWrong(log.verify(), Kind.OTHER_TREE, 21, 30);
    }

    @Test
    void entriesWhenReorderedThenFound() throws Exception {
        Collections.swap(log.lines, 24, 26);
        assertWrong(log.verify(), Kind.GAP, 25, 25);
        log.renumber();
        assertWrong(log.verify(), Kind.OTHER_TREE, 21, 30);
    }

    @Test
    void tailWhenCutOffAndSealedAnewThenFoundAndFirstMissingEntryNamed() throws Exception {
        log.lines.subList(35, 50).clear();
        assertWrong(log.verify(), Kind.CUT_OFF, 31, 36);
    }

    @Test
    void tailWhenCutOffTheFileThenFirstMissingEntryNamed() throws Exception {
        String export = log.export(signer);
        String cut = export.substring(0, export.lastIndexOf("{\"seq\":46"));
        log.kept.clear();
        assertWrong(log.verify(cut, VerifyPolicy.DEFAULT), Kind.CUT_OFF, 46, 46);
    }

    @Test
    void databaseWhenSetBackAndContinuedThenFound() throws Exception {
        log.lines.subList(25, 50).clear();
        for (int seq = 26; seq <= 60; seq++) {
            log.lines.add(new TestLog.Line(seq, "", log.line(1).salt(), TestLog.payload(seq + 100, TestLog.START, 2))
                    .rehashed());
        }
        assertWrong(log.verify(), Kind.OTHER_TREE, 21, 30);
    }

    @Test
    void checkpointWhenSignedByAnotherKeyThenFound() throws Exception {
        log.replace(25, log.line(25).with(TestLog.FORGED).rehashed());
        log.kept.clear();
        NoteSigner realmKey = NoteSigner.ofPem(TestLog.ORIGIN, NoteSigner.newPem());
        assertThat(log.verify(log.export(realmKey), VerifyPolicy.DEFAULT)
                        .wrong()
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.UNKNOWN_SIGNER);
    }

    @Test
    void checkpointsWhenOfOneSizeWithTwoRootsThenFork() throws Exception {
        log.replace(25, log.line(25).with(TestLog.FORGED).rehashed());
        log.kept.add(log.note(signer, 30, TestLog.START));
        assertThat(log.verify().wrong()).isPresent();
        log.lines.clear();
        log.lines.addAll(new TestLog(signer, 50).lines);
        assertWrong(log.verify(), Kind.FORK, 1, 30);
    }

    @Test
    void checkpointsWhenNoneIsInTheirFileThenUnreadable() {
        for (String file : List.of("", "\n\n", "<html>", "null")) {
            assertThatThrownBy(() -> checkpoints().addKept(in(file), "kept")).isInstanceOf(UnreadableException.class);
        }
    }

    @Test
    void findingsWhenThereAreManyThenAllAreCountedAndTheFirstOnesKept() throws Exception {
        for (int seq = 1; seq < 50; seq += 2) {
            log.replace(seq, log.line(seq).with(TestLog.FORGED));
        }
        Report report = log.verify(
                log.export(signer) + "x\n{\"checkpoint\":\"x\",\"size\":1}\n" + "y".repeat(1 << 21),
                VerifyPolicy.DEFAULT);
        assertThat(report.wrong()).map(Finding::first).contains(1L);
        assertThat(report.count()).isEqualTo(25 + 4);
        assertThat(report.findings()).hasSize(Findings.SHOWN).allMatch(finding -> finding.kind() == Kind.EDITED);
    }

    @Test
    void lineWhenTooLongThenNamedAndItsPlaceInTheTreeKept() throws Exception {
        String open = log.line(25).json();
        String tooLong = open.replace("\"}", " ".repeat(1 << 20) + "\"}");
        Report report = log.verify(log.export(signer).replace(open, tooLong), VerifyPolicy.DEFAULT);
        assertWrong(report, Kind.MALFORMED, 25, 25);
        assertThat(report.count()).isEqualTo(1);
        assertThat(report.held()).isEqualTo(24);
    }

    @Test
    void lineWhenOfOneMebibyteThenReadAndNotInTheServersFormAndWithOneByteMoreNotRead() throws Exception {
        String open = log.line(25).json();
        for (int more : List.of(0, 1)) {
            String padded = open.replace("\"}\n", "\"" + " ".repeat((1 << 20) + 1 + more - open.length()) + "}\n");
            Report report = log.verify(log.export(signer).replace(open, padded), VerifyPolicy.DEFAULT);
            assertThat(report.findings())
                    .singleElement()
                    .extracting(Finding::text)
                    .asString()
                    .contains(more == 0 ? "is not written as the server writes it" : "it is longer than 1048576 bytes");
        }
    }

    @Test
    void fileWhenOneOfSeveralIsWrongOrEndsWithinALineThenItAndItsLineAreNamed() throws Exception {
        String file = log.file(signer, List.of(10, 50));
        int half = file.indexOf("{\"seq\":31,");
        String second = file.substring(half).replaceFirst("\\{\"seq\":33,", "{\"seq\":33.0,");
        for (int cut : List.of(0, 7)) {
            byte[] first = (file.substring(0, half) + second.substring(0, cut)).getBytes(StandardCharsets.UTF_8);
            byte[] rest = second.substring(cut).getBytes(StandardCharsets.UTF_8);
            Series series = new Series(
                    List.of("one", "none", "two"),
                    List.of(
                            new ByteArrayInputStream(first),
                            new ByteArrayInputStream(new byte[0]),
                            new ByteArrayInputStream(rest)));
            Report report = new Verifier(
                            new Checkpoints(name -> List.of(signer.key()), TestLog.ORIGIN),
                            VerifyPolicy.DEFAULT,
                            OpenEntries.IGNORED)
                    .verify(series, series);
            assertThat(report.findings())
                    .last()
                    .extracting(Finding::text)
                    .asString()
                    .startsWith("two, line 3,");
            assertThat(report.findings()).hasSize(cut == 0 ? 1 : 2);
            if (cut > 0) {
                assertThat(report.findings().get(0).text()).startsWith("one, line 32, goes on in two: ");
            }
        }
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Checkpoints checkpoints() {
        return new Checkpoints(name -> List.of(), null);
    }

    @Test
    void checkpointWhenOfAnotherLogThenFound() throws Exception {
        NoteSigner other = NoteSigner.ofPem("other.example.org", NoteSigner.newPem());
        log.kept.add(log.note(other, 30, TestLog.START));
        assertThat(log.verify().wrong().orElseThrow().kind()).isEqualTo(Kind.OTHER_ORIGIN);
    }

    @Test
    void checkpointWhenSignedAfterTheExportThenCutOffUnlessTheExportIsSaidToBeOlder() throws Exception {
        String export = log.export(signer);
        TestLog later = new TestLog(signer, 60);
        log.kept.add(later.note(signer, 60, log.exported.plusSeconds(60)));
        VerifyPolicy older = new VerifyPolicy(Duration.ofMinutes(5), false, log.exported, false);
        Report report = log.verify(export, older);
        assertThat(report.wrong()).isEmpty();
        assertThat(report.notices()).extracting(Finding::kind).containsExactly(Kind.NEWER_CHECKPOINT);
        assertWrong(log.verify(export, VerifyPolicy.DEFAULT), Kind.CUT_OFF, 51, 51);
        VerifyPolicy later60 = new VerifyPolicy(Duration.ofMinutes(5), false, log.exported.plusSeconds(60), false);
        assertWrong(log.verify(export, later60), Kind.CUT_OFF, 51, 51);
    }

    @Test
    void timeWhenItGoesBackThenANoticeAndOnDemandWrong() throws Exception {
        Instant early = TestLog.START.minusSeconds(3600);
        log.replace(25, log.line(25).with(TestLog.payload(25, early, 1)).rehashed());
        log.kept.clear();
        assertThat(log.verify().wrong()).isEmpty();
        assertThat(log.verify().notices()).extracting(Finding::kind).contains(Kind.TIME_BACK);
        assertWrong(
                log.verify(log.export(signer), new VerifyPolicy(Duration.ofMinutes(5), true, null, false)),
                Kind.TIME_BACK,
                25,
                25);
    }

    @Test
    void entryWhenOfAnotherRealmThenNamed() throws Exception {
        log.replace(
                25,
                log.line(25)
                        .with(TestLog.payload(25, TestLog.START, 1, "other"))
                        .rehashed());
        log.kept.clear();
        assertWrong(log.verify(), Kind.OTHER_REALM, 25, 25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "not json",
                "{\"seq\":\"25\",\"leaf\":\"\"}",
                "{\"seq\":25,\"leaf\":\"AAAA\"}",
                "{\"seq\":25,\"leaf\":\"%\"}",
                "{\"seq\":25,\"seq\":25,\"leaf\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}",
                "{\"seq\":25,\"leaf\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"payload\":\"{}\"}"
            })
    void lineWhenItIsNoEntryThenNamed(String line) throws Exception {
        String export = log.export(signer).replaceFirst("\\{\"seq\":25,[^\n]*", line);
        assertWrong(log.verify(export, VerifyPolicy.DEFAULT), Kind.MALFORMED, 25, 25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text\n", "[]\n", "{\"events\":[]}\n"})
    void fileWhenItIsNoExportThenUnreadable(String file) {
        assertThatThrownBy(() -> log.verify(file, VerifyPolicy.DEFAULT)).isInstanceOf(UnreadableException.class);
    }

    @Test
    void exportWhenThereIsNoCheckpointThenMalformed() throws Exception {
        log.kept.clear();
        String export = "{\"export\":\"caregate-audit\",\"v\":2,\"realmId\":\"r\",\"size\":1,\"checkpoint\":null}\n"
                + log.line(1).json();
        assertWrong(log.verify(export, VerifyPolicy.DEFAULT), Kind.MALFORMED, 0, 0);
    }

    private static void assertWrong(Report report, Kind kind, long first, long last) {
        Finding wrong = report.wrong().orElseThrow();
        assertThat(wrong.kind()).as(wrong.text()).isEqualTo(kind);
        assertThat(wrong.first()).as(wrong.text()).isEqualTo(first);
        assertThat(wrong.last()).as(wrong.text()).isEqualTo(last);
    }
}
