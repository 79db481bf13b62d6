/**
 * Answers auditors over REST: who may read, what a request asks for, and how it is answered. The packages below decide
 * what is found, exported and proved.
 */
@NullMarked
package io.caregate.audit.read;

import org.jspecify.annotations.NullMarked;
