/**
 * The permitted parameters of a request at the front door: redirect URIs, response types, PKCE, post-logout URIs,
 * assertion consumer URLs and origins, compared with the registered values and never with a pattern.
 */
@NullMarked
package io.caregate.policy.request;

import org.jspecify.annotations.NullMarked;
