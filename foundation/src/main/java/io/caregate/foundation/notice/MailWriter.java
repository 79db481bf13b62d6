package io.caregate.foundation.notice;

import io.caregate.foundation.log.ServerLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.freemarker.FreeMarkerEmailTemplateProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.light.LightweightUserAdapter;

/** Keycloak's mails in the recipient's language and the realm's e-mail theme, written but not sent. */
final class MailWriter extends FreeMarkerEmailTemplateProvider {
    private static final ServerLog LOG = ServerLog.of(MailWriter.class);
    private static final String TEMPLATE = "caregate-notice.ftl";

    private final Map<String, String> server;
    private final List<NoticeMailer.Mail> written = new ArrayList<>();

    MailWriter(KeycloakSession session, RealmModel realm, Map<String, String> server) {
        super(session);
        setRealm(realm);
        this.server = Map.copyOf(server);
    }

    /** Writes to somebody who is no user, in the realm's language. */
    void write(Notice notice, String address, List<Object> arguments) {
        LightweightUserAdapter somebody = new LightweightUserAdapter(session, realm, null);
        somebody.setEmail(address);
        write(notice, somebody, arguments);
    }

    void write(Notice notice, UserModel recipient, List<Object> arguments) {
        setUser(recipient);
        List<Object> all = new ArrayList<>();
        all.add(getRealmName());
        all.addAll(arguments);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("noticeKey", notice.key());
        attributes.put("noticeArguments", all);
        attributes.put("noticeLink", notice.link().orElse(""));
        // There is no request whose language would matter.
        attributes.put(Constants.IGNORE_ACCEPT_LANGUAGE_HEADER, "true");
        try {
            send(notice.key() + "Subject", all, TEMPLATE, attributes);
        } catch (EmailException failed) {
            LOG.warnf(
                    failed, "notice of topic=%s not written in the theme of realm=%s", notice.topic(), realm.getName());
        }
    }

    List<NoticeMailer.Mail> written() {
        return List.copyOf(written);
    }

    @Override
    protected void send(
            Map<String, String> config, String subject, String textBody, String htmlBody, @Nullable String address) {
        written.add(new NoticeMailer.Mail(
                server, address == null ? user.getEmail() : address, subject, textBody, htmlBody));
    }
}
