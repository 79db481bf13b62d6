/**
 * The errors of a client that the audit log has. The log is in another JAR, which may be missing; the name of an SPI is
 * all that the two share.
 */
@NullMarked
package io.caregate.portal.clienterror;

import org.jspecify.annotations.NullMarked;
