/**
 * The pack as operators run it: other databases, containers, several nodes on one database, the guides' commands, a
 * realm that is imported again.
 */
@NullMarked
package io.caregate.it.operation;

import org.jspecify.annotations.NullMarked;
