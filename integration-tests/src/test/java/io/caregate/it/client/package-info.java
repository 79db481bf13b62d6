/** Third-party OAuth clients, from npm and Maven Central, against the pack. */
@NullMarked
package io.caregate.it.client;

import org.jspecify.annotations.NullMarked;
