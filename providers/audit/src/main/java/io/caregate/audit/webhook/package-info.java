/** The sink that POSTs batches to a web address, signed as Standard Webhooks says. */
@NullMarked
package io.caregate.audit.webhook;

import org.jspecify.annotations.NullMarked;
