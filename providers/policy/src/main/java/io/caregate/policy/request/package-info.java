/**
 * What a request at the front door may ask for: redirect URIs, response types, PKCE, post-logout URIs, assertion
 * consumer URLs and origins, compared with what is registered and never with a pattern.
 */
@NullMarked
package io.caregate.policy.request;

import org.jspecify.annotations.NullMarked;
