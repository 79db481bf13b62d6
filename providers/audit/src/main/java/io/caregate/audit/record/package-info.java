/**
 * Stores entries: the tables of the log, the differences between their databases, and the durability of a commit. Pure
 * Java without Keycloak.
 */
@NullMarked
package io.caregate.audit.record;

import org.jspecify.annotations.NullMarked;
