/** What a failed login costs with an audit log, against the same server without one and with others. */
@NullMarked
package io.caregate.benchmarks.login;

import org.jspecify.annotations.NullMarked;
