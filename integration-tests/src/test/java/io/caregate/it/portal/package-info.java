/** The portal's REST API and the serving of its web app, from the view of browsers and developers. */
@NullMarked
package io.caregate.it.portal;

import org.jspecify.annotations.NullMarked;
