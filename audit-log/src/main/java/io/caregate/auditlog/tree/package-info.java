/**
 * Makes a Merkle tree of entries as RFC 9162 describes it, and writes down and signs the head of that tree. Pure Java
 * without Keycloak, so that sealing, proving and verifying compute the same.
 */
@NullMarked
package io.caregate.auditlog.tree;

import org.jspecify.annotations.NullMarked;
