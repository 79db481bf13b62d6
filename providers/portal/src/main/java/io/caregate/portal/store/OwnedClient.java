package io.caregate.portal.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** The owner of a client. A client without a row here does not belong to the portal. */
@Entity(name = "CaregateOwnedClient")
@Table(name = OwnedClient.TABLE)
public class OwnedClient {
    static final String TABLE = "CAREGATE_PORTAL_CLIENT";

    @Id
    @Column(name = "CLIENT_UUID")
    private String clientUuid = "";

    @Column(name = "REALM_ID")
    private @Nullable String realmId = "";

    @Column(name = "OWNER_ID")
    private @Nullable String ownerId = "";

    @Column(name = "KIND")
    private @Nullable String kind = "";

    @Column(name = "CREATED_AT")
    private @Nullable Long createdAt = 0L;

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

    @Nullable
    String realmId() {
        return realmId;
    }

    @Nullable
    String ownerId() {
        return ownerId;
    }

    /** The stored value; empty if it is missing. */
    public @Nullable String kind() {
        return kind;
    }

    /** Milliseconds since 1970. */
    public long createdAt() {
        Long millis = createdAt;
        if (millis == null || !StoredRequest.isTime(millis)) {
            throw damaged("CREATED_AT");
        }
        return millis;
    }

    /** The exception if this column cannot be read. */
    public DamagedRowException damaged(String column) {
        return new DamagedRowException(TABLE, "CLIENT_UUID", clientUuid, column);
    }
}
