package io.caregate.portal.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Whose a client is. A client without a row here is none of the portal's. */
@Entity(name = "CaregateOwnedClient")
@Table(name = "CAREGATE_PORTAL_CLIENT")
public class OwnedClient {
    @Id
    @Column(name = "CLIENT_UUID")
    private String clientUuid = "";

    @Column(name = "REALM_ID")
    private String realmId = "";

    @Column(name = "OWNER_ID")
    private String ownerId = "";

    @Column(name = "KIND")
    private String kind = "";

    @Column(name = "CREATED_AT")
    private long createdAt;

    /** For Hibernate. */
    protected OwnedClient() {}

    OwnedClient(String clientUuid, String realmId, String ownerId, String kind, long createdAt) {
        this.clientUuid = clientUuid;
        this.realmId = realmId;
        this.ownerId = ownerId;
        this.kind = kind;
        this.createdAt = createdAt;
    }

    public String clientUuid() {
        return clientUuid;
    }

    String realmId() {
        return realmId;
    }

    String ownerId() {
        return ownerId;
    }

    public String kind() {
        return kind;
    }

    /** Milliseconds since 1970. */
    public long createdAt() {
        return createdAt;
    }
}
