package io.caregate.it.driver;

import java.util.Map;

/** Protocol mappers, as the Admin API takes them. */
public final class ProtocolMapper {
    private ProtocolMapper() {}

    /** A mapper that puts an audience into access tokens. */
    public static Map<String, Object> audience(String audience) {
        return Map.of(
                "name",
                "audience " + audience,
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-audience-mapper",
                "config",
                Map.of(
                        "included.client.audience", audience,
                        "access.token.claim", "true",
                        "introspection.token.claim", "true",
                        "id.token.claim", "false"));
    }
}
