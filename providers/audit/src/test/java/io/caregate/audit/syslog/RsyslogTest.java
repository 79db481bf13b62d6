package io.caregate.audit.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream as an independent receiver takes it. */
class RsyslogTest {
    @TempDir
    Path folder;

    private Identity identity;

    @BeforeEach
    void isThere() throws Exception {
        assumeTrue(
                Rsyslog.isInstalled(),
                "rsyslog with its gtls module is not installed (Debian: rsyslog rsyslog-gnutls)");
        identity = Identity.make(folder, "receiver");
    }

    @Test
    void streamWhenTheReceiverIsWellThenAllOfItArrivesInOrder() throws Exception {
        try (Rsyslog rsyslog = new Rsyslog(folder, identity, false);
                SyslogSink sink = sink(rsyslog, SyslogFormat.JSON)) {
            List<Item> last = List.of(
                    Items.entry(5001, "\\u0000 \" ] % é 😀 ".repeat(100) + "x".repeat(900)), Items.checkpoint(5001));
            for (long from = 1; from <= 5000; from += 1000) {
                assertThat(sink.deliver(Items.batch(from, from + 999))).isInstanceOf(Outcome.Taken.class);
            }
            assertThat(sink.deliver(new Batch(last))).isEqualTo(Outcome.taken(2));

            List<String> received = rsyslog.received();
            assertThat(received).hasSize(5002);
            assertThat(seqs(received.subList(0, 5000)))
                    .isEqualTo(LongStream.rangeClosed(1, 5000).boxed().toList());
            assertThat(received.get(0))
                    .startsWith("[caregate@32473 seq=\"1\" id=\"01900000-0000-7000-0000-000000000001\""
                            + " realm=\"a \\\"realm\\\"\\] \\\\ ü\"]|LOGIN_ERROR|109|")
                    .endsWith(Items.entry(1, "user-1").render(Format.JSON).replace("ü", "\\u00fc"));
            assertThat(received.get(5001)).contains("|CAREGATE_AUDIT_CHECKPOINT|110|");
        }
    }

    @Test
    void streamWhenTheReceiverIsKilledAndComesBackThenNothingIsLostAndTheOrderKept() throws Exception {
        try (Rsyslog rsyslog = new Rsyslog(folder, identity, false);
                SyslogSink sink = sink(rsyslog, SyslogFormat.OCSF)) {
            int retries = 0;
            for (long from = 1; from <= 6000; from += 500) {
                Batch batch = Items.batch(from, from + 499);
                CompletableFuture<Outcome> delivery = CompletableFuture.supplyAsync(() -> sink.deliver(batch));
                if (from % 2000 == 1001) {
                    rsyslog.kill();
                    // In the middle of a batch, before or after it: every unconfirmed item is offered again.
                    if (!(delivery.join() instanceof Outcome.Taken)) {
                        assertThat(sink.deliver(batch)).isInstanceOf(Outcome.Retry.class);
                        retries++;
                        delivery = null;
                    }
                    rsyslog.start();
                }
                if (delivery == null) {
                    assertThat(sink.deliver(batch)).isInstanceOf(Outcome.Taken.class);
                } else {
                    assertThat(delivery.join()).isInstanceOf(Outcome.Taken.class);
                }
            }

            List<String> whole = rsyslog.received().stream()
                    .filter(line -> line.endsWith("}") && line.startsWith("[caregate"))
                    .toList();
            assertThat(retries).isPositive();
            assertThat(new ArrayList<>(new LinkedHashSet<>(seqs(whole))))
                    .isEqualTo(LongStream.rangeClosed(1, 6000).boxed().toList());
        }
    }

    @Test
    void receiverWhenItAsksForACertificateThenOneIsShown() throws Exception {
        String certificate = Files.readString(identity.certificateFile());
        String key = Files.readString(identity.keyFile());
        SyslogMessage message = new SyslogMessage(10, SyslogFormat.ECS);
        try (Rsyslog rsyslog = new Rsyslog(folder, identity, true);
                SyslogSink anonymous = sink(rsyslog, SyslogFormat.ECS);
                SyslogSink known = new SyslogSink(
                        new SyslogReceiver(
                                "127.0.0.1",
                                rsyslog.port(),
                                ClientTls.withCertificate(certificate, key, identity.trust())),
                        message,
                        true)) {
            assertThat(anonymous.deliver(Items.batch(1, 10))).isInstanceOf(Outcome.Retry.class);
            assertThat(known.deliver(Items.batch(1, 10))).isInstanceOf(Outcome.Taken.class);
            assertThat(seqs(rsyslog.received()))
                    .isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
        }
    }

    private SyslogSink sink(Rsyslog rsyslog, SyslogFormat format) throws Exception {
        return new SyslogSink(
                new SyslogReceiver("127.0.0.1", rsyslog.port(), identity.client()),
                new SyslogMessage(13, format),
                true);
    }

    private static List<Long> seqs(List<String> received) {
        return received.stream()
                .map(line -> Long.valueOf(line.replaceFirst("^\\[caregate@32473 seq=\"(\\d+)\" .*$", "$1")))
                .toList();
    }
}
