package io.caregate.portal.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A developer's request, and its outcome. */
@Entity(name = "CaregateClientRequest")
@Table(name = StoredRequest.TABLE)
public class StoredRequest {
    /** The states, as they are stored and sent. */
    public static final String PENDING = "pending";

    public static final String ACCEPTED = "accepted";
    public static final String DECLINED = "declined";
    public static final String WITHDRAWN = "withdrawn";

    /** Every state. */
    public static final Set<String> STATES = Set.of(PENDING, ACCEPTED, DECLINED, WITHDRAWN);

    static final String TABLE = "CAREGATE_PORTAL_REQUEST";
    /** The end of the year 9999: JSON readers have no format for later times. */
    private static final long MOST_TIME = 253_402_300_799_999L;

    @Id
    @Column(name = "ID")
    private String id = "";

    @Column(name = "REALM_ID")
    private @Nullable String realmId = "";

    @Column(name = "REQUESTER_ID")
    private @Nullable String requesterId = "";

    @Column(name = "STATE")
    private @Nullable String state = PENDING;

    /** Null for a new client until it is accepted. */
    @Column(name = "CLIENT_UUID")
    private @Nullable String clientUuid;

    /** For a change: the state of the client that it is based on. Null for a new client. */
    @Column(name = "BASED_ON")
    private @Nullable String basedOn;

    /** The requested client, in JSON. */
    @Column(name = "ASKED")
    private @Nullable String asked = "";

    @Column(name = "PURPOSE")
    private @Nullable String purpose = "";

    @Column(name = "CREATED_AT")
    private @Nullable Long createdAt = 0L;

    @Column(name = "DECIDER_ID")
    private @Nullable String deciderId;

    @Column(name = "DECIDED_AT")
    private @Nullable Long decidedAt;

    @Column(name = "REASON")
    private @Nullable String reason;

    @Column(name = "SECRET_WAITS")
    private @Nullable Boolean secretWaits = false;

    /** For Hibernate. */
    protected StoredRequest() {}

    /** A request for a new client, or, if {@code basedOn} is set, for a change of this one. */
    public StoredRequest(
            String id,
            String realmId,
            String requesterId,
            @Nullable String clientUuid,
            @Nullable String basedOn,
            String asked,
            String purpose,
            long createdAt) {
        this.id = id;
        this.realmId = realmId;
        this.requesterId = requesterId;
        this.clientUuid = clientUuid;
        this.basedOn = basedOn;
        this.asked = asked;
        this.purpose = purpose;
        this.createdAt = createdAt;
    }

    /** This request; throws if a column contains a value that the portal never writes. */
    public StoredRequest readable() {
        state();
        requesterId();
        asked();
        purpose();
        createdAt();
        secretWaits();
        if (decidedAt != null && !isTime(decidedAt)) {
            throw damaged("DECIDED_AT");
        }
        // Otherwise a change would be accepted as a new client, or the other way round.
        if (isPending() && (basedOn == null) != (clientUuid == null)) {
            throw damaged(basedOn == null ? "BASED_ON" : "CLIENT_UUID");
        }
        return this;
    }

    /** The exception if this column cannot be read. */
    public DamagedRowException damaged(String column) {
        return new DamagedRowException(TABLE, "ID", id, column);
    }

    static boolean isTime(@Nullable Long millis) {
        return millis != null && millis >= 0 && millis <= MOST_TIME;
    }

    private <T> T require(@Nullable T value, String column) {
        if (value == null) {
            throw damaged(column);
        }
        return value;
    }

    /** An approver has decided. */
    public void decide(String newState, String decider, long now, @Nullable String why) {
        state = newState;
        deciderId = decider;
        decidedAt = now;
        reason = why;
    }

    /** The requested client now exists. */
    public void created(String uuid, boolean hasSecret) {
        clientUuid = uuid;
        secretWaits = hasSecret;
    }

    /** The secret has been shown; false if it was shown before. */
    public boolean collect() {
        boolean waited = secretWaits();
        secretWaits = false;
        return waited;
    }

    public boolean isPending() {
        return PENDING.equals(state);
    }

    /** Whether it is for a new client. */
    public boolean isCreation() {
        return basedOn == null;
    }

    public String id() {
        return id;
    }

    @Nullable
    String realmId() {
        return realmId;
    }

    public String requesterId() {
        return require(requesterId, "REQUESTER_ID");
    }

    public String state() {
        String known = require(state, "STATE");
        if (!STATES.contains(known)) {
            throw damaged("STATE");
        }
        return known;
    }

    public @Nullable String clientUuid() {
        return clientUuid;
    }

    public @Nullable String basedOn() {
        return basedOn;
    }

    public String asked() {
        return require(asked, "ASKED");
    }

    public String purpose() {
        return require(purpose, "PURPOSE");
    }

    public long createdAt() {
        long millis = require(createdAt, "CREATED_AT");
        if (!isTime(millis)) {
            throw damaged("CREATED_AT");
        }
        return millis;
    }

    public @Nullable String deciderId() {
        return deciderId;
    }

    public @Nullable Long decidedAt() {
        return decidedAt;
    }

    public @Nullable String reason() {
        return reason;
    }

    public boolean secretWaits() {
        return require(secretWaits, "SECRET_WAITS");
    }
}
