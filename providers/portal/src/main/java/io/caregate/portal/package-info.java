/**
 * The server side of the portal for developers, therapists and auditors: REST for clients and requests, and the web
 * app.
 */
@NullMarked
package io.caregate.portal;

import org.jspecify.annotations.NullMarked;
