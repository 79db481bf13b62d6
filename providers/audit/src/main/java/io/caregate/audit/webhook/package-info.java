/** The sink that POSTs batches to a web address, with signatures as Standard Webhooks defines them. */
@NullMarked
package io.caregate.audit.webhook;

import org.jspecify.annotations.NullMarked;
