/**
 * What several JARs of the pack need: the address that their REST resources share, the table of addresses, sending long
 * documents, the check that a caller's token was issued directly to its client, and logging to the server log. Each JAR
 * contains a copy under a package of its own, so no JAR needs another, and a server can contain two versions.
 */
@NullMarked
package io.caregate.resource;

import org.jspecify.annotations.NullMarked;
