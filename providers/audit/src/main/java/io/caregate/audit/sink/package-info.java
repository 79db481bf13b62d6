/**
 * The SPI of sinks, the receivers of the audit log. Another JAR in Keycloak's {@code providers} folder may compile
 * against this package and {@code format} and add its own sinks. The log knows none of them.
 */
@NullMarked
package io.caregate.audit.sink;

import org.jspecify.annotations.NullMarked;
