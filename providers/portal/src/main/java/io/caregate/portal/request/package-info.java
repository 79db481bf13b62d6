/**
 * What a developer has asked for, and who decides on it: two pairs of eyes.
 */
@NullMarked
package io.caregate.portal.request;

import org.jspecify.annotations.NullMarked;
