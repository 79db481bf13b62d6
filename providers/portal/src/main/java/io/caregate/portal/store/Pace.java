package io.caregate.portal.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How many clients a user has created or asked for since an hour began. Its row is the lock of what he creates. */
@Entity(name = "CaregatePace")
@Table(name = "CAREGATE_PORTAL_PACE")
public class Pace {
    private static final long HOUR = 3_600_000;

    @Id
    @Column(name = "USER_ID")
    private String userId = "";

    @Column(name = "REALM_ID")
    private String realmId = "";

    @Column(name = "SINCE")
    private long since;

    @Column(name = "CREATED")
    private int created;

    /** For Hibernate. */
    protected Pace() {}

    Pace(String userId, String realmId, long now) {
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

    /** Counts one more at this time, in milliseconds since 1970; false, and not counted, if that is too many. */
    public boolean count(long now, int mostAnHour) {
        if (now - since >= HOUR || now < since) {
            since = now;
            created = 0;
        }
        if (created >= mostAnHour) {
            return false;
        }
        created++;
        return true;
    }

    /** How many milliseconds are left of the hour. */
    public long left(long now) {
        return Math.max(1, since + HOUR - now);
    }
}
