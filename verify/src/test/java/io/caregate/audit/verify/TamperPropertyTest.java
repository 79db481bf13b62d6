package io.caregate.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.auditlog.tree.NoteSigner;
import java.util.Collections;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever is done to any entry of any log, it is found, and the entry is where the verifier says. */
class TamperPropertyTest {
    private static final NoteSigner SIGNER = NoteSigner.ofPem(TestLog.ORIGIN, NoteSigner.newPem());

    @Property(tries = 300)
    void logWhenTamperedWithThenFoundAndNamed(
            @ForAll Tamper tamper,
            @ForAll @IntRange(min = 2, max = 80) int size,
            @ForAll @IntRange(max = 79) int any,
            @ForAll @IntRange(min = 1, max = 80) int anyCheckpoint)
            throws Exception {
        int seq = any % size + 1;
        int checkpoint = anyCheckpoint % size + 1;
        TestLog log = new TestLog(SIGNER, size, checkpoint, size);
        if (tamper.changesNothing(log, seq)) {
            return;
        }
        tamper.apply(log, seq);

        Report report = log.verify();

        assertThat(report.isGood()).as(tamper + " of " + seq).isFalse();
        int first = tamper == Tamper.SWAP_RENUMBERED || tamper == Tamper.SWAP ? Math.min(seq, seq % size + 1) : seq;
        boolean cutsTheTail = tamper == Tamper.DELETE && seq == size;
        assertThat(report.findings())
                .as(tamper + " of " + seq)
                .anyMatch(finding -> finding.first() <= first
                        && first <= finding.last()
                        && (!tamper.isExact || cutsTheTail || finding.first() == finding.last()));
        assertThat(report.findings())
                .filteredOn(finding -> finding.kind() != Finding.Kind.FORK)
                .allMatch(finding -> finding.last() == 0 || finding.last() >= first);
    }

    @Property(tries = 50)
    void logWhenUntouchedThenGood(
            @ForAll @IntRange(min = 1, max = 80) int size, @ForAll @IntRange(min = 1, max = 80) int checkpoint)
            throws Exception {
        assertThat(new TestLog(SIGNER, size, checkpoint).verify().wrong()).isEmpty();
    }

    enum Tamper {
        EDIT(true) {
            @Override
            void apply(TestLog log, int seq) {
                log.replace(seq, log.line(seq).with(TestLog.FORGED));
            }
        },
        EDIT_REHASHED(false) {
            @Override
            void apply(TestLog log, int seq) {
                log.replace(seq, log.line(seq).with(TestLog.FORGED).rehashed());
            }
        },
        DELETE(true) {
            @Override
            void apply(TestLog log, int seq) {
                log.lines.remove(seq - 1);
            }
        },
        DELETE_RENUMBERED(false) {
            @Override
            void apply(TestLog log, int seq) {
                log.lines.remove(seq - 1);
                log.renumber();
            }
        },
        INSERT_RENUMBERED(false) {
            @Override
            void apply(TestLog log, int seq) {
                log.lines.add(
                        seq - 1, new TestLog.Line(seq, "", "AAAAAAAAAAAAAAAAAAAAAA==", TestLog.FORGED).rehashed());
                log.renumber();
            }
        },
        SWAP(true) {
            @Override
            void apply(TestLog log, int seq) {
                Collections.swap(log.lines, seq - 1, seq % log.lines.size());
            }
        },
        SWAP_RENUMBERED(false) {
            @Override
            void apply(TestLog log, int seq) {
                Collections.swap(log.lines, seq - 1, seq % log.lines.size());
                log.renumber();
            }
        },
        CUT_OFF(false) {
            @Override
            void apply(TestLog log, int seq) {
                log.lines.subList(seq - 1, log.lines.size()).clear();
            }
        };

        private final boolean isExact;

        Tamper(boolean isExact) {
            this.isExact = isExact;
        }

        abstract void apply(TestLog log, int seq);

        /** A missing payload cannot be edited, and a log needs an entry to have a head. */
        boolean changesNothing(TestLog log, int seq) {
            boolean edits = this == EDIT || this == EDIT_REHASHED;
            return edits && log.line(seq).salt().isEmpty();
        }
    }
}
