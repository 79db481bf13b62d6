/**
 * What an audit entry is: its fields, how hostile text in it is made clean and short, its one canonical form, and how
 * that form is read. Pure Java that knows no server, so that whatever reads an entry later can share it.
 */
@NullMarked
package io.caregate.auditlog.entry;

import org.jspecify.annotations.NullMarked;
