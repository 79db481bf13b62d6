/**
 * The parts that the REST resources of several JARs share: their address, the table of addresses, sending long
 * documents, and how a caller and their token are checked. Each JAR contains a copy of this module under a package of
 * its own, so no JAR needs another, and a server can contain two versions.
 */
@NullMarked
package io.caregate.foundation.http;

import org.jspecify.annotations.NullMarked;
