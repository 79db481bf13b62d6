package io.caregate.audit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.status.SealSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TailTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final ExecutorService readers = Executors.newCachedThreadPool();
    private final SealSignal sealSignal = new SealSignal();
    private TestDatabase database;
    private Tail tail;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        tail = new Tail(database, database.tables(), sealSignal);
    }

    @AfterEach
    void close() throws Exception {
        sealSignal.end();
        readers.shutdownNow();
        database.close();
    }

    @Test
    void entryWhenSealedThenWhoWaitsIsAnswered() throws Exception {
        Future<List<EventPage.Found>> waiting = readers.submit(() -> tail.after(0, "r", 10, LONG));
        seal(1, "r", "LOGIN_ERROR");
        sealSignal.rise();
        assertThat(waiting.get(SHORT.toSeconds(), TimeUnit.SECONDS))
                .extracting(EventPage.Found::seq)
                .containsExactly(1L);
    }

    @Test
    void entryOfAnotherRealmWhenSealedThenNobodyIsTold() throws Exception {
        seal(1, "other", "LOGIN_ERROR");
        assertThat(tail.after(0, "r", 10, Duration.ZERO)).isEmpty();
    }

    /** Otherwise the entries after such a page would never be seen. */
    @Test
    void pageWhenFullOfEntriesAboutReadingThenAnsweredAtOnce() throws Exception {
        seal(1, "r", reading());
        seal(2, "r", reading());
        seal(3, "r", "LOGIN_ERROR");
        Future<List<EventPage.Found>> waiting = readers.submit(() -> tail.after(0, "r", 2, LONG));
        assertThat(waiting.get(SHORT.toSeconds(), TimeUnit.SECONDS))
                .extracting(EventPage.Found::seq)
                .containsExactly(1L, 2L);
    }

    @Test
    void requestsWhenTooManyWaitThenTheNextIsAnsweredAtOnce() throws Exception {
        List<Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < Tail.MOST_WAITING; i++) {
            waiting.add(readers.submit(() -> tail.after(0, "r", 10, LONG)));
        }
        await().atMost(SHORT).until(() -> {
            long began = System.nanoTime();
            tail.after(0, "r", 10, Duration.ofMillis(300));
            return System.nanoTime() - began < Duration.ofMillis(200).toNanos();
        });
        assertThat(waiting).noneMatch(Future::isDone);
        sealSignal.end();
        for (Future<?> one : waiting) {
            one.get(SHORT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static String reading() {
        return Tail.READ + "\",\"path\":\"/realms/r/caregate/audit/tail";
    }

    private void seal(int seq, String realm, String type) {
        database.execute("INSERT INTO CAREGATE_AUDIT_LOG (SEQ, ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD) VALUES ("
                + seq + ", 'id" + seq + "', 1, '" + realm + "', 'T', '{\"type\":\"" + type + "\"}')");
    }
}
