/** The sink that sends events to Splunk's HTTP Event Collector, and asks whether they were indexed. */
@NullMarked
package io.caregate.audit.splunk;

import org.jspecify.annotations.NullMarked;
