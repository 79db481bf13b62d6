package io.caregate.portal.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** What somebody has asked for, and what became of it. */
@Entity(name = "CaregateClientRequest")
@Table(name = "CAREGATE_PORTAL_REQUEST")
public class StoredRequest {
    /** The states, as they are stored and sent. */
    public static final String PENDING = "pending";

    public static final String ACCEPTED = "accepted";
    public static final String DECLINED = "declined";
    public static final String WITHDRAWN = "withdrawn";

    @Id
    @Column(name = "ID")
    private String id = "";

    @Column(name = "REALM_ID")
    private String realmId = "";

    @Column(name = "REQUESTER_ID")
    private String requesterId = "";

    @Column(name = "STATE")
    private String state = PENDING;

    /** Of a new client null until it is accepted. */
    @Column(name = "CLIENT_UUID")
    private @Nullable String clientUuid;

    /** Of a change: the state of the client that it is based on. Null for a new client. */
    @Column(name = "BASED_ON")
    private @Nullable String basedOn;

    /** What was asked for, in JSON. */
    @Column(name = "ASKED")
    private String asked = "";

    @Column(name = "PURPOSE")
    private String purpose = "";

    @Column(name = "CREATED_AT")
    private long createdAt;

    @Column(name = "DECIDER_ID")
    private @Nullable String deciderId;

    @Column(name = "DECIDED_AT")
    private @Nullable Long decidedAt;

    @Column(name = "REASON")
    private @Nullable String reason;

    @Column(name = "SECRET_WAITS")
    private boolean secretWaits;

    /** For Hibernate. */
    protected StoredRequest() {}

    /** A request for a new client, or where {@code basedOn} is there, for a change of this one. */
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

    /** Somebody has decided. */
    public void decide(String newState, String decider, long now, @Nullable String why) {
        state = newState;
        deciderId = decider;
        decidedAt = now;
        reason = why;
    }

    /** The client that was asked for exists now. */
    public void created(String uuid, boolean hasSecret) {
        clientUuid = uuid;
        secretWaits = hasSecret;
    }

    /** The secret has been shown; false if it was shown before. */
    public boolean collect() {
        boolean waited = secretWaits;
        secretWaits = false;
        return waited;
    }

    public boolean isPending() {
        return state.equals(PENDING);
    }

    /** Whether it is for a new client. */
    public boolean isCreation() {
        return basedOn == null;
    }

    public String id() {
        return id;
    }

    String realmId() {
        return realmId;
    }

    public String requesterId() {
        return requesterId;
    }

    public String state() {
        return state;
    }

    public @Nullable String clientUuid() {
        return clientUuid;
    }

    public @Nullable String basedOn() {
        return basedOn;
    }

    public String asked() {
        return asked;
    }

    public String purpose() {
        return purpose;
    }

    public long createdAt() {
        return createdAt;
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
        return secretWaits;
    }
}
