/**
 * What the REST resources of several JARs share: their address, the table of addresses, sending long documents, and the
 * check that a caller's token was issued directly to its client. Each JAR contains a copy of this module under its own
 * package, so no JAR needs another, and a server can contain two versions.
 */
@NullMarked
package io.caregate.foundation.http;

import org.jspecify.annotations.NullMarked;
