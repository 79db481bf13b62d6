package io.caregate.portal.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * The number of clients that a user has created or requested since an hour began. Its row is the lock for their
 * creations.
 */
@Entity(name = "CaregateHourlyQuota")
@Table(name = "CAREGATE_PORTAL_PACE")
public class HourlyQuota {
    private static final long HOUR = 3_600_000;

    @Id
    @Column(name = "USER_ID")
    private String userId = "";

    @Column(name = "REALM_ID")
    private String realmId = "";

    @Column(name = "SINCE")
    private @Nullable Long since = 0L;

    @Column(name = "CREATED")
    private @Nullable Integer created = 0;

    /** For Hibernate. */
    protected HourlyQuota() {}

    /** The hour of a user of this realm begins. */
    public HourlyQuota(String userId, String realmId, long now) {
        this.userId = userId;
        this.realmId = realmId;
        this.since = now;
    }

    String userId() {
        return userId;
    }

    String realmId() {
        return realmId;
    }

    /**
     * Counts one more at this time, in milliseconds since 1970; returns false, without counting, if that exceeds the
     * limit.
     */
    public boolean count(long now, int mostAnHour) {
        Long begin = since;
        Integer before = created;
        // An impossible value is treated like a missing row: an hour begins.
        if (begin == null || before == null || before < 0 || begin > now || now - begin >= HOUR) {
            since = now;
            before = 0;
        }
        created = before;
        if (before >= mostAnHour) {
            return false;
        }
        created = before + 1;
        return true;
    }

    /** The number of milliseconds left of the hour. */
    public long left(long now) {
        Long begin = since;
        return begin == null ? 1 : Math.max(1, begin + HOUR - now);
    }
}
