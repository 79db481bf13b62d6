/**
 * What may be stored in a client. The guard sees every write of every path inside the writer's transaction and rolls it
 * back with a text that names each thing to change.
 */
@NullMarked
package io.caregate.policy.client;

import org.jspecify.annotations.NullMarked;
