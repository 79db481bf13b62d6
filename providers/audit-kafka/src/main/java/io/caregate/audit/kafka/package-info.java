/**
 * The sink that writes the audit log into a topic of Kafka, in the log's order. It is a separate JAR because of the
 * client that it contains. Of {@code caregate-audit.jar} it knows only the rooms {@code sink} and {@code format}.
 */
@NullMarked
package io.caregate.audit.kafka;

import org.jspecify.annotations.NullMarked;
