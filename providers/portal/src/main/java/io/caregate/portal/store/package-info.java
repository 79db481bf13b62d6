/** The portal's own data: the owners of clients, requests, and how fast users register. */
@NullMarked
package io.caregate.portal.store;

import org.jspecify.annotations.NullMarked;
