/** Facts of a request that every room may need: what was sent, before anything is made of it. */
@NullMarked
package io.caregate.foundation.request;

import org.jspecify.annotations.NullMarked;
