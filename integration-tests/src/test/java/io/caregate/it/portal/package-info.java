/** The portal's REST and the serving of its web app, as browsers and developers meet them. */
@NullMarked
package io.caregate.it.portal;

import org.jspecify.annotations.NullMarked;
