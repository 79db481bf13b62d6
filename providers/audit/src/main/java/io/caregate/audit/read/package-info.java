/**
 * Answers auditors over REST: who may read, what a request asks for, and how that is answered. What is found, exported
 * and proved is decided in the rooms below.
 */
@NullMarked
package io.caregate.audit.read;

import org.jspecify.annotations.NullMarked;
