/** Finds the clients in a document, whatever its shape, and asks the rules about each. */
@NullMarked
package io.caregate.check.client;

import org.jspecify.annotations.NullMarked;
