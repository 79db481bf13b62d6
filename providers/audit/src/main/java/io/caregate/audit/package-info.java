/**
 * The audit log of login errors. Here its rooms are put together into what Keycloak loads; what each of them decides is
 * its own matter, and none of them but {@code record} is known to another.
 */
@NullMarked
package io.caregate.audit;

import org.jspecify.annotations.NullMarked;
