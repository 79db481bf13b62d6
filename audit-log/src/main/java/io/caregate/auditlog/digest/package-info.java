/** SHA-256, with which entries are shortened and hashed into the tree. Pure Java. */
@NullMarked
package io.caregate.auditlog.digest;

import org.jspecify.annotations.NullMarked;
