/**
 * Several nodes on one database, as a hospital runs them: what one node decides holds on the others, and a node may go.
 */
@NullMarked
package io.caregate.it.cluster;

import org.jspecify.annotations.NullMarked;
