/** Decides what the scopes of a token let its holder do with a resource. Pure Java. */
@NullMarked
package io.caregate.sampleapi.scope;

import org.jspecify.annotations.NullMarked;
