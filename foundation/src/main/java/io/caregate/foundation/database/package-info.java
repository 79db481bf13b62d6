/** How the pack reaches Keycloak's own database: its connections, its schema, and the tables that the pack adds. */
@NullMarked
package io.caregate.foundation.database;

import org.jspecify.annotations.NullMarked;
