/**
 * The sink that writes the audit log into a topic of Kafka, in its order. It is a JAR of its own because of the client
 * that it carries, and knows of {@code caregate-audit.jar} nothing but the rooms {@code sink} and {@code format}.
 */
@NullMarked
package io.caregate.audit.kafka;

import org.jspecify.annotations.NullMarked;
