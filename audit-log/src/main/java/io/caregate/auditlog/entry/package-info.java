/**
 * The audit entry: its fields, the cleaning and shortening of hostile text in it, its one canonical form, and the
 * reading of that form. Pure Java without Keycloak, so that later readers of an entry can share it.
 */
@NullMarked
package io.caregate.auditlog.entry;

import org.jspecify.annotations.NullMarked;
