/** Who is told by mail of a request for a client, and of its decision. */
@NullMarked
package io.caregate.portal.notice;

import org.jspecify.annotations.NullMarked;
