/** The addresses. Other rooms decide what is behind each. */
@NullMarked
package io.caregate.portal.rest;

import org.jspecify.annotations.NullMarked;
