/** The sink that sends log records to an OpenTelemetry collector (OTLP/HTTP). */
@NullMarked
package io.caregate.audit.otlp;

import org.jspecify.annotations.NullMarked;
