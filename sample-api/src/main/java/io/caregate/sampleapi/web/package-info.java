/** The front door: settings, who may enter, and how the others are turned away. */
@NullMarked
package io.caregate.sampleapi.web;

import org.jspecify.annotations.NullMarked;
