/**
 * The web app: its files, its settings, and the headers that keep a browser safe.
 */
@NullMarked
package io.caregate.portal.webapp;

import org.jspecify.annotations.NullMarked;
