/**
 * What a receiver of the audit log is to the log: the SPI of sinks. Another JAR in Keycloak's {@code providers} folder
 * may compile against this room and {@code format} and add sinks of its own; the log knows none of them.
 */
@NullMarked
package io.caregate.audit.sink;

import org.jspecify.annotations.NullMarked;
