/** The front door: settings, who may come in, and how somebody is turned away. */
@NullMarked
package io.caregate.sampleapi.web;

import org.jspecify.annotations.NullMarked;
