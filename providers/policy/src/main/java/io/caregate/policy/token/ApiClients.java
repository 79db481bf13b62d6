package io.caregate.policy.token;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The clients of a realm, any of which may be a protected API. */
interface ApiClients {

    /** A client, read when it is needed. */
    interface ApiClient {
        String clientId();

        /** An attribute; null if it has none with this name. */
        @Nullable
        String attribute(String name);

        @Nullable
        String rootUrl();

        @Nullable
        String baseUrl();

        @Nullable
        String managementUrl();
    }

    /** The realm's name, for the log. */
    String realm();

    /** The client with this client id; null if there is none. */
    @Nullable
    ApiClient byClientId(String clientId);

    /** The client with this internal id; null if there is none. */
    @Nullable
    ApiClient byInternalId(String id);

    /** Those that have an attribute, whatever its value: one database query. */
    Stream<ApiClient> with(String attribute);
}
