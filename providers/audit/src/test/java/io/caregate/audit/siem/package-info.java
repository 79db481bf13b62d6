/** The rules and searches in {@code siem} find what they are for in entries that the log's own code makes. */
@NullMarked
package io.caregate.audit.siem;

import org.jspecify.annotations.NullMarked;
