/**
 * The sink that hands entries to a syslog receiver (RFC 5424 over TLS, RFC 5425): how a message looks, and when a
 * receiver that acknowledges nothing counts as having it.
 */
@NullMarked
package io.caregate.audit.syslog;

import org.jspecify.annotations.NullMarked;
