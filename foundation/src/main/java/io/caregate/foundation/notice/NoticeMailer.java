package io.caregate.foundation.notice;

import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.thread.DaemonThread;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Sends notices on threads of its own, so that nothing waits for a mail server. A realm has one of them at a time, so
 * that a slow mail server delays no other realm. A notice that cannot be sent is a warning in the server log, and its
 * topic is quiet for {@link #AFTER_FAILURE} only. Notices that wait when the server stops are not sent. Thread-safe.
 */
public final class NoticeMailer implements AutoCloseable {
    static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

    private static final ServerLog LOG = ServerLog.of(NoticeMailer.class);
    private static final int THREADS = 3;
    private static final Duration WHILE_BUSY = Duration.ofSeconds(10);

    /** A realm's settings could make Keycloak wait for ever. */
    private static final Map<String, String> TIMEOUTS =
            Map.of("timeout", "10000", "connectionTimeout", "10000", "writeTimeout", "10000");

    private final KeycloakSessionFactory factory;
    private final QuietTopics topics = new QuietTopics(System::nanoTime);
    private final Set<String> busyRealms = new HashSet<>();
    private final ScheduledThreadPoolExecutor threads;

    /** Starts no thread until there is a notice. */
    public NoticeMailer(KeycloakSessionFactory factory, String threadName) {
        this.factory = factory;
        this.threads = new ScheduledThreadPoolExecutor(THREADS, work -> DaemonThread.of(threadName, work));
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Sends a notice if the transaction of this session is committed. */
    public void sendAfterCommit(KeycloakSession session, Notice notice) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                send(notice);
            }

            @Override
            protected void rollbackImpl() {
                // What it would tell has not happened.
            }
        });
    }

    /** Sends a notice: at once, or when the topic is no longer quiet. */
    public void send(Notice notice) {
        topics.next(notice.topic()).ifPresent(wait -> schedule(notice, wait));
    }

    private void schedule(Notice notice, Duration wait) {
        try {
            var unused = threads.schedule(() -> deliver(notice), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debugf(stopping, "notice of topic=%s not sent: the server stops", notice.topic());
        }
    }

    private void deliver(Notice notice) {
        if (!begin(notice.realmId())) {
            schedule(notice, WHILE_BUSY);
            return;
        }
        Duration quiet = AFTER_FAILURE;
        try {
            quiet = sendNow(notice);
        } catch (RuntimeException failed) {
            LOG.warnf(failed, "notice of topic=%s not sent", notice.topic());
        } finally {
            topics.done(notice.topic(), quiet);
            end(notice.realmId());
        }
    }

    /** The time for which the topic is quiet now. */
    private Duration sendNow(Notice notice) {
        Optional<Written> found =
                KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> write(session, notice));
        if (found.isEmpty()) {
            return Duration.ZERO;
        }
        Written written = found.get();
        int sent = 0;
        for (Mail mail : written.mails()) {
            // In transactions that need no connection, one for each: a mail server may be slow.
            boolean taken = KeycloakModelUtils.runJobInTransactionWithResult(
                    factory, session -> send(session, notice.realmId(), mail));
            sent += taken ? 1 : 0;
        }
        if (sent > 0) {
            return notice.quiet();
        }
        KeycloakModelUtils.runJobInTransaction(factory, written.content().release());
        return AFTER_FAILURE;
    }

    private synchronized boolean begin(String realmId) {
        return busyRealms.add(realmId);
    }

    private synchronized void end(String realmId) {
        busyRealms.remove(realmId);
    }

    /** Empty if there is nothing to tell. */
    private static Optional<Written> write(KeycloakSession session, Notice notice) {
        RealmModel realm = session.realms().getRealm(notice.realmId());
        if (realm == null) {
            return Optional.empty();
        }
        session.getContext().setRealm(realm);
        Map<String, String> server = new HashMap<>(realm.getSmtpConfig());
        if (server.isEmpty()) {
            LOG.warnf(
                    "notice of topic=%s not sent: realm=%s has no mail server (Realm settings, Email)",
                    notice.topic(), realm.getName());
            return Optional.of(new Written(Notice.Content.none(), List.of()));
        }
        server.putAll(TIMEOUTS);
        Notice.Content content = notice.content().of(session, realm);
        if (content.isForNobody()) {
            return Optional.empty();
        }
        MailWriter writer = new MailWriter(session, realm, server);
        content.recipients().forEach(user -> writer.write(notice, user, content.arguments()));
        content.addresses().forEach(address -> writer.write(notice, address, content.arguments()));
        return Optional.of(new Written(content, writer.written()));
    }

    private static boolean send(KeycloakSession session, String realmId, Mail mail) {
        // The mail server's password or token may be in the realm's vault.
        session.getContext().setRealm(session.realms().getRealm(realmId));
        try {
            session.getProvider(EmailSenderProvider.class)
                    .send(mail.server(), mail.address(), mail.subject(), mail.text(), mail.html());
            return true;
        } catch (EmailException | RuntimeException failed) {
            // Not its message, in which Keycloak names the address: that is personal data.
            LOG.warnf(
                    "notice not sent, Keycloak's mailer says why in its own log: %s (%s)",
                    mail.subject(), failed.getClass().getSimpleName());
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** A mail as it is sent; {@code server} is the realm's setting. */
    record Mail(Map<String, String> server, String address, String subject, String text, String html) {}

    private record Written(Notice.Content content, List<Mail> mails) {
        Written {
            mails = List.copyOf(mails);
        }
    }
}
