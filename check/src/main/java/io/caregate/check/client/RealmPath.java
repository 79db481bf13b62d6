package io.caregate.check.client;

import java.net.URI;
import java.net.URISyntaxException;

/** The name of a realm as it appears in paths (RFC 3986 section 3.3). */
final class RealmPath {

    private RealmPath() {}

    static String of(String realm) {
        try {
            return new URI(null, null, "/" + realm, null).getRawPath().substring(1);
        } catch (URISyntaxException unusable) {
            return realm;
        }
    }
}
