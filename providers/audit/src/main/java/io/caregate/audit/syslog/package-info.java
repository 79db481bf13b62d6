/**
 * The sink that sends entries to a syslog receiver (RFC 5424 over TLS, RFC 5425): the form of a message, and the point
 * at which a receiver that acknowledges nothing counts as having it.
 */
@NullMarked
package io.caregate.audit.syslog;

import org.jspecify.annotations.NullMarked;
