/** Developers' requests, and who decides on them: two pairs of eyes. */
@NullMarked
package io.caregate.portal.request;

import org.jspecify.annotations.NullMarked;
