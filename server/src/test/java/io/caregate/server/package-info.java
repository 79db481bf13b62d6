@NullMarked
package io.caregate.server;

import org.jspecify.annotations.NullMarked;
