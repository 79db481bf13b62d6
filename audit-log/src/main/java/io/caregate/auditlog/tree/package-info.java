/**
 * How entries become a Merkle tree that is as RFC 9162 describes it, and how the head of that tree is written down and
 * signed. Pure Java that knows no server, so that sealing, proving and verifying compute the same.
 */
@NullMarked
package io.caregate.auditlog.tree;

import org.jspecify.annotations.NullMarked;
