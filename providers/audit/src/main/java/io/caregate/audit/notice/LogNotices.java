package io.caregate.audit.notice;

import io.caregate.audit.status.LogStatus;
import io.caregate.foundation.digest.Sha256;
import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.notice.Notice;
import io.caregate.foundation.notice.Notice.Content;
import io.caregate.foundation.notice.NoticeMailer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Tells operators by mail what in the log needs them: once when it begins, and again each {@link #QUIET} while it
 * lasts, but the same not twice in that time. All nodes see the same and one of them sends it, by the mail server of
 * the administrators' realm.
 */
public final class LogNotices implements AutoCloseable {
    static final Duration QUIET = Duration.ofHours(6);

    private static final String KEY = "caregate-audit-notice-";
    private static final ServerLog LOG = ServerLog.of(LogNotices.class);
    /** The clocks of two nodes, and the time that a mail takes. */
    private static final Duration SLACK = Duration.ofMinutes(2);

    private final List<String> to;
    private final Optional<NoticeMailer> mailer;
    private final Supplier<String> realmOfTheServer;
    private final Concerns concerns;
    /** What the last reading has shown; read by the mailer's thread. */
    private volatile SortedSet<String> lasting = Collections.emptySortedSet();

    private Optional<String> realm = Optional.empty();

    private LogNotices(NoticeOptions options, Optional<NoticeMailer> mailer, Supplier<String> realmOfTheServer) {
        this.to = options.to();
        this.concerns = new Concerns(options.after());
        this.mailer = mailer;
        this.realmOfTheServer = realmOfTheServer;
    }

    /** For nobody. */
    public static LogNotices none() {
        return new LogNotices(new NoticeOptions(List.of(), Duration.ZERO), Optional.empty(), () -> "");
    }

    /** For those whom the options name. */
    public static LogNotices of(NoticeOptions options, KeycloakSessionFactory factory) {
        return options.to().isEmpty()
                ? none()
                : new LogNotices(
                        options,
                        Optional.of(new NoticeMailer(factory, "caregate-audit-notices")),
                        () -> KeycloakModelUtils.runJobInTransactionWithResult(factory, LogNotices::realmOfTheServer));
    }

    private static String realmOfTheServer(KeycloakSession session) {
        RealmModel realm = session.realms().getRealmByName(Config.getAdminRealm());
        if (realm == null) {
            throw new IllegalStateException("there is no realm " + Config.getAdminRealm());
        }
        return realm.getId();
    }

    /** Takes a reading of the log's state. Called by one thread. It waits for no mail server, and never fails. */
    public void observe(LogStatus status) {
        mailer.ifPresent(sender -> observe(status, sender));
    }

    private void observe(LogStatus status, NoticeMailer sender) {
        SortedSet<String> found = concerns.after(status);
        lasting = found;
        if (found.isEmpty()) {
            return;
        }
        try {
            String id = realm.orElseGet(realmOfTheServer);
            realm = Optional.of(id);
            String topic = topic(found);
            sender.send(new Notice(
                    id,
                    topic,
                    "caregateNoticeLog",
                    Optional.empty(),
                    QUIET,
                    (session, here) -> content(session, topic)));
        } catch (RuntimeException unreadable) {
            LOG.debugf(unreadable, "the realm whose mail server sends notices cannot be read now");
        }
    }

    /** Nothing, if the log needs something else by now: that is another notice. The first node to ask tells for all. */
    private Content content(KeycloakSession session, String topic) {
        SortedSet<String> now = lasting;
        String key = KEY + Sha256.hex(topic);
        return topic(now).equals(topic)
                        && session.singleUseObjects()
                                .putIfAbsent(key, QUIET.minus(SLACK).toSeconds())
                ? new Content(List.of(), to, List.of(String.join(", ", now)), fresh -> fresh.singleUseObjects()
                        .remove(key))
                : Content.none();
    }

    private static String topic(SortedSet<String> concerns) {
        return "log/" + String.join(",", concerns);
    }

    @Override
    public void close() {
        mailer.ifPresent(NoticeMailer::close);
    }
}
