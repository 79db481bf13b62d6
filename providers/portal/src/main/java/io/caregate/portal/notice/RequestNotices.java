package io.caregate.portal.notice;

import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.notice.Notice;
import io.caregate.foundation.notice.Notice.Content;
import io.caregate.foundation.notice.NoticeMailer;
import io.caregate.portal.access.Caller;
import io.caregate.portal.access.Roles;
import io.caregate.portal.option.NoticeKind;
import io.caregate.portal.store.PortalStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * Tells approvers that requests wait, and developers that theirs was decided, if the operator wants it. Each of them
 * gets at most one mail of either kind from each node in {@link #QUIET}. Thread-safe.
 */
public final class RequestNotices implements AutoCloseable {
    static final Duration QUIET = Duration.ofMinutes(15);

    private static final ServerLog LOG = ServerLog.of(RequestNotices.class);
    private static final int MOST_APPROVERS = 100;

    private final Set<NoticeKind> kinds;
    private final NoticeMailer mailer;

    public RequestNotices(Set<NoticeKind> kinds, KeycloakSessionFactory factory) {
        this.kinds = Set.copyOf(kinds);
        this.mailer = new NoticeMailer(factory, "caregate-portal-notices");
    }

    /**
     * A request waits, once the transaction of this session is committed.
     *
     * @param portalUrl the address of the portal, if the server has a name of its own
     */
    public void requested(KeycloakSession session, Optional<String> portalUrl) {
        if (kinds.contains(NoticeKind.REQUESTS)) {
            RealmModel realm = session.getContext().getRealm();
            mailer.sendAfterCommit(
                    session,
                    new Notice(
                            realm.getId(),
                            "requests/" + realm.getId(),
                            "caregateNoticeRequests",
                            portalUrl.map(url -> url + "approvals"),
                            QUIET,
                            RequestNotices::waiting));
        }
    }

    /** A request of this user was accepted or declined, once the transaction of this session is committed. */
    public void decided(KeycloakSession session, String requesterId, Optional<String> portalUrl) {
        if (kinds.contains(NoticeKind.DECISIONS)) {
            RealmModel realm = session.getContext().getRealm();
            mailer.sendAfterCommit(
                    session,
                    new Notice(
                            realm.getId(),
                            "decision/" + realm.getId() + "/" + requesterId,
                            "caregateNoticeDecision",
                            portalUrl.map(url -> url + "requests"),
                            QUIET,
                            (fresh, here) -> to(fresh, here, requesterId)));
        }
    }

    private static Content waiting(KeycloakSession session, RealmModel realm) {
        int count = new PortalStore(session).pendingCount();
        RoleModel role = realm.getRole(Roles.APPROVER);
        if (count == 0 || role == null) {
            return Content.none();
        }
        List<UserModel> approvers = Notice.reachable(realm, holders(session, realm, role), MOST_APPROVERS);
        if (approvers.isEmpty()) {
            LOG.warnf("requests wait in realm=%s, and no approver can be sent a mail", realm.getName());
        }
        return Content.of(approvers, count);
    }

    /** Those who hold the role directly, by a group or one above it, or by a composite role of the realm. */
    private static Stream<UserModel> holders(KeycloakSession session, RealmModel realm, RoleModel role) {
        return realm.getRolesStream()
                .filter(other -> other.hasRole(role))
                .flatMap(other -> Stream.concat(
                        session.users().getRoleMembersStream(realm, other),
                        session.groups()
                                .getGroupsByRoleStream(realm, other, null, null)
                                .flatMap(RequestNotices::andBelow)
                                .flatMap(group -> session.users().getGroupMembersStream(realm, group))))
                .filter(user -> Caller.holds(user, role));
    }

    private static Stream<GroupModel> andBelow(GroupModel group) {
        return Stream.concat(Stream.of(group), group.getSubGroupsStream().flatMap(RequestNotices::andBelow));
    }

    private static Content to(KeycloakSession session, RealmModel realm, String userId) {
        UserModel user = session.users().getUserById(realm, userId);
        return user == null ? Content.none() : Content.of(Notice.reachable(realm, Stream.of(user), 1));
    }

    @Override
    public void close() {
        mailer.close();
    }
}
