/**
 * What the operator set: who may register clients, how many, and which realms are governed. Parsed once; a wrong value
 * stops the start.
 */
@NullMarked
package io.caregate.portal.option;

import org.jspecify.annotations.NullMarked;
