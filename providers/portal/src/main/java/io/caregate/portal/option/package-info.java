/**
 * The operator's settings: who may register clients, how many, and which realms are governed. They are parsed once; an
 * invalid value stops the start.
 */
@NullMarked
package io.caregate.portal.option;

import org.jspecify.annotations.NullMarked;
