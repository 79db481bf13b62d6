package io.caregate.policy.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The assertions that were used in a realm, kept in a store that all nodes share. The key contains realm and issuer, so
 * that no issuer can use up the ids of another. It is a hash, so that its length does not depend on the client, and no
 * id can look like another key of the store.
 *
 * @param realmId Keycloak's id of the realm
 */
record JtiReplayCache(String realmId, Store store) {

    private static final String PREFIX = "caregate.client-assertion.";

    /** The store of uses: Keycloak's single-use objects. */
    interface Store {
        /** Keeps a key for some seconds; false if it is already there. */
        boolean putIfAbsent(String key, long seconds);
    }

    /** Records the use of an assertion; false if it was used before. */
    boolean record(String issuer, String id, long seconds) {
        return store.putIfAbsent(PREFIX + scoped(realmId, issuer, id), seconds);
    }

    /** A name for the id that no other issuer and no other realm has. */
    static String scoped(String realmId, String issuer, String id) {
        MessageDigest digest = sha256();
        for (String part : new String[] {realmId, issuer, id}) {
            digest.update(hash(part));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }

    // Each part is hashed: no two lists of parts produce the same bytes.
    private static byte[] hash(String part) {
        return sha256().digest(part.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }
}
