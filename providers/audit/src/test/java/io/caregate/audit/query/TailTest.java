package io.caregate.audit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.integrity.Verdict;
import io.caregate.audit.status.SealSignal;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final String LOGIN = entry("LOGIN_ERROR", "/realms/r/login", "curl");
    private static final Verdict DAMAGED = new Verdict("id", "r", List.of(Verdict.LEAF));

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
        seal(1, "r", LOGIN);
        sealSignal.rise();
        assertThat(waiting.get(SHORT.toSeconds(), TimeUnit.SECONDS))
                .extracting(EventPage.Found::seq)
                .containsExactly(1L);
    }

    @Test
    void entryOfAnotherRealmWhenSealedThenNobodyIsTold() throws Exception {
        seal(1, "other", LOGIN);
        assertThat(tail.after(0, "r", 10, Duration.ZERO)).isEmpty();
    }

    /** Otherwise the entries after such a page would never be seen. */
    @Test
    void pageWhenFullOfEntriesAboutReadingThenAnsweredAtOnce() throws Exception {
        seal(1, "r", reading());
        seal(2, "r", reading());
        seal(3, "r", LOGIN);
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

    /** Text in another place must not make an entry look like one of following, which would keep it from followers. */
    @ParameterizedTest
    @CsvSource({
        "CAREGATE_AUDIT_READ, /realms/r/caregate/audit/tail, curl, false",
        "CAREGATE_AUDIT_READ, /auth/realms/r/caregate/audit/tail, curl, false",
        "CAREGATE_AUDIT_READ, /realms/r/caregate/audit/events, curl, true",
        "CAREGATE_AUDIT_READ, /realms/r/caregate/audit/events, x/caregate/audit/tail, true",
        "CAREGATE_AUDIT_READ, , x/caregate/audit/tail, true",
        "CAREGATE_AUDIT_READ_ERROR, /realms/r/caregate/audit/tail, curl, true",
        "LOGIN_ERROR, /realms/r/caregate/audit/tail, curl, true"
    })
    void entryWhenNotOfFollowingByItsTypeAndPathThenNews(String type, String path, String agent, boolean news) {
        String payload = entry(type, path, agent);
        assertThat(Tail.isNews(List.of(new EventPage.Found(1L, "id", payload)))).isEqualTo(news);
        assertThat(Tail.isNews(List.of(new EventPage.Found(1L, "id", payload, DAMAGED))))
                .isTrue();
        assertThat(Tail.isNews(List.of(new EventPage.Found(1L, "id", payload.substring(1)))))
                .isTrue();
    }

    @Test
    void pageWhenOnlyTheLastEntryIsNewsThenNews() {
        EventPage.Found reading = new EventPage.Found(1L, "id", reading());
        EventPage.Found login = new EventPage.Found(2L, "id", entry("LOGIN_ERROR", "/", "curl"));
        assertThat(Tail.isNews(List.of(reading, login))).isTrue();
        assertThat(Tail.isNews(List.of(reading, reading))).isFalse();
        assertThat(Tail.isNews(List.of())).isFalse();
    }

    private static String reading() {
        return entry(Tail.READ, "/realms/r/caregate/audit/tail", "curl");
    }

    private static String entry(String type, @Nullable String path, String agent) {
        return Entry.builder("id", Instant.EPOCH, type)
                .with(Field.PATH, path)
                .with(Field.USER_AGENT, agent)
                .build()
                .canonical();
    }

    private void seal(int seq, String realm, String payload) {
        database.execute("INSERT INTO CAREGATE_AUDIT_LOG (SEQ, ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD) VALUES ("
                + seq + ", 'id" + seq + "', 1, '" + realm + "', 'T', '" + payload + "')");
    }
}
