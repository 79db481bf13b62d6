/**
 * The web app: its files, its settings, and the headers that keep a browser safe.
 */
@NullMarked
package io.caregate.portal.serve;

import org.jspecify.annotations.NullMarked;
