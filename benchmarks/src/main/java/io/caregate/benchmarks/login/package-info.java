/** The cost of a failed login with an audit log, compared with the same server without one and with others. */
@NullMarked
package io.caregate.benchmarks.login;

import org.jspecify.annotations.NullMarked;
