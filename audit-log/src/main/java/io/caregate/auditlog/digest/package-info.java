/** SHA-256, which shortens entries and hashes them into the tree. Pure Java. */
@NullMarked
package io.caregate.auditlog.digest;

import org.jspecify.annotations.NullMarked;
