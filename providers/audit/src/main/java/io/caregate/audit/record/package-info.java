/**
 * What an audit entry is: its fields, how hostile text in it is made clean and short, and its one canonical form.
 * Pure Java that knows no server, so that whatever reads an entry later can share it.
 */
@NullMarked
package io.caregate.audit.record;

import org.jspecify.annotations.NullMarked;
