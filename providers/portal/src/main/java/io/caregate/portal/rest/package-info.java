/**
 * The addresses. What is behind each is decided elsewhere.
 */
@NullMarked
package io.caregate.portal.rest;

import org.jspecify.annotations.NullMarked;
