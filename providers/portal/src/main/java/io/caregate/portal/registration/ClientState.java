package io.caregate.portal.registration;

import io.caregate.portal.client.ClientView;

/**
 * A client as it is.
 *
 * @param etag the entity tag of everything that can be changed through the portal (RFC 9110 section 8.8.3)
 */
public record ClientState(ClientView client, String etag) {}
