package io.caregate.audit.http;

/** The beginning of an answer's body, and whether that is all of it. */
record BoundedBody(String text, boolean whole) {}
